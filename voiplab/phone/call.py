"""One call of a telephone, whoever began it: hold, resume, digits, hanging up, and what the other side asks for meanwhile.

`calling.py` and `called.py` have the two beginnings. Not done: session timers are agreed upon (RFC 4028) but never refreshed.
"""

from collections.abc import Callable
from functools import partial
from typing import Final, Protocol

from voiplab.phone.call_state import UP, CallState
from voiplab.phone.credentials import PROXY_UNAUTHORIZED, UNAUTHORIZED, Keyring
from voiplab.phone.profile import SayDigits
from voiplab.phone.session import CallMedia, read_session
from voiplab.phone.setup import Setup
from voiplab.recording.events import Logged
from voiplab.rtp.hearing import SILENCE
from voiplab.sdp.description import Hold
from voiplab.sdp.offer_answer import NotAcceptable
from voiplab.sim.kernel import Pace
from voiplab.sim.moment import ms, seconds
from voiplab.sip.draft import Draft
from voiplab.sip.errors import Malformed
from voiplab.sip.glare import InviteTurn, RefusePending, retry_after, wait_after_glare
from voiplab.sip.message import Request, Response
from voiplab.ua.client_transaction import Outcome, Silence
from voiplab.ua.element import Element
from voiplab.ua.leg import Leg, LegUser, Prack
from voiplab.ua.server_transaction import ServerTransaction

SDP: Final = "application/sdp"
AT_ONCE: Final = "at once"
"""The situation of a 2xx that no 180 announced: pjsip writes it in another order."""
PAUSE: Final = 40
"""Milliseconds between two pressed keys."""
GONE: Final = (408, 481)
"""The other side has no such call any more: RFC 3261 section 12.2.1.2."""
PENDING: Final = 491


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


class Call(LegUser):
    """`party` is the other side, as the display names it."""

    leg: Leg

    def __init__(self, desk: Desk, party: str, state: CallState) -> None:
        self.desk = desk
        self.setup = desk.setup
        self.party = party
        self.state = state
        self.keyring = Keyring.of(desk.setup)
        self.turn = InviteTurn()
        self.voice = f"voice:{desk.name}"
        self.media = CallMedia(desk.setup, self.voice, desk.update, desk.digit_came)
        self._session_expires = ""
        self._refresh: int | None = None
        self._reinvite_acks: dict[int, Callable[[], None]] = {}

    def move(self, state: CallState) -> None:
        self.state = state
        self.desk.update()

    def over(self, state: CallState = CallState.OVER) -> None:
        self._forget_refresh()
        self.media.close()
        self.move(state)

    def up(self) -> None:
        """The call is answered, or what both do has changed."""
        if self.state is not CallState.HOLDING:
            self.move(CallState.HELD if self.media.is_held else CallState.TALKING)

    def log(self, text: str) -> None:
        self.setup.host.note(Logged("warning", text))

    # What its owner does

    def hang_up(self) -> None:
        self.leg.hang_up(self.leg.draft("BYE"))
        self.over()

    def hold(self) -> None:
        self._reinvite(self.setup.profile.calls.hold)

    def resume(self) -> None:
        self._reinvite(None)

    def press(self, digits: str) -> None:
        """Press keys one after the other, in the phone's own way."""
        duration = self.setup.profile.digits.duration
        for place, digit in enumerate(digits):
            self.setup.host.after(ms(place * (duration + PAUSE)), partial(self._press, digit, duration))

    def _press(self, digit: str, duration: int) -> None:
        if self.state not in UP:
            return
        if self.setup.digits is SayDigits.INFO:
            self._send_info(digit, duration)
        elif self.setup.digits is SayDigits.TONES or not self.media.press(digit):
            # Where no events were agreed upon, the tone itself is sent.
            self.media.say(f"tone:{digit}")
            self.setup.host.after(ms(duration), partial(self.media.say, self.voice))

    def _send_info(self, digit: str, duration: int) -> None:
        how = self.setup.profile.digits
        draft = self.leg.draft("INFO")
        draft.add("Content-Type", how.info_type, self.setup.origins.get("digits"))
        draft.body = how.info_body.format(key=digit, duration=duration).encode()
        self.leg.send(draft, _whatever, self.setup.settings.transport)

    # Our re-INVITE

    def _reinvite(self, hold: Hold | None) -> None:
        if self.leg.is_over:
            return
        if not self.turn.may_send:
            self.log("another INVITE is under way: the key does nothing")
            return
        self._send_reinvite(hold, self.media.offer(hold), None)

    def _send_reinvite(self, hold: Hold | None, body: bytes, challenge: Response | None) -> None:
        draft = self.leg.draft("INVITE")
        draft.add("Contact", self.setup.contact)
        for name, value in self.setup.session_timer.items():
            draft.add(name, self._session_expires or value if name == "Session-Expires" else value)
        draft.add("Content-Type", SDP)
        draft.body = body
        if challenge is not None and not self.keyring.sign(draft, challenge):
            self._refused(hold, challenge)
            return
        self.turn.send()
        self.leg.send(draft, partial(self._heard, hold, draft), self.setup.settings.transport)

    def _heard(self, hold: Hold | None, draft: Draft, outcome: Outcome) -> None:
        """What comes back for a re-INVITE."""
        if isinstance(outcome, Silence):
            self.turn.settle()
            self.hang_up()
        elif outcome.cseq.number in self._reinvite_acks:
            self._reinvite_acks[outcome.cseq.number]()
        elif 200 <= outcome.status < 300:
            self.turn.settle()
            self._modified(hold, outcome)
        elif outcome.status >= 300:
            self.turn.settle()
            self._again_or_not(hold, draft, outcome)

    def _modified(self, hold: Hold | None, response: Response) -> None:
        dialog = self.leg.dialog
        assert dialog is not None
        dialog.refresh(response)
        self._reinvite_acks[response.cseq.number] = self.leg.endpoint.acknowledge(
            self.leg.draft("ACK"), self.leg.next_hop, self.setup.settings.transport
        )
        self.agree_on_timer(response)
        self.media.take_answer(response.body)
        self.state = CallState.TALKING if hold is None else CallState.HOLDING
        self.media.say(self.voice if hold is None else SILENCE.content)
        self.up()
        self.desk.update()

    def _again_or_not(self, hold: Hold | None, draft: Draft, response: Response) -> None:
        is_challenge = response.status in (UNAUTHORIZED, PROXY_UNAUTHORIZED)
        if is_challenge and not (draft.has("Authorization") or draft.has("Proxy-Authorization")):
            self._send_reinvite(hold, draft.body, response)
        else:
            self._refused(hold, response)

    def _refused(self, hold: Hold | None, response: Response) -> None:
        self.media.withdraw()
        dialog = self.leg.dialog
        assert dialog is not None
        if response.status == PENDING:
            wait = wait_after_glare(dialog.role, self.setup.host.chance("glare"))
            self.setup.host.after(wait, partial(self._reinvite, hold))
        elif response.status in GONE:
            self.hang_up()
        else:
            self.log(f"the other side refuses: {response.status} {response.phrase}")

    # Session timers

    def agree_on_timer(self, response: Response) -> None:
        """What the 2xx to our INVITE decides: RFC 4028 section 7.2."""
        agreed = response.session_expires
        if agreed is not None:
            self._keep_timer(agreed.seconds, agreed.refresher or "uac")

    def add_timer(self, draft: Draft, request: Request) -> None:
        """Our part of a 2xx: RFC 4028 section 9. The one who asks refreshes, unless it wants otherwise."""
        asked = request.session_expires
        if asked is None or not self.setup.session_timer:
            return
        self._keep_timer(asked.seconds, asked.refresher or "uac")
        if any(tag.lower() == "timer" for tag in request.supported):
            draft.add("Require", "timer")
        draft.add("Session-Expires", self._session_expires)

    def _keep_timer(self, lifetime: int, refresher: str) -> None:
        self._session_expires = f"{lifetime};refresher={refresher}"
        self._forget_refresh()
        self._refresh = self.setup.host.after(seconds(lifetime // 2), self._miss_refresh, Pace.BACKGROUND)

    def _miss_refresh(self) -> None:
        self.log("a refresh of the session would be due about now (RFC 4028): it is not simulated")

    def _forget_refresh(self) -> None:
        if self._refresh is not None:
            self.setup.host.cancel(self._refresh)

    # What the other side asks for

    def hung_up(self, bye: Request, transaction: ServerTransaction) -> None:  # noqa: ARG002
        transaction.respond(transaction.reply(200))
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
                self._informed(request, transaction)
            case "PRACK":
                transaction.respond(transaction.reply(481))
            case "NOTIFY":
                refusal = self.setup.profile.calls.unasked_notify
                transaction.respond(transaction.reply(refusal.status, refusal.reason))
            case _:
                self._ok(transaction)

    def _reinvited(self, request: Request, transaction: ServerTransaction) -> None:
        for refusal in self.turn.receive():
            if isinstance(refusal, RefusePending):
                transaction.respond(transaction.reply(PENDING))
            else:
                draft = transaction.reply(500)
                draft.add("Retry-After", str(retry_after(self.setup.host.chance("glare"))))
                transaction.respond(draft)
            return
        self.turn.settle()
        draft = transaction.reply(200)
        draft.situation = AT_ONCE
        if self._add_session(draft, request):
            self.add_timer(draft, request)
            self.leg.answer_invite(transaction, draft)
            self.up()
            self.desk.update()
        else:
            self._not_acceptable(transaction)

    def _updated(self, request: Request, transaction: ServerTransaction) -> None:
        draft = transaction.reply(200)
        if not request.body:
            draft.add("Contact", self.setup.contact)
        elif not self.turn.may_send:
            transaction.respond(transaction.reply(PENDING))  # RFC 3311 section 5.2
            return
        elif not self._add_session(draft, request):
            self._not_acceptable(transaction)
            return
        self.add_timer(draft, request)
        transaction.respond(draft)
        if self.state in UP:
            self.up()
            self.desk.update()

    def _informed(self, request: Request, transaction: ServerTransaction) -> None:
        self._ok(transaction)
        kind = request.content_type
        if kind is not None and kind.essence == self.setup.profile.digits.info_type:
            for line in request.body.decode("utf-8", "replace").splitlines():
                name, _, value = line.partition("=")
                if name.strip().lower() == "signal" and value.strip():
                    self.desk.digit_came(value.strip()[:1])

    def _ok(self, transaction: ServerTransaction) -> None:
        draft = transaction.reply(200)
        if transaction.request.method == "OPTIONS":
            draft.add("Contact", self.setup.contact)
        transaction.respond(draft)

    def _not_acceptable(self, transaction: ServerTransaction) -> None:
        refusal = self.setup.profile.calls.no_common_codec
        transaction.respond(transaction.reply(refusal.status, refusal.reason))

    def _add_session(self, draft: Draft, request: Request) -> bool:
        """Contact, and the answer to the offer of a request, or an offer when it has none. False: no common codec."""
        body = self.answer_to(request)
        if body is None:
            return False
        draft.add("Contact", self.setup.contact)
        draft.add("Content-Type", SDP, self.setup.origins.get("codecs"))
        draft.body = body
        return True

    def answer_to(self, request: Request) -> bytes | None:
        if not request.body:
            return self.media.offer(self.setup.profile.calls.hold if self.state is CallState.HOLDING else None)
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
            self.desk.update()

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

    def cancelled(self, cancel: Request, transaction: ServerTransaction) -> None:
        """Only of a call that it gets."""

    def pracked(self, prack: Request, transaction: ServerTransaction, verdict: Prack) -> None:
        """Only of a call that it gets."""


def _whatever(_outcome: Outcome) -> None:
    """The digit was said; what the other side makes of it changes nothing."""
