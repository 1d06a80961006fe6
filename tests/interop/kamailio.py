"""Kamailio as a registrar and proxy with kamailio.cfg: what it is started with, and its own log of what it handled."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

from tests.interop.program import Running

_CONFIG: Final = Path(__file__).parent / "kamailio.cfg"
_SAYS: Final = "<script>: "


class Kamailio:
    """Used with `with`; ready when it has begun. No privilege, nothing outside of the folder."""

    def __init__(self, folder: Path, ip: str, inside: Sequence[str] = (), shared_memory: int = 32) -> None:
        """`shared_memory` in MiB: transactions stay for five seconds after their end."""
        memory = ["-m", str(shared_memory), "-M", "4"]
        here = ["-A", f"IP={ip}", "-w", str(folder), "-Y", str(folder)]
        self._child = Running([*inside, "kamailio", "-f", str(_CONFIG), "-DD", "-E", *memory, *here], folder)
        self._child.err.until(lambda line: f"{_SAYS}ready" in line, "ready line of Kamailio")

    def __enter__(self) -> "Kamailio":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if not self._child.is_over:
            self._child.terminate()  # only its main process knows of all the others
        self._child.kill()

    @property
    def process(self) -> int:
        return self._child.process

    def end(self) -> list[str]:
        """What it says that it handled, in order."""
        lines = self._child.terminate().err.splitlines()
        return [line.partition(_SAYS)[2] for line in lines if _SAYS in line]
