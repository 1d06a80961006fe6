"""How far a dialog has come, by what passes through the server: dlg_hash.c of OpenSIPS 3.2, and its `$DLG_status`."""

from collections.abc import Mapping
from enum import Enum
from typing import Final


class State(Enum):
    """The value is what `$DLG_status` and `state` of dlg_list say."""

    UNCONFIRMED = 1  # no reply has come
    EARLY = 2
    ANSWERED = 3  # a 2xx has gone back, its ACK has not come
    CONFIRMED = 4
    ENDED = 5

    __hash__ = object.__hash__

    @property
    def words(self) -> str:
        return self.name.lower()

    @property
    def is_up(self) -> bool:
        return self in (State.ANSWERED, State.CONFIRMED)

    @property
    def is_pending(self) -> bool:
        """Neither answered nor refused."""
        return self in (State.UNCONFIRMED, State.EARLY)


class Event(Enum):
    PROVISIONAL = "a reply below 200 goes back"
    SUCCESS = "a 2xx goes back"
    FAILURE = "a negative reply goes back"
    ACK = "an ACK inside of the dialog"
    BYE = "a BYE inside of the dialog, or the final reply to one of the server's own"
    REQUEST = "any other request inside of the dialog"
    FORGOTTEN = "the transaction of the INVITE is over"

    __hash__ = object.__hash__


_STAYS: Final = dict.fromkeys(Event)

TRANSITIONS: Final[Mapping[State, Mapping[Event, State | None]]] = {
    State.UNCONFIRMED: _STAYS
    | {
        Event.PROVISIONAL: State.EARLY,
        Event.SUCCESS: State.ANSWERED,
        Event.FAILURE: State.ENDED,
        Event.FORGOTTEN: State.ENDED,
    },
    State.EARLY: _STAYS | {Event.SUCCESS: State.ANSWERED, Event.FAILURE: State.ENDED, Event.FORGOTTEN: State.ENDED},
    State.ANSWERED: _STAYS | {Event.ACK: State.CONFIRMED, Event.BYE: State.ENDED},
    State.CONFIRMED: _STAYS | {Event.BYE: State.ENDED},
    # A 2xx may still overtake the refusal of another branch, but not a BYE: `Dialog.take` knows which it was.
    State.ENDED: _STAYS | {Event.SUCCESS: State.ANSWERED},
}
"""None: nothing changes."""


def following(state: State, event: Event) -> State:
    return TRANSITIONS[state][event] or state
