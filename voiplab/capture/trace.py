"""A recording from a capture: each SIP message that was seen is one that was sent, and arrived at once.

Whether it arrived, and when, a capture does not tell, unless voiplab itself wrote it: then a comment says what was lost.
"""

from collections.abc import Mapping, Sequence
from typing import BinaryIO, Final

from voiplab.capture.owners import Owners
from voiplab.capture.reading import Limits, Reading
from voiplab.capture.record import Broken
from voiplab.explain.messages import Messages
from voiplab.recording.events import Arrived, EventId, Lost, Sent
from voiplab.recording.recording import Recording
from voiplab.sip.value import value

ALL: Final = Limits()
"""More than anybody looks through."""


@value(frozen=True, slots=False)
class Trace:
    """`ips`: node -> its addresses. `comments`: those of the packet that completed the message, by the event that sent it."""

    messages: Messages
    ips: Mapping[str, Sequence[str]]
    comments: Mapping[EventId, Sequence[str]]
    packets: int
    begins: int
    """The moment of the first packet, in microseconds since 1970: moment 0 of the recording."""
    remarks: Sequence[str]
    broken: Broken | None


def read_trace(file: BinaryIO, limits: Limits = ALL) -> Trace:
    """Whatever the file is: what is wrong with it is part of what comes back."""
    reading = Reading(file, limits)
    owners = Owners(reading.names, [found.packet for found in reading.found])
    recording = Recording()
    comments: dict[EventId, Sequence[str]] = {}
    names: dict[str, str] = {}
    ips: dict[str, dict[str, None]] = {}
    for at, packet, said, lost in reading.found:
        for end in (packet.source, packet.target):
            names[str(end)] = owners.of(end)
            ips.setdefault(owners.of(end), {})[end.ip] = None
        source, target = owners.of(packet.source), owners.of(packet.target)
        moment = at - reading.begins
        sent = recording.append(moment, source, None, None, Sent(packet))
        comments[sent] = said
        if lost is None:
            recording.append(moment, target, None, None, Arrived(packet, sent))
        else:
            recording.append(moment, source, None, None, Lost(packet, sent, lost))
    return Trace(
        Messages(recording, names),
        {node: tuple(addresses) for node, addresses in ips.items()},
        comments,
        reading.traffic.packets,
        reading.begins,
        tuple(reading.remarks()),
        reading.broken,
    )
