"""Where the lifelines of a ladder stand: as far apart as the labels between them ask for, as close as the screen wants."""

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import Final, NamedTuple

from voiplab.text.harmless import harmless
from voiplab.text.width import width


class Column(NamedTuple):
    """A node of the ladder, and what stands below its name: `1000 MicroSIP`."""

    node: str
    about: str = ""


def participants(nodes: Iterable[str], columns: Sequence[Column]) -> list[Column]:
    """The columns of those who take part: the known ones in their order, then the others as they appear."""
    taking_part = dict.fromkeys(nodes)
    named = {column.node: column for column in columns if column.node in taking_part}
    return [*named.values(), *(Column(node) for node in taking_part if node not in named)]


class Need(NamedTuple):
    """Something drawn between the columns `left` and `right` (by number): the places that it would like, and the least."""

    left: int
    right: int
    wish: int
    least: int


NARROWEST: Final = 7
"""`|-x   |` and `|---->|` can still be told apart."""

WIDEST: Final = 60


def lifelines(
    names: Sequence[str], needs: Sequence[Need], begin: int, width_of_all: int, *, is_even: bool = False
) -> Sequence[int]:
    """The place of each lifeline; the first stands at `begin` or behind, the last leaves room for half of its name.

    `is_even`: what the needs leave is shared out to all.
    """
    first = begin + max(1, width(names[0]) // 2)
    available = width_of_all - first - max(1, (width(names[-1]) + 1) // 2)
    least = _gaps(len(names), [(need.left, need.right, need.least) for need in needs])
    gaps = _gaps(len(names), [(need.left, need.right, need.wish) for need in needs])
    if is_even:
        gaps = [max(gap, min(WIDEST, available // len(gaps))) for gap in gaps]
    _shrink(gaps, least, available)
    _shrink(gaps, [NARROWEST] * len(gaps), available)
    places = [first]
    for gap in gaps:
        places.append(places[-1] + gap)
    return places


def _gaps(count: int, rooms: Iterable[tuple[int, int, int]]) -> list[int]:
    """The gap behind each column but the last; who reaches over several gaps gets what is missing from the last of them."""
    gaps = [NARROWEST] * (count - 1)
    for left, right, room in sorted(rooms, key=lambda need: need[1] - need[0]):
        missing = room - sum(gaps[left:right])
        if missing > 0:
            gaps[right - 1] = min(WIDEST, gaps[right - 1] + missing)
    return gaps


def _shrink(gaps: list[int], least: Sequence[int], available: int) -> None:
    """Take from the gap that has most to spare, until all fit or none has."""
    while sum(gaps) > available:
        spare = [gap - small for gap, small in zip(gaps, least, strict=True)]
        if max(spare) <= 0:
            return
        gaps[spare.index(max(spare))] -= 1


def title(column: Column, room: int) -> list[str]:
    """The lines of a heading: name and description, wrapped between words, or where they must be."""
    return [line for text in column if text for line in wrap(harmless(text), max(room, NARROWEST - 1))]


def heading_needs(columns: Sequence[Column]) -> list[Need]:
    """What the headings ask for: all of them on one line, at least each of their words in one piece."""
    whole = [max(width(harmless(text)) for text in column) for column in columns]
    words = [max(width(word) for text in column for word in ["", *harmless(text).split()]) for column in columns]
    return [
        _heading_need(place, whole[place : place + 2], words[place : place + 2]) for place in range(len(columns) - 1)
    ]


LONGEST_WORD: Final = 20
"""A longer one is broken rather than that its neighbours have no room."""


def _heading_need(place: int, whole: Sequence[int], words: Sequence[int]) -> Need:
    """Each is centred on its lifeline, in the room that the narrower gap beside it leaves."""
    least = min(max(sum(words) // 2 + 2, max(words) + 1), LONGEST_WORD)
    return Need(place, place + 1, max(sum(whole) // 2 + 2, least), least)
