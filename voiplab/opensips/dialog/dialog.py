"""A dialog that the server remembers: whose call it is, how far it has come, and what a script has noted down beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiplab.opensips.dialog.dialog_id import DialogId
from voiplab.opensips.dialog.flags import Flag
from voiplab.opensips.dialog.leg import Leg
from voiplab.opensips.dialog.occasion import Occasion
from voiplab.opensips.dialog.state import Event, State, following

if TYPE_CHECKING:
    from voiplab.opensips.tm.transaction import Transaction


@dataclass(slots=True, eq=False)
class Dialog:
    id: DialogId
    call_id: str
    from_uri: str
    to_uri: str
    legs: list[Leg]
    """The caller, and then one for each branch that the INVITE went along."""
    lifetime: int
    """In seconds, from the 200 on."""
    flags: tuple[Flag, ...] = ()
    state: State = State.UNCONFIRMED
    answered_by: int = 0
    """The number of the leg with the first 2xx; 0: nobody has answered."""
    has_bye: bool = False
    was_cancelled: bool = False
    started: int = 0
    """When it was answered, in seconds since 1970."""
    ends: int | None = None
    """In which second of the server's life its time is over."""
    end_reason: str | None = None
    user_flags: int = 0
    values: dict[str, str | int] = field(default_factory=dict)
    profiles: list[tuple[str, str | None]] = field(default_factory=list)
    """Each with its value, if the profile has values."""
    armed: dict[Occasion, str] = field(default_factory=dict)
    """Which route runs when."""
    invite: "Transaction | None" = None
    holders: int = 0
    """How many transactions know it: it is not forgotten before they are."""

    @property
    def caller(self) -> Leg:
        return self.legs[0]

    @property
    def callee_number(self) -> int:
        return self.answered_by or 1

    @property
    def callee(self) -> Leg:
        """Whoever has answered; before that the first who was called."""
        return self.leg(self.callee_number)

    @property
    def callees(self) -> Sequence[Leg]:
        return self.legs[1:]

    def leg(self, number: int) -> Leg:
        """One that nobody has been called for is empty."""
        return self.legs[number] if number < len(self.legs) else Leg()

    def opposite(self, number: int) -> Leg:
        """The other side of this leg."""
        return self.caller if number else self.callee

    def number_of(self, tag: str) -> int | None:
        """Of the callee with this tag."""
        return next((number for number, leg in enumerate(self.legs) if number and leg.tag == tag), None)

    def towards(self, from_tag: str, to_tag: str) -> int | None:
        """The number of the leg that a request with these tags goes to; None when it is in another dialog."""
        if from_tag == self.caller.tag:
            return self.number_of(to_tag)
        return 0 if to_tag == self.caller.tag and self.number_of(from_tag) is not None else None

    def reason(self, text: str) -> None:
        """Why it ends: the first reason counts."""
        if self.end_reason is None:
            self.end_reason = text

    def take(self, event: Event, towards: int | None = None) -> State:
        """The next state. A BYE has to be for the side that has answered, or come from there."""
        if event is Event.BYE and self.state.is_up:
            if towards and towards != self.answered_by:
                return self.state
            self.has_bye = True
        if event is Event.SUCCESS and self.has_bye:
            return self.state
        return following(self.state, event)
