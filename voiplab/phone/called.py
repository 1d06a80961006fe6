"""A call that comes to the telephone: it rings, reliably or not, and is answered, refused or given up by the caller."""

from typing import Final

from voiplab.phone.asking import Ask, Asked
from voiplab.phone.call import Call, Desk
from voiplab.phone.call_state import CallState
from voiplab.phone.intercom import Answers, Tone
from voiplab.phone.refusal import Refusal
from voiplab.sip.message import Request
from voiplab.sip.reliability import Caller, Way, way
from voiplab.sip.reliable import HoldBack
from voiplab.ua.incoming import IncomingLeg
from voiplab.ua.leg import Prack
from voiplab.ua.server_transaction import ServerTransaction

UNACKNOWLEDGED: Final = 500
"""RFC 3262 section 3 asks for a 5xx when a reliable 18x is never acknowledged."""


class CallGot(Call):
    leg: IncomingLeg

    def __init__(self, desk: Desk, transaction: ServerTransaction, by_itself: Answers | None = None) -> None:
        request = transaction.request
        super().__init__(desk, _party(request), CallState.RINGING)
        endpoint = desk.element.endpoint
        first = self.setup.profile.tokens.first_cseq.draw(self.setup.host.chance("cseq"))
        self.leg = IncomingLeg(
            endpoint, desk.element.calls, self, transaction, endpoint.tag(), first - 1, HoldBack.SESSION
        )
        self.attach(self.leg)
        self.request = request
        self.by_itself = by_itself
        """How it is answered without its owner; None: it rings for him."""
        self._answering: int | None = None

    def come(self) -> None:
        """It rings, or is answered, or both, one after the other."""
        how = self.by_itself
        if how is None:
            self.ring()
            self.desk.update()
            return
        if how.rings:
            self.ring()
        if how.tone is Tone.BEFORE:
            self.desk.beep(how.tone_lasts)
        if how.after:
            self.desk.update()
            self._answering = self.setup.host.after(how.after, self._pick_up)
        else:
            self._pick_up()

    def _pick_up(self) -> None:
        self._answering = None
        self.desk.pick_up(self)

    def ring(self) -> None:
        draft = self.leg.reply(180)
        draft.add("Contact", self.setup.addresses.contact)
        origin = self.setup.origins.get("answers_100rel")
        match way(self.setup.habit, Caller.of(self.request), has_session=False):
            case Way.RELIABLE:
                if origin is not None:
                    draft.origins.update({"Require": origin, "RSeq": origin})
                self.leg.progress_reliably(draft)
            case _:
                self.leg.progress(draft)

    def over(self, state: CallState = CallState.OVER) -> None:
        self._wait_no_more()
        super().over(state)

    def _wait_no_more(self) -> bool:
        """Whether it was about to be answered by itself."""
        if self._answering is None:
            return False
        self.setup.host.cancel(self._answering)
        self._answering = None
        return True

    def answer(self) -> None:
        if self._wait_no_more():
            self.by_itself = None  # its owner was quicker
        how = self.by_itself
        if how is not None:
            self.note = how.note
            self.mute(how.muted)
        draft = self.leg.reply(200)
        if not self.add_session(draft, self.request):
            self.refuse(self.setup.profile.calls.no_common_codec)
            return
        self.timer.add_to_answer(draft, self.request)
        self.leg.accept(draft)
        self.up()
        if how is not None and how.tone is Tone.AFTER:
            self.desk.beep(how.tone_lasts)

    def refuse(self, refusal: Refusal) -> None:
        self.leg.refuse(self.leg.reply(refusal.status, refusal.reason))
        self.over()

    def hang_up(self) -> None:
        if self.state is CallState.RINGING:
            self.refuse(self.setup.profile.calls.declined)
        else:
            super().hang_up()

    # What the caller does meanwhile

    def requested(self, request: Request, transaction: ServerTransaction) -> None:
        """A NOTIFY for `talk` answers a ringing call, where the model knows it (FreeSWITCH sends it after the 180)."""
        talk = Asked(Ask.NOTIFY_TALK, request.get("Event") or "")
        event = request.event if request.method == "NOTIFY" else None
        if event is None or event.name.lower() != "talk" or not self.setup.by_itself.heeds(talk):
            super().requested(request, transaction)
            return
        transaction.respond(transaction.reply(200))
        if self.state is CallState.RINGING:
            self._wait_no_more()
            self.by_itself = self.setup.by_itself.when_told()
            self.desk.pick_up(self)

    def cancelled(self, cancel: Request, transaction: ServerTransaction) -> None:  # noqa: ARG002
        transaction.respond(transaction.reply(200, to_tag=self.leg.local_tag))
        self.leg.refuse(self.leg.reply(487))
        self.over()

    def pracked(self, prack: Request, transaction: ServerTransaction, verdict: Prack) -> None:  # noqa: ARG002
        transaction.respond(transaction.reply(200 if verdict is Prack.MATCHES else 481))

    def unacknowledged(self, status: int) -> None:
        if status == 200:
            super().unacknowledged(status)
        elif not self.leg.is_answered:
            self.leg.refuse(self.leg.reply(UNACKNOWLEDGED))
            self.over()


def _party(request: Request) -> str:
    caller = request.from_
    return f"{caller.display} <{caller.uri.username}>" if caller.display else caller.uri.username or str(caller.uri)
