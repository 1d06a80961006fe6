"""The command line as its user meets it: words in; an exit code, data and talk out."""

from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import NamedTuple

from voiplab.cli.main import run


class Said(NamedTuple):
    code: int
    out: str
    err: str


def voiplab(*words: object) -> Said:
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run([str(word) for word in words])
    return Said(code, out.getvalue(), err.getvalue())
