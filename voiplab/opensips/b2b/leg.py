"""One end of a back-to-back user agent: a dialog between the server and one party, as a client or as a server."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from voiplab.opensips.received import Received
from voiplab.sip.errors import Malformed
from voiplab.sip.headers.name_addr import NameAddr

if TYPE_CHECKING:
    from voiplab.opensips.sockets import Way
    from voiplab.opensips.tm.local_transaction import LocalTransaction


class State(Enum):
    INVITING = "an INVITE has no final reply"
    ANSWERED = "a 2xx has no ACK"
    ESTABLISHED = "a 2xx has its ACK"
    ENDED = "a BYE, or a negative reply"

    __hash__ = object.__hash__

    @property
    def words(self) -> str:
        return self.name.lower()


class Role(Enum):
    CLIENT = "it was called"
    SERVER = "it has called"

    __hash__ = object.__hash__


@dataclass(slots=True, eq=False)
class Leg:
    """`key` is the Call-ID of a client and the own tag of a server; `own` and `peer` are URIs, `contact` is one of ours."""

    role: Role
    key: str
    call_id: str
    own: str
    own_tag: str
    peer: str
    contact: str
    target: str
    cseq: int
    proxy: str = ""
    """The URI that its first request is sent to, when it is not the target; what follows goes by Contact and route."""
    headers: Sequence[str] = ()
    """That a script wants in each request to it."""
    call: str = ""
    """The key of the call that it belongs to."""
    peer_tag: str = ""
    routes: tuple[str, ...] = ()
    state: State = State.INVITING
    invite_cseq: int = 0
    rings: bool = False
    """A provisional reply beyond 100 has come."""
    inviting: "LocalTransaction | None" = None
    ack: "tuple[Way, bytes] | None" = field(default=None)
    """The latest: another copy of the 2xx gets another copy of it."""

    @property
    def to(self) -> str:
        """RFC 3261 leaves the brackets away where no parameters follow."""
        return f"<{self.peer}>;tag={self.peer_tag}" if self.peer_tag else self.peer

    def learn(self, message: Received) -> None:
        """Tag, Contact and route of the other side, from its 2xx or its INVITE. The first tells the route: RFC 3261, 12.2."""
        is_reply, is_new = message.request is None, not self.peer_tag
        peer = message.address("To" if is_reply else "From")
        if peer is not None and peer.tag:
            self.peer_tag = peer.tag
        contact = message.address("Contact")
        if contact is not None:
            self.target = str(contact.uri)
        if not is_new:
            return
        routes = [text for value in message.message.values("Record-Route") for text in _split(value)]
        self.routes = tuple(reversed(routes) if is_reply else routes)


def _split(value: str) -> list[str]:
    try:
        return [str(one) for one in NameAddr.parse_list(value)]
    except Malformed:
        return []
