"""Telephones side by side: as many as fit, always with the chosen one; above them the names of all, when some do not fit."""

from collections.abc import Sequence
from itertools import chain
from typing import Final, NamedTuple

from voiplab.text.harmless import harmless
from voiplab.text.width import width
from voiplab.tui.widgets.phones.drawing import Piece, Telephone, Tone, draw

NARROWEST: Final = 32
WIDEST: Final = 44
GAP: Final = 1


class Placed(NamedTuple):
    """A piece of which telephone, from which column on."""

    left: int
    piece: Piece
    phone: str


def board(phones: Sequence[Telephone], columns: int, rows: int) -> list[list[Placed]]:
    """The rows of the screen."""
    if not phones or rows <= 0 or columns <= 0:
        return [[] for _ in range(max(rows, 0))]
    shown = _shown(phones, max(1, (columns + GAP) // (NARROWEST + GAP)))
    names = [_names(phones, shown)] if len(shown) < len(phones) else []
    across = min(WIDEST, (columns + GAP) // len(shown) - GAP)
    drawn = [draw(phone, across, rows - len(names)) for phone in shown]
    faces = [
        list(
            chain.from_iterable(
                _placed(face[row], place * (across + GAP), phone.name)
                for place, (face, phone) in enumerate(zip(drawn, shown, strict=True))
            )
        )
        for row in range(rows - len(names))
    ]
    return [*names, *faces]


def _shown(phones: Sequence[Telephone], count: int) -> Sequence[Telephone]:
    """`count` of them in a row, with the chosen one among them."""
    chosen = next((place for place, phone in enumerate(phones) if phone.is_chosen), 0)
    first = min(max(0, chosen - count + 1), max(0, len(phones) - count))
    return phones[first : first + count]


def _names(phones: Sequence[Telephone], shown: Sequence[Telephone]) -> list[Placed]:
    """A mark tells of those that are not seen what they do."""
    row: list[Placed] = []
    left = 0
    seen = [phone.name for phone in shown]
    for phone in phones:
        busy = "" if phone.name in seen or phone.face.state == "is idle" else f" ({phone.face.state})"
        text = f"[{harmless(phone.name)}]" if phone.is_chosen else f" {harmless(phone.name)}{busy} "
        row.append(Placed(left, Piece(text, Tone.CHOSEN if phone.is_chosen else Tone.PLAIN), phone.name))
        left += width(text)
    return row


def _placed(row: Sequence[Piece], left: int, phone: str) -> list[Placed]:
    placed: list[Placed] = []
    for piece in row:
        placed.append(Placed(left, piece, phone))
        left += width(piece.text)
    return placed


def hit(rows: Sequence[Sequence[Placed]], column: int, row: int) -> Placed | None:
    """What is drawn there."""
    if not 0 <= row < len(rows):
        return None
    return next((one for one in rows[row] if one.left <= column < one.left + width(one.piece.text)), None)
