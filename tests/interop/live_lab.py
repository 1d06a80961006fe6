"""`voiplab live` as a child: started, asked what it recorded, ended by ctrl-c."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, NamedTuple

from tests.golden.wire_text import Text, read
from tests.interop.lines import PATIENCE, NeverCame
from tests.interop.program import ENVIRONMENT, ROOT, Running, run


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

    def __str__(self) -> str:
        return f"{self.at:.3f} {self.source} to {self.target}: {self.what}"

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
        self._home = TemporaryDirectory(prefix="voiplab-")  # pytest's are too long for the path of a local socket
        own = dict.fromkeys(("XDG_RUNTIME_DIR", "XDG_STATE_HOME"), self._home.name)
        self._environment = {**ENVIRONMENT, **own}
        self._program = [*inside, sys.executable, "-m", "voiplab"]
        self._child = Running([*self._program, "live", str(lab), "--json", *options], ROOT, self._environment)

    def __enter__(self) -> "LiveLab":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._child.kill()
        self._home.cleanup()

    def wait_until_ready(self) -> None:
        self._child.err.until(lambda line: line.startswith("Ready."), "ready line of `voiplab live`")

    def console(self, node: str, command: str) -> str:
        """What the node answers, asked from another terminal."""
        ended = run([*self._program, "console", node, command], ROOT, environment=self._environment)
        assert ended.code == 0, ended.err
        return ended.out

    def until(self, fits: Callable[[Seen], object], what: str, seconds: float = PATIENCE) -> Seen:
        """The next message that fits; those before it are passed over."""
        try:
            return Seen.parse(self._child.out.until(lambda line: fits(Seen.parse(line)), what, seconds))
        except NeverCame:
            seen = [str(Seen.parse(line)) for line in self._child.out.seen]
            raise NeverCame("\n".join([f"no {what}; there was:", *seen])) from None

    def until_what(self, what: str, **ends: str) -> Seen:
        """`until_what("200 INVITE", dst="127.0.0.2:5060")`: the next such message, by what it is and between whom."""
        return self.until(lambda seen: seen.what == what and _is_between(seen, ends), f"{what} {ends or ''}")

    def end(self) -> list[Seen]:
        """All that was recorded. Asserts that ctrl-c ends it cleanly."""
        ended = self._child.interrupt()
        assert "Traceback" not in ended.err, ended.err
        assert ended.code == 0, f"exit code {ended.code}:\n{ended.err}\n{self._crash()}"
        return [Seen.parse(line) for line in self._child.out.seen]

    def _crash(self) -> str:
        """What voiplab wrote about an error of its own."""
        return "\n".join(path.read_text() for path in sorted(Path(self._home.name).rglob("crash-*")))


def _is_between(seen: Seen, ends: dict[str, str]) -> bool:
    named = {"src": seen.src, "dst": seen.dst, "source": seen.source, "target": seen.target}
    return all(named[end] == value for end, value in ends.items())
