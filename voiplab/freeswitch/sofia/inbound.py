"""Leg A: an INVITE that came to a profile. Its replies, reliable or not, are what the caller sees of the switch."""

from enum import Enum

from voiplab.freeswitch.causes import Cause, of_status
from voiplab.freeswitch.channel import OTHER_END, OWN_END, Channel
from voiplab.freeswitch.sofia import tokens
from voiplab.freeswitch.sofia.ground import Ground, written
from voiplab.freeswitch.sofia.line import SofiaLine
from voiplab.freeswitch.sofia.media import LegMedia
from voiplab.freeswitch.sofia.passing import PassedMedia, Passing
from voiplab.freeswitch.sofia.phrases import BECAUSE, phrase_of
from voiplab.freeswitch.sofia.reason import keep_reason, reason_for
from voiplab.freeswitch.sofia.sessions import SDP, session_of, with_session
from voiplab.freeswitch.states import State
from voiplab.sdp.offer_answer import NotAcceptable
from voiplab.sip.draft import Draft
from voiplab.sip.message import Request
from voiplab.sip.reader import quote
from voiplab.sip.reliability import Caller, Habit, Way, way
from voiplab.sip.reliable import HoldBack
from voiplab.sip.uri import escape
from voiplab.ua.element import Element
from voiplab.ua.incoming import IncomingLeg
from voiplab.ua.leg import LegState
from voiplab.ua.server_transaction import ServerTransaction


class Told(Enum):
    """The most that the caller was told so far. After a 183 no 180 is sent any more."""

    NOTHING = "100 at most"
    RINGING = "180"
    MEDIA = "183 with SDP"
    ANSWERED = "200"

    __hash__ = object.__hash__


class Inbound(SofiaLine):
    """The caller's leg."""

    leg: IncomingLeg
    codecs = "inbound"

    def __init__(
        self, ground: Ground, element: Element, channel: Channel, transaction: ServerTransaction, tag: str
    ) -> None:
        super().__init__(ground, element, channel)
        number = tokens.first_cseq(ground.host.calendar, ground.host.now)
        self.request: Request = transaction.request
        self.leg = IncomingLeg(element.endpoint, element.calls, self, transaction, tag, number - 1, HoldBack.ALWAYS)
        dialog = self.leg.dialog_of_call
        dialog.local = str(self.request.to.with_param("tag", tag))
        dialog.remote = str(self.request.from_)
        self.told = Told.NOTHING
        self._accepts_said = False
        self._parting: Draft | None = None
        """What `respond` or `redirect` wants to be said when the channel is hung up, which is at once."""
        self._offer = session_of(self.request)

    def start(self) -> None:
        """The channel goes into the dialplan, if it can."""
        self.channel.move(State.INIT)
        obstacle = self._obstacle()
        if obstacle is not None:
            self.channel.hang_up(obstacle)
        else:
            self.leg.progress(self._plain(100))
            self.ground.core.route(self.channel)

    def _obstacle(self) -> Cause | None:
        """No offer, or no codec in common: a profile without inbound-late-negotiation chooses it before the dialplan."""
        if not self.request.body:
            self.channel.log("err", f"{self.channel.name} No SDP in INVITE and 3pcc not enabled, hanging up.")
            return Cause.MANDATORY_IE_MISSING
        is_late = self.ground.flag("inbound-late-negotiation")
        return None if is_late or not isinstance(self._session(), Cause) else Cause.INCOMPATIBLE_DESTINATION

    # What the core asks for

    def ring(self) -> None:
        if self.told is Told.NOTHING:
            self.told = Told.RINGING
            self.channel.log("notice", f"Ring-Ready {self.channel.name}!")
            self._progress(self._reply(180))
            self.enters("early", 180)

    def pre_answer(self) -> Cause | None:
        if self.told in (Told.MEDIA, Told.ANSWERED):
            return None
        self.channel.log("info", "Sending early media")
        session = self._session()
        if isinstance(session, Cause):
            return session
        self.told = Told.MEDIA
        self.channel.mark_early()
        self._progress(with_session(self._reply(183), session))
        self.enters("early", 183)
        return None

    def answer(self) -> Cause | None:
        if self.told is Told.ANSWERED:
            return None
        session = self._session()
        if isinstance(session, Cause):
            return session
        # A session that a reliable 183 has settled is not described again (RFC 3261 section 13.2.1).
        is_settled = self.told is Told.MEDIA and self._way(has_session=True) is Way.RELIABLE
        if self.told is not Told.MEDIA:
            self.channel.mark_early()  # there is sound from here on
        self.told = Told.ANSWERED
        draft = self._reply(200)
        self.timer.answer(draft, self.request)
        self.channel.mark_answered()
        self.leg.accept(draft if is_settled else with_session(draft, session))
        self.enters("completed", 200)
        return None

    def respond(self, status: int, phrase: str | None) -> None:
        self._parting = self._final(status, phrase or phrase_of(status) or BECAUSE, of_status(status))

    def redirect(self, uri: str) -> None:
        draft = self._final(302, None, Cause.NORMAL_UNSPECIFIED)
        draft.set("Contact", f'"unknown" <{uri}>')
        self._parting = draft

    def hang_up(self, cause: Cause) -> None:
        super().hang_up(cause)
        if self.leg.state not in (LegState.UP, LegState.ENDED):
            draft = self._parting or self._final(self._status(cause), None, cause)
            self.channel.log("debug", f"Responding to INVITE with: {draft.status}")
            self._refuse(draft)

    def _status(self, cause: Cause) -> int:
        """The status of the other leg, if it had one, wins over the one that the cause would have."""
        other = self.channel.variables.get(OTHER_END, "")
        return int(other[4:]) if other.startswith("sip:") else cause.status

    # What the leg tells

    def progressed(self, _response: object) -> None:
        raise AssertionError("a leg that came in gets no replies to its INVITE")

    answered = refused = progressed

    def cancelled(self, cancel: Request, transaction: ServerTransaction) -> None:
        keep_reason(self.channel, cancel)
        self.reply(transaction, 200)
        self._refuse(self._plain(487))
        self.enters("terminated", 487)
        self.channel.variables[OWN_END] = "sip:487"
        self.channel.hang_up(Cause.ORIGINATOR_CANCEL)

    def unacknowledged(self, status: int) -> None:
        if status == 200:
            super().unacknowledged(status)
            return
        draft = self._plain(504)
        draft.add("Reason", 'SIP;cause=504;text="PRACK Timeout"')
        self._refuse(draft)
        self.channel.variables["sip_term_status"] = "504"
        self.channel.hang_up(Cause.RECOVERY_ON_TIMER_EXPIRE)

    def _bye_answered(self, bye: Request, transaction: ServerTransaction) -> None:
        """A BYE may end a call that was never answered: its INVITE gets a 487 then."""
        self.reply(transaction, 200)
        if self.leg.is_answered:
            self.channel.variables[OWN_END] = "sip:200"
        else:
            self.leg.refuse(self._plain(487, "Early Session Terminated"))
        self.channel.hang_up(self._cause_of(bye))

    # Replies

    def pass_media(self, passing: Passing) -> PassedMedia:
        media = super().pass_media(passing)
        media.remote = self._offer
        return media

    def _session(self) -> bytes | Cause:
        """The SDP for the caller; the codec is chosen when it is needed first (inbound-late-negotiation)."""
        if self.passed is not None and self.passed.other is None:
            self.media = LegMedia(self.ground, self.codecs, self._heard)  # nobody has answered: it talks to the server
        if self.media.local is not None:
            return self.media.again()
        if self._offer is None:
            return Cause.MANDATORY_IE_MISSING
        body = self.media.answer(self._offer)
        return Cause.INCOMPATIBLE_DESTINATION if isinstance(body, NotAcceptable) else body

    def _progress(self, draft: Draft) -> None:
        if self._way(has_session=bool(draft.body)) is Way.RELIABLE:
            self.leg.progress_reliably(draft)
        else:
            self.leg.progress(draft)

    def _way(self, *, has_session: bool) -> Way:
        """enable-100rel: reliably what carries SDP, and everything when the caller demands it."""
        habit = Habit.WITH_SESSION if self.ground.flag("enable-100rel") else Habit.OFF
        return way(habit, Caller.of(self.request), has_session=has_session)

    def _refuse(self, draft: Draft) -> None:
        if not self.leg.is_answered and not self.leg.is_over:
            self.leg.refuse(draft)

    def _plain(self, status: int, phrase: str | None = None) -> Draft:
        """What the stack itself answers."""
        return written(self.leg.transaction, status, phrase, self.leg.local_tag)

    def _reply(self, status: int) -> Draft:
        """What the channel answers: with Contact, who is reached, and once with Accept."""
        draft = self.dress(self._plain(status))
        self._say_accept(draft)
        self._add_callee(draft)
        return draft

    def _final(self, status: int, phrase: str | None, cause: Cause) -> Draft:
        """A refusal by the channel: with Reason, and the Max-Forwards that has no meaning in a reply."""
        draft = self._plain(status, phrase)
        draft.add("Max-Forwards", self.channel.variables.get("max_forwards", "70"))
        self._say_accept(draft)
        draft.add("Reason", reason_for(self.channel, cause))
        self._add_callee(draft)
        return draft

    def _say_accept(self, draft: Draft) -> None:
        """Accept stands in the first reply after the 100 only."""
        if not self._accepts_said:
            self._accepts_said = True
            draft.add("Accept", SDP)

    def _add_callee(self, draft: Draft) -> None:
        profile = self.channel.profile
        host = self.request.to.uri.host
        address = f"{quote(profile.callee_id_name)} <sip:{escape(profile.callee_id_number)}@{host}>"
        if self.channel.variables.get("sip_cid_type") == "pid":
            draft.add("P-Asserted-Identity", address)
        else:
            draft.add("Remote-Party-ID", f"{address};party=calling;privacy=off;screen=no")

    def dress(self, draft: Draft) -> Draft:
        at = self.element.endpoint.at
        transport = self.leg.transport.value.lower()
        draft.add("Contact", f"<sip:{escape(self.channel.profile.destination_number)}@{at};transport={transport}>")
        return draft
