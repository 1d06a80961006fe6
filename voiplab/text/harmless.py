r"""Foreign text made harmless for a screen: what a terminal would obey, and what an eye would not see, is written as an escape.

ESC becomes \x1b, U+202E (right to left override) \u202e, a byte that is no UTF-8 \xff. Everything that comes from the wire or
from a learner's file goes through here where it is drawn; what is recorded and compared stays as it arrived.
"""

from typing import Final

#  `str.isprintable` leaves out control, format, surrogate, private, unassigned and separator characters, which covers C0, C1,
#  bidi controls and the zero width ones of category Cf. These have other categories and are invisible or empty all the same.
_UNSEEN: Final = frozenset(
    [
        *map(chr, [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0]),  # joiner, fillers, blanks
        *map(chr, range(0x180B, 0x1810)),  # Mongolian variation selectors
        *map(chr, range(0xFE00, 0xFE10)),  # variation selectors
        *map(chr, range(0xE0100, 0xE01F0)),  # their supplement
    ]
)

_NAMED: Final = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def harmless(text: str, longest: int = 200) -> str:
    """One line of at most `longest` characters; what is cut off is marked with an ellipsis."""
    seen = text if text.isascii() and text.isprintable() else "".join(map(_visible, text[: longest + 1]))
    return seen if len(seen) <= longest else seen[: longest - 1] + "…"


def harmless_lines(text: str, longest: int = 200, most: int = 500) -> list[str]:
    """The lines of a message or file, each harmless; after `most` of them one that says how many were left out."""
    lines = text.split("\n", most)
    rest = lines.pop().count("\n") + 1 if len(lines) > most else 0
    shown = [harmless(line.removesuffix("\r"), longest) for line in lines]
    return [*shown, f"… {rest} more lines"] if rest else shown


def _visible(character: str) -> str:
    if character.isprintable() and character not in _UNSEEN:
        return character
    if character in _NAMED:
        return _NAMED[character]
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that `surrogateescape` kept
        code -= 0xDC00
    if code <= 0xFF:
        return rf"\x{code:02x}"
    return rf"\u{code:04x}" if code <= 0xFFFF else rf"\U{code:08x}"
