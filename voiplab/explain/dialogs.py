"""The dialogs of a node at a moment, told from the messages that it has sent and got by then: RFC 3261 section 12.

Which nodes are ends of a call, and not proxies on its way, their machines say; here one is asked for a node and a Call-ID.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from voiplab.explain.messages import Delivered, Messages, SipMessage
from voiplab.sim.moment import Moment
from voiplab.sip.dialog import UNCOUNTED, Dialog, State, makes_dialog
from voiplab.sip.errors import Malformed
from voiplab.sip.message import Request, Response


class Calls:
    """The numbers of the messages of each Call-ID; it grows with the messages."""

    def __init__(self, messages: Messages) -> None:
        self.messages = messages
        self._read = 0
        self._numbers: dict[str, list[int]] = {}
        self._transactions: dict[str, int] = {}

    def catch_up(self) -> None:
        for message in self.messages[self._read :]:
            self._numbers.setdefault(message.leg.call_id, []).append(message.n)
            self._transactions.setdefault(message.transaction, message.n)
        self._read = len(self.messages)

    def of(self, call_id: str) -> Sequence[SipMessage]:
        return [self.messages[n - 1] for n in self._numbers.get(call_id, ())]

    def first_of(self, transaction: str) -> SipMessage | None:
        """The request that began it; `transaction` is its method and branch, as a recording names the machine."""
        method, _, branch = transaction.partition(" ")
        return self.messages.number(self._transactions.get(f"{branch} {method}", 0))


class _Passage(NamedTuple):
    """A message as a node sees it: it leaves, or it comes."""

    at: Moment
    order: int
    is_own: bool
    content: Request | Response


def dialogs(messages: Iterable[SipMessage], node: str, moment: Moment) -> Sequence[Dialog]:
    """Those of one Call-ID that have not ended, in the order in which they were made."""
    fold = _Fold()
    for passage in sorted(_passages(messages, node), key=lambda one: (one.at, one.order)):
        if passage.at <= moment:
            fold.take(passage)
    return [dialog for dialog in fold.dialogs if dialog.state is not State.TERMINATED]


def _passages(messages: Iterable[SipMessage], node: str) -> Iterator[_Passage]:
    for message in messages:
        content = message.request or message.response
        if content is None or message.is_copy:
            continue
        if message.source == node:
            yield _Passage(message.at, message.event.id, True, content)
        if message.target == node and isinstance(message.fate, Delivered):
            yield _Passage(message.fate.at, message.fate.events[0], False, content)


class _Fold:
    def __init__(self) -> None:
        self.dialogs: list[Dialog] = []
        self._invites: dict[tuple[bool, int], Request] = {}
        """Those that may make dialogs, by whether they are the node's own, and number."""

    def take(self, passage: _Passage) -> None:
        try:
            match passage.content:
                case Request() as request:
                    self._request(request, is_own=passage.is_own)
                case Response() as response:
                    self._response(response, is_own=passage.is_own)
        except Malformed:
            return  # whoever cannot read it makes no dialog of it

    def _request(self, request: Request, *, is_own: bool) -> None:
        if request.to_tag is None:
            if request.method == "INVITE":
                self._invites[is_own, request.cseq.number] = request
            return
        local, remote = (request.from_tag, request.to_tag) if is_own else (request.to_tag, request.from_tag)
        for dialog in self._with_tags(local, remote):
            if not is_own:
                dialog.accepts(request)
            elif request.method not in UNCOUNTED:
                dialog.local_number = request.cseq.number
            if request.method == "BYE":
                dialog.end()

    def _response(self, response: Response, *, is_own: bool) -> None:
        invite = self._invites.get((not is_own, response.cseq.number)) if response.cseq.method == "INVITE" else None
        if invite is not None and response.status >= 300:
            self._fail(response, is_own=is_own)
        elif invite is not None and makes_dialog(response):
            self._make(invite, response, is_own=is_own)
        elif not is_own:
            for dialog in self._with_tags(response.from_tag, response.to_tag):
                dialog.refresh(response)

    def _make(self, invite: Request, response: Response, *, is_own: bool) -> None:
        local, remote = response.from_tag, response.to_tag
        if is_own:
            local, remote = remote, local
        known = next(self._with_tags(local, remote), None)
        if known is None:
            known = Dialog.as_uas(invite, local or "") if is_own else Dialog.as_uac(invite, response)
            self.dialogs.append(known)
        if is_own and response.status >= 200:
            known.answer()
        elif response.status >= 200:
            known.confirm(response)
        elif not is_own:
            known.refresh(response)

    def _fail(self, response: Response, *, is_own: bool) -> None:
        """A final response other than 2xx ends every early dialog of the INVITE: RFC 3261 section 12.3."""
        for dialog in self.dialogs:
            own_tag = response.to_tag if is_own else response.from_tag
            if dialog.state is State.EARLY and dialog.local_tag == own_tag:
                dialog.fail()

    def _with_tags(self, local: str | None, remote: str | None) -> Iterator[Dialog]:
        tags = (local or "", remote or "")
        return (dialog for dialog in self.dialogs if (dialog.local_tag, dialog.remote_tag) == tags)
