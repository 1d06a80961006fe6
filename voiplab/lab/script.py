"""A run's script: at what moment, or after what event, somebody does something; and what the network does wrong."""

from typing import Final

from voiplab.lab.actions import WhatToDo
from voiplab.lab.span import Count, Span
from voiplab.net.faults import EVERY, Damage, Fault
from voiplab.phone.account import AccountState
from voiplab.phone.call_state import CallState
from voiplab.phone.transferring import TransferState
from voiplab.recording.events import Event, Moved
from voiplab.sim.chance import Chance
from voiplab.sip.matching import Pattern
from voiplab.sip.message import Request, Response
from voiplab.sip.value import value
from voiplab.text.place import Place

PHONE_STATES: Final = tuple(state.value for state in (*CallState, *AccountState, *TransferState))
"""What a script calls the states of a telephone: `bob rings`, `alice talks`."""


@value(frozen=True, slots=False)
class Sighting:
    """A SIP message on its way."""

    message: Request | Response
    sender: str
    receiver: str


@value(frozen=True, slots=False)
class WhenPhone:
    """The phone on that host has come into that state."""

    host: str
    state: str

    def met(self, event: Event, _wire: Sighting | None) -> bool:
        what = event.what
        return isinstance(what, Moved) and what.kind == "phone" and event.node == self.host and what.now == self.state


@value(frozen=True, slots=False)
class WhenMessage:
    """Such a message was sent (whether it arrives or not)."""

    pattern: Pattern

    def met(self, _event: Event, sighting: Sighting | None) -> bool:
        return sighting is not None and self.pattern.matches(sighting.message, sighting.sender, sighting.receiver)


@value(frozen=True, slots=False)
class AtStart:
    """Counted from the beginning of the run."""

    def met(self, _event: Event, _sighting: Sighting | None) -> bool:
        return False


When = AtStart | WhenPhone | WhenMessage


@value(frozen=True, slots=False)
class ScriptLine:
    """`action` is in the words of the node: a key of a phone, a command of a server's console."""

    when: When
    after: Span
    node: str
    action: WhatToDo
    place: Place


@value(frozen=True, slots=False)
class FaultPlan:
    """A fault before the seed has chosen how many packets it hits."""

    damage: Damage
    pattern: Pattern
    first: Count | None = None
    skip: int = 0
    by: Span | None = None

    def fault(self, chance: Chance) -> Fault:
        return Fault(
            self.damage,
            self.pattern,
            self.first.choose(chance) if self.first else EVERY,
            self.skip,
            self.by.choose(chance) if self.by else 0,
        )
