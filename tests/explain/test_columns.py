"""Where lifelines stand, and what their headings ask for."""

from itertools import pairwise

from voiplab.explain.columns import Column, heading_needs, lifelines, title

PHONES = [Column("linphone", "alice"), Column("blink", "alice"), Column("microsip", "alice"), Column("opensips")]


def test_a_name_is_not_broken_while_there_is_room_beside_it() -> None:
    names = [column.node for column in PHONES]
    places = lifelines(names, heading_needs(PHONES), 10, 80)
    gaps = [after - before for before, after in pairwise(places)]
    for column, room in zip(PHONES[:3], (gaps[0] - 1, min(gaps[:2]) - 1, min(gaps[1:]) - 1), strict=True):
        assert title(column, room) == [column.node, "alice"]


def test_a_very_long_word_takes_no_room_from_its_neighbours() -> None:
    (need,) = heading_needs([Column("a" * 50), Column("b")])
    assert need.least == 20
