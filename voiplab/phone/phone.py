"""A telephone: one of any model. What the models do differently is its `Setup`; what happens in a call is the call's."""

from collections.abc import Callable, Sequence
from typing import Final, assert_never

from voiplab.phone.account import Account, AccountState
from voiplab.phone.actions import (
    Answer,
    Connect,
    Dial,
    Digits,
    DoNotDisturb,
    HangUp,
    Hold,
    Mute,
    Register,
    Reject,
    Restart,
    Resume,
    SendTo,
    Unregister,
    completions,
    parse_action,
)
from voiplab.phone.call import Call
from voiplab.phone.call_state import GONE, SITUATIONS, UNANSWERED, UP, CallState
from voiplab.phone.called import CallGot
from voiplab.phone.calling import CallMade
from voiplab.phone.face import Face
from voiplab.phone.invited import invited
from voiplab.phone.provisioning.settings import Settings
from voiplab.phone.reception import Reception
from voiplab.phone.referred import Referral, Wanted
from voiplab.phone.refusal import Refusal
from voiplab.phone.setup import Setup
from voiplab.phone.transferring import replacing
from voiplab.recording.events import Logged
from voiplab.rtp.hearing import SILENCE, hears
from voiplab.sip.message import Request
from voiplab.sip.phrases import phrase_of
from voiplab.text.place import Files
from voiplab.ua.element import Element
from voiplab.ua.server_transaction import ServerTransaction

NOTHING_TO: Final = "there is no call to {}"
CANNOT_TRANSFER: Final = "this telephone has no key for transfers"


class Phone:
    """A node of a lab."""

    def __init__(self, name: str, setup: Setup, read: Callable[[Files], Settings]) -> None:
        """`read` is done with the files that were saved meanwhile, when it is switched on again. ConfigError."""
        self.name = name
        self._read = read
        self._saved: Files | None = None
        self.setup = setup
        self.element = Element(setup.host, setup.at, setup.manner, self)
        self.account = Account(name, setup, self.element.endpoint)
        self.calls: list[Call] = []
        self.do_not_disturb = setup.settings.do_not_disturb
        self.reception = Reception(setup, self.element.endpoint)
        self.face = Face(name, setup.host)

    # A node of a lab

    def start(self) -> None:
        if self.account.has_registrar:
            self.account.register()
        self.update()

    def completions(self, typed: str) -> Sequence[str]:
        return completions(typed)

    def perform(self, action: str) -> str:
        """Press a key; what its owner learns at once. NotAnAction for what a phone cannot do at all."""
        match parse_action(action):
            case Register():
                return self.register()
            case Unregister():
                return self.unregister()
            case Restart():
                return self.restart()
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
            case Mute(on):
                return self.mute(on)
            case SendTo(number):
                return self.send_to(number)
            case Connect(party):
                return self.connect(party)
            case unknown:
                assert_never(unknown)

    def replace(self, files: Files) -> None:
        """A phone reads its file when it is switched on: by `restart`, or at the beginning of the next run."""
        self._saved = files
        self.setup.host.note(
            Logged("info", f"saved, but not read before the phone starts again: {', '.join(sorted(files))}")
        )

    def leftovers(self) -> Sequence[str]:
        """Calls and transactions that are still alive, and a registration that nobody has answered."""
        registering = [f"registration of {self.name}"] if self.account.is_asking else []
        return (*self.element.leftovers, *registering)

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
        self.pick_up(call)
        return ""

    def pick_up(self, call: Call) -> None:
        self._hold_the_others()
        self.calls.remove(call)
        self.calls.append(call)  # now it is the one at the ear
        call.answer()

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
        call.keypad.press(digits)
        return ""

    def send_to(self, number: str) -> str:
        call = self._in(UP)
        if call is None:
            return NOTHING_TO.format("transfer")
        if not self.setup.can_transfer:
            return CANNOT_TRANSFER
        call.send_to(self.setup.addresses.aor(number))
        return ""

    def connect(self, party: str) -> str:
        """The two calls of this phone: whoever is not `party` is sent to `party`."""
        consulted = next((call for call in reversed(self.calls) if call.state in UP and call.is_with(party)), None)
        sent = next((call for call in reversed(self.calls) if call.state in UP and call is not consulted), None)
        if consulted is None or sent is None:
            return f"there are no two calls, one of them with {party}"
        if not self.setup.can_transfer:
            return CANNOT_TRANSFER
        sent.send_to(replacing(self.setup, consulted.leg))
        return ""

    def mute(self, on: bool) -> str:
        call = self._in(UP)
        if call is None:
            return NOTHING_TO.format("mute")
        call.mute(on)
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

    def restart(self) -> str:
        if self.calls:
            return "it is in a call"
        if self.account.is_asking:
            return "it is busy with its registration"
        saved, self._saved = self._saved, None
        if saved is None:
            self._switch_on(self.setup.afresh())
            return ""
        moved = self.setup.moved(self._read(saved))
        self.element.endpoint.close()
        self.element = Element(moved.host, moved.at, moved.manner, self)
        self._switch_on(moved)
        return ""

    def _switch_on(self, setup: Setup) -> None:
        self.account.switch_off()
        self.setup = setup
        self.account = Account(self.name, self.setup, self.element.endpoint)
        self.reception = Reception(self.setup, self.element.endpoint)
        self.do_not_disturb = self.setup.settings.do_not_disturb
        self.start()

    def disturb(self, on: bool) -> str:
        self.do_not_disturb = on
        return ""

    # What comes from outside of every call

    def arrived(self, request: Request, transaction: ServerTransaction) -> None:
        if self.refuse(request, transaction):
            return
        if request.method == "INVITE" and request.to_tag is None:
            invited(self, request, transaction)
        else:
            self.reception.answer(request, transaction)

    def refuse(self, request: Request, transaction: ServerTransaction) -> bool:
        return self.reception.refuse(request, transaction)

    # What its owner sees and hears

    def update(self) -> None:
        """Tell what has changed."""
        for gone in [call for call in self.calls if call.state in GONE]:
            self.calls.remove(gone)
            if gone.state is CallState.REFUSED:
                self.face.stand(gone.state)
                self.face.show(f"{gone.state.value}: {gone.party}")
                self.face.hear_busy()
        foreground, ringing = self.foreground, self.ringing
        call = foreground or ringing
        self.face.stand(CallState.OVER if call is None else call.state)
        self.face.wait(rings=foreground is not None and ringing is not None)
        self.face.show("" if call is None else f"{call.state.words}: {call.party}{call.note}")
        self.face.hear(
            SILENCE if call is None else hears(SITUATIONS[call.state], call.media.incoming, call.media.source)
        )

    def show(self, text: str) -> None:
        self.face.show(text)

    def follow(self, wish: Wanted, referral: Referral) -> None:
        """The old call stays as it is: whoever asked will hang up."""
        call = CallMade(self, wish.target, wish.fields, referral)
        self.calls.append(call)
        call.start()

    def beep(self, lasts: int) -> None:
        self.face.hear_beep(lasts)

    def digit_came(self, digit: str) -> None:
        call = self.foreground
        self.face.hear_digit(digit, "" if call is None else call.media.source)
