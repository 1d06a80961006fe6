"""What the core, sl and tm count: their statistics of kind "incremental"."""

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiplab.opensips.server import Server


class Counters:
    def __init__(self, _server: "Server") -> None:
        self._counts: Counter[str] = Counter()

    def count(self, name: str) -> None:
        self._counts[name] += 1

    def __getitem__(self, name: str) -> int:
        """0 for what never happened."""
        return self._counts[name]

    def reset(self, name: str) -> None:
        del self._counts[name]
