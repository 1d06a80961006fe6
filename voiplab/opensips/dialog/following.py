"""A dialog learns from the transaction of its INVITE: who is called, who answers, and that it is over."""

import re
from typing import TYPE_CHECKING, Final

from voiplab.opensips.dialog.dialog import Dialog
from voiplab.opensips.dialog.dialogs import Dialogs
from voiplab.opensips.dialog.ending import Endings
from voiplab.opensips.dialog.flags import Flag
from voiplab.opensips.dialog.leg import Leg
from voiplab.opensips.dialog.lifetimes import Lifetimes
from voiplab.opensips.dialog.numbering import number_in
from voiplab.opensips.dialog.occasion import Occasion
from voiplab.opensips.dialog.route_set import body_of, contact_of, record_routes, uri_in
from voiplab.opensips.dialog.script_route import run_armed
from voiplab.opensips.dialog.state import Event, State
from voiplab.opensips.received import Received
from voiplab.opensips.tm.transaction import Transaction
from voiplab.opensips.tm.watcher import Watcher
from voiplab.sip.message import Message, parse

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

CANCELLED: Final = "Cancelled"
_BRANCH: Final = re.compile(r"\.([0-9]{1,3})$")


class Following(Watcher):
    def __init__(self, server: "Server", dialog: Dialog) -> None:
        self._server = server
        self._dialog = dialog
        self._dialogs = server.part(Dialogs)
        self._is_held = False

    def begun(self, transaction: Transaction) -> None:
        self._dialog.invite = transaction
        self._dialogs.hold(self._dialog)
        self._is_held = True

    # Downstream

    def built(self, payload: bytes) -> None:
        dialog, sent = self._dialog, parse(payload)
        if len(dialog.legs) == 1:  # what is corrected in a Contact is corrected in the first branch already
            dialog.caller.contact = contact_of(sent) or dialog.caller.contact
        leg = Leg(from_uri=uri_in(sent, "From"), to_uri=uri_in(sent, "To"))
        body = body_of(sent)
        leg.sent_sdp = body if body != dialog.caller.sdp else None
        number = number_in(sent.get("CSeq") or "")
        if number != dialog.caller.invited:  # uac_auth() has given it another one
            leg.sent = leg.sent_invite = number
        dialog.legs.append(leg)

    # Upstream

    def leaving(self, status: int, payload: bytes, reply: Received | None) -> None:
        if status == 100:
            return
        dialog = self._dialog
        if reply is not None:
            self._learn(status, reply, parse(payload))
        was = self._dialogs.move(dialog, _event(status))
        if dialog.state is State.ANSWERED and not was.is_up:
            self._answered()
        elif dialog.state is State.ENDED:
            self._server.part(Endings).clear_up(dialog)

    def _learn(self, status: int, reply: Received, passed: Message) -> None:
        """`passed`: as it goes on, with all that the script has changed."""
        dialog, to = self._dialog, reply.address("To")
        tag = (to.tag if to is not None else None) or ""
        if not tag and status < 200:
            return
        number = dialog.number_of(tag) or self._new_leg(reply, tag)
        leg = dialog.leg(number)
        if not 200 <= status < 300:
            return
        dialog.answered_by = dialog.answered_by or number
        leg.contact = contact_of(passed)
        # Those of the caller's side come first, and then what this server has put in itself.
        routes = tuple(reversed(record_routes(reply.message)))
        leg.routes = routes[self._routes_before(reply) :]
        leg.sdp = body_of(reply.message) or leg.sdp
        if status == 200:
            body = body_of(passed)
            dialog.caller.sent_sdp = body if body != leg.sdp else None

    def _new_leg(self, reply: Received, tag: str) -> int:
        """Of the branch that it comes from; somebody downstream may have forked it into more."""
        dialog, number = self._dialog, _branch(reply) + 1
        if dialog.leg(number).tag or number >= len(dialog.legs):
            known = dialog.leg(number)
            dialog.legs.append(Leg(from_uri=known.from_uri, to_uri=known.to_uri, sent_sdp=known.sent_sdp))
            dialog.legs[-1].sent = dialog.legs[-1].sent_invite = known.sent_invite
            number = len(dialog.legs) - 1
        leg = dialog.legs[number]
        leg.tag, leg.socket, leg.heard = tag, reply.way.listener, dialog.caller.invited
        leg.sdp = body_of(reply.message)
        return number

    def _routes_before(self, reply: Received) -> int:
        """How many Record-Routes the INVITE had when it went along this branch."""
        invite, number = self._dialog.invite, _branch(reply)
        known = invite is not None and number < len(invite.branches)
        return len(record_routes(invite.branches[number].request)) if invite is not None and known else 0

    def _answered(self) -> None:
        dialog, host = self._dialog, self._server.host
        lifetimes = self._server.part(Lifetimes)
        if dialog.was_cancelled and Flag.END_ON_RACE in dialog.flags:
            dialog.lifetime = self._server.number("dialog", "race_condition_timeout")
        dialog.started = host.calendar.unix(host.now)
        lifetimes.begin(dialog)
        run_armed(self._server, dialog, Occasion.ANSWER)

    # The end

    def cancelled(self) -> None:
        dialog = self._dialog
        dialog.was_cancelled = True
        if Flag.END_ON_RACE in dialog.flags and dialog.state.is_up:
            dialog.lifetime = self._server.number("dialog", "race_condition_timeout")
            self._server.part(Lifetimes).begin(dialog)
        else:
            dialog.reason(CANCELLED)

    def forgotten(self) -> None:
        self._dialogs.move(self._dialog, Event.FORGOTTEN)
        self._dialog.invite = None
        if self._is_held:
            self._is_held = False
            self._dialogs.let_go(self._dialog)
        self._server.part(Endings).clear_up(self._dialog)


def _event(status: int) -> Event:
    if status < 200:
        return Event.PROVISIONAL
    return Event.SUCCESS if status < 300 else Event.FAILURE


def _branch(reply: Received) -> int:
    """The number of the branch that it answers."""
    found = _BRANCH.search((reply.via.branch if reply.via is not None else None) or "")
    assert found is not None, "tm has found its branch by it"
    return int(found[1])
