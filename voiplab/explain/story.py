"""What a ladder tells, in order: messages, what people did, timers that mattered, and what people heard."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from voiplab.explain.labels import Circumstances, Label, label
from voiplab.explain.messages import Delivered, Messages, SipMessage
from voiplab.explain.offers import descriptions
from voiplab.recording.events import Event, EventId, Heard, Moved, Performed, Sent, Shown, TimerFired
from voiplab.sim.moment import Moment, ms
from voiplab.text.harmless import harmless


@dataclass(frozen=True)
class Arrow:
    """A message from one node to another, or to itself."""

    message: SipMessage
    label: Label

    @property
    def at(self) -> Moment:
        return self.message.at

    @property
    def nodes(self) -> tuple[str, ...]:
        return (self.message.source, self.message.target)


@dataclass(frozen=True, slots=True)
class Aside:
    """What happens at one node, beside the messages."""

    at: Moment
    node: str
    text: str

    @property
    def nodes(self) -> tuple[str, ...]:
        return (self.node,)


class Act(Aside):
    """Somebody pressed a key, typed a command, pulled a cable."""

    __slots__ = ()


class Fired(Aside):
    """A timer, in its own words, that did more than to clean up or to repeat a message."""

    __slots__ = ()


class Hears(Aside):
    """From now on somebody at this node hears something else."""

    __slots__ = ()


Happening = Arrow | Act | Fired | Hears


def words(happening: Act | Fired | Hears) -> str:
    return f"hears {happening.text}" if isinstance(happening, Hears) else happening.text


def story(messages: Messages) -> Sequence[Happening]:
    arrows = {arrow.message.event.id: arrow for arrow in arrows_of(messages)}
    telling = _timers_that_matter(messages)
    happenings = [arrows.get(event.id) or _happening(event, telling) for event in messages.recording]
    return tuple(_without_blinks([happening for happening in happenings if happening is not None]))


SHORTEST_SOUND: Final = ms(100)


def _without_blinks(happenings: Sequence[Happening]) -> Iterator[Happening]:
    """A sound that gives way to another one before one could tell what it is."""
    following: dict[str, Moment] = {}
    kept: list[Happening] = []
    for happening in reversed(happenings):
        if isinstance(happening, Hears):
            lasts = following.get(happening.node, happening.at + SHORTEST_SOUND) - happening.at
            following[happening.node] = happening.at
            if lasts < SHORTEST_SOUND:
                continue
        kept.append(happening)
    return reversed(kept)


def arrows_of(messages: Sequence[SipMessage]) -> Iterator[Arrow]:
    described = descriptions(messages)
    acknowledged = _acknowledged_numbers(messages)
    crossing = _crossings(messages)
    latest: dict[int, Moment] = {}
    for message in messages:
        before = latest.get(message.first)
        latest[message.first] = message.at
        around = Circumstances(
            description=described.get(message.n),
            is_acknowledged_by_number=_number(message) in acknowledged,
            since_last_copy=message.at - before if before is not None else None,
            crosses=crossing.get(message.n),
        )
        yield Arrow(message, label(message, around))


def _happening(event: Event, telling: Mapping[EventId, str]) -> Act | Fired | Hears | None:
    match event.what:
        case Performed(action):
            return Act(event.at, event.node, harmless(action))
        case Heard(_, content):
            return Hears(event.at, event.node, harmless(heard(content)))
        case TimerFired() if event.id in telling:
            return Fired(event.at, event.node, harmless(telling[event.id]))
        case _:
            return None


SOUNDS: Final[Mapping[str, str]] = {
    "tone": "{} tone",
    "voice": "{}",
    "prompt": "prompt {}",
    "digit": "digit {}",
}


def heard(content: str) -> str:
    """`voice:bob` is bob, `tone:ringback` the ringback tone, `silence` silence."""
    kind, _, rest = content.partition(":")
    return SOUNDS.get(kind, kind + " {}").format(rest).strip() if rest else kind


def timer_words(timer: str) -> str:
    """`B: no response to INVITE: give up` -> `timer B: no ...`; a timer without a letter says what it does."""
    name, _, does = timer.partition(": ")
    if not does:
        return f"timer {name}"
    return f"timer {name}: {does}" if len(name) == 1 else does


def _timers_that_matter(messages: Messages) -> Mapping[EventId, str]:
    """Those from which more followed than the repetition of a message and the end of a transaction."""
    recording = messages.recording
    told: dict[EventId, str] = {}
    for event in recording:
        handled = None if event.cause is None else recording[event.cause]
        if handled is not None and isinstance(handled.what, TimerFired) and _matters(event, messages):
            told[handled.id] = timer_words(handled.what.timer)
    return told


def _matters(event: Event, messages: Messages) -> bool:
    match event.what:
        case Sent():
            message = messages.of(event.id)
            return message is not None and not message.is_copy
        case Moved(kind=kind):
            return not kind.endswith("transaction")
        case Heard() | Shown():
            return True
        case _:
            return False


def _number(message: SipMessage) -> tuple[str, int] | None:
    content = message.request
    if content is None or content.method != "INVITE":
        return None
    return message.leg.call_id, content.cseq.number


def _acknowledged_numbers(messages: Sequence[SipMessage]) -> set[tuple[str, int] | None]:
    """The INVITEs (leg and CSeq) that a RAck names."""
    racks = [
        (message.leg.call_id, message.request.rack)
        for message in messages
        if message.request and message.method == "PRACK"
    ]
    return {(call_id, rack.cseq) for call_id, rack in racks if rack is not None}


def _crossings(messages: Sequence[SipMessage]) -> Mapping[int, int]:
    """Message -> the other one that left before this one arrived, against its direction and in its leg."""
    crossing: dict[int, int] = {}
    for message in messages:
        if not isinstance(message.fate, Delivered):
            continue
        for other in _sent_between(message, message.fate.at, messages):
            if (other.source, other.target, other.leg) == (message.target, message.source, message.leg):
                crossing.setdefault(message.n, other.n)
                crossing.setdefault(other.n, message.n)
    return crossing


def _sent_between(first: SipMessage, moment: Moment, messages: Sequence[SipMessage]) -> Iterator[SipMessage]:
    """Those after a message and before a moment."""
    following = (messages[place] for place in range(first.n, len(messages)))
    return takewhile(lambda message: message.at < moment, following)
