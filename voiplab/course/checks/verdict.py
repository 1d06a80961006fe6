"""What a check says."""

from enum import Enum

from voiplab.recording.events import EventId
from voiplab.sip.value import value


class Outcome(Enum):
    PASSED = "passed"
    FAILED = "not yet"
    NOT_REACHED = "not reached"
    """What the check looks at did not happen, so there is nothing to judge."""

    __hash__ = object.__hash__


@value(frozen=True, slots=True)
class Verdict:
    """`expected` and `why` are sentences; `evidence` the events that prove it, those of messages by their sending.

    A verdict that is not passed also says what came nearest, the first thing that differs there, and where to look.
    """

    outcome: Outcome
    expected: str
    why: str
    evidence: tuple[EventId, ...] = ()
    nearest: EventId | None = None
    difference: str = ""
    look: str = ""

    @property
    def is_passed(self) -> bool:
        return self.outcome is Outcome.PASSED
