"""One message of the recording against its counterpart of the run: first line, headers, body, tokens."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from tests.golden.align import Match, normalised
from tests.golden.difference import Difference, Kind
from tests.golden.ledger import Ledger
from tests.golden.normalise import Line, lengths_agree
from tests.golden.rise import longest_rise


def content(match: Match, ledger: Ledger) -> Iterator[Difference]:
    number = match.recorded.number
    ours, theirs = normalised(match.recorded), normalised(match.produced)
    yield from _line(number, Kind.FIRST_LINE, "first line", (ours.start, theirs.start), ledger)
    yield from _headers(number, ours.headers, theirs.headers, ledger)
    yield from _body(number, ours.body, theirs.body, ledger)
    if not lengths_agree(match.recorded.raw, match.produced.raw):
        yield Difference(
            Kind.HEADER_VALUE, number, "Content-Length", "counts as it does", "counts its body differently"
        )


def _line(number: int, kind: Kind, where: str, lines: tuple[Line, Line], ledger: Ledger) -> Iterator[Difference]:
    """Text and tokens; the tokens also where the text differs, or a step could hide behind another difference."""
    one, other = lines
    if one.template != other.template:
        yield Difference(kind, number, where, one.text, other.text)
    if [token.row for token in one.tokens] != [token.row for token in other.tokens]:
        return
    for ours, theirs in zip(one.tokens, other.tokens, strict=True):
        if not ledger.accepts(ours, theirs):
            expected = f"{ledger.expected(ours)}, as the recording has {ours.value}"
            yield Difference(Kind.TOKEN, number, f"{where}: {ours.row.name}", expected, theirs.value)


def _headers(number: int, ours: Sequence[Line], theirs: Sequence[Line], ledger: Ledger) -> Iterator[Difference]:
    """Paired by name, the n-th with the n-th, wherever they stand; order is judged apart."""
    pairs: list[tuple[int, int]] = []
    left = list(range(len(theirs)))
    for place, line in enumerate(ours):
        same = next((other for other in left if theirs[other].place == line.place), None)
        if same is None:
            yield Difference(Kind.HEADER_MISSING, number, _name(line), line.text, "")
        else:
            left.remove(same)
            pairs.append((place, same))
    yield from (Difference(Kind.HEADER_ADDED, number, _name(theirs[other]), "", theirs[other].text) for other in left)
    yield from _moved_headers(number, ours, theirs, pairs)
    for place, same in pairs:
        one, other = ours[place], theirs[same]
        if _name(one) != _name(other):
            yield Difference(Kind.HEADER_NAME, number, _name(one), one.text, other.text)
        else:
            yield from _line(number, Kind.HEADER_VALUE, _name(one), (one, other), ledger)


def _moved_headers(
    number: int, ours: Sequence[Line], theirs: Sequence[Line], pairs: Sequence[tuple[int, int]]
) -> Iterator[Difference]:
    steady = longest_rise([same for _, same in pairs])
    for index, (place, same) in enumerate(pairs):
        if index not in steady:
            yield Difference(Kind.HEADER_ORDER, number, _name(ours[place]), _after(ours, place), _after(theirs, same))


def _after(lines: Sequence[Line], place: int) -> str:
    return f"after {_name(lines[place - 1])}" if place else "first"


def _name(line: Line) -> str:
    return line.text.partition(":")[0]


def _body(number: int, ours: Sequence[Line], theirs: Sequence[Line], ledger: Ledger) -> Iterator[Difference]:
    """Line by line. What is gone and new elsewhere was moved; what is gone and new with another text was changed."""
    matcher = SequenceMatcher(
        None, [line.template for line in ours], [line.template for line in theirs], autojunk=False
    )
    gone: list[Line] = []
    new: list[Line] = []
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "equal":
            for lines in zip(ours[start:end], theirs[other_start:other_end], strict=True):
                yield from _line(number, Kind.BODY_LINE, _what(lines[0]), lines, ledger)
        else:
            gone += ours[start:end]
            new += theirs[other_start:other_end]
    for line in tuple(gone):
        same = next((place for place, other in enumerate(new) if other.template == line.template), None)
        if same is not None:
            gone.remove(line)
            yield Difference(Kind.BODY_ORDER, number, _what(line), line.text, line.text)
            yield from _line(number, Kind.BODY_LINE, _what(line), (line, new.pop(same)), ledger)
    yield from _changed(number, gone, new, ledger)


def _changed(number: int, gone: Sequence[Line], new: list[Line], ledger: Ledger) -> Iterator[Difference]:
    for line in gone:
        same = next((place for place, other in enumerate(new) if _what(other) == _what(line)), None)
        if same is None:
            yield Difference(Kind.BODY_MISSING, number, _what(line), line.text, "")
        else:
            yield from _line(number, Kind.BODY_LINE, _what(line), (line, new.pop(same)), ledger)
    yield from (Difference(Kind.BODY_ADDED, number, _what(other), "", other.text) for other in new)


def _what(line: Line) -> str:
    """`o=`, `a=rtpmap`, `body`: what a line of a body is, without what it says."""
    return re.split(r"[:\s]", line.text, maxsplit=1)[0] if line.place == "a=" else line.place
