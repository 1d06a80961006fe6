"""linphonec, the telephone of linphone-cli: typed to and read like by a person, with files in place of a sound card."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

from tests.interop.program import ENVIRONMENT, Ended, Running
from voiplab.net.address import Address

_CONFIG: Final = """\
[sip]
sip_port={at.port}
sip_tcp_port=0
sip_tls_port=0
[rtp]
audio_rtp_port=7078
"""


class Linphone:
    """Used with `with`. `inside`: how to get into the namespace where it runs."""

    def __init__(self, folder: Path, inside: Sequence[str], at: Address) -> None:
        home = folder / f"linphone-{at.ip}"
        (home / ".local" / "share" / "linphone").mkdir(parents=True)
        (home / "rc").write_text(_CONFIG.format(at=at))
        environment = {**ENVIRONMENT, "HOME": str(home)}
        self._child = Running([*inside, "linphonec", "-c", str(home / "rc")], home, environment)
        self.type("soundcard use files")
        self.until("Using wav files")

    def __enter__(self) -> "Linphone":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._child.kill()

    def type(self, line: str) -> None:
        """A command, or in a call a key of the telephone."""
        self._child.type(line)

    def until(self, part: str) -> str:
        """The next line that has this in it."""
        return self._child.out.until(lambda line: part in line, f"`{part}` from linphonec")

    def quit(self) -> Ended:
        self.type("quit")
        return self._child.wait()
