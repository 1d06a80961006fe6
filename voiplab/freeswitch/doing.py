"""What the steps of applications do to a channel (mod_dptools.c, switch_ivr.c)."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final, Protocol, assert_never

from voiplab.freeswitch.applications.steps import (
    Answer,
    BindKey,
    Bridge,
    Deed,
    Echo,
    Export,
    FetchOldest,
    ForgetKeys,
    HangUp,
    Park,
    ParkAnywhere,
    ParkIn,
    Play,
    PreAnswer,
    Pressed,
    Read,
    Reason,
    Redirect,
    Remember,
    Respond,
    RingReady,
    SetVariable,
    ShowInfo,
    Sleep,
    Transfer,
    WriteLog,
)
from voiplab.freeswitch.applications.variables import EXPORTS, NOLOCAL
from voiplab.freeswitch.binding import bind
from voiplab.freeswitch.bridge import Left
from voiplab.freeswitch.causes import Cause, of_status
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.dialplan.channel import Action
from voiplab.freeswitch.dialplan.patterns import Match, search
from voiplab.freeswitch.keys import Key
from voiplab.freeswitch.parking import Exchange as ParkingExchange
from voiplab.freeswitch.parking import Parking
from voiplab.freeswitch.reading import Reading
from voiplab.freeswitch.settings import is_true
from voiplab.freeswitch.sofia.passing import wanted
from voiplab.freeswitch.sounds import ENDLESS, content, duration
from voiplab.freeswitch.states import CallState, Direction
from voiplab.freeswitch.variables import refuse
from voiplab.sim.moment import ms
from voiplab.text.place import NotSimulated, Place

ALWAYS_GO_ON: Final = frozenset({Cause.NO_ANSWER, Cause.NO_USER_RESPONSE, Cause.ORIGINATOR_CANCEL})
"""A failed bridge with one of these causes never ends the dialplan."""


class Exchange(ParkingExchange, Protocol):
    """What the steps need of the switch."""

    def run_aside(self, channel: Channel, action: Action) -> None:
        """Run it while the channel is connected, and the other one waits."""

    def bridge(
        self, channel: Channel, dial_string: str, place: Place, failed: Callable[[Cause], None], left: Left
    ) -> None:
        """Call and connect, as the line at `place` asks; `failed` is told when nobody answered, `left` when it is over."""


class Doing:
    """For one channel. `place` is the action at work; `resume` is called when what it had to wait for is over."""

    def __init__(
        self,
        exchange: Exchange,
        channel: Channel,
        resume: Callable[[], None],
        resume_with: Callable[[Pressed], None],
        transfer: Callable[[Transfer], None],
    ) -> None:
        self.place = Place("dialplan", 1)
        self._exchange = exchange
        self._channel = channel
        self._resume = resume
        self._resume_with = resume_with
        self._transfer = transfer
        self._waiting: Reading | Parking | None = None
        self._ticket: int | None = None
        """Of the end of what it waits for, if that has one."""

    def stop(self) -> None:
        """The channel is sent elsewhere, or hung up: nothing is waited for any more."""
        if self._ticket is not None:
            self._channel.host.cancel(self._ticket)
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        self._channel.keys.stop()
        self._channel.on_sound = _deaf
        self._resume, self._resume_with, self._transfer = _stay, _stay_with, _stay_here

    def do(self, step: Deed) -> bool:
        """Whether the application can go on at once."""
        channel, line = self._channel, self._channel.carrier
        match step:
            case Answer():
                return self._is_possible(line.answer()) and self._is_answered()
            case PreAnswer():
                return self._is_possible(line.pre_answer())
            case RingReady():
                channel.ring_ready()
            case SetVariable(name, value):
                refuse(name, value or "", self.place)
                channel.log("debug", f"SET {channel.name} [{name}]=[{value or 'UNDEF'}]")
                channel.set(name, value)
            case Remember(name, value):
                channel.set(name, value)
            case ForgetKeys():
                channel.keys.forget()
            case Export():
                self._export(step)
            case BindKey():
                bind(step, channel, self.place, self._exchange.run_aside)
            case WriteLog(level, text):
                channel.log(level, text)
            case ShowInfo():
                self._show_info()
            case Play(name):
                return self._play(name)
            case Read():
                return self._read(step)
            case ParkIn() | ParkAnywhere() | FetchOldest():
                self._valet(step)
                return False
            case HangUp() | Respond() | Redirect():
                self._finish(step)
                return False
            case Sleep() | Echo() | Park() | Bridge():
                self._wait(step)
                return False
            case _:
                assert_never(step)
        return True

    def _finish(self, step: HangUp | Respond | Redirect) -> None:
        channel = self._channel
        match step:
            case HangUp(cause):
                channel.hang_up(cause)
            case Respond(status, phrase):
                channel.carrier.respond(status, phrase)
                channel.hang_up(of_status(status))
            case Redirect(uri):
                channel.carrier.redirect(uri)
                channel.hang_up(Cause.NORMAL_UNSPECIFIED)

    def _wait(self, step: Sleep | Echo | Park | Bridge) -> None:
        channel = self._channel
        match step:
            case Sleep(milliseconds):
                self._ticket = channel.host.after(ms(milliseconds), self._resume)
            case Echo():
                if self._has_media("echo"):
                    channel.on_sound = channel.carrier.say
                    channel.carrier.say(channel.hears)
            case Park():
                pass
            case Bridge(dial_string):
                self._refuse_passing()
                self._exchange.bridge(channel, dial_string, self.place, self._bridge_failed, self._bridge_left)

    def _refuse_passing(self) -> None:
        """NotSimulated: media can only be passed of a caller whose media were never the server's own."""
        channel = self._channel
        passing = wanted(channel.variables)
        if passing is None:
            return
        if channel.direction is Direction.OUTBOUND:
            raise NotSimulated(self.place, f"{passing.value} for a phone that was called")
        if (channel.is_answered or channel.call_state is CallState.EARLY) and not channel.carrier.passes_media:
            raise NotSimulated(self.place, f"{passing.value} for a call that has media of its own already")

    def _is_answered(self) -> bool:
        """Unless the caller still owes the answer to an offer in its 200."""
        channel = self._channel
        if not channel.is_answered:
            channel.on_answer = lambda: self._resume()
        return channel.is_answered

    def _is_possible(self, cause: Cause | None) -> bool:
        """A caller without a codec in common is hung up."""
        if cause is not None:
            self._channel.hang_up(cause)
        return cause is None

    # Variables

    def _export(self, step: Export) -> None:
        channel = self._channel
        refuse(step.name, step.value, self.place)
        reach = " (REMOTE ONLY)" if step.only_others else ""
        channel.log("debug", f"EXPORT (export_vars){reach} [{step.name}]=[{step.value}]")
        names = [name for name in channel.variables.get(EXPORTS, "").split(",") if name]
        written = f"{NOLOCAL}{step.name}" if step.only_others else step.name
        if written not in names:
            channel.variables[EXPORTS] = ",".join([*names, written])
        channel.set(written, step.value)

    def _show_info(self) -> None:
        channel = self._channel
        channel.log("info", "CHANNEL_DATA:")
        for name, value in sorted(channel.variables.items()):
            channel.log("info", f"variable_{name}: [{value}]")

    # Sound

    def _has_media(self, application: str) -> bool:
        """A sound needs a way to the caller, whether there is such a sound or not."""
        channel = self._channel
        if channel.is_answered or channel.call_state is CallState.EARLY:
            if channel.carrier.passes_media:
                raise NotSimulated(self.place, f"{application} after a bridge with bypass_media or proxy_media")
            return True
        channel.log("debug", f"Application {application} Requires media! pre_answering channel {channel.name}")
        return self._is_possible(channel.carrier.pre_answer())

    def _warn_of_missing(self, name: str) -> None:
        folder = self._exchange.core().globals.get("sounds_dir", "")
        text = f"Error Opening File [{folder}/{name}] [System error : No such file or directory.]"
        self._channel.log("warning", text)

    def _play(self, name: str) -> bool:
        """A sound that does not exist is passed over."""
        channel = self._channel
        if not self._has_media("playback"):
            return False
        length = duration(name, self._exchange.files)
        if length is None:
            self._warn_of_missing(name)
            return True
        channel.carrier.say(content(name))
        if length != ENDLESS:
            self._ticket = channel.host.after(length, self._played)
        channel.keys.listen(self._interrupt)
        return False

    def _played(self) -> None:
        if self._channel.is_up:
            self._channel.keys.stop()
            self._channel.carrier.say("")
            self._resume()

    def _interrupt(self, key: Key) -> None:
        """A key may end a playback: playback_terminators."""
        keys = self._channel.variables.get("playback_terminators", "*").lower()
        if keys != "none" and (keys == "any" or key.digit.lower() in keys):
            self._channel.variables["playback_terminator_used"] = key.digit
            if self._ticket is not None:
                self._channel.host.cancel(self._ticket)
            self._ticket = self._channel.host.after(0, self._played)

    # Keys

    def _read(self, step: Read) -> bool:
        """Pressed keys into a variable; a prompt that does not exist ends it at once."""
        channel = self._channel
        for name in ("read_result", step.name):
            channel.set(name, None)
        if not self._has_media("read"):
            return False
        sound, length = "", 0
        if step.file and step.file.lower() != "silence":
            found = duration(step.file, self._exchange.files)
            if found is None:
                self._warn_of_missing(step.file)
                self._was_read(step, Pressed("", Reason.FAILURE, was_asked=False))
                return False
            sound, length = content(step.file), found
        self._waiting = Reading(channel, step, partial(self._was_read, step))
        self._waiting.start(sound, length)
        return False

    def _was_read(self, step: Read, pressed: Pressed) -> None:
        self._waiting = None
        channel = self._channel
        channel.set("read_result", pressed.reason.value)
        if pressed.terminator:
            channel.set("read_terminator_used", pressed.terminator)
        if step.name:
            channel.set(step.name, pressed.digits or None)
        fits = not step.expression or isinstance(search(step.expression, pressed.digits, self.place), Match)
        # Not in the handling of the key: what follows may be long.
        self._ticket = channel.host.after(0, partial(self._resume_with, replace(pressed, fits=fits)))

    # Parking

    def _valet(self, step: ParkIn | ParkAnywhere | FetchOldest) -> None:
        if self._has_media("valet_park"):
            parking = Parking(self._exchange, self._channel, self.place, self._leave_lot, self._transfer)
            self._waiting = parking
            parking.start(step)

    def _leave_lot(self) -> None:
        self._waiting = None
        self._resume()

    # After a bridge

    def _bridge_failed(self, cause: Cause) -> None:
        """Nobody answered: the call ends with the same cause, unless the dialplan wants to go on (continue_on_fail)."""
        channel = self._channel
        channel.log("info", f"Originate Failed.  Cause: {cause.name}")
        for name in ("originate_failed_cause", "last_bridge_hangup_cause"):
            channel.variables[name] = cause.name
        if self._goes_on_after(cause):
            self._resume()
        else:
            channel.hang_up(cause)

    def _goes_on_after(self, cause: Cause) -> bool:
        if cause in ALWAYS_GO_ON:
            return True
        wanted = self._channel.variables.get("continue_on_fail", "")
        return is_true(wanted) or _is_listed(cause, wanted)

    def _bridge_left(self, cause: Cause, *, was_answered: bool) -> None:
        wish = self._channel.variables.get("hangup_after_bridge", "")
        if wish.lower() == "explicit" or (was_answered and is_true(wish)):
            self._channel.hang_up(cause)
        else:
            self._resume()


def _stay() -> None:
    """There is nothing to go on with."""


def _stay_with(_pressed: Pressed) -> None:
    """Likewise."""


def _stay_here(_step: Transfer) -> None:
    """Likewise."""


def _deaf(_content: str) -> None:
    """The echo has ended."""


def _is_listed(cause: Cause, names: str) -> bool:
    """continue_on_fail may list causes by name or number."""
    return any(name.strip().upper() in (cause.name, str(cause.value)) for name in names.split(","))
