"""Scripts around a few lines, and what the checker and the parser make of them."""

from collections.abc import Sequence
from typing import Final

from voiplab.opensips.checking import checked
from voiplab.opensips.configuration import Configuration
from voiplab.opensips.reader import read
from voiplab.opensips.refusal import Refused
from voiplab.opensips.tree import Script, Statement
from voiplab.text.place import Files

HEAD: Final = """\
socket=udp:127.0.0.10:5060
loadmodule "proto_udp.so"
loadmodule "signaling.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "sipmsgops.so"
loadmodule "textops.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
"""
FIRST: Final = HEAD.count("\n") + 2
"""The line of the first statement of `in_route`."""


def in_route(*lines: str) -> Files:
    return cfg(HEAD + "route {\n" + "".join(f"{line}\n" for line in lines) + "}\n")


def cfg(text: str, **others: str) -> Files:
    files = {"opensips.cfg": text.encode()}
    files.update({f"{name}.cfg": content.encode() for name, content in others.items()})
    return files


def script(files: Files) -> Script:
    return read(files).script


def body(*lines: str) -> Sequence[Statement]:
    """The statements of a main route with these lines."""
    return script(in_route(*lines)).routes[0].body


def configuration(files: Files) -> Configuration:
    return checked(files)


def problems(files: Files) -> Sequence[str]:
    """`file:line: sentence` of everything that the checker says; nothing when it accepts the files."""
    try:
        checked(files)
    except Refused as refused:
        return [f"{problem.place}: {problem.says}" for problem in refused.problems]
    return []
