"""A network of a test's own: addresses 10.0.0.x that no other program sees. linphone refuses to use 127.0.0.0/8.

unshare(1) makes it, `cat` keeps it, nsenter(1) goes in; whoever is not root becomes it inside, in a user namespace.
All addresses are those of its loopback; who asks the system for its own address is told the first.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

from tests.interop.program import Running, run

_IS_ROOT: Final = os.geteuid() == 0


class Namespace:
    """Used with `with`. `inside`: what stands before a command that is to run in it."""

    def __init__(self, folder: Path, addresses: Iterable[str]) -> None:
        as_root = [] if _IS_ROOT else ["--map-root-user"]
        # The shell speaks once it is inside: not before does the namespace exist.
        self._keeper = Running(["unshare", *as_root, "--net", "sh", "-c", "echo $$ && exec cat"], folder)
        process = self._keeper.out.until(str.isdigit, "process in the namespace")
        user = [] if _IS_ROOT else ["--user", "--preserve-credentials"]
        self.inside: Sequence[str] = ("nsenter", "--target", process, *user, "--net", "--")
        self._folder = folder
        self._ip("link", "set", "lo", "up")
        for address in addresses:
            self._ip("address", "add", f"{address}/24", "dev", "lo")
        self._ip("route", "add", "default", "dev", "lo")  # linphone takes a host without one for disconnected

    def _ip(self, *words: str) -> None:
        done = run([*self.inside, "ip", *words], self._folder)
        assert done.code == 0, f"ip {' '.join(words)}: {done.err}"

    def __enter__(self) -> "Namespace":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._keeper.kill()
