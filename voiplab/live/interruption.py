"""Ctrl-c, SIGTERM and a terminal that goes away end a live lab between two turns of its loop, never in the middle of one."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import Final

from voiplab.live.watch import Watch

ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def interruptible(watch: Watch, stop: Callable[[], None]) -> Iterator[None]:
    """`stop` is called; the watch wakes up for it. Who asks twice does not wait for the turn to end."""
    asked: list[int] = []

    def signalled(number: int, frame: FrameType | None) -> None:
        if asked:
            signal.default_int_handler(number, frame)
        asked.append(number)
        stop()

    wakes, woken = socket.socketpair()
    for end in (wakes, woken):
        end.setblocking(False)
    watch.add(wakes, partial(_drain, wakes))
    before = {number: signal.signal(number, signalled) for number in ENDING}
    wakeup = signal.set_wakeup_fd(woken.fileno())
    try:
        yield
    finally:
        signal.set_wakeup_fd(wakeup)
        for number, handler in before.items():
            signal.signal(number, handler)
        watch.close(wakes)
        woken.close()


def _drain(sock: socket.socket, _events: int) -> None:
    sock.recv(64)
