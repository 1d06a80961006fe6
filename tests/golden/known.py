"""What is known to differ from the recorded server and why; and the cases that are open, with what they wait for."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from tests.golden.difference import Kind

UNEXPLAINED: Final = "not explained"


class Reason(NamedTuple):
    """`cases` and `where` are patterns of a shell (`*`); without `kind` any."""

    cases: str
    kind: Kind | None
    where: str
    why: str


REASONS: Final[tuple[Reason, ...]] = ()

OPEN: Final[Mapping[str, str]] = {}
