"""Changes to a recording that make a check fail which it passed before. Event ids stay as they are."""

import re
from collections.abc import Callable
from dataclasses import replace

from voiplab.explain.messages import Messages
from voiplab.net.packet import Packet
from voiplab.recording.events import Arrived, Event, Logged, Lost, Sent, What
from voiplab.recording.recording import Recording
from voiplab.sim.moment import Duration

Mutation = Callable[[Recording], Recording]

GONE = Logged("DEBUG", "taken out")


def _rebuilt(recording: Recording, edit: Callable[[Event], Event]) -> Recording:
    result = Recording()
    for event in recording:
        changed = edit(event)
        result.append(changed.at, changed.node, changed.cause, changed.line, changed.what)
    return result


def _carriers(recording: Recording, n: int) -> set[int]:
    """The events of message n: its sending, and what became of it."""
    message = Messages(recording)[n - 1]
    fates = {
        event.id
        for event in recording
        if isinstance(event.what, Arrived | Lost) and event.what.sent == message.event.id
    }
    return {message.event.id, *fates}


def without(n: int) -> Mutation:
    """Message n was never sent."""

    def mutate(recording: Recording) -> Recording:
        gone = _carriers(recording, n)
        return _rebuilt(recording, lambda event: event._replace(what=GONE) if event.id in gone else event)

    return mutate


def changed(n: int, old: str, new: str) -> Mutation:
    """In message n one text stands in the place of another."""

    def rewritten(packet: Packet) -> Packet:
        assert isinstance(packet.payload, bytes)
        assert old.encode() in packet.payload, old
        head, _, body = packet.payload.replace(old.encode(), new.encode()).partition(b"\r\n\r\n")
        head = re.sub(rb"Content-Length: \d+", b"Content-Length: %d" % len(body), head)
        return packet._replace(payload=head + b"\r\n\r\n" + body)

    def mutate(recording: Recording) -> Recording:
        carriers = _carriers(recording, n)

        def edit(event: Event) -> Event:
            if event.id in carriers and isinstance(event.what, Sent | Arrived | Lost):
                return event._replace(what=replace(event.what, packet=rewritten(event.what.packet)))
            return event

        return _rebuilt(recording, edit)

    return mutate


def later(n: int, by: Duration) -> Mutation:
    """Message n leaves later, and so does all that comes after it."""

    def mutate(recording: Recording) -> Recording:
        sent = Messages(recording)[n - 1].event.id
        return _rebuilt(recording, lambda event: event._replace(at=event.at + by) if event.id >= sent else event)

    return mutate


def replaced(old: What, new: What) -> Mutation:
    """Something else happened."""

    def mutate(recording: Recording) -> Recording:
        assert any(event.what == old for event in recording), old
        return _rebuilt(recording, lambda event: event._replace(what=new) if event.what == old else event)

    return mutate


def gone(old: What) -> Mutation:
    return replaced(old, GONE)
