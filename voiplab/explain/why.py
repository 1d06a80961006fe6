"""Why a message was sent: the chain of its causes in sentences, down to a key, a command, or a line of a configuration."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from voiplab.explain.messages import Messages, SipMessage
from voiplab.recording.events import Arrived, Event, EventId, LineRun, Performed, Sent, SettingRead, TimerFired
from voiplab.sim.moment import Moment
from voiplab.text.harmless import harmless


class Because(NamedTuple):
    """One link of the chain, and the event that it speaks of."""

    text: str
    event: EventId


class Why(NamedTuple):
    """`origins`: which line wrote which header."""

    message: SipMessage
    chain: tuple[Because, ...]
    origins: tuple[Because, ...]

    def __str__(self) -> str:
        lines = [f"{_named(self.message)}, sent by {self.message.source} at {_s(self.message.at)}:"]
        lines += [f"  {because.text}" for because in self.chain]
        if self.origins:
            lines += ["headers:", *(f"  {origin.text}" for origin in self.origins)]
        return "".join(f"{line}\n" for line in lines)


def why(messages: Messages, message: SipMessage) -> Why:
    return Why(message, tuple(_chain(messages, message)), tuple(_origins(messages, message)))


def _chain(messages: Messages, message: SipMessage) -> Iterator[Because]:
    events = messages.recording.why(message.event.id)[1:]
    place = 0
    while place < len(events):
        event = events[place]
        again = _repeated(events[place:])
        text = _because(event, messages, again)
        if text:
            yield Because(text, event.id)
        if isinstance(event.what, Arrived) and (brought := messages.of(event.id)) is not None:
            yield from (Because(f"  its {origin.text}", origin.event) for origin in _origins(messages, brought))
        place += again
    root = events[-1] if events else message.event
    if not isinstance(root.what, Performed | LineRun | SettingRead):
        yield Because(f"because {root.node} was started", root.id)


def _repeated(events: Sequence[Event]) -> int:
    """How many firings of one timer follow each other: a repetition was caused by the one before."""
    first = events[0].what
    if not isinstance(first, TimerFired):
        return 1
    return next((place for place, event in enumerate(events) if event.what != first), len(events))


def _because(event: Event, messages: Messages, times: int) -> str:
    match event.what:
        case Arrived(_, sent):
            message = messages.of(sent)
            if message is None:
                return f"because media reached {event.node} at {_s(event.at)}"
            return f"because {_named(message)} arrived at {event.node} from {message.source} at {_s(event.at)}"
        case TimerFired(_, timer):
            often = f", {times} times in a row" if times > 1 else ""
            return harmless(f"because a timer of {event.node} fired{often}: {_timer(timer)}, at {_s(event.at)}")
        case Performed(action):
            return harmless(f"because at {event.node} somebody did: {action}, at {_s(event.at)}")
        case LineRun(place, text):
            return harmless(f"because {event.node} ran {place}  {text}")
        case SettingRead(place, name, value):
            return harmless(f"because {event.node} has {place}  {name}={value}")
        case _:
            return ""  # the sending of a message that arrived is told by its arrival


def _origins(messages: Messages, message: SipMessage) -> Iterator[Because]:
    """Which line wrote which headers, the headers of one line together."""
    sent = message.event.what
    written: dict[EventId, list[str]] = {}
    if isinstance(sent, Sent):
        for header, origin in sent.origins.items():
            written.setdefault(origin, []).append(header)
    for origin, headers in written.items():
        yield Because(harmless(f"{', '.join(headers)} written by {_writer(messages, origin)}"), origin)


def _writer(messages: Messages, origin: EventId) -> str:
    event = messages.recording[origin]
    match event.what:
        case LineRun(place, text):
            return f"{place}  {text}"
        case SettingRead(place, name, value):
            return f"{place}  {name}={value}"
        case _:
            return f"{event.node}, {_because(event, messages, 1)}"


def _timer(timer: str) -> str:
    """`A: resend INVITE` has a letter of RFC 3261; other timers only say what they do."""
    name, _, does = timer.partition(": ")
    return f"{does} (timer {name})" if does and len(name) == 1 else does or name


def _named(message: SipMessage) -> str:
    return f"message {message.n} {harmless(message.summary)}"


def _s(moment: Moment) -> str:
    return f"{moment // 1_000_000}.{moment // 1_000 % 1_000:03d} s"
