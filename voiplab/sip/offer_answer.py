"""Where offers and answers travel, and whose turn it is: RFC 3264 section 4, RFC 3311 section 5, RFC 6337 section 2.

What stands in them is `sdp`. One exchange at a time; CARRIERS says which message may answer which. Inside a dialog
only; that an ACK without an answer, or a 2xx without an offer, is an error is for the user to see: the exchange stays open.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from voiplab.sip.table import ImpossibleInput


class Side(Enum):
    LOCAL = "sent"
    REMOTE = "received"

    __hash__ = object.__hash__


class Carrier(Enum):
    """A message with a session description, except the first."""

    EMPTY_INVITE = "INVITE without offer"
    INVITE = "INVITE"
    PROVISIONAL = "unreliable 18x"
    RELIABLE = "reliable 18x"
    SUCCESS = "2xx to INVITE"
    ACK = "ACK"
    PRACK = "PRACK"
    PRACK_SUCCESS = "2xx to PRACK"
    UPDATE = "UPDATE"
    UPDATE_SUCCESS = "2xx to UPDATE"

    __hash__ = object.__hash__


class State(Enum):
    IDLE = "no exchange open"
    OWED = "the INVITE had no offer: its answer brings one"
    OFFERED = "an offer waits for its answer"

    __hash__ = object.__hash__


class Meaning(Enum):
    """What a session description is, where it stands."""

    OFFER = "offer"
    ANSWER = "answer"
    PREVIEW = "the answer, in advance and unreliable"  # RFC 3261 section 13.2.1
    NOTHING = "of no account"  # the exchange of that INVITE is over, or never was
    GLARE = "an offer that crosses ours: 491"  # RFC 3311 section 5.2
    TOO_SOON = "a second offer before the answer to the first: 500 with Retry-After"  # RFC 3311 section 5.2

    __hash__ = object.__hash__


CARRIERS: Final[Mapping[Carrier, tuple[Carrier, ...]]] = {
    Carrier.INVITE: (Carrier.RELIABLE, Carrier.SUCCESS),
    Carrier.RELIABLE: (Carrier.PRACK,),
    Carrier.SUCCESS: (Carrier.ACK,),
    Carrier.PRACK: (Carrier.PRACK_SUCCESS,),
    Carrier.UPDATE: (Carrier.UPDATE_SUCCESS,),
}
"""An offer, and where its answer may stand: RFC 6337 table 1."""

OFFERING: Final = (Carrier.INVITE, Carrier.PRACK, Carrier.UPDATE)
"""What opens an exchange by itself."""
OWING: Final = (Carrier.RELIABLE, Carrier.SUCCESS)
"""What brings the offer that an INVITE did not."""


class OfferAnswer:
    """The exchanges of one dialog. `by` and `carrier` tell of the one that is open; while IDLE they are those of the last."""

    def __init__(self) -> None:
        self.state = State.IDLE
        self.by = Side.LOCAL
        self.carrier = Carrier.EMPTY_INVITE

    def take(self, side: Side, carrier: Carrier) -> Meaning:
        """A message with a session description (or an INVITE without) was sent or received."""
        if carrier is Carrier.EMPTY_INVITE:
            return self._take_empty_invite(side)
        meaning = self.meaning(side, carrier)
        if side is Side.LOCAL and meaning in (Meaning.GLARE, Meaning.TOO_SOON):
            raise ImpossibleInput(f"{carrier} with an offer while {self.state.value}")
        if meaning is Meaning.OFFER:
            self.state, self.by, self.carrier = State.OFFERED, side, carrier
        elif meaning is Meaning.ANSWER:
            self.state = State.IDLE
        return meaning

    def refuse(self) -> None:
        """The request with the offer got a failure, or none: the session stays as it was (RFC 3311 section 5.1)."""
        self.state = State.IDLE

    @property
    def may_offer(self) -> bool:
        return self.state is State.IDLE

    def meaning(self, side: Side, carrier: Carrier) -> Meaning:
        """What it would mean; nothing changes."""
        match self.state:
            case State.IDLE:
                return Meaning.OFFER if carrier in OFFERING else Meaning.NOTHING
            case State.OWED:
                return self._meaning_while_owed(side, carrier)
            case State.OFFERED:
                return self._meaning_while_offered(side, carrier)

    def _take_empty_invite(self, side: Side) -> Meaning:
        if self.state is not State.IDLE:
            meaning = self._offer_in_between(side)
            if side is Side.LOCAL:
                raise ImpossibleInput(f"INVITE while {self.state.value}")
            return meaning
        self.state, self.by, self.carrier = State.OWED, side, Carrier.EMPTY_INVITE
        return Meaning.NOTHING

    def _meaning_while_owed(self, side: Side, carrier: Carrier) -> Meaning:
        if side is not self.by and carrier in OWING:
            return Meaning.OFFER
        return self._offer_in_between(side) if carrier in OFFERING else Meaning.NOTHING

    def _meaning_while_offered(self, side: Side, carrier: Carrier) -> Meaning:
        if side is not self.by:
            if carrier in CARRIERS[self.carrier]:
                return Meaning.ANSWER
            if self.carrier is Carrier.INVITE and carrier is Carrier.PROVISIONAL:
                return Meaning.PREVIEW
        return self._offer_in_between(side) if carrier in OFFERING else Meaning.NOTHING

    def _offer_in_between(self, side: Side) -> Meaning:
        return Meaning.TOO_SOON if side is self.by else Meaning.GLARE
