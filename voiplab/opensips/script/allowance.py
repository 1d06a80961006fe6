"""How much one execution of a script may do. The server has no such limit: loops inside of loops keep it busy for years."""

from typing import Final

from voiplab.text.place import ConfigError, Place

MOST: Final = 500_000
"""Statements, rounds of loops, values of lists, and portions of text."""
PORTION: Final = 64
"""Characters that are made in the time of a statement, roughly."""


class Exhausted(ConfigError):
    """An execution was given up. Nobody knows what the server would have done when it had come to its end."""

    def __init__(self, place: Place) -> None:
        super().__init__(place, f"the script does not end: {MOST:,} steps for one message are not enough")


class Allowance:
    """What is left of it."""

    __slots__ = ("_left",)

    def __init__(self) -> None:
        self._left = MOST

    def spend(self, place: Place, steps: int = 1) -> None:
        """Raises `Exhausted`."""
        self._left -= steps
        if self._left < 0:
            raise Exhausted(place)

    def write(self, place: Place, text: str) -> str:
        """A text that was made. Raises `Exhausted`."""
        self.spend(place, len(text) // PORTION)
        return text
