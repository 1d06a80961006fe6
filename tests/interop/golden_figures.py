"""How the recorded cases came out live: a text file per server, written by `golden.py --all --keep` and read by the report.

case  messages identical  of how many  on time  same sequence or another one  [reason of what differs]
case  -  who played the phones then: the case is not played live
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from tests.golden.difference import Kind
from tests.golden.outcome import Outcome
from tests.interop.known_live import KNOWN_LIVE

FREESWITCH: Final = Path(__file__).parent / "golden-freeswitch.txt"
OPENSIPS: Final = Path(__file__).parent / "golden-opensips.txt"


class Figures(NamedTuple):
    """`reasons`: of what differs, each once."""

    case: str
    identical: int
    messages: int
    on_time: int
    is_sequence_identical: bool
    reasons: tuple[str, ...] = ()

    @property
    def lab(self) -> str:
        return self.case.partition("/")[0]


class PassedOver(NamedTuple):
    case: str
    program: str


def figures(outcome: Outcome) -> Figures:
    reasons = dict.fromkeys(
        KNOWN_LIVE.why(outcome.case, found)
        for found in outcome.differences
        if found.kind is not Kind.TIME or KNOWN_LIVE.reason(outcome.case, found)  # others: the machine was busy
    )
    return Figures(
        outcome.case,
        outcome.identical,
        outcome.messages,
        outcome.on_time,
        outcome.is_sequence_identical,
        tuple(reasons),
    )


def keep(results: Iterable[Figures | PassedOver], file: Path) -> None:
    """In place of what the file says of these cases."""
    kept = {one.case: one for one in (*read(file), *results)}
    file.write_text("".join(f"{_line(kept[case])}\n" for case in sorted(kept)))


def read(file: Path) -> Iterator[Figures | PassedOver]:
    for line in file.read_text().splitlines():
        case, identical, rest = line.split(" ", 2)
        if identical == "-":
            yield PassedOver(case, rest)
        else:
            messages, on_time, sequence, *reasons = rest.split(" ", 3)
            told = tuple(reasons[0].split("; ")) if reasons else ()
            yield Figures(case, int(identical), int(messages), int(on_time), sequence == "same", told)


def _line(one: Figures | PassedOver) -> str:
    if isinstance(one, PassedOver):
        return f"{one.case} - {one.program}"
    sequence = "same" if one.is_sequence_identical else "another"
    return " ".join(
        [one.case, str(one.identical), str(one.messages), str(one.on_time), sequence, "; ".join(one.reasons)]
    ).rstrip()
