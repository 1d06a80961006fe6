"""Telephones drawn in lines of text."""

from dataclasses import replace

import pytest

from voiplab.explain.face import TALKS, Face, Line
from voiplab.explain.pressed import Came, KeyHeard, KeySent, Way
from voiplab.rtp.hearing import Sound
from voiplab.sim.moment import seconds
from voiplab.text.width import width
from voiplab.tui.widgets.phones.board import board, hit
from voiplab.tui.widgets.phones.drawing import Row, Telephone, draw
from voiplab.tui.widgets.phones.keys import Entry, Key, Purpose

TALKING = Telephone(
    "alice",
    "Yealink SIP-T46S",
    "sip:1000@10.0.0.1",
    Face(
        "talks: Bob <1001>",
        TALKS,
        account="is registered",
        sound=Sound("voice:bob", "10.0.0.9:4000"),
        lines=(Line("one", 1, seconds(10)),),
        keys_sent=tuple(KeySent(n, key, Way.EVENT, "10.0.0.9", Came.ARRIVED) for n, key in enumerate("12#")),
    ),
    talked=seconds(65),
    is_chosen=True,
)
FACE = """\
== alice Yealink SIP-T46S ======
| talks: Bob <1001>      01:05 |
| sip:1000@10.0.0.1            |
| * green registered           |
1 * red busy  2 o free          
o DND off  mic on  cable in     
[F5/a Hold] [F6/s Transfer]     
[F7/d Mute] [F8/f Hang up]      
hears bob (from 10.0.0.9:4000)  
keys out 12#: RFC 4733, arrived…
"""  # noqa: W291 - a face is a rectangle


def lines(rows: list[Row]) -> list[str]:
    return ["".join(piece.text for piece in row) for row in rows]


def test_a_face_fits_in_32_columns_and_12_rows() -> None:
    drawn = lines(draw(TALKING, 32, 12))
    assert len(drawn) == 12
    for row in FACE.splitlines():
        assert row.ljust(32)[:31] in [line[:31] for line in drawn]


@pytest.mark.parametrize("columns", [20, 32, 44])
@pytest.mark.parametrize("rows", [1, 4, 9, 12, 20])
def test_a_face_is_a_rectangle(columns: int, rows: int) -> None:
    drawn = lines(draw(TALKING, columns, rows))
    assert [width(line) for line in drawn] == [columns] * rows


def test_what_is_being_typed_stands_on_the_display() -> None:
    typing = Telephone("a", "m", "sip:a@b", Face(), None, Entry(Purpose.TRANSFER, "10"))
    assert any("transfer to: 10_" in line for line in lines(draw(typing, 32, 12)))


def test_the_keypad_is_drawn_when_there_is_room() -> None:
    assert not any("[1] [2] [3]" in line for line in lines(draw(TALKING, 32, 12)))
    assert any("[1] [2] [3]" in line for line in lines(draw(TALKING, 32, 16)))
    assert any("0-9 * # type" in line for line in lines(draw(TALKING, 32, 13)))


def test_a_telephone_that_is_switched_off_says_so_and_has_no_keys() -> None:
    off = Telephone("dave", "plain-rfc", "", Face(), is_off=True)
    assert "switched off in this run" in lines(draw(off, 32, 20))[1]
    assert all(piece.presses is None for row in draw(off, 32, 20) for piece in row)


def test_a_face_of_the_past_has_nothing_to_press() -> None:
    drawn = draw(replace(TALKING, is_past=True), 32, 20)
    assert all(piece.presses is None for row in drawn for piece in row)
    assert any("escape: back to now" in line for line in lines(drawn))


def test_text_from_the_wire_is_harmless() -> None:
    evil = Telephone("eve", "m", "", Face(display="rings: \x1b[2J\u202e", keys_heard=(KeyHeard("\x1b", "\x07"),)))
    assert not any(character in "".join(lines(draw(evil, 40, 20))) for character in "\x1b\u202e\x07")


def phones(count: int, chosen: int = 0) -> list[Telephone]:
    return [Telephone(f"p{n}", "m", "", Face(), is_chosen=n == chosen) for n in range(count)]


def test_two_telephones_stand_side_by_side_in_80_columns() -> None:
    rows = board(phones(2), 80, 20)
    assert {placed.phone for placed in rows[0]} == {"p0", "p1"}


def test_the_chosen_one_is_always_among_those_that_fit() -> None:
    rows = board(phones(5, chosen=4), 80, 20)
    assert {placed.phone for placed in rows[1]} == {"p3", "p4"}
    assert [placed.piece.text for placed in rows[0]] == [" p0 ", " p1 ", " p2 ", " p3 ", "[p4]"]


def test_those_that_fit_move_with_the_chosen_one() -> None:
    shown = [sorted({one.phone for one in board(phones(4, chosen), 80, 20)[1]}) for chosen in range(4)]
    assert shown == [["p0", "p1"], ["p0", "p1"], ["p1", "p2"], ["p2", "p3"]]


def test_a_click_finds_the_key_and_whose_it_is() -> None:
    rows = board(phones(2), 80, 20)
    for row, placed in enumerate(rows):
        for one in placed:
            if one.piece.presses is Key.ADDRESS and one.phone == "p1":
                found = hit(rows, one.left + 1, row)
                assert found == one
                return
    raise AssertionError("the second telephone has no key to dial")


def test_beside_the_telephones_there_is_nothing_to_click() -> None:
    assert hit(board(phones(1), 80, 20), 79, 3) is None
    assert hit(board(phones(1), 80, 20), 3, 99) is None
    assert board([], 80, 3) == [[], [], []]
