"""What is known to differ from the recorded server and why; and the cases that are open, with what they wait for."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Final, NamedTuple

from tests.golden.difference import Difference, Kind

UNEXPLAINED: Final = "not explained"


class Reason(NamedTuple):
    """`cases` and `where` are patterns of a shell (`*`); without `kind` any."""

    cases: str
    kind: Kind | None
    where: str
    why: str


class Known(NamedTuple):
    """`open_cases`: by name, with what they wait for. They are played, but they do not count."""

    reasons: tuple[Reason, ...]
    open_cases: Mapping[str, str]

    def reason(self, case: str, difference: Difference) -> Reason | None:
        """The first that fits."""
        for reason in self.reasons:
            fits = fnmatchcase(case, reason.cases) and fnmatchcase(difference.where, reason.where)
            if fits and reason.kind in (None, difference.kind):
                return reason
        return None

    def why(self, case: str, difference: Difference) -> str:
        reason = self.reason(case, difference)
        return UNEXPLAINED if reason is None else reason.why


SEEDS: Final[Mapping[str, int]] = {"h-timers-nat-options/session_timers_120": 3}
"""Where the order of messages hangs on what a server draws: a seed that draws the recorded order. All others: 1."""

_ECHO: Final = (
    "the phone echoes what it hears on the port of its keys: the server, which reads a packet in 20 ms, hears them late"
)

KNOWN: Final = Known(
    reasons=(),
    open_cases={
        "e-parking/dtmf_star7_by_caller_parks_callee": _ECHO,
        "e-parking/pound_key_leaves_the_lot": _ECHO,
        "p-real-clients/pjsua_conference": "the application conference",
    },
)
