"""One channel: a leg of the switch as the core sees it, with its caller profile, its variables and its states.

What carries it (a SIP leg of mod_sofia) is its `Line`.
"""

from collections.abc import Callable
from typing import Final, Protocol

from voiplab.freeswitch.caller_profile import CallerProfile
from voiplab.freeswitch.caseless import Caseless
from voiplab.freeswitch.causes import Cause
from voiplab.freeswitch.channel_row import ChannelRow
from voiplab.freeswitch.keys import Key, Keys
from voiplab.freeswitch.meta_keys import MetaKeys, Side
from voiplab.freeswitch.rates import RATES
from voiplab.freeswitch.states import CallState, Direction, State
from voiplab.net.host import Host
from voiplab.recording.events import EventId, Moved, log_line
from voiplab.sim.moment import Moment

OWN_END: Final = "proto_specific_hangup_cause"
"""How its protocol ended a leg: `sip:486`."""
OTHER_END: Final = f"last_bridge_{OWN_END}"
"""The same of the leg on the other side."""

FLIPPED: Final = "channel_cid_flipped"
"""Caller and callee have changed their places."""
DISPOSITION: Final = "endpoint_disposition"
"""How far the leg has come."""


class Line(Protocol):
    """What the core asks of a leg. `pre_answer` and `answer` give a cause when they are impossible (no common codec)."""

    def ring(self) -> None: ...
    def pre_answer(self) -> Cause | None: ...
    def answer(self) -> Cause | None: ...
    def respond(self, status: int, phrase: str | None) -> None: ...
    def redirect(self, uri: str) -> None: ...
    def hang_up(self, cause: Cause) -> None: ...
    def say(self, content: str) -> None: ...
    def press(self, key: Key) -> None:
        """Pass a key on."""

    def release(self) -> None:
        """The channel is over: it is told nothing any more."""

    @property
    def codec(self) -> str: ...
    @property
    def passes_media(self) -> bool:
        """Its media are described by the leg that it is connected with, and are none of the server's business."""


class Bridged(Protocol):
    """What connects the channel with another one."""

    def dissolve(self) -> None:
        """Both are sent elsewhere."""

    def lose(self, leaver: "Channel") -> None:
        """One of the two is sent elsewhere."""

    def interrupt(self, busy: "Channel", music: str, stop: Callable[[], None]) -> None:
        """One does something else, which `stop` ends, and the other one hears music until it is over."""

    def resume(self) -> None:
        """It is over: each hears the other again."""


class Channel:
    """`on_hangup` is called once, with the cause; `on_sound` with what its line hears from now on.

    `number` counts the sessions of the server: some lines of its log name a channel by it.
    """

    def __init__(
        self, host: Host, uuid: str, number: int, name: str, direction: Direction, profile: CallerProfile
    ) -> None:
        self.host = host
        self.uuid = uuid
        self.number = number
        self.name = name
        self.direction = direction
        self.adopt(profile)
        self.line: Line | None = None
        self.variables = Caseless()
        self.origins: dict[str, EventId] = {}
        """Which executed line set a variable."""
        self.state = State.NEW
        self.call_state = CallState.DOWN
        self.created: Moment = host.now
        self.answered: Moment | None = None
        self.bridged: Moment | None = None
        self.cause: Cause | None = None
        self.partner: Channel | None = None
        self.bridging: Bridged | None = None
        self.is_bridging = False
        """An application calls others for it, or has connected it: its session does not end before that."""
        self.hears = ""
        self.keys = Keys()
        self.meta = MetaKeys()
        self.on_hangup: list[Callable[[Cause], None]] = []
        self.on_sound: Callable[[str], None] = _ignore
        self.on_answer: Callable[[], None] = _wait_for_nothing
        self.on_transfer: Callable[[], None] = _wait_for_nothing
        """It is sent elsewhere: what the dialplan does for it stops."""
        self.log("notice", f"New Channel {name} [{uuid}]")
        self._enter(State.NEW, "")

    def adopt(self, profile: CallerProfile) -> None:
        """Who calls, as it is known now."""
        self.profile = profile
        profile.uuid, profile.chan_name = self.uuid, self.name
        self.row = ChannelRow.of(profile)

    def field(self, name: str) -> str | None:
        """A field of the caller profile, as a condition of the dialplan names it."""
        return vars(self.profile).get(name)

    def variable(self, name: str) -> str | None:
        return self.variables.get(name)

    def set(self, name: str, value: str | None) -> None:
        """Set or take away a variable; the line in force is remembered as its origin."""
        if value is None:
            self.variables.pop(name, None)
            self.origins.pop(name, None)
            return
        self.variables[name] = value
        if self.host.line is not None:
            self.origins[name] = self.host.line

    def forget(self, prefix: str) -> None:
        """Take away all variables whose names begin so."""
        for name in [one for one in self.variables if one.lower().startswith(prefix.lower())]:
            self.set(name, None)

    @property
    def is_up(self) -> bool:
        return self.cause is None

    @property
    def is_answered(self) -> bool:
        return self.answered is not None

    @property
    def carrier(self) -> Line:
        """The line; none only while a challenge waits for its answer."""
        assert self.line is not None
        return self.line

    def log(self, level: str, text: str) -> None:
        self.host.note(log_line(level, text))

    def move(self, state: State) -> None:
        if self.state is state:
            return
        self.log("debug", f"({self.name}) State Change {self.state.words} -> {state.words}")
        self._enter(state, self.state.words)
        if state is State.ROUTING and self.direction is Direction.INBOUND and self.call_state is CallState.DOWN:
            self.move_call(CallState.RINGING)

    def _enter(self, state: State, was: str) -> None:
        self.host.note(Moved(self.name, "channel", was, state.words, self.uuid))
        self.state = state

    def routes(self) -> None:
        """It is looked up in the dialplan, or about to send its INVITE."""
        self.row.routes(self.profile, self.variables)

    def executes(self, application: str, data: str) -> None:
        self.variables["current_application_data"] = data
        self.variables["current_application"] = application
        self.row.executes(application, data, self.variables)

    def flip_caller(self) -> None:
        """Who was called becomes the caller, once: a called phone that goes into the dialplan by itself."""
        profile = self.profile
        if self.direction is Direction.INBOUND or FLIPPED in self.variables:
            return
        self.log(
            "info",
            f'{self.name} Flipping CID from "{profile.caller_id_name}" <{profile.caller_id_number}>'
            f' to "{profile.callee_id_name}" <{profile.callee_id_number}>',
        )
        self.variables["pre_transfer_caller_id_name"] = profile.caller_id_name
        self.variables["pre_transfer_caller_id_number"] = profile.caller_id_number
        self.variables[FLIPPED] = "yes"
        profile.caller_id_name, profile.callee_id_name = profile.callee_id_name, profile.caller_id_name
        profile.caller_id_number, profile.callee_id_number = profile.callee_id_number, profile.caller_id_number
        self.row.updates(profile, "RECV")

    def move_call(self, state: CallState) -> None:
        if self.call_state is not state:
            was = self.call_state
            self.log("debug", f"({self.name}) Callstate Change {was.words} -> {state.words}")
            self.host.note(Moved(self.name, "call state", was.words, state.words, self.uuid))
            self.call_state = state

    def ring_ready(self) -> None:
        """The caller is told that it rings, if nothing better was told."""
        self.carrier.ring()
        self.log("notice", f"Ring Ready {self.name}!")

    def mark_early(self) -> None:
        """There is sound before the answer."""
        self.log("notice", f"Pre-Answer {self.name}!")
        self.variables[DISPOSITION] = "EARLY MEDIA"
        self._name_codec()
        self.move_call(CallState.EARLY)

    def _name_codec(self) -> None:
        codec = self.carrier.codec
        if codec:
            rate = str(RATES[codec].samples)
            for way in ("read", "write"):
                self.variables[f"{way}_codec"] = codec
                self.variables[f"{way}_rate"] = rate

    def mark_answered(self) -> None:
        if self.answered is None:
            self.answered = self.host.now
            self.variables[DISPOSITION] = "ANSWER"
            self._name_codec()
            self.log("notice", f"Channel [{self.name}] has been answered")
            self.move_call(CallState.ACTIVE)
            self.on_answer()

    def press(self, key: Key) -> None:
        """A key is pressed at the other end of the line."""
        if self.is_up and not self._begins_aside(key):
            self.log("info", f"RECV DTMF {key.digit}:{key.samples}")
            self.keys.press(key)

    def _begins_aside(self, key: Key) -> bool:
        """It is one that bind_meta_app has bound: here, or on whom this one is connected with."""
        mine = ((Side.A, self),) if self.partner is None else ((Side.A, self), (Side.B, self.partner))
        for side, binder in mine:
            heard = binder.meta.hear(side, key.digit, self.host.now)
            if heard.missing:
                self.log("warning", f"Ignoring meta digit '{heard.missing}' not mapped")
            if heard.bound is not None:
                self.log("debug", f"{binder.name} Processing meta digit {key.digit} [{heard.bound.text}]")
                heard.bound.begin(side)
            if heard.is_meta:
                return True
        return False

    def heard(self, content: str) -> None:
        """What comes in from the line from now on."""
        self.hears = content
        self.on_sound(content)

    def hang_up(self, cause: Cause) -> None:
        """End it, whoever asks for it; the line says so to the other side in its own words."""
        if self.cause is not None:
            return
        self.cause = cause
        self.log("notice", f"Hangup {self.name} [{self.state.words}] [{cause.name}]")
        self._enter(State.HANGUP, self.state.words)
        self.move_call(CallState.HANGUP)
        if self.line is not None:
            self.line.hang_up(cause)
        for tell in list(self.on_hangup):
            tell(cause)
        if not self.is_bridging:
            self.end()

    def remember_end_of(self, other: "Channel") -> None:
        """The other leg is over: what its protocol said of that."""
        if OWN_END in other.variables:
            self.variables[OTHER_END] = other.variables[OWN_END]

    def end(self) -> None:
        """It has been hung up, and nothing is at work for it any more."""
        self.move(State.REPORTING)
        self.move(State.DESTROY)
        self.log("notice", f"Session {self.number} ({self.name}) Ended")
        self.log("notice", f"Close Channel {self.name} [{self.state.words}]")
        self._let_go()

    def _let_go(self) -> None:
        """Of all that knows the channel: what holds each other goes only when the garbage collector looks for it."""
        self.on_hangup.clear()
        self.meta = MetaKeys()
        self.on_sound, self.on_answer, self.on_transfer = _ignore, _wait_for_nothing, _wait_for_nothing
        if self.line is not None:
            self.line.release()
        self.line = HUNG_UP


class HungUp:
    """The line of a channel that is over."""

    codec = ""
    passes_media = False

    def _do(self, *_what: object) -> None:
        """There is nobody at its other end."""

    ring = pre_answer = answer = respond = redirect = hang_up = say = press = release = _do


HUNG_UP: Final = HungUp()


def _wait_for_nothing() -> None:
    """Nobody wants to know."""


def _ignore(_content: str) -> None:
    """Nobody listens."""
