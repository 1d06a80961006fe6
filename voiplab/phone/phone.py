"""A telephone: one of any model. What the models do differently is its `Setup`; what happens in a call is the call's."""

from collections.abc import Sequence
from typing import Final, assert_never

from voiplab.net.host import Host
from voiplab.phone.account import Account, AccountState
from voiplab.phone.actions import (
    Answer,
    Dial,
    Digits,
    DoNotDisturb,
    HangUp,
    Hold,
    Register,
    Reject,
    Resume,
    Unregister,
    parse_action,
)
from voiplab.phone.call import Call
from voiplab.phone.call_state import GONE, SITUATIONS, UNANSWERED, UP, CallState
from voiplab.phone.called import CallGot
from voiplab.phone.calling import CallMade
from voiplab.phone.profile import Refusal, SecondCall
from voiplab.phone.session import read_session
from voiplab.phone.setup import Setup
from voiplab.recording.events import Heard, Logged, Shown
from voiplab.rtp.hearing import LOCAL, SILENCE, Sound, hears
from voiplab.sim.kernel import Pace
from voiplab.sim.moment import seconds
from voiplab.sip.errors import Malformed
from voiplab.sip.message import Request
from voiplab.sip.phrases import phrase_of
from voiplab.sip.reliability import Caller, Way, way
from voiplab.sip.reliable import OPTION_TAG
from voiplab.sip.validation import Abilities, refuse_as_uas
from voiplab.text.place import Files
from voiplab.ua.element import Element
from voiplab.ua.server_transaction import ServerTransaction
from voiplab.ua.timers import record_move

NOT_SIMULATED: Final = ("REFER", "SUBSCRIBE", "MESSAGE", "REGISTER", "PUBLISH")
"""A phone may list them in Allow; here they are refused, and the log says so."""
BUSY_TONE: Final = seconds(3)
"""How long its owner listens to it before hanging up."""
NO_SECOND_CALL: Final = "has no second call"
NOTHING_TO: Final = "there is no call to {}"


class Phone:
    """A node of a lab."""

    def __init__(self, name: str, setup: Setup) -> None:
        self.name = name
        self.setup = setup
        self.host: Host = setup.host
        self.element = Element(setup.host, setup.at, setup.manner, self)
        self.account = Account(name, setup, self.element.endpoint)
        self.calls: list[Call] = []
        self.do_not_disturb = setup.settings.do_not_disturb
        allowed = [method.strip() for method in setup.layout.constants["Allow"].split(",")]
        self._abilities = Abilities(
            tuple(method for method in allowed if method not in NOT_SIMULATED),
            setup.extensions,
            media_types=("application/sdp", setup.profile.digits.info_type),
        )
        self._state = CallState.OVER
        self._waiting = NO_SECOND_CALL
        self._sound = SILENCE
        self._text = ""

    # A node of a lab

    def start(self) -> None:
        if self.account.has_registrar:
            self.account.register()
        self.update()

    def perform(self, action: str) -> str:
        """Press a key; what its owner learns at once. NotAnAction for what a phone cannot do at all."""
        match parse_action(action):
            case Register():
                return self.register()
            case Unregister():
                return self.unregister()
            case Dial(number):
                return self.dial(number)
            case Answer():
                return self.answer()
            case Reject(status):
                return self.reject(status)
            case HangUp():
                return self.hang_up()
            case Hold():
                return self.hold()
            case Resume():
                return self.resume()
            case Digits(text):
                return self.press(text)
            case DoNotDisturb(on):
                return self.disturb(on)
            case unknown:
                assert_never(unknown)

    def replace(self, files: Files) -> None:
        """A phone reads its file when it is switched on: so it does at the beginning of the next run."""
        self.host.note(Logged("info", f"saved, but not read before the phone starts again: {', '.join(sorted(files))}"))

    def leftovers(self) -> Sequence[str]:
        """Calls and transactions that are still alive, and a registration that nobody has answered."""
        asking = self.account.state in (AccountState.ASKING, AccountState.LEAVING)
        return (*self.element.leftovers, *([f"registration of {self.name}"] if asking else []))

    # The call that its owner has at the ear

    @property
    def foreground(self) -> Call | None:
        """The latest call that does not just ring."""
        return next((call for call in reversed(self.calls) if call.state is not CallState.RINGING), None)

    @property
    def ringing(self) -> CallGot | None:
        """The call that has been ringing longest."""
        return next(
            (call for call in self.calls if isinstance(call, CallGot) and call.state is CallState.RINGING), None
        )

    def _in(self, states: Sequence[CallState]) -> Call | None:
        call = self.foreground
        return call if call is not None and call.state in states else None

    # What its owner does

    def dial(self, number: str) -> str:
        self._hold_the_others()
        call = CallMade(self, number)
        self.calls.append(call)
        call.start()
        return ""

    def answer(self) -> str:
        call = self.ringing
        if call is None:
            return NOTHING_TO.format("answer")
        self._hold_the_others()
        self.calls.remove(call)
        self.calls.append(call)  # now it is the one at the ear
        call.answer()
        return ""

    def _hold_the_others(self) -> None:
        for call in self.calls:
            if call.state is CallState.TALKING:
                call.hold()

    def reject(self, status: int | None) -> str:
        call = self.ringing
        if call is None:
            return NOTHING_TO.format("reject")
        declined = self.setup.profile.calls.declined
        call.refuse(declined if status in (None, declined.status) else Refusal(status or 0, phrase_of(status or 0)))
        return ""

    def hang_up(self) -> str:
        call = self._in((*UNANSWERED, *UP)) or self.ringing
        if call is None:
            return NOTHING_TO.format("hang up")
        call.hang_up()
        return ""

    def hold(self) -> str:
        call = self._in((CallState.TALKING, CallState.HELD))
        if call is None:
            return NOTHING_TO.format("hold")
        call.hold()
        return ""

    def resume(self) -> str:
        call = self._in((CallState.HOLDING,))
        if call is None:
            return NOTHING_TO.format("resume")
        call.resume()
        return ""

    def press(self, digits: str) -> str:
        call = self._in(UP)
        if call is None:
            return NOTHING_TO.format("press keys in")
        call.press(digits)
        return ""

    def register(self) -> str:
        if not self.account.has_registrar:
            return "no registrar is set"
        self.account.register()
        return ""

    def unregister(self) -> str:
        if self.account.state is not AccountState.REGISTERED:
            return "it is not registered"
        self.account.unregister()
        return ""

    def disturb(self, on: bool) -> str:
        self.do_not_disturb = on
        self.update()
        return ""

    # What comes from outside of every call

    def arrived(self, request: Request, transaction: ServerTransaction) -> None:
        if self.refuse(request, transaction):
            return
        if request.to_tag is not None or request.method in ("BYE", "CANCEL", "PRACK", "UPDATE", "INFO"):
            self._respond(transaction, Refusal(481, phrase_of(481)))
        elif request.method == "INVITE":
            self._invited(request, transaction)
        elif request.method == "NOTIFY":
            self._respond(transaction, self.setup.profile.calls.unasked_notify)
        else:
            draft = transaction.reply(200, to_tag=self.element.endpoint.tag())
            draft.add("Contact", self.setup.contact)
            transaction.respond(draft)

    def refuse(self, request: Request, transaction: ServerTransaction) -> bool:
        if request.method in NOT_SIMULATED:
            self.host.note(Logged("error", f"{request.method} is not simulated: refused"))
            self._respond(transaction, Refusal(501, phrase_of(501)))
            return True
        refusal = refuse_as_uas(request, self._abilities)
        if refusal is None:
            return False
        self._respond(transaction, Refusal(refusal.status, refusal.phrase), refusal.fields)
        return True

    def _respond(
        self, transaction: ServerTransaction, refusal: Refusal, fields: Sequence[tuple[str, str]] = ()
    ) -> None:
        draft = transaction.reply(refusal.status, refusal.reason, self.element.endpoint.tag())
        draft.fields.extend(fields)
        transaction.respond(draft)

    def _invited(self, request: Request, transaction: ServerTransaction) -> None:
        refusal = self._refusal_of_extension(request)
        if refusal is not None:
            self._respond(transaction, *refusal)
            return
        calls = self.setup.profile.calls
        if request.contact is None:
            self._respond(transaction, Refusal(400, "Bad Request: no Contact"))
        elif not self._could_take_part(request):
            self._respond(transaction, calls.no_common_codec)
        else:
            if calls.trying:
                transaction.respond(transaction.reply(100))
            self._called(transaction)

    def _called(self, transaction: ServerTransaction) -> None:
        calls = self.setup.profile.calls
        if self.do_not_disturb:
            self._respond(transaction, calls.do_not_disturb)
        elif self.setup.second_call is SecondCall.BUSY and self.calls:
            self._respond(transaction, calls.busy)
        else:
            call = CallGot(self, transaction)
            self.calls.append(call)
            call.ring()

    def _refusal_of_extension(self, request: Request) -> tuple[Refusal, tuple[tuple[str, str], ...]] | None:
        match way(self.setup.habit, Caller.of(request), has_session=False):
            case Way.UNSUPPORTED:
                return Refusal(420, phrase_of(420)), (("Unsupported", OPTION_TAG),)
            case Way.EXTENSION_REQUIRED:
                return Refusal(421, phrase_of(421)), (("Require", OPTION_TAG),)
            case _:
                return None

    def _could_take_part(self, request: Request) -> bool:
        if not request.body:
            return True
        offer = read_session(request.body)
        return not isinstance(offer, Malformed) and self.setup.can_answer(offer)

    # What its owner sees and hears

    def update(self) -> None:
        """Record what has changed."""
        for gone in [call for call in self.calls if call.state in GONE]:
            self.calls.remove(gone)
            if gone.state is CallState.REFUSED and not self.calls:
                self._listen_to_busy(gone)
        call = self.foreground or self.ringing
        state = CallState.OVER if call is None else call.state
        record_move(self.host, self.name, "phone", self._state.value, state.value)
        self._state = state
        self._wait()
        self._show("" if call is None else f"{state.value}: {call.party}")
        if call is not None or self._sound.source != LOCAL or self._sound.content != "busy":
            self._hear(SILENCE if call is None else self._sound_of(call))

    def _wait(self) -> None:
        """A call that rings while there is another one at the ear is a state of its own."""
        waiting = self.foreground is not None and self.ringing is not None
        state = CallState.RINGING.value if waiting else NO_SECOND_CALL
        if state != self._waiting:
            record_move(self.host, f"{self.name} second call", "phone", self._waiting, state)
            self._waiting = state

    def _sound_of(self, call: Call) -> Sound:
        return hears(SITUATIONS[call.state], call.media.incoming, call.media.source)

    def _listen_to_busy(self, call: Call) -> None:
        """Its owner hears that it failed, for a while."""
        self._show(f"{call.state.value}: {call.party}")
        busy = hears(SITUATIONS[call.state], None, "")
        self._hear(busy)
        self.host.after(BUSY_TONE, self._put_down, Pace.BACKGROUND)

    def _put_down(self) -> None:
        if self.foreground is None:
            self._hear(SILENCE)

    def digit_came(self, digit: str) -> None:
        """A key of the other side: a beep, and then what was heard before."""
        call = self.foreground
        source = "" if call is None else call.media.source
        self.host.note(Heard(self.name, f"digit:{digit}", source))
        self.host.note(Heard(self.name, self._sound.content, self._sound.source))

    def _hear(self, sound: Sound) -> None:
        if sound != self._sound:
            self._sound = sound
            self.host.note(Heard(self.name, sound.content, sound.source))

    def _show(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.host.note(Shown(self.name, text))
