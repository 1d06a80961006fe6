"""What one port says to one target, packet by packet: tones and hums from tables, key presses, or what somebody else says."""

from collections import deque
from collections.abc import Callable
from functools import lru_cache
from math import lcm
from typing import Final, NamedTuple

from voiplab.live.clock import WallClock
from voiplab.rtp import dtmf, sound
from voiplab.rtp.flow import Flow
from voiplab.rtp.packet import SEQUENCE_END, TIMESTAMP_END, RtpPacket
from voiplab.rtp.packets import CLOCK, LAWS
from voiplab.sim.kernel import Kernel, Pace
from voiplab.sim.moment import Moment, ms

KEY_PACKETS: Final = 8  # a press of 100 ms, and its end three times
LONGEST_LOOP: Final = 60 * CLOCK
TOO_LATE: Final = ms(200)
"""What should have been said before that is left out, instead of being said all at once."""


@lru_cache(maxsize=256)
def loop(codec: str, content: str, ptime: int) -> tuple[bytes, ...]:
    """The payloads of a content, until it begins again. KeyError for a codec that has no encoder here."""
    law = LAWS[codec]
    step = ptime * CLOCK // 1000
    count = lcm(sound.period(content), step)
    frames = min(count, LONGEST_LOOP) // step
    return tuple(law.encode(sound.samples(content, place * step, step)) for place in range(frames))


class Key(NamedTuple):
    """One packet of a key press."""

    payload_type: int
    timestamp: int
    event: dtmf.Event


class Shift(NamedTuple):
    """How far the timestamps of a source are from ours, when its packets are passed on."""

    ssrc: int
    ticks: int


class Talker:
    """While it has something of its own to say, an appointment of the run sends it, packet by packet."""

    def __init__(self, flow: Flow, send: Callable[[bytes], object], kernel: Kernel, clock: WallClock) -> None:
        self.flow = flow
        self._send = send
        self._kernel = kernel
        self._clock = clock
        self._ticket: int | None = None
        self._frames: tuple[bytes, ...] = ()
        self._place = 0
        # A stream's numbers begin anywhere (RFC 3550 section 5.1); the source's own number was drawn by chance already.
        self._sequence = flow.ssrc % SEQUENCE_END
        self._offset = flow.ssrc * 2_654_435_761 % TIMESTAMP_END
        self._began = kernel.now
        self._keys: deque[Key] = deque()
        self._begins_spurt = True
        self._shift: Shift | None = None

    # What is to be said

    def say(self, flow: Flow) -> None:
        """From now on this, as often as it takes."""
        self._turn_to(flow)
        self._frames = loop(flow.codec, flow.content, flow.ptime)
        self._go_on(0)

    def pass_on(self, flow: Flow) -> None:
        """From now on the packets that are given to `relay`."""
        self._turn_to(flow)

    def press(self, flow: Flow) -> None:
        """One key, as an event; what is said waits for it."""
        assert flow.digit is not None
        last = self._keys[-1].timestamp + KEY_PACKETS * self._step if self._keys else self._timestamp(self._kernel.now)
        events = dtmf.press(flow.digit, self._step, KEY_PACKETS)
        self._keys.extend(Key(flow.payload, last, event) for event in events)
        self._go_on(0)

    def relay(self, packet: RtpPacket) -> None:
        """Its sound under our numbers; the distances between its timestamps stay, whatever the jitter was."""
        if self._keys:
            return
        if self._shift is None or self._shift.ssrc != packet.ssrc:
            self._shift = Shift(packet.ssrc, self._timestamp(self._clock.now()) - packet.timestamp)
        self._say(packet.payload, (packet.timestamp + self._shift.ticks) % TIMESTAMP_END)

    def fall_silent(self) -> None:
        if self._ticket is not None:
            self._kernel.cancel(self._ticket)
            self._ticket = None

    def _turn_to(self, flow: Flow) -> None:
        self.flow = flow
        self._frames = ()
        self._place = 0
        self._begins_spurt = True
        self._shift = None

    # Packet by packet

    def _go_on(self, delay: Moment) -> None:
        if self._ticket is None and (self._keys or self._frames):
            self._ticket = self._kernel.after(delay, self._tick, Pace.BACKGROUND)

    def _tick(self) -> None:
        self._ticket = None
        now = self._kernel.now
        if self._keys:
            self._press(self._keys.popleft())
        elif self._frames:
            self._say(self._frames[self._place % len(self._frames)], self._timestamp(now))
            self._place += 1
        late = self._clock.now() - now
        self._go_on(ms(self.flow.ptime) if late < TOO_LATE else late)

    def _press(self, key: Key) -> None:
        is_first = key.event.duration == self._step
        self._emit(
            RtpPacket(key.payload_type, self._sequence, key.timestamp, self.flow.ssrc, key.event.encode(), is_first)
        )

    def _say(self, payload: bytes, timestamp: int) -> None:
        """The marker says where a talk spurt begins (RFC 3551 section 4.1)."""
        packet = RtpPacket(self.flow.payload, self._sequence, timestamp, self.flow.ssrc, payload, self._begins_spurt)
        self._begins_spurt = False
        self._emit(packet)

    def _emit(self, packet: RtpPacket) -> None:
        self._sequence = (self._sequence + 1) % SEQUENCE_END
        self._send(packet.encode())

    @property
    def _step(self) -> int:
        return self.flow.ptime * CLOCK // 1000

    def _timestamp(self, moment: Moment) -> int:
        """In whole packets since it began."""
        return (self._offset + (moment - self._began) // ms(self.flow.ptime) * self._step) % TIMESTAMP_END
