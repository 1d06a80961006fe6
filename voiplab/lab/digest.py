"""A fingerprint of what went over the wire: equal digests, equal runs."""

from hashlib import sha256

from voiplab.recording.events import Sent
from voiplab.recording.recording import Recording
from voiplab.rtp.flow import Flow


def digest(recording: Recording) -> str:
    """Of all bytes sent, their ways and their moments."""
    hashed = sha256()
    for event in recording.sent():
        if isinstance(event.what, Sent):
            packet = event.what.packet
            head = f"{event.at} {event.node} {packet.transport.value} {packet.source} {packet.target} "
            hashed.update(head.encode())
            hashed.update(repr(packet.payload).encode() if isinstance(packet.payload, Flow) else packet.payload)
    return hashed.hexdigest()
