"""Leg A of an INVITE without SDP: the offer is in the 200, and the ACK brings the answer (enable-3pcc; RFC 3725 calls it so).

With `true` the 200 comes at once, before the dialplan; with `proxy` when the dialplan answers.
"""

from voiplab.freeswitch.causes import Cause
from voiplab.freeswitch.settings import is_true
from voiplab.freeswitch.sofia.ground import Ground
from voiplab.freeswitch.sofia.inbound import Inbound, Told
from voiplab.freeswitch.sofia.media import LegMedia
from voiplab.freeswitch.sofia.passing import PassedMedia, Passing
from voiplab.freeswitch.sofia.sessions import session_of, with_session
from voiplab.freeswitch.sofia.srtp import in_clear, with_keys
from voiplab.freeswitch.states import State
from voiplab.sdp.session import Session
from voiplab.sip.draft import Draft
from voiplab.sip.message import Request
from voiplab.text.place import NotSimulated


class Offerless(Inbound):
    """It is answered when the ACK has come."""

    def acknowledged(self, ack: Request) -> None:
        if self.channel.is_answered:
            super().acknowledged(ack)
            return
        self.enters("ready", 200)
        session = session_of(ack)
        if session is None or not self._agrees(session):
            self.channel.hang_up(Cause.INCOMPATIBLE_DESTINATION)
        else:
            self.channel.mark_answered()

    def _agrees(self, session: Session) -> bool:
        return self.media.settle(session)

    def _accept(self, body: bytes) -> None:
        """The 200 says where the server is, and not who is reached."""
        self.told = Told.ANSWERED
        draft = self._plain(200)
        self._locate(draft)
        self._say_accept(draft)
        self.timer.answer(draft, self.request)
        self.leg.accept(with_session(draft, body))
        self.enters("completed", 200)

    def _locate(self, draft: Draft) -> None:
        self.dress(draft)

    def _full_offer(self) -> bytes:
        assert isinstance(self.media, LegMedia)
        return self.media.offer()


class AnsweredFirst(Offerless):
    """enable-3pcc=true: whoever is called afterwards, the caller is answered already."""

    def start(self) -> None:
        self.channel.move(State.HIBERNATE)
        self._accept(with_keys(self._full_offer(), self.ground.host.chance("srtp")))

    def acknowledged(self, ack: Request) -> None:
        is_first = not self.channel.is_answered
        super().acknowledged(ack)
        if is_first and self.channel.is_up:
            self.channel.move(State.INIT)
            self.ground.core.route(self.channel)

    def _agrees(self, session: Session) -> bool:
        plain = in_clear(session)
        if not any(media.port for media in plain.media):
            self.channel.log("err", "not simulated: SRTP, which the caller has chosen")
            return False
        return super()._agrees(plain)


class AnsweredLast(Offerless):
    """enable-3pcc=proxy: the caller hears nothing of what happens before the answer."""

    def _obstacle(self) -> None:
        """That there is no offer is none."""

    def ring(self) -> None:
        if self.told is Told.NOTHING:
            self.told = Told.RINGING
            self.channel.log("notice", f"Ring-Ready {self.channel.name}!")

    def pre_answer(self) -> None:
        if self.told not in (Told.MEDIA, Told.ANSWERED):
            self.told = Told.MEDIA
            self.channel.mark_early()
            self.channel.log("info", "Pretending to send early media.  Not available for 3pcc calls")

    def answer(self) -> None:
        if self.told is not Told.ANSWERED:
            self._accept(self._full_offer())
            self.channel.log("debug", "3PCC-PROXY, Sent a 200 OK, waiting for ACK")

    def pass_media(self, passing: Passing) -> PassedMedia:
        place = self.ground.setting("enable-3pcc").place
        assert place is not None
        raise NotSimulated(place, f"enable-3pcc=proxy for a call with {passing.value}")

    def _locate(self, draft: Draft) -> None:
        user = self.ground.setting("contact-user").value
        draft.add("Contact", f"<sip:{user}@{self.element.endpoint.at}>")


def kind_of_line(ground: Ground, request: Request) -> type[Inbound]:
    """What becomes of the INVITE; without SDP, and without enable-3pcc, it is refused as it begins."""
    value = ground.setting("enable-3pcc").value
    if request.body:
        return Inbound
    if value.lower() == "proxy":
        return AnsweredLast
    return AnsweredFirst if is_true(value) else Inbound
