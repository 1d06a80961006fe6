"""How a product makes up its branches, tags and Call-IDs: literal text with drawn pieces.

`z9hG4bK-{hex:8}`, `SP{line}{hex:16}`, `{hex:8}@{ip}`. Drawn: `hex`, `HEX`, `digits`, `letters`, and these with some signs among
them: `dotted`, `tilded` and `dashed`, each with a length. Known beforehand, without a length: `ip` (of the phone), `ipletters`
(the same with its digits as letters), `line` (of the account), `mac` (twelve hex digits, of the phone).
"""

import re
from collections.abc import Mapping
from typing import Final

from voiplab.sim.chance import Chance
from voiplab.sip.value import value

LETTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ALPHABETS: Final[Mapping[str, str]] = {
    "hex": "0123456789abcdef",
    "HEX": "0123456789ABCDEF",
    "digits": "0123456789",
    "letters": LETTERS,
    "dotted": f"{LETTERS}.-",
    "tilded": f"{LETTERS}-~",
    "dashed": f"{LETTERS}-_",
}
FACTS: Final = ("ip", "ipletters", "line", "mac")
MOST_CHARACTERS: Final = 128

AS_LETTERS: Final = str.maketrans("0123456789", "ABCDEFGHIJ")
"""Digits of an address as Grandstream writes them in a Call-ID."""

_PIECE = re.compile(r"\{([A-Za-z]+)(?::([0-9]{1,3}))?\}")
_LITERAL = re.compile(r"[^{}\x00-\x20]+")


@value(frozen=True, slots=True)
class Drawn:
    alphabet: str
    length: int


@value(frozen=True, slots=True)
class Known:
    fact: str


Piece = str | Drawn | Known


@value(frozen=True, slots=True)
class TokenFormat:
    pieces: tuple[Piece, ...]

    @classmethod
    def parse(cls, text: str) -> "TokenFormat":
        """ValueError says what is wrong with it."""
        pieces: list[Piece] = []
        place = 0
        while place < len(text):
            found = _PIECE.match(text, place) or _LITERAL.match(text, place)
            if found is None:
                raise ValueError(f"{text!r} is no token format: {text[place:]!r} begins no piece")
            pieces.append(_piece(found) if found.re is _PIECE else found.group())
            place = found.end()
        if not pieces:
            raise ValueError("a token format is empty")
        return cls(tuple(pieces))

    def draw(self, chance: Chance, facts: Mapping[str, str]) -> str:
        """A new token. The facts are those of `FACTS` that the format names."""
        return "".join([_written(piece, chance, facts) for piece in self.pieces])


def _piece(found: re.Match[str]) -> Piece:
    name, length = found.groups()
    if length is None and name in FACTS:
        return Known(name)
    if length is not None and name in ALPHABETS and 0 < int(length) <= MOST_CHARACTERS:
        return Drawn(ALPHABETS[name], int(length))
    raise ValueError(
        f"{found.group()} is none of {', '.join(ALPHABETS)} with a length, nor of {', '.join(FACTS)} without"
    )


def _written(piece: Piece, chance: Chance, facts: Mapping[str, str]) -> str:
    match piece:
        case str():
            return piece
        case Drawn(alphabet, length):
            return chance.text(alphabet, length)
        case Known(fact):
            return facts[fact]


@value(frozen=True, slots=True)
class Span:
    """Whole numbers of which one is drawn, both ends included."""

    first: int
    last: int

    def draw(self, chance: Chance) -> int:
        return self.first + chance.below(self.last - self.first + 1)
