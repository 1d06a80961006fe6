"""One telephone in a few lines of text. Each piece says what it is, and which key it presses when it is clicked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest
from typing import Final, NamedTuple

from voiplab.explain.face import CALLING, IDLE, NOT_REGISTERED, REGISTERED, RINGS, TALKS, Face
from voiplab.explain.pressed import Came, KeyHeard, KeySent
from voiplab.sim.moment import Duration
from voiplab.text.harmless import harmless
from voiplab.text.width import cut, fitted, width
from voiplab.tui.widgets.phones.keys import DIGITS, Entry, Key, soft_keys


class Tone(Enum):
    """The value is a component class of the style sheet. Words and marks say the same without colours."""

    PLAIN = "phone--plain"
    CHOSEN = "phone--chosen"
    TITLE = "phone--title"
    DISPLAY = "phone--display"
    TYPED = "phone--typed"
    GREEN = "phone--green"
    YELLOW = "phone--yellow"
    RED = "phone--red"
    KEY = "phone--key"
    SOUND = "phone--sound"
    FAINT = "phone--faint"

    __hash__ = object.__hash__


class Piece(NamedTuple):
    """`presses`: a key, or a digit of the keypad."""

    text: str
    tone: Tone = Tone.PLAIN
    presses: Key | str | None = None


Row = Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Telephone:
    """All that is drawn of one. `talked`: for so long the call has been answered. `is_off`: it is switched off in this run."""

    name: str
    model: str
    address: str
    face: Face
    talked: Duration | None = None
    entry: Entry | None = None
    is_chosen: bool = False
    is_off: bool = False
    is_past: bool = False
    """It is shown as it was: nothing can be pressed."""


SOFT: Final = ("F5/a", "F6/s", "F7/d", "F8/f")
"""The keys beside the display, from left to right."""

KEYPAD: Final = 4
"""Its rows."""

HINT: Final = "0-9 * # type, enter sends"
"""Where there is no room for the keypad."""

BESIDE: Final = (("enter", Key.SEND), ("b", Key.HANG_UP), ("bksp", Key.DELETE), (":", Key.ADDRESS))
"""What stands at the right of the keypad."""


FATES: Final = {Came.UNDER_WAY: "under way to", Came.ARRIVED: "arrived at", Came.LOST: "lost on the way to"}


def draw(phone: Telephone, columns: int, rows: int) -> list[Row]:
    """Exactly so many rows, each exactly so wide. What matters less is left out first."""
    drawn = [(0, _title(phone, columns)), *_face(phone, columns)]
    while len(drawn) > rows:
        least = max(rank for rank, _ in drawn)
        del drawn[max(place for place, (rank, _) in enumerate(drawn) if rank == least)]
    lines = [row for _, row in drawn]
    if not (phone.is_off or phone.is_past):
        lines.extend(_keypad() if rows - len(lines) >= KEYPAD else [[Piece(HINT, Tone.FAINT)]][: rows - len(lines)])
    lines.extend([()] * (rows - len(lines)))
    return [
        [piece._replace(presses=None) if phone.is_past else piece for piece in _filled(row, columns)] for row in lines
    ]


def _face(phone: Telephone, columns: int) -> Iterator[tuple[int, Row]]:
    """Rows, each with how soon it is left out: those with the largest number first."""
    if phone.is_off:
        yield 1, [Piece("| switched off in this run", Tone.FAINT)]
        return
    face = phone.face
    yield 0, _screen(_display(face), _clock(phone), columns, Tone.DISPLAY)
    if phone.entry is not None:
        yield 1, _screen(str(phone.entry), "", columns, Tone.TYPED)
    elif face.transfer and face.transfer not in face.display:
        yield 3, _screen(face.transfer, "", columns, Tone.DISPLAY)
    else:
        yield 5, _screen("", "", columns, Tone.DISPLAY)
    yield 4, _screen(phone.address, "", columns, Tone.DISPLAY)
    yield 1, _account(face, columns)
    yield 2, _line_keys(face)
    yield 3, _lamps(face)
    for row in _past() if phone.is_past else _soft_keys(face, phone.entry):
        yield 1, row
    yield 2, [Piece(cut(harmless(face.hears), columns), Tone.SOUND)]
    if face.keys_sent:
        yield 6, [Piece(cut(_sent(face.keys_sent), columns))]
    if face.keys_heard:
        yield 6, [Piece(cut(_heard(face.keys_heard), columns))]


def _title(phone: Telephone, columns: int) -> Row:
    rule = "=" if phone.is_chosen else "-"
    name = f"{rule * 2} {harmless(phone.name)} "
    model = cut(f"{harmless(phone.model)} ", max(0, columns - width(name)))
    rest = rule * max(0, columns - width(name) - width(model))
    tone = Tone.CHOSEN if phone.is_chosen else Tone.TITLE
    return [Piece(name, tone), Piece(model, Tone.FAINT), Piece(rest, tone)]


def _screen(left: str, right: str, columns: int, tone: Tone) -> Row:
    inside = columns - 4
    shown = fitted(harmless(left), max(0, inside - width(right))) + right
    return [Piece("| "), Piece(shown, tone), Piece(" |")]


def _display(face: Face) -> str:
    if face.display:
        return face.display
    return "ready" if face.state == IDLE else face.state


def _clock(phone: Telephone) -> str:
    if phone.talked is None:
        return ""
    minutes, seconds = divmod(phone.talked // 1_000_000, 60)
    return f" {minutes:02d}:{seconds:02d}"


# Lamps: a mark, a colour, and words


def _account(face: Face, columns: int) -> Row:
    mark, tone = {
        REGISTERED: ("* green ", Tone.GREEN),
        NOT_REGISTERED: ("o ", Tone.FAINT),
        "may not register": ("* red ", Tone.RED),
    }.get(face.account, ("* yellow ", Tone.YELLOW))
    words = fitted(f"{mark}{face.account.removeprefix('is ')}", columns - 4)
    return [Piece("| "), Piece(words, tone), Piece(" |")]


def _line_keys(face: Face) -> Row:
    return [Piece("1 "), _first_line(face), Piece("  2 "), _second_line(face)]


def _first_line(face: Face) -> Piece:
    if face.state == IDLE:
        return Piece("o free", Tone.FAINT)
    if face.state == RINGS:
        return Piece("* green rings", Tone.GREEN, Key.ANSWER)
    if face.state in CALLING:
        return Piece("* green calls", Tone.GREEN)
    if face.state == TALKS:
        return Piece("* red busy", Tone.RED)
    return Piece(f"* yellow {face.state.removeprefix('is ')}", Tone.YELLOW)


def _second_line(face: Face) -> Piece:
    if face.rings_beside:
        return Piece("* green rings", Tone.GREEN, Key.ANSWER)
    if face.has_another_call:
        return Piece("* yellow waits", Tone.YELLOW)
    return Piece("o free", Tone.FAINT)


def _lamps(face: Face) -> Row:
    dnd = (
        Piece("* red DND", Tone.RED, Key.DISTURB)
        if face.does_not_disturb
        else Piece("o DND off", Tone.FAINT, Key.QUIET)
    )
    mute = Piece("* red muted", Tone.RED, Key.UNMUTE) if face.is_muted else Piece("mic on", Tone.FAINT)
    cable = Piece("cable in", Tone.FAINT, Key.UNPLUG)
    if not face.is_plugged_in:
        cable = Piece("x CABLE OUT", Tone.RED, Key.PLUG_IN)
    return [dnd, Piece("  "), mute, Piece("  "), cable]


# Keys


def _soft_keys(face: Face, entry: Entry | None) -> Iterator[Row]:
    keys = [
        Piece(f"[{name} {key.value}]", Tone.KEY, key) for name, key in zip(SOFT, soft_keys(face, entry), strict=False)
    ]
    for left, right in zip_longest(keys[::2], keys[1::2]):
        yield [left] if right is None else [left, Piece(" "), right]
    if len(keys) <= 2:
        yield []


def _past() -> Iterator[Row]:
    yield [Piece("as it was at this moment", Tone.FAINT)]
    yield [Piece("escape: back to now", Tone.FAINT)]


def _keypad() -> Iterator[Row]:
    for place, (name, key) in enumerate(BESIDE):
        row: list[Piece] = [Piece(" ")]
        for one in DIGITS[place * 3 : place * 3 + 3]:
            row.extend((Piece(f"[{one}]", Tone.KEY, one), Piece(" ")))
        yield [*row, Piece(" "), Piece(f"[{name} {key.value}]", Tone.KEY, key)]


def _sent(keys: Sequence[KeySent]) -> str:
    """The last ones that went the same way to the same place."""
    last = keys[-1]
    row = [key.key for key in keys if (key.way, key.to, key.came) == (last.way, last.to, last.came)]
    return harmless(f"keys out {''.join(row)}: {last.way.value}, {FATES[last.came]} {last.to}")


def _heard(keys: Sequence[KeyHeard]) -> str:
    source = keys[-1].source
    return harmless(f"keys in {''.join(key.key for key in keys if key.source == source)}: from {source}")


def _filled(row: Row, columns: int) -> Row:
    """In exactly so many columns."""
    kept: list[Piece] = []
    room = columns
    for piece in row:
        text = cut(piece.text, room)
        kept.append(piece._replace(text=text))
        room -= width(text)
        if room <= 0:
            break
    return [*kept, Piece(" " * room)] if room > 0 else kept
