"""`voiplab live` as a child: started, asked what it recorded, ended by ctrl-c."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.golden.wire_text import Text, read
from tests.interop.lines import PATIENCE
from tests.interop.program import ENVIRONMENT, Running

ROOT: Final = Path(__file__).parents[2]


class Seen(NamedTuple):
    """One line of `live --json`: a message on the wire, as the lab recorded it."""

    number: int
    at: float
    source: str
    target: str
    transport: str
    src: str
    dst: str
    raw: str

    @classmethod
    def parse(cls, line: str) -> "Seen":
        read_line: dict[str, Any] = json.loads(line)
        names = ("n", "t", "from", "to", "transport", "src", "dst", "raw")
        return cls(*(read_line[name] for name in names))

    @property
    def text(self) -> Text:
        return read(self.raw.encode("utf-8", "surrogateescape"))

    @property
    def what(self) -> str:
        """`INVITE`, or `200 INVITE`."""
        return self.text.method if self.text.is_request else f"{self.text.status} {self.text.method}"


class LiveLab:
    """Used with `with`. `end` is part of every test: the lab must end cleanly, whatever the programs did to it."""

    def __init__(self, lab: Path, options: Sequence[str], inside: Sequence[str] = ()) -> None:
        """`inside`: the command that runs another one in a network namespace."""
        command = [*inside, sys.executable, "-m", "voiplab", "live", str(lab), "--json", *options]
        self._child = Running(command, ROOT, {**ENVIRONMENT, "PYTHONPATH": str(ROOT)})
        self.is_ended = False

    def wait_until_ready(self) -> None:
        self._child.err.until(lambda line: "ready" in line.lower(), "ready line of `voiplab live`")

    def until(self, fits: Callable[[Seen], object], what: str, seconds: float = PATIENCE) -> Seen:
        """The next message that fits; those before it are passed over."""
        return Seen.parse(self._child.out.until(lambda line: fits(Seen.parse(line)), what, seconds))

    def until_what(self, what: str, **ends: str) -> Seen:
        """`until_what("200 INVITE", to="127.0.0.2:5060")`: the next such message, by what it is and between whom."""
        return self.until(lambda seen: seen.what == what and _is_between(seen, ends), f"{what} {ends or ''}")

    def end(self) -> list[Seen]:
        """All that was recorded. Asserts that ctrl-c ends it cleanly."""
        self.is_ended = True
        ended = self._child.interrupt()
        assert "Traceback" not in ended.err, ended.err
        assert ended.code == 0, f"exit code {ended.code}:\n{ended.err}"
        return [Seen.parse(line) for line in self._child.out.seen]

    def kill(self) -> None:
        self._child.kill()


def _is_between(seen: Seen, ends: dict[str, str]) -> bool:
    named = {"src": seen.src, "dst": seen.dst, "source": seen.source, "target": seen.target}
    return all(named[end] == value for end, value in ends.items())
