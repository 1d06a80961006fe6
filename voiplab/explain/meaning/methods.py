"""What each method asks for, and where that stands."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Method(NamedTuple):
    asks: str
    clause: str


METHODS: Final[Mapping[str, Method]] = {
    "INVITE": Method("begins a session, or changes one that is there", "RFC 3261 section 13"),
    "ACK": Method(
        "confirms that the final response to an INVITE came through; is itself never answered",
        "RFC 3261 sections 13.2.2.4 and 17.1.1.3",
    ),
    "BYE": Method("ends a session", "RFC 3261 section 15"),
    "CANCEL": Method("withdraws a request that has no final response yet: in practice an INVITE", "RFC 3261 section 9"),
    "OPTIONS": Method("asks what the other side can do; many only ask whether it is alive", "RFC 3261 section 11"),
    "REGISTER": Method("tells the registrar where an address of record can be reached", "RFC 3261 section 10"),
    "PRACK": Method("acknowledges one reliable provisional response", "RFC 3262 section 6"),
    "UPDATE": Method("changes a session without a new INVITE, also before it is answered", "RFC 3311"),
    "INFO": Method(
        "carries what belongs to the call but changes nothing of its session, such as key presses", "RFC 6086"
    ),
    "MESSAGE": Method("carries a text message", "RFC 3428"),
    "REFER": Method("asks the other side to send a request of its own: a transfer, in most cases", "RFC 3515"),
    "SUBSCRIBE": Method("asks to be told of changes of a state", "RFC 6665"),
    "NOTIFY": Method("tells a subscriber how the state is now", "RFC 6665"),
    "PUBLISH": Method("hands a state, such as presence, to the server that tells others of it", "RFC 3903"),
}
