"""The keys that are pressed at the other end of a channel: they wait until somebody takes them (switch_channel.c)."""

from collections import deque
from collections.abc import Callable
from typing import Final, NamedTuple

MOST_WAITING: Final = 1_000
USUAL: Final = 1_280
"""Samples: 160 ms."""


class Key(NamedTuple):
    digit: str
    samples: int = USUAL

    @property
    def milliseconds(self) -> int:
        return self.samples // 8


class Keys:
    """Of one channel."""

    def __init__(self) -> None:
        self._waiting: deque[Key] = deque(maxlen=MOST_WAITING)
        self._taker: Callable[[Key], None] | None = None

    def press(self, key: Key) -> None:
        if self._taker is None:
            self._waiting.append(key)
        else:
            self._taker(key)

    def listen(self, take: Callable[[Key], None]) -> None:
        """From now on they go there, first those that have waited. Whoever takes may stop at any of them."""
        self._taker = take
        while self._waiting and self._taker is not None:
            self._taker(self._waiting.popleft())

    def stop(self) -> None:
        """Nobody takes them any more."""
        self._taker = None

    def forget(self) -> None:
        """Those that wait."""
        self._waiting.clear()
