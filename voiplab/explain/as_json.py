"""A run as one JSON object, `voiplab/run/1`: its messages with their bytes and causes, its log, and what the checks said."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

from voiplab.explain.messages import Delivered, Messages, SipMessage, Vanished
from voiplab.recording.events import Arrived, Event, EventId, LineRun, Logged, Performed, SettingRead, TimerFired
from voiplab.recording.recording import Recording
from voiplab.sim.moment import Moment

SCHEMA: Final = "voiplab/run/1"

Json = bool | int | float | str | None | Sequence["Json"] | Mapping[str, "Json"]


class NodeShown(NamedTuple):
    """A node of the lab: `phone` or the server's name, its addresses, and what it is called besides."""

    kind: str
    ips: tuple[str, ...]
    label: str = ""


class About(NamedTuple):
    """What a recording does not know of itself."""

    lab: str
    run: str
    seed: int
    nodes: Mapping[str, NodeShown]


class Checked(NamedTuple):
    """What a check said; `passed` is None when what it looks at did not happen."""

    id: str
    passed: bool | None
    points: int
    expected: str
    why: str
    evidence: tuple[EventId, ...] = ()
    nearest: EventId | None = None
    difference: str = ""
    look: str = ""


def run_object(messages: Messages, about: About, checks: Sequence[Checked] = ()) -> dict[str, Json]:
    recording = messages.recording
    return {
        "schema": SCHEMA,
        "lab": about.lab,
        "run": about.run,
        "seed": about.seed,
        "duration": _seconds(recording[-1].at if len(recording) else 0),
        "messages": [message_object(messages, message, about.nodes) for message in messages],
        "logs": list(_logs(recording)),
        "checks": [_checked(messages, check) for check in checks],
        "nodes": {
            name: {"kind": node.kind, "ips": list(node.ips), "label": node.label} for name, node in about.nodes.items()
        },
    }


def message_object(messages: Messages, message: SipMessage, nodes: Mapping[str, NodeShown]) -> dict[str, Json]:
    """`raw` is the text exactly as it was sent, bytes that are no UTF-8 by surrogateescape."""
    fate = message.fate
    return {
        "n": message.n,
        "t": _seconds(message.at),
        "from": message.source,
        "to": message.target,
        "transport": message.packet.transport.value,
        "src": str(message.packet.source),
        "dst": str(message.packet.target),
        "raw": message.raw.decode("utf-8", "surrogateescape"),
        "cause": cause_object(message.event, messages.recording.__getitem__, partial(_number, messages), nodes),
        "in_force": None if message.event.line is None else _line(messages.recording[message.event.line]),
        "arrived": _seconds(fate.at) if isinstance(fate, Delivered) else None,
        "lost": fate.reason if isinstance(fate, Vanished) else None,
        "copy_of": message.first if message.is_copy else None,
        "call": message.leg.call,
    }


def cause_object(
    event: Event,
    find: Callable[[EventId], Event | None],
    number: Callable[[EventId], int | None],
    nodes: Mapping[str, NodeShown],
) -> dict[str, Json] | None:
    """What was being handled, and where nothing was, the line in force. A node's start has no cause.

    `find` gives the event of an id, None when it is forgotten; `number` that of the message that an event sent.
    """
    if event.cause is None:
        line = None if event.line is None else find(event.line)
        return None if line is None else _line(line)
    handled = find(event.cause)
    if handled is None:
        return None
    match handled.what:
        case Arrived(sent=sent):
            return {"kind": "packet", "message": number(sent), "node": handled.node}
        case TimerFired(machine, timer):
            return {"kind": "timer", "node": handled.node, "name": timer, "machine": machine}
        case Performed(action):
            is_phone = handled.node in nodes and nodes[handled.node].kind == "phone"
            return {"kind": "key" if is_phone else "action", "node": handled.node, "name": action}
        case LineRun() | SettingRead():
            return _line(handled)
        case _:
            return cause_object(handled, find, number, nodes)


def _number(messages: Messages, event: EventId) -> int | None:
    message = messages.of(event)
    return None if message is None else message.n


def _line(event: Event) -> dict[str, Json]:
    match event.what:
        case LineRun(place, text):
            return {"kind": "line", "node": event.node, "file": place.file, "line": place.line, "name": text}
        case SettingRead(place, name, value):
            shown = f"{name}={value}"
            return {"kind": "setting", "node": event.node, "file": place.file, "line": place.line, "name": shown}
        case _:
            return {"kind": "action", "node": event.node, "name": type(event.what).__name__}


def _logs(recording: Recording) -> Iterator[dict[str, Json]]:
    for event in recording:
        if isinstance(event.what, Logged):
            yield {"t": _seconds(event.at), "node": event.node, "level": event.what.level, "text": event.what.text}


def _checked(messages: Messages, check: Checked) -> dict[str, Json]:
    nearest = None if check.nearest is None else messages.of(check.nearest)
    return {
        "id": check.id,
        "passed": check.passed,
        "points": check.points,
        "expected": check.expected,
        "why": check.why,
        "evidence": [message.n for event in check.evidence if (message := messages.of(event)) is not None],
        "nearest": None if nearest is None else nearest.n,
        "difference": check.difference,
        "look": check.look,
    }


def _seconds(moment: Moment) -> float:
    return round(moment / 1_000_000, 6)
