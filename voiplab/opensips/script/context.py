"""What a function or a variable of a script may ask for: the message, the transaction, the server, and where the script is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiplab.opensips.received import Received
from voiplab.opensips.route_kind import RouteKind
from voiplab.opensips.script.allowance import Allowance, Allowances
from voiplab.opensips.script.value import Value
from voiplab.opensips.variables import Reference
from voiplab.recording.events import EventId
from voiplab.text.place import Place

if TYPE_CHECKING:
    from voiplab.opensips.server import Server
    from voiplab.opensips.tm.branch import Ending
    from voiplab.opensips.tm.transaction import Transaction


@dataclass(slots=True)
class Context:
    """One execution of a route and of all routes that it calls. `code` is $rc."""

    server: "Server"
    kind: RouteKind
    received: Received
    place: Place
    transaction: "Transaction | None" = None
    branch: int | None = None
    ending: "Ending | None" = None
    """In a failure route: how the best branch has ended."""
    code: int = 1
    routes: list[str] = field(default_factory=list)
    """The names of the routes that are being executed, the innermost last."""
    parameters: list[Sequence[Value]] = field(default_factory=list)
    """Of each of these routes: $param(1) and so on."""
    allowance: Allowance = field(init=False)
    is_dropped: bool = False
    armed_failure: str | None = None
    """By t_on_failure() and its like, before there was a transaction."""
    armed_reply: str | None = None
    armed_branch: str | None = None
    fr_timeout: int | None = None
    fr_inv_timeout: int | None = None

    def __post_init__(self) -> None:
        self.allowance = self.server.part(Allowances).of(self.received.call_id)

    @property
    def line(self) -> EventId | None:
        """The line that is being executed."""
        return self.server.host.line

    def spend_on_relaying(self) -> None:
        """For each target of the message. Raises `Exhausted`."""
        for _ in range(1 + len(self.received.further)):
            self.allowance.relay(self.place, len(self.received.buffer))

    def error(self, origin: str, text: str) -> None:
        self.server.error(origin, text)


class Arguments:
    """Of one call of a function, evaluated, by their number from 0 on; None is one that was left out, or NULL."""

    def __init__(self, values: Sequence[Value | Reference]) -> None:
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def is_given(self, place: int) -> bool:
        return place < len(self._values) and self._values[place] is not None

    def text(self, place: int, otherwise: str = "") -> str:
        value = self._values[place] if self.is_given(place) else otherwise
        return str(value) if isinstance(value, int) else value if isinstance(value, str) else otherwise

    def number(self, place: int, otherwise: int = 0) -> int:
        value = self._values[place] if self.is_given(place) else otherwise
        return value if isinstance(value, int) else otherwise

    def variable(self, place: int) -> Reference:
        value = self._values[place]
        assert isinstance(value, Reference), "the checker lets only variables stand here"
        return value
