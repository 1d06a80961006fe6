"""Which message of the run is which of the recording.

The server's messages are paired per way (from which port to whom), so that one that is missing does not disturb the others.
Among equals (the copies of a message) the pairing closest in time wins.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from tests.golden.normalise import Normal, normal
from tests.golden.trace import Message
from tests.golden.wire_text import read
from voiplab.net.address import Address

ALONE: Final = 1_000_000
"""The price of a message without a counterpart."""

_CHANGED: Final = ALONE * 3 // 2
"""That of a pair with another status or URI: cheaper than two without counterpart; but two messages that changed places are
not two that changed their first lines."""


_FAR: Final = 10_000_000  # us: beyond this distance in time, distance says nothing more
_NEVER: Final = 1 << 60


class Match(NamedTuple):
    recorded: Message
    produced: Message


class Alignment(NamedTuple):
    """`matches` in the order of the recording; what the run lacks, and what it has more."""

    matches: Sequence[Match]
    missing: Sequence[Message]
    added: Sequence[Message]


def align(recorded: Sequence[Message], produced: Sequence[Message], server: str) -> Alignment:
    here = _by_way(produced)
    matches: list[Match] = []
    for way, ours in _by_way(recorded).items():
        theirs = here.get(way, [])
        if way[0].ip == server:
            matches += _way(ours, theirs)
        else:  # a replay plays the phones' messages one by one
            matches += [Match(one, other) for one, other in zip(ours, theirs, strict=False)]
    matches.sort(key=_number)
    taken = {match.recorded.number for match in matches}
    used = {match.produced.number for match in matches}
    missing = [one for one in recorded if one.number not in taken]
    return Alignment(matches, missing, [one for one in produced if one.number not in used])


def _number(match: Match) -> int:
    return match.recorded.number


def _by_way(messages: Iterable[Message]) -> dict[tuple[Address, Address], list[Message]]:
    ways: dict[tuple[Address, Address], list[Message]] = {}
    for message in messages:
        ways.setdefault((message.source, message.target), []).append(message)
    return ways


def normalised(message: Message) -> Normal:
    asker = message.source if read(message.raw).is_request else message.target
    return normal(message.raw, asker.ip)


def _way(ours: Sequence[Message], theirs: Sequence[Message]) -> list[Match]:
    """The cheapest pairing in order; what is left over on both sides and alike was moved."""
    pairs = _cheapest(ours, theirs)
    taken = {place for place, _ in pairs}
    used = {place for _, place in pairs}
    left = [place for place in range(len(theirs)) if place not in used]
    for place, one in enumerate(ours):
        if place not in taken:
            same = next((other for other in left if _key(theirs[other]) == _key(one)), None)
            if same is not None:
                left.remove(same)
                pairs.append((place, same))
    return [Match(ours[place], theirs[other]) for place, other in pairs]


def _cheapest(ours: Sequence[Message], theirs: Sequence[Message]) -> list[tuple[int, int]]:
    """Needleman and Wunsch: from the end backwards, the price of pairing the rest."""
    if [_key(one) for one in ours] == [_key(other) for other in theirs]:
        return [(place, place) for place in range(len(ours))]
    rows, columns = len(ours), len(theirs)
    price = [[ALONE * (rows - row + columns - column) for column in range(columns + 1)] for row in range(rows + 1)]
    for row in reversed(range(rows)):
        for column in reversed(range(columns)):
            price[row][column] = min(
                price[row + 1][column + 1] + _unlike(ours[row], theirs[column]),
                price[row + 1][column] + ALONE,
                price[row][column + 1] + ALONE,
            )
    pairs: list[tuple[int, int]] = []
    row = column = 0
    while row < rows and column < columns:
        if price[row][column] == price[row + 1][column + 1] + _unlike(ours[row], theirs[column]):
            pairs.append((row, column))
            row, column = row + 1, column + 1
        elif price[row][column] == price[row + 1][column] + ALONE:
            row += 1
        else:
            column += 1
    return pairs


def _key(message: Message) -> tuple[str, str]:
    return normalised(message).start.template, read(message.raw).method


def _unlike(one: Message, other: Message) -> int:
    """The price of a pair: distance in time for equals, dearer for another URI or status, too dear for anything else."""
    late = min(abs(one.at - other.at), _FAR) * ALONE // 4 // _FAR
    if _key(one) == _key(other):
        return late
    ours, theirs = read(one.raw), read(other.raw)
    alike = ours.method == theirs.method or "" in (ours.method, theirs.method)
    if alike and ours.is_request == theirs.is_request:
        return _CHANGED + late
    return _NEVER
