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

    def why(self, case: str, difference: Difference) -> str:
        """The first reason that fits."""
        for reason in self.reasons:
            fits = fnmatchcase(case, reason.cases) and fnmatchcase(difference.where, reason.where)
            if fits and reason.kind in (None, difference.kind):
                return reason.why
        return UNEXPLAINED


KNOWN: Final = Known(reasons=(), open_cases={})
