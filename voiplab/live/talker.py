"""What one port says to one target, packet by packet: tones and hums from tables, key presses, or what somebody else says."""

from collections import deque
from collections.abc import Callable
from functools import lru_cache
from math import lcm
from typing import Final

from voiplab.rtp import dtmf, sound
from voiplab.rtp.flow import Flow
from voiplab.rtp.packet import SEQUENCE_END, TIMESTAMP_END, RtpPacket
from voiplab.rtp.packets import CLOCK, LAWS
from voiplab.sim.moment import Moment, ms

KEY_PACKETS: Final = 8  # a press of 100 ms, and its end three times
LONGEST_LOOP: Final = 60 * CLOCK


@lru_cache(maxsize=256)
def loop(codec: str, content: str, ptime: int) -> tuple[bytes, ...]:
    """The payloads of a content, until it begins again. KeyError for a codec that has no encoder here."""
    law = LAWS[codec]
    step = ptime * CLOCK // 1000
    count = lcm(sound.period(content), step)
    frames = min(count, LONGEST_LOOP) // step
    return tuple(law.encode(sound.samples(content, place * step, step)) for place in range(frames))


class Talker:
    """`due` is when it has something to send; None while it only passes on."""

    def __init__(self, flow: Flow, send: Callable[[bytes], object], now: Moment) -> None:
        self.flow = flow
        self.due: Moment | None = None
        self._send = send
        self._frames: tuple[bytes, ...] = ()
        self._place = 0
        # A stream's numbers begin anywhere (RFC 3550 section 5.1); the source's own number was drawn by chance already.
        self._sequence = flow.ssrc % SEQUENCE_END
        self._began = now
        self._offset = flow.ssrc * 2_654_435_761 % TIMESTAMP_END
        self._keys: deque[tuple[int, int, dtmf.Event]] = deque()
        """Packets of key presses: payload number, timestamp, event."""
        self._is_spurt = True

    def say(self, flow: Flow, now: Moment, *, passes_on: bool) -> None:
        """From now on this; `passes_on`: somebody else's packets will be given to `relay`."""
        self.flow = flow
        self._place = 0
        self._is_spurt = True
        self._frames = () if passes_on or flow.codec not in LAWS else loop(flow.codec, flow.content, flow.ptime)
        if self.due is None and (self._frames or self._keys):
            self.due = now
        elif not self._frames and not self._keys:
            self.due = None

    def press(self, flow: Flow, now: Moment) -> None:
        """One key, as an event; what is said waits for it."""
        assert flow.digit is not None
        stamp = self._keys[-1][1] + KEY_PACKETS * self._step if self._keys else self._timestamp(now)
        self._keys.extend((flow.payload, stamp, event) for event in dtmf.press(flow.digit, self._step, KEY_PACKETS))
        if self.due is None:
            self.due = now

    def relay(self, payload: bytes, now: Moment) -> None:
        if not self._keys:
            self._say(payload, now)

    def tick(self) -> None:
        """What is due leaves."""
        now = self.due
        assert now is not None
        if self._keys:
            number, stamp, event = self._keys.popleft()
            is_first = event.duration == self._step
            self._emit(RtpPacket(number, self._sequence, stamp, self.flow.ssrc, event.encode(), is_first))
        elif self._frames:
            self._say(self._frames[self._place % len(self._frames)], now)
            self._place += 1
        self.due = now + ms(self.flow.ptime) if self._keys or self._frames else None

    def _say(self, payload: bytes, now: Moment) -> None:
        stamp = self._timestamp(now)
        self._emit(RtpPacket(self.flow.payload, self._sequence, stamp, self.flow.ssrc, payload, self._is_spurt))
        self._is_spurt = False

    def _emit(self, packet: RtpPacket) -> None:
        self._sequence = (self._sequence + 1) % SEQUENCE_END
        self._send(packet.encode())

    @property
    def _step(self) -> int:
        return self.flow.ptime * CLOCK // 1000

    def _timestamp(self, now: Moment) -> int:
        """In whole packets since it began, so that a stream that is passed on keeps an even clock."""
        return (self._offset + (now - self._began) // ms(self.flow.ptime) * self._step) % TIMESTAMP_END
