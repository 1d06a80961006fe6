"""A dialog: RFC 3261 section 12. What its two ends agree on, from which every request between them is built.

Not here: several dialogs of one forked INVITE (`dialog_set`), who may change the session when (`glare`, `offer_answer`),
and the secure flag, since there is no TLS.
"""

from collections.abc import Iterable
from dataclasses import replace
from enum import Enum
from typing import Final, NamedTuple, Never

from voiplab.sip.draft import Draft
from voiplab.sip.errors import Malformed
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.message import Message, Request, Response
from voiplab.sip.params import has, without_param
from voiplab.sip.table import Table, arrow, step
from voiplab.sip.uri import Uri

MAX_FORWARDS: Final = "70"
TARGET_REFRESHES: Final = frozenset({"INVITE", "UPDATE", "SUBSCRIBE", "NOTIFY", "REFER"})
"""Requests whose Contact, and that of their 2xx, replaces the remote target: RFC 3261, 3311, 6665, 3515."""
UNCOUNTED: Final = frozenset({"ACK", "CANCEL"})
"""They bear the number of their INVITE."""


class Role(Enum):
    """Which end this is: who sent the request that made the dialog is the owner of its Call-ID (RFC 3261 section 14.1)."""

    UAC = "caller"
    UAS = "callee"

    __hash__ = object.__hash__


class State(Enum):
    EARLY = "early"
    CONFIRMED = "confirmed"
    TERMINATED = "terminated"

    __hash__ = object.__hash__


class Input(Enum):
    SUCCESS = "2xx to the INVITE"
    FAILURE = "3xx-6xx to the INVITE, or nothing"
    END = "BYE, or 481 to a request"  # 481 and 408: RFC 3261 section 12.2.1.2

    __hash__ = object.__hash__


class DialogId(NamedTuple):
    call_id: str
    local_tag: str
    remote_tag: str

    @classmethod
    def of_request(cls, request: Request) -> "DialogId":
        """Of one that arrived."""
        return cls(request.call_id, request.to_tag or "", request.from_tag or "")

    @classmethod
    def of_response(cls, response: Response) -> "DialogId":
        """Of one that arrived. An RFC 2543 element sends no tag: section 12.1.2 takes that for an empty one."""
        return cls(response.call_id, response.from_tag or "", response.to_tag or "")


def makes_dialog(response: Response) -> bool:
    """100 makes none, nor does a provisional response without a To tag."""
    return (100 < response.status < 200 and response.to_tag is not None) or 200 <= response.status < 300


class Dialog:
    """`local` and `remote` are what we write into From and To: exactly what was said when the dialog was made."""

    def __init__(
        self, role: Role, name: DialogId, local: str, remote: str, target: Uri, routes: tuple[NameAddr, ...]
    ) -> None:
        self.role = role
        self.id = name
        self.local = local
        self.remote = remote
        self.remote_target = target
        self.route_set = routes
        self.state = State.EARLY
        self.local_number = 0  # of our latest request that counts
        self.remote_number: int | None = None  # none until the other end has sent a request: RFC 3261 section 12.1.2
        self.invite_number = 0  # of our latest INVITE, for its ACK

    @classmethod
    def as_uac(cls, request: Request, response: Response) -> "Dialog":
        """RFC 3261 section 12.1.2. A confirmed one needs `confirm`, too, with the 2xx."""
        contact = response.contact
        # Contact is mandatory, but some write none in an 18x: they are still reached where the INVITE reached them.
        target = contact.uri if contact is not None else request.target
        name = DialogId.of_response(response)
        # The remote URI is the one in the request, whatever the response has made of it.
        remote = f"{_text(request, 'To')};tag={name.remote_tag}" if name.remote_tag else _text(request, "To")
        dialog = cls(Role.UAC, name, _text(request, "From"), remote, target, _routes_of_uac(response))
        dialog.local_number = dialog.invite_number = request.cseq.number
        return dialog

    @classmethod
    def as_uas(cls, request: Request, local_tag: str, number_before: int = 0) -> "Dialog":
        """RFC 3261 section 12.1.1. `number_before` is one less than the CSeq number of our first own request."""
        contact = request.contact
        if contact is None:
            raise Malformed(request.start, len(request.start) + 1, "a Contact header below it")
        name = DialogId(request.call_id, local_tag, request.from_tag or "")
        local = f"{_text(request, 'To')};tag={local_tag}"
        dialog = cls(Role.UAS, name, local, _text(request, "From"), contact.uri, request.record_routes)
        dialog.local_number = number_before
        dialog.remote_number = request.cseq.number
        return dialog

    @property
    def call_id(self) -> str:
        return self.id.call_id

    @property
    def local_tag(self) -> str:
        return self.id.local_tag

    @property
    def remote_tag(self) -> str:
        return self.id.remote_tag

    # What happens to it

    def confirm(self, response: Response) -> None:
        """A 2xx to our INVITE: it alone decides the route set and the target (RFC 3261 section 13.2.2.4)."""
        if self.state is State.EARLY:
            self.route_set = _routes_of_uac(response)
        self._take(Input.SUCCESS)
        self.refresh(response)

    def answer(self) -> None:
        """Our 2xx to the INVITE goes out."""
        self._take(Input.SUCCESS)

    def fail(self) -> None:
        """The INVITE that made this dialog got a final response other than 2xx, or none."""
        self._take(Input.FAILURE)

    def end(self) -> None:
        """A BYE was sent or received, or a request of ours got a 481 or 408."""
        self._take(Input.END)

    def _take(self, trigger: Input) -> None:
        self.state = arrow(TRANSITIONS, self.state, trigger).to

    # Requests that arrive, and responses to ours

    def accepts(self, request: Request) -> bool:
        """Take a request of the other end in. False when it is out of order: RFC 3261 section 12.2.2 answers 500."""
        if request.method in UNCOUNTED:
            return True
        number = request.cseq.number
        if self.remote_number is not None and number < self.remote_number:
            return False
        self.remote_number = number
        if request.method in TARGET_REFRESHES:
            self._refresh(request)
        return True

    def refresh(self, response: Response) -> None:
        """Where the other end wants our requests from now on: a 2xx may say so, and any 18x while the dialog is early."""
        may_say = response.status < 300 if self.state is State.EARLY else 200 <= response.status < 300
        if may_say and response.cseq.method in TARGET_REFRESHES:
            self._refresh(response)

    def _refresh(self, message: Message) -> None:
        contact = message.contact
        if contact is not None:
            self.remote_target = contact.uri

    # Requests that we send

    def request(self, method: str) -> Draft:
        """RFC 3261 section 12.2.1.1, without Via and Contact. An ACK bears the number of our latest INVITE, others count."""
        fields = [
            ("Max-Forwards", MAX_FORWARDS),
            *[("Route", str(route)) for route in self._routes()],
            ("From", self.local),
            ("To", self.remote),
            ("Call-ID", self.call_id),
            ("CSeq", f"{self._number(method)} {method}"),
        ]
        return Draft(f"{method} {self.request_uri} SIP/2.0", fields)

    def _number(self, method: str) -> int:
        if method in UNCOUNTED:
            return self.invite_number
        self.local_number += 1
        if method == "INVITE":
            self.invite_number = self.local_number
        return self.local_number

    @property
    def request_uri(self) -> Uri:
        """The remote target; before a strict router that router, which puts the target back itself."""
        return _for_request_line(self.route_set[0].uri if self._is_strict else self.remote_target)

    @property
    def next_hop(self) -> Uri:
        """Where the request is sent to."""
        return self.route_set[0].uri if self.route_set else self.remote_target

    @property
    def _is_strict(self) -> bool:
        return bool(self.route_set) and not self.route_set[0].uri.is_loose

    def _routes(self) -> Iterable[NameAddr]:
        return (*self.route_set[1:], NameAddr("", self.remote_target)) if self._is_strict else self.route_set


def _routes_of_uac(response: Response) -> tuple[NameAddr, ...]:
    """The route set of the caller: in reverse order, the nearest proxy first."""
    return tuple(reversed(response.record_routes))


def _for_request_line(uri: Uri) -> Uri:
    """RFC 3261 section 19.1.1: headers and the method parameter have no place there."""
    if not uri.headers and not has(uri.params, "method"):
        return uri
    return replace(uri, headers=(), params=without_param(uri.params, "method"))


def _text(message: Message, name: str) -> str:
    text = message.get(name)
    if text is None:
        raise Malformed(message.start, len(message.start) + 1, f"a {name} header below it")
    return text


TRANSITIONS: Final[Table[State, Input, Dialog, Never]] = {
    State.EARLY: {
        Input.SUCCESS: step(State.CONFIRMED),
        Input.FAILURE: step(State.TERMINATED),
        Input.END: step(State.TERMINATED),  # a caller may hang up an early dialog: RFC 3261 section 15
    },
    State.CONFIRMED: {
        Input.SUCCESS: step(State.CONFIRMED),  # a copy
        Input.END: step(State.TERMINATED),
    },
    State.TERMINATED: {
        Input.SUCCESS: step(State.TERMINATED),  # it crossed our BYE
        Input.FAILURE: step(State.TERMINATED),  # the INVITE ends after its early dialog was hung up
        Input.END: step(State.TERMINATED),  # two BYEs crossed
    },
}
