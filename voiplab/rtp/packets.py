"""The packets that a flow stands for: for captures and for the live edge.

Sound is made for PCMU and PCMA. Other codecs have no encoder here: asking for their packets raises `NoEncoder`.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from voiplab.rtp import dtmf, g711, sound
from voiplab.rtp.flow import Flow
from voiplab.rtp.packet import SEQUENCE_END, TIMESTAMP_END, RtpPacket
from voiplab.sim.chance import Chance
from voiplab.sim.moment import Moment, ms

LAWS: Final[Mapping[str, g711.Law]] = {"PCMU": g711.MU_LAW, "PCMA": g711.A_LAW}
CLOCK: Final = sound.RATE  # of both laws, and of the events that go along with them
EVENTS: Final = "telephone-event"


class NoEncoder(Exception):
    """Nothing here can make the payload of this codec."""

    def __init__(self, codec: str) -> None:
        super().__init__(f"voiplab makes no {codec} sound; it has encoders for {', '.join(LAWS)}")
        self.codec = codec


class Timed(NamedTuple):
    at: Moment
    packet: RtpPacket


class Start(NamedTuple):
    """Where a stream's numbers begin: both are random (RFC 3550 section 5.1), so from the lab's seed."""

    sequence: int
    timestamp: int

    @classmethod
    def drawn(cls, chance: Chance) -> "Start":
        return cls(chance.below(SEQUENCE_END), chance.below(TIMESTAMP_END))


def packets(flow: Flow, start: Start, begins: Moment, count: int, skip: int = 0) -> Iterator[Timed]:
    """`count` packets of a flow that began at `begins`, from number `skip` on.

    Key presses and speech of one source share their numbers: a stream goes on where `skip` packets have gone before.
    """
    payloads = _events(flow, flow.digit, count) if flow.digit is not None else _speech(flow, count, skip)
    step = flow.ptime * CLOCK // 1000
    for turn, (payload, marker) in enumerate(payloads):
        number = skip + turn
        # All packets of a key press carry the time at which the key went down (RFC 4733 section 2.2.1).
        ticks = skip if flow.digit is not None else number
        packet = RtpPacket(
            flow.payload,
            (start.sequence + number) % SEQUENCE_END,
            (start.timestamp + ticks * step) % TIMESTAMP_END,
            flow.ssrc,
            payload,
            marker,
        )
        yield Timed(begins + ms(flow.ptime) * number, packet)


def _events(flow: Flow, digit: str, count: int) -> Iterator[tuple[bytes, bool]]:
    for turn, event in enumerate(dtmf.press(digit, flow.ptime * CLOCK // 1000, count)):
        yield event.encode(), turn == 0


def _speech(flow: Flow, count: int, skip: int) -> Iterator[tuple[bytes, bool]]:
    """The marker says where a talk spurt begins (RFC 3551 section 4.1): here at the first packet of the flow."""
    if flow.codec not in LAWS:
        raise NoEncoder(flow.codec)
    step = flow.ptime * CLOCK // 1000
    again = sound.period(flow.content)
    for number in range(skip, skip + count):
        yield _encoded(flow.codec, flow.content, number * step % again, step), number == 0


@lru_cache(maxsize=4096)
def _encoded(codec: str, content: str, start: int, count: int) -> bytes:
    """Every content begins again after some seconds."""
    return LAWS[codec].encode(sound.samples(content, start, count))
