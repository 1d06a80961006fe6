"""What arrived of one RTP stream: how much, what is missing, how unevenly, and which keys (RFC 3550 appendix A, RFC 4733)."""

from collections import deque
from dataclasses import dataclass
from typing import Final

from voiplab.rtp import dtmf
from voiplab.rtp.packet import SEQUENCE_END, RtpPacket
from voiplab.rtp.packets import CLOCK, LAWS
from voiplab.rtp.quality import CodecQuality, Connection, mos, rating
from voiplab.sim.moment import Moment

US_PER_TICK: Final = 1_000_000 // CLOCK
HALF: Final = SEQUENCE_END // 2
MOST_KEYS: Final = 100
"""The latest ones that a report names."""


@dataclass(frozen=True, slots=True)
class Report:
    """`lost` counts the numbers that never came; `jitter` is the interarrival jitter in ms."""

    packets: int
    lost: int
    jitter: float
    digits: str
    mos: float | None
    """Mean opinion score by the E-model; None where the codec has no known values."""

    def __str__(self) -> str:
        heard = f"{self.packets} packets, {self.lost} lost, jitter {self.jitter:.1f} ms"
        opinion = "" if self.mos is None else f", MOS {self.mos:.1f}"
        return heard + opinion + (f", keys {self.digits}" if self.digits else "")


class Reception:
    """One stream, from its first packet on."""

    def __init__(self, codec: str) -> None:
        self.codec = codec
        self.last_arrival: Moment = 0
        self._packets = 0
        self._first: int | None = None
        self._highest = 0
        self._cycles = 0
        self._transit: int | None = None
        self._jitter = 0.0
        self._digits: deque[str] = deque(maxlen=MOST_KEYS)
        self._key_down: int | None = None

    def take(self, packet: RtpPacket, at: Moment) -> None:
        self.last_arrival = at
        self._packets += 1
        self._number(packet.sequence)
        transit = at - packet.timestamp * US_PER_TICK
        if self._transit is not None and abs(transit - self._transit) < 1_000_000:  # a new talk spurt may jump
            self._jitter += (abs(transit - self._transit) - self._jitter) / 16
        self._transit = transit

    def take_event(self, packet: RtpPacket, event: dtmf.Event, at: Moment) -> str | None:
        """The key, if this is the first packet of it: all packets of one press have one timestamp."""
        self.last_arrival = at
        self._packets += 1
        self._number(packet.sequence)
        if event.digit is None or packet.timestamp == self._key_down:
            return None
        self._key_down = packet.timestamp
        self._digits.append(event.digit)
        return event.digit

    def _number(self, sequence: int) -> None:
        if self._first is None:
            self._first = self._highest = sequence
        ahead = (sequence - self._highest) % SEQUENCE_END
        if 0 < ahead < HALF:
            self._cycles += sequence < self._highest
            self._highest = sequence

    @property
    def expected(self) -> int:
        first = self._highest if self._first is None else self._first
        return self._cycles * SEQUENCE_END + self._highest - first + 1

    def report(self) -> Report:
        lost = max(0, self.expected - self._packets)
        known = self.codec in LAWS and self.expected > 0
        share = 100 * lost / self.expected if known else 0.0
        opinion = mos(rating(Connection.over(0, share, CodecQuality.G711_CONCEALED))) if known else None
        return Report(self._packets, lost, round(self._jitter / 1_000, 1), "".join(self._digits), opinion)
