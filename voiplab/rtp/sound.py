"""What a content sounds like, as samples at 8 kHz: call progress tones, and a hum for everything that people or files say.

Frequencies and cadences: the North American tones of ITU-T E.180 supplement 2. A voice is no speech: each content hums at a
pitch of its own, so that they can be told apart in a capture.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

RATE: Final = 8_000
LOUD: Final = 6_000  # about 15 dB below the loudest, so that two tones fit together

_WAVE = tuple(round(LOUD * math.sin(2 * math.pi * place / RATE)) for place in range(RATE))
"""One second of 1 Hz: any whole frequency reads it with its own stride."""


@dataclass(frozen=True, slots=True)
class Tone:
    """`on` and `off` in samples; a tone without pauses has no `off`."""

    frequencies: tuple[int, ...]
    on: int = RATE
    off: int = 0

    def sample(self, place: int) -> int:
        if place % (self.on + self.off) >= self.on:
            return 0
        return sum(_WAVE[frequency * place % RATE] for frequency in self.frequencies)


TONES: Final[Mapping[str, Tone]] = {
    "tone:dial": Tone((350, 440)),
    "tone:ringback": Tone((440, 480), 2 * RATE, 4 * RATE),
    "tone:busy": Tone((480, 620), RATE // 2, RATE // 2),
    "tone:congestion": Tone((480, 620), RATE // 4, RATE // 4),
    "silence": Tone(()),
}

_LOWEST_HUM = 120
_HUMS = 180  # pitches of speech: 120 to 299 Hz


def samples(content: str, start: int, count: int) -> Sequence[int]:
    """`count` samples of a content, from sample `start` of it on."""
    tone = TONES.get(content) or _hum(content)
    return [tone.sample(place) for place in range(start, start + count)]


def _hum(content: str) -> Tone:
    digest = blake2b(content.encode("utf-8", "surrogateescape"), digest_size=4).digest()
    return Tone((_LOWEST_HUM + int.from_bytes(digest, "big") % _HUMS,))


def period(content: str) -> int:
    """After how many samples a content begins again."""
    tone = TONES.get(content) or _hum(content)
    return math.lcm(RATE, tone.on + tone.off)
