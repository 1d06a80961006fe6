"""What stayed in order when some things moved: a longest rising subsequence."""

from collections.abc import Sequence


def longest_rise(places: Sequence[int]) -> frozenset[int]:
    """The indices of the numbers that rise; all others are those that moved, as few as possible."""
    chains: list[tuple[int, ...]] = []
    for index, place in enumerate(places):
        chains.append((*_longest([chain for chain in chains if places[chain[-1]] < place]), index))
    return frozenset(_longest(chains))


def _longest(chains: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    return max(chains, key=len) if chains else ()
