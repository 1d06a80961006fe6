"""One call of a telephone, whoever began it: what its owner does in it, and what the other side asks for meanwhile.

`calling.py` and `called.py` have the two beginnings.
"""

from functools import partial
from typing import Final, Protocol

from voiplab.phone.call_state import UP, CallState
from voiplab.phone.credentials import Keyring
from voiplab.phone.keypad import Keypad, digits_in
from voiplab.phone.referred import Referral, Wanted, wanted
from voiplab.phone.refusal import Refusal
from voiplab.phone.reinvite import GONE, PENDING, Reinvites
from voiplab.phone.session import SDP, CallMedia, read_session
from voiplab.phone.session_timer import SessionTimer
from voiplab.phone.setup import Setup
from voiplab.phone.transferring import Transfer, TransferState
from voiplab.phone.transfers import TakesRefer
from voiplab.rtp.hearing import SILENCE
from voiplab.sdp.description import Hold
from voiplab.sdp.offer_answer import NotAcceptable
from voiplab.sip.draft import Draft
from voiplab.sip.errors import Malformed
from voiplab.sip.glare import Effect as Crossing
from voiplab.sip.glare import RefusePending, RefuseTooSoon, retry_after
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.headers.named import Replaces
from voiplab.sip.message import Request, Response
from voiplab.ua.client_transaction import Outcome, Silence
from voiplab.ua.element import Element
from voiplab.ua.leg import Leg, LegUser, Prack
from voiplab.ua.server_transaction import ServerTransaction

AT_ONCE: Final = "at once"
"""The situation of a 2xx that no 180 announced: pjsip writes it in another order."""


class Desk(Protocol):
    """The telephone around its calls."""

    name: str
    setup: Setup
    element: Element

    def refuse(self, request: Request, transaction: ServerTransaction) -> bool:
        """Answer what the phone does not understand, or cannot do; whether it did."""

    def update(self) -> None:
        """Something has changed: who hears what, what the display says."""

    def digit_came(self, digit: str) -> None:
        """The other side has pressed a key."""

    def beep(self, lasts: int) -> None:
        """The phone's own short tone."""

    def pick_up(self, call: "Call") -> None:
        """Answer this ringing call; another one at the ear is held."""

    def show(self, text: str) -> None:
        """On the display, until something else changes."""

    def follow(self, wish: Wanted, referral: Referral) -> None:
        """Make the call that the other side has asked for."""


class Call(LegUser):
    """`party` is the other side, as the display names it; `note` what the display says of the call besides."""

    leg: Leg
    keypad: Keypad
    reinvites: Reinvites
    transfer: Transfer

    def __init__(self, desk: Desk, party: str, state: CallState) -> None:
        self.desk = desk
        self.setup = desk.setup
        self.party = party
        self.state = state
        self.keyring = Keyring.of(desk.setup)
        self.timer = SessionTimer(desk.setup, self._refresh, self.hang_up)
        self.voice = f"voice:{desk.name}"
        self.note = ""
        self._send_to = ""
        """Where the other side is sent as soon as it is on hold."""
        self.media = CallMedia(desk.setup, self.voice, desk.update, desk.digit_came)

    def attach(self, leg: Leg) -> None:
        """The call gets its leg, and with it what only works in a dialog."""
        self.keypad = Keypad(self.setup, leg, self.media)
        self.reinvites = Reinvites(self.setup, leg, self.media, self.keyring, self.timer, self._modified, self.hang_up)
        self.transfer = Transfer(self.setup, self.desk.name, leg, self.keyring, self.hang_up, self.desk.show)

    def is_named(self, replaces: Replaces) -> bool:
        """Whether a Replaces means this call: the tags are the other way round (RFC 3891 section 3)."""
        dialog = self.leg.dialog
        tags = (replaces.to_tag, replaces.from_tag)
        return (
            dialog is not None
            and self.leg.call_id == replaces.call_id
            and tags == (self.leg.local_tag, dialog.remote_tag)
        )

    def is_with(self, party: str) -> bool:
        """Whether its owner may mean this call by a number, a name or an address."""
        if self.leg.dialog is None:
            return False
        remote = NameAddr.parse(self.leg.dialog.remote)
        names = (remote.display, remote.uri.username, str(remote.uri), self.party)
        return party.lower() in [name.lower() for name in names if name]

    def move(self, state: CallState) -> None:
        self.state = state
        self.desk.update()

    def over(self, state: CallState = CallState.OVER) -> None:
        self.timer.stop()
        self.media.close()
        self.reinvites.stop()
        self.transfer.release()
        self.leg.release()
        self.move(state)

    def up(self) -> None:
        """The call is answered, or what the other side does has changed."""
        if self.state is CallState.HOLDING:
            self.desk.update()
        else:
            self.move(CallState.HELD if self.media.is_held else CallState.TALKING)

    # What its owner does

    def hang_up(self) -> None:
        self.leg.hang_up(self.leg.draft("BYE"))
        self.over()

    def hold(self) -> None:
        self.reinvites.offer(self.setup.hold)

    def resume(self) -> None:
        self.reinvites.offer(None)

    def send_to(self, target: str) -> None:
        """Transfer the other side: `target` is what stands in Refer-To."""
        if self.setup.profile.transfers.holds_first and self.state is CallState.TALKING:
            self._send_to = target
            self.hold()
        else:
            self.transfer.refer(target)

    def mute(self, on: bool) -> None:
        """The microphone: the other side hears nothing, and the session stays as it is."""
        self.voice = SILENCE.content if on else f"voice:{self.desk.name}"
        if self.state is not CallState.HOLDING:
            self.media.say(self.voice)

    def _refresh(self) -> None:
        """The session goes on: an UPDATE that changes nothing, or an INVITE (RFC 4028 section 7.4)."""
        if self.leg.is_over:
            return
        if self.timer.takes_update:
            draft = self.leg.draft("UPDATE")
            draft.add("Contact", self.setup.addresses.contact)
            self.timer.add_to_invite(draft)
            self.leg.send(draft, self._refreshed)
        else:
            self.reinvites.offer(self.setup.hold if self.state is CallState.HOLDING else None)

    def _refreshed(self, outcome: Outcome) -> None:
        if self.leg.is_over:
            return
        if isinstance(outcome, Silence) or outcome.status in GONE:
            self.hang_up()
        elif 200 <= outcome.status < 300:
            self.timer.agree(outcome)

    def _modified(self, hold: Hold | None) -> None:
        self.state = CallState.TALKING if hold is None else CallState.HOLDING
        self.media.say(self.voice if hold is None else SILENCE.content)
        self.up()
        if self._send_to and hold is not None:
            target, self._send_to = self._send_to, ""
            # The ACK of the hold goes first: it is sent when this has returned.
            self.setup.host.after(0, partial(self.transfer.refer, target))

    # What the other side asks for

    def hung_up(self, bye: Request, transaction: ServerTransaction) -> None:  # noqa: ARG002
        transaction.respond(transaction.reply(200))
        self.transfer.gone()
        self.over()

    def requested(self, request: Request, transaction: ServerTransaction) -> None:
        if self.desk.refuse(request, transaction):
            return
        match request.method:
            case "INVITE":
                self._reinvited(request, transaction)
            case "UPDATE":
                self._updated(request, transaction)
            case "INFO":
                transaction.respond(transaction.reply(200))
                if digit := digits_in(request, self.setup.profile.digits.info_type):
                    self.desk.digit_came(digit)
            case "NOTIFY":
                self._notified(request, transaction)
            case "REFER":
                self._referred(request, transaction)
            case "PRACK":
                transaction.respond(transaction.reply(481))
            case _:
                draft = transaction.reply(200)
                draft.add("Contact", self.setup.addresses.contact)
                transaction.respond(draft)

    def _notified(self, notify: Request, transaction: ServerTransaction) -> None:
        """Of a transfer that this phone asked for; any other is not expected."""
        event = notify.event
        if event is None or event.name.lower() != "refer" or self.transfer.state is TransferState.NONE:
            self._refuse(transaction, self.setup.profile.calls.unasked_notify)
            return
        transaction.respond(transaction.reply(200))
        self.transfer.notified(notify)

    def _referred(self, refer: Request, transaction: ServerTransaction) -> None:
        if self.setup.takes_refer is TakesRefer.REFUSES:
            self._refuse(transaction, self.setup.profile.transfers.refer_refused)
            return
        wish = wanted(refer)
        if wish is None:
            transaction.respond(transaction.reply(400, "Bad Request: an address is expected in Refer-To"))
            return
        accepted = transaction.reply(202)
        accepted.add("Contact", self.setup.addresses.contact)
        transaction.respond(accepted)
        referral = Referral(self.setup, self.leg)
        referral.begins()
        self.desk.follow(wish, referral)

    def _refuse(self, transaction: ServerTransaction, refusal: Refusal) -> None:
        transaction.respond(transaction.reply(refusal.status, refusal.reason))

    def crossed(self, invite: Request, transaction: ServerTransaction, why: Crossing) -> None:  # noqa: ARG002
        match why:
            case RefusePending():
                transaction.respond(transaction.reply(PENDING))
            case RefuseTooSoon():
                draft = transaction.reply(500)
                draft.add("Retry-After", str(retry_after(self.setup.host.chance("glare"))))
                transaction.respond(draft)

    def _reinvited(self, request: Request, transaction: ServerTransaction) -> None:
        draft = transaction.reply(200)
        draft.situation = AT_ONCE
        if self.add_session(draft, request):
            self.timer.add_to_answer(draft, request)
            self.leg.answer_invite(transaction, draft)
            self.up()
        else:
            self._not_acceptable(transaction)

    def _updated(self, request: Request, transaction: ServerTransaction) -> None:
        draft = transaction.reply(200)
        if not request.body:
            draft.add("Contact", self.setup.addresses.contact)
        elif not self.add_session(draft, request):
            self._not_acceptable(transaction)
            return
        self.timer.add_to_answer(draft, request)
        transaction.respond(draft)
        if self.state in UP:
            self.up()

    def _not_acceptable(self, transaction: ServerTransaction) -> None:
        self._refuse(transaction, self.setup.profile.calls.no_common_codec)

    def add_session(self, draft: Draft, request: Request) -> bool:
        """Contact, and the answer to the offer of a request, or an offer when it has none. False: no common codec."""
        body = self._session_for(request)
        if body is None:
            return False
        draft.add("Contact", self.setup.addresses.contact)
        draft.add("Content-Type", SDP, self.setup.origins.get("codecs"))
        draft.body = body
        return True

    def _session_for(self, request: Request) -> bytes | None:
        if not request.body:
            return self.media.offer(self.setup.hold if self.state is CallState.HOLDING else None)
        session = read_session(request.body)
        if isinstance(session, Malformed):
            return None
        answer = self.media.answer(session)
        return None if isinstance(answer, NotAcceptable) else answer

    def acknowledged(self, ack: Request) -> None:
        """The answer to an offer that stood in our 2xx."""
        if ack.body:
            self.media.take_answer(ack.body)
            self.up()

    def unacknowledged(self, status: int) -> None:  # noqa: ARG002
        """Nobody acknowledged our 2xx: RFC 3261 section 13.3.1.4."""
        if not self.leg.is_over:
            self.hang_up()

    # What only one of the two beginnings meets

    def progressed(self, response: Response) -> None:
        """Only of a call that it makes."""

    def answered(self, response: Response) -> None:
        """Only of a call that it makes."""

    def refused(self, outcome: Outcome) -> None:
        """Only of a call that it makes."""

    def answer(self) -> None:
        """Only of a call that it gets."""

    def cancelled(self, cancel: Request, transaction: ServerTransaction) -> None:
        """Only of a call that it gets."""

    def pracked(self, prack: Request, transaction: ServerTransaction, verdict: Prack) -> None:
        """Only of a call that it gets."""
