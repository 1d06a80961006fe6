"""A header where it stands: its message, and what the recording around it tells of addresses, transactions and tags."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Final, NamedTuple

from voiplab.explain.messages import Messages, SipMessage, Unreadable
from voiplab.sip.field import Field
from voiplab.sip.message import Request, Response
from voiplab.sip.value import value

NEAR: Final = 2_000
"""So many messages back and forth: what belongs together stands together."""


class Says(NamedTuple):
    """A sentence, and the message that it speaks of."""

    text: str
    message: int | None = None


Said = Iterator[Says]

_FROM_TAG: Final = Field("From", "tag")
_TO_TAG: Final = Field("To", "tag")


@value(frozen=True, slots=False)
class Here:
    """A readable message among the others of its recording."""

    messages: Messages
    message: SipMessage
    content: Request | Response

    @property
    def is_request(self) -> bool:
        return isinstance(self.content, Request)

    @property
    def method(self) -> str:
        return self.message.method

    @property
    def status(self) -> int:
        """0 of a request."""
        return self.content.status if isinstance(self.content, Response) else 0

    @property
    def is_in_dialog(self) -> bool:
        return to_tag(self.content) is not None

    def before(self) -> Iterator[SipMessage]:
        """The messages before this one, the nearest first."""
        numbers = range(self.message.n - 2, -1, -1)
        return (self.messages[place] for place in islice(numbers, NEAR))

    def after(self) -> Iterator[SipMessage]:
        numbers = range(self.message.n, len(self.messages))
        return (self.messages[place] for place in islice(numbers, NEAR))

    @cached_property
    def call_before(self) -> Sequence[SipMessage]:
        """Those of the same Call-ID before this one, the nearest first."""
        return [other for other in self.before() if other.leg.call_id == self.message.leg.call_id]

    @cached_property
    def call_after(self) -> Sequence[SipMessage]:
        return [other for other in self.after() if other.leg.call_id == self.message.leg.call_id]

    def first_of_call_id(self, call_id: str, fits: Callable[[Request | Response], bool]) -> SipMessage | None:
        """The earliest message near with this Call-ID that fits."""
        found = None
        near = self.call_before if call_id == self.message.leg.call_id else self.before()
        for other in (self.message, *near):
            if not isinstance(other.content, Unreadable) and other.leg.call_id == call_id and fits(other.content):
                found = other
        return found

    @cached_property
    def request(self) -> SipMessage | None:
        """The request that a response answers, on the same hop."""
        if self.is_request:
            return self.message
        return next(
            (
                other
                for other in self.call_before
                if other.request is not None
                and not other.is_copy
                and other.transaction == self.message.transaction
                and other.method != "ACK"
            ),
            None,
        )

    @cached_property
    def acknowledged(self) -> SipMessage | None:
        """The final response that an ACK confirms: on the same hop if there is one, else the nearest one of the dialog."""
        cseq = self.content.cseq.number
        found = [
            other
            for other in self.call_before
            if other.response is not None
            and other.response.status >= 200
            and (other.method, other.response.cseq.number) == ("INVITE", cseq)
            and not other.is_copy
        ]
        hop = (self.message.target, self.message.source)
        return next((other for other in found if (other.source, other.target) == hop), found[0] if found else None)

    def opened_with(self, branch: str) -> SipMessage | None:
        """The request that began the transaction of this branch; ACK and CANCEL have that of another one."""
        found = None
        for other in (self.message, *self.call_before):
            if other.request is not None and not other.is_copy and other.request.branch == branch:
                found = other
                if other.method not in ("ACK", "CANCEL"):
                    break
        return found

    def chose(self, tag: str) -> SipMessage | None:
        """The first message of this Call-ID with that tag: who sent it chose it."""
        return self.first_of_call_id(self.content.call_id, lambda other: tag in (from_tag(other), to_tag(other)))

    @cached_property
    def _nodes(self) -> dict[tuple[str, int], str]:
        """What was found out."""
        return {}

    def node_at(self, host: str, port: int | None = None) -> str:
        """The node with this address; nothing where the recording does not tell."""
        at = (host, port or 5060)
        if at not in self._nodes:
            node = self._find_node(*at)
            self._nodes[at] = "" if node.startswith(host) else node
        return self._nodes[at]

    def _find_node(self, host: str, port: int) -> str:
        """The one that sent from there or got something there; else one with that IP address."""
        nearly = ""
        for other in (self.message, *islice(self.after(), 200), *self.before()):
            packet = other.packet
            for address, node in ((packet.source, other.source), (packet.target, other.target)):
                if address.ip == host:
                    if address.port == port:
                        return node
                    nearly = nearly or node
        return nearly

    def place_of(self, host: str, port: int | None = None) -> str:
        """`bob (192.168.20.12:5060)`, or the address alone."""
        address = host if port is None else f"{host}:{port}"
        node = self.node_at(host, port)
        return f"{node} ({address})" if node else address


def from_tag(content: Request | Response) -> str | None:
    """Whatever else may be wrong with the header."""
    return next(iter(_FROM_TAG.values(content)), None)


def to_tag(content: Request | Response) -> str | None:
    return next(iter(_TO_TAG.values(content)), None)


class Header(NamedTuple):
    """One line of a message; `place` counts the lines of the same name before it."""

    here: Here
    name: str
    value: str
    place: int = 0


def said_of(message: SipMessage) -> str:
    """`message 12 (180 Ringing)`."""
    return f"message {message.n} ({message.summary})"


def number_of(message: SipMessage | None) -> int | None:
    return None if message is None else message.n
