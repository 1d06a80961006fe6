"""What both kinds of SIP leg do once there is a dialog: hang up, be held, answer what comes (mod_sofia.c, sofia.c)."""

from functools import partial
from typing import Final

from voiplab.freeswitch.causes import Cause, of_status
from voiplab.freeswitch.channel import OTHER_END, OWN_END, Channel
from voiplab.freeswitch.keys import Key
from voiplab.freeswitch.sofia import in_call, latency
from voiplab.freeswitch.sofia.ground import Ground, written
from voiplab.freeswitch.sofia.info import INFO, told
from voiplab.freeswitch.sofia.media import LegMedia
from voiplab.freeswitch.sofia.passing import PassedMedia, Passing
from voiplab.freeswitch.sofia.reason import (
    SESSION_EXPIRED,
    SIP_REASON,
    UNACKNOWLEDGED,
    cause_of,
    keep_reason,
    reason_for,
)
from voiplab.freeswitch.sofia.session_timer import SessionTimer
from voiplab.freeswitch.sofia.sessions import SDP, session_of, with_session
from voiplab.net.address import Address
from voiplab.rtp.flow import Flow
from voiplab.sip.draft import Draft
from voiplab.sip.glare import Effect as Crossing
from voiplab.sip.glare import RefusePending, RefuseTooSoon, retry_after
from voiplab.sip.message import Request, Response
from voiplab.ua.client_transaction import Heard, Outcome
from voiplab.ua.element import Element
from voiplab.ua.leg import Leg, LegState, Prack, unheard
from voiplab.ua.server_transaction import ServerTransaction

REQUEST_TIMEOUT: Final = 408
GONE: Final = (408, 481)
"""What a request in a call is answered when there is no such call any more (RFC 3261 section 12.2.1.2)."""


class SofiaLine:
    """The user of one leg. `channel` is told what happens; it answers through the methods of `channel.Line`."""

    leg: Leg
    codecs: str
    """Whose codec preferences count on this leg: `inbound` or `outbound`."""

    def __init__(self, ground: Ground, element: Element, channel: Channel) -> None:
        self.ground = ground
        self.element = element
        self.channel = channel
        self.media: LegMedia | PassedMedia = LegMedia(ground, self.codecs, self._heard)
        self.timer = SessionTimer(ground, self._refresh, self._expire)
        channel.line = self

    # What the core asks for

    def ring(self) -> None:
        """Only a caller can be told that it rings."""

    def pre_answer(self) -> Cause | None:
        return None

    def answer(self) -> Cause | None:
        return None

    def respond(self, status: int, phrase: str | None) -> None:
        """Only a caller can be given a reply."""

    def redirect(self, uri: str) -> None:
        """Only a caller can be sent elsewhere."""

    def say(self, content: str) -> None:
        self.media.say(content)

    def press(self, key: Key) -> None:
        """As the profile says keys: in the media, or in an INFO."""
        if self.ground.setting("dtmf-type").value.lower() != INFO:
            self.media.press(key.digit)
        elif self.leg.state is LegState.UP:
            self.leg.send(self.dress(told(self.leg.draft("INFO"), key)), unheard)

    def pass_media(self, passing: Passing) -> PassedMedia:
        """From now on the media of this leg are described by the other one."""
        self.media = PassedMedia(self.ground, passing, self._heard, self)
        return self.media

    @property
    def passed(self) -> PassedMedia | None:
        """The media, if they are described by the other leg."""
        return self.media if isinstance(self.media, PassedMedia) else None

    @property
    def passes_media(self) -> bool:
        return self.passed is not None

    @property
    def codec(self) -> str:
        return self.media.codec

    def hang_up(self, cause: Cause) -> None:
        self.media.close()
        self.timer.stop()
        name = self.channel.name
        other = self.channel.variables.get(OTHER_END, "")
        if other.startswith("sip:"):
            self.channel.log("debug", f"{name} Overriding SIP cause {cause.status} with {other[4:]} from the other leg")
        self.channel.log("debug", f"Channel {name} hanging up, cause: {cause.name}")
        if self.leg.state is LegState.UP:
            self.channel.log("debug", f"Sending BYE to {name}")
            bye = self.leg.draft("BYE")
            bye.add("Reason", reason_for(self.channel, cause))
            self._part(bye, self.leg.call_id, self.ground.parting)

    def _part(self, bye: Draft, call_id: str, parting: set[str]) -> None:
        parting.add(call_id)
        self.leg.send(bye, lambda _outcome: parting.discard(call_id))
        self.leg.end()

    def release(self) -> None:
        self.leg.release()

    def enters(self, state: str, status: int) -> None:
        """The call's state in the eyes of sofia-sip (nua_i_state), which every FreeSWITCH log is read by."""
        self.channel.log("debug", f"Channel {self.channel.name} entering state [{state}][{status}]")

    # What the leg tells

    def crossed(self, _invite: Request, transaction: ServerTransaction, why: Crossing) -> None:
        match why:
            case RefusePending():
                self.reply(transaction, 491)
            case RefuseTooSoon():
                draft = self.draft(transaction, 500, "Overlapping Requests")
                draft.add("Retry-After", str(retry_after(self.ground.host.chance("glare"))))
                transaction.respond(draft)

    def acknowledged(self, ack: Request) -> None:
        """An ACK may bring the answer to an offer of ours."""
        self.enters("ready", 200)
        session = session_of(ack)
        if session is not None:
            self.media.settle(session)

    def hung_up(self, bye: Request, transaction: ServerTransaction) -> None:
        self.ground.later(latency.ANSWER_BYE, partial(self._bye_answered, bye, transaction))

    def _bye_answered(self, bye: Request, transaction: ServerTransaction) -> None:
        self.reply(transaction, 200)
        self.channel.variables[OWN_END] = "sip:200"
        self.channel.hang_up(self._cause_of(bye))

    def _cause_of(self, bye: Request) -> Cause:
        return cause_of(keep_reason(self.channel, bye), self.ground.setting("username").value)

    def pracked(self, _prack: Request, transaction: ServerTransaction, verdict: Prack) -> None:
        if verdict is Prack.STRAY:
            self.reply(transaction, 481, "No such response")
            return
        draft = self.draft(transaction, 200)
        draft.add("Accept", SDP)
        self.dress(draft)
        transaction.respond(draft)

    def unacknowledged(self, _status: int) -> None:
        """Nobody acknowledges our 200: the stack gives the call up (process_timeout in sofia-sip's nua_session.c)."""
        self.enters("terminating", 0)
        self.channel.variables[SIP_REASON] = UNACKNOWLEDGED
        self.channel.hang_up(Cause.NORMAL_UNSPECIFIED)

    def requested(self, request: Request, transaction: ServerTransaction) -> None:
        in_call.answer(self, request, transaction)

    # Replies

    def draft(self, transaction: ServerTransaction, status: int, phrase: str | None = None) -> Draft:
        """A reply to a request of the dialog."""
        return written(transaction, status, phrase, self.leg.local_tag)

    def reply(self, transaction: ServerTransaction, status: int, phrase: str | None = None) -> None:
        transaction.respond(self.draft(transaction, status, phrase))

    def accept_again(self, request: Request, transaction: ServerTransaction, body: bytes) -> None:
        """The 200 to a re-INVITE."""
        draft = with_session(self.draft(transaction, 200), body)
        draft.situation = "again"
        draft.add("Accept", SDP)
        self.dress(draft)
        self.timer.answer(draft, request)
        self.leg.answer_invite(transaction, draft)
        self.enters("completed", 200)

    # INVITEs of its own

    def may_invite(self) -> bool:
        return self.leg.state is LegState.UP and self.leg.turn.is_free

    def reinvite(self, body: bytes, heard: Heard) -> None:
        """Another INVITE in the dialog; the description in its 2xx is taken."""

        def hear(outcome: Outcome) -> None:
            session = session_of(outcome) if isinstance(outcome, Response) and 200 <= outcome.status < 300 else None
            if session is not None:
                self.media.settle(session)
            if isinstance(outcome, Response) and 200 <= outcome.status < 300:
                self.timer.agree(outcome)
            heard(outcome)

        draft = with_session(self.dress(self.leg.draft("INVITE")), body)
        self.timer.ask(draft)
        self.introduce(draft)
        self.leg.reinvite(draft, hear, lambda _answer: self.acknowledgement())

    def _refresh(self) -> None:
        """The session is kept alive: what was said is said again (RFC 4028 section 7.4)."""
        if self.may_invite():
            self.reinvite(self.media.again(), self._refreshed)

    def _refreshed(self, outcome: Outcome) -> None:
        """The other end may have forgotten the call, or be gone."""
        status = outcome.status if isinstance(outcome, Response) else REQUEST_TIMEOUT
        if status in GONE and self.channel.is_up:
            self.leg.end()
            self.channel.hang_up(of_status(status))

    def _expire(self) -> None:
        """The other end was to refresh, and has not (RFC 4028 section 10)."""
        self.channel.variables[SIP_REASON] = SESSION_EXPIRED
        self.channel.hang_up(Cause.NORMAL_UNSPECIFIED)

    def introduce(self, draft: Draft) -> None:
        """What a re-INVITE says besides."""
        draft.situation = "back"

    def acknowledgement(self) -> Draft:
        """The ACK to the 2xx of one."""
        return self.leg.draft("ACK")

    def dress(self, draft: Draft) -> Draft:
        """Contact, where a message has one: each kind of line has its own."""
        return draft

    def _heard(self, flow: Flow, _source: Address) -> None:
        if flow.digit is not None:
            # It is known when it is over; what counts until then are the packets that repeat it.
            self.ground.later(latency.KEY, partial(self._pressed, Key(flow.digit)))
        else:
            self.channel.heard(flow.content)

    def _pressed(self, key: Key) -> None:
        if self.channel.is_up:
            self.channel.log("debug", f"RTP RECV DTMF {key.digit}:{key.samples}")
            self.channel.press(key)
