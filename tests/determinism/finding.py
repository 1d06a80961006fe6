"""A place in the source where a run could come out differently, and why."""

from typing import NamedTuple


class Finding(NamedTuple):
    line: int
    what: str
