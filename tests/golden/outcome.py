"""How one case came out: what the recording has, what remains different, what was excused and by what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.golden.artefacts import Excused, excuse
from tests.golden.compare import compare
from tests.golden.difference import CONTENT, SEQUENCE, Difference, Kind
from tests.golden.timing import TOLERANCES, Tolerance, Wait
from tests.golden.trace import Message, Trace


@dataclass(frozen=True)
class Outcome:
    """`messages`: how many the recorded server sent. `refused`: why ours does not play the case at all."""

    case: str
    messages: int
    differences: Sequence[Difference]
    excused: Sequence[Excused]
    refused: str = ""

    @property
    def lab(self) -> str:
        return self.case.partition("/")[0]

    @property
    def is_sequence_identical(self) -> bool:
        return not any(difference.kind in SEQUENCE for difference in self.differences)

    @property
    def identical(self) -> int:
        """Messages of the recording that came, with nothing in them that differs."""
        if self.refused:
            return 0
        spoilt = (Kind.MESSAGE_MISSING, Kind.FIRST_LINE, *CONTENT)
        return self.messages - self._touched(spoilt)

    @property
    def on_time(self) -> int:
        return self.messages - self._touched((Kind.MESSAGE_MISSING, Kind.TIME))

    def _touched(self, kinds: Sequence[Kind]) -> int:
        return len(dict.fromkeys(one.message for one in self.differences if one.kind in kinds))


def not_played(trace: Trace, why: str) -> Outcome:
    return Outcome(trace.case, _sent(trace), (), (), why)


def outcome(trace: Trace, produced: Sequence[Message], tolerances: Mapping[Wait, Tolerance] = TOLERANCES) -> Outcome:
    remaining, excused = excuse(trace, compare(trace.messages, produced, trace.server, tolerances))
    return Outcome(trace.case, _sent(trace), remaining, excused)


def _sent(trace: Trace) -> int:
    return sum(trace.is_from_server(message) for message in trace.messages)
