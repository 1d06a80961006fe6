"""How much a script may do for one call. The server has no such limit: loops inside of loops keep it busy for years."""

from typing import TYPE_CHECKING, Final

from voiplab.opensips.patterns import Patience
from voiplab.sim.moment import seconds
from voiplab.text.place import ConfigError, Place

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

MOST: Final = 500_000
"""Statements, rounds of loops, values of lists, portions of text, and what it takes to pass a message on."""
PORTION: Final = 64
"""Characters that are made in the time of a statement, roughly."""
RELAYED: Final = 100
"""Statements that are done in the time that it takes to pass on a message, however short it is."""
READ: Final = 8
"""Bytes of a message that are read, copied and kept in the time of a statement."""


class Exhausted(ConfigError):
    """A call was given up. Nobody knows what the server would have done when it had come to its end."""

    def __init__(self, place: Place) -> None:
        super().__init__(
            place, f"the script does not end: {MOST:,} steps for one call, within a second, are not enough"
        )


class Allowance:
    """What is left of it."""

    __slots__ = ("_left", "patience")

    def __init__(self) -> None:
        self._left = MOST
        self.patience = Patience()

    def spend(self, place: Place, steps: int = 1) -> None:
        """Raises `Exhausted`."""
        self._left -= steps
        if self._left < 0:
            raise Exhausted(place)

    def relay(self, place: Place, size: int) -> None:
        """A message of so many bytes; one that goes in circles grows by a Via each time. Raises `Exhausted`."""
        self.spend(place, RELAYED + size // READ)

    def write(self, place: Place, text: str) -> str:
        """A text that was made. Raises `Exhausted`."""
        self.spend(place, len(text) // PORTION)
        return text


class Allowances:
    """Of all calls within one second of the clock: a request that the server sends to itself, twice each time, is one call."""

    def __init__(self, server: "Server") -> None:
        self._server = server
        self._second = 0
        self._of: dict[str, Allowance] = {}

    def of(self, call_id: str) -> Allowance:
        second = self._server.host.now // seconds(1)
        if second != self._second:
            self._second = second
            self._of.clear()
        found = self._of.get(call_id)
        if found is None:
            found = self._of[call_id] = Allowance()
        return found
