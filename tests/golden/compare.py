"""What a server sent in a run against what the real one sent in the recording: every difference, none skipped.

The phones' messages are the same in both apart from tokens; they are read along, so that a token which the server only
echoes is known before it does.
"""

from collections.abc import Iterator, Mapping, Sequence

from tests.golden.align import Alignment, align
from tests.golden.content import content
from tests.golden.difference import Difference, Kind
from tests.golden.ledger import Ledger
from tests.golden.rise import longest_rise
from tests.golden.timing import TOLERANCES, Tolerance, Wait, times
from tests.golden.trace import Message
from tests.golden.wire_text import read


def compare(
    recorded: Sequence[Message],
    produced: Sequence[Message],
    server: str,
    tolerances: Mapping[Wait, Tolerance] = TOLERANCES,
) -> tuple[Difference, ...]:
    """`server`: the IP address of the element that is judged."""
    alignment = align(recorded, produced, server)
    return (
        *_alone(alignment, server),
        *_order(alignment, server),
        *_contents(alignment, server),
        *times(alignment.matches, server, tolerances),
    )


def _alone(alignment: Alignment, server: str) -> Iterator[Difference]:
    for message in alignment.missing:
        kind = Kind.MESSAGE_MISSING if message.source.ip == server else Kind.PHONE
        yield Difference(kind, message.number, _way(message), read(message.raw).start, "")
    for message in alignment.added:
        kind = Kind.MESSAGE_ADDED if message.source.ip == server else Kind.PHONE
        yield Difference(kind, message.number, _way(message), "", read(message.raw).start)


def _way(message: Message) -> str:
    return f"{message.source} to {message.target}"


def _order(alignment: Alignment, server: str) -> Iterator[Difference]:
    """Those that left the order: as few as explain it, on one way or across the ways."""
    ours = [match for match in alignment.matches if match.recorded.source.ip == server]
    steady = longest_rise([match.produced.number for match in ours])
    for index, match in enumerate(ours):
        if index in steady:
            continue
        one, other = match.recorded, match.produced
        crossed = [
            before.recorded
            for before in ours
            if (before.recorded.number < one.number) != (before.produced.number < other.number)
        ]
        apart = max(abs(message.at - one.at) for message in crossed)
        same_way = any(message.target == one.target for message in crossed)
        where = f"{_way(one)}, {'among its own' if same_way else 'across phones'}"
        before = f"{'after' if crossed[0].number < one.number else 'before'} message {crossed[0].number}"
        yield Difference(Kind.MESSAGE_ORDER, one.number, where, before, "the other way round", apart)


def _contents(alignment: Alignment, server: str) -> Iterator[Difference]:
    ledger = Ledger()
    for match in alignment.matches:
        found = tuple(content(match, ledger))
        if match.recorded.source.ip == server:
            yield from found
