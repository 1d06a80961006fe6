"""How fast a codec samples, and how many bits a second it takes, as FreeSWITCH counts them (RFC 3551 for the numbers)."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Rate(NamedTuple):
    samples: int
    bits: int


USUAL: Final = Rate(8_000, 64_000)
RATES: Final[Mapping[str, Rate]] = {
    "PCMU": USUAL,
    "PCMA": USUAL,
    "G722": Rate(16_000, 64_000),  # SDP calls it 8000, by a mistake that RFC 3551 section 4.5.2 keeps
    "GSM": Rate(8_000, 13_200),
    "G729": Rate(8_000, 8_000),
}
