"""Where something stands in a learner's file, and the one error for what a learner wrote."""

from collections.abc import Mapping
from typing import NamedTuple

Files = Mapping[str, bytes]
"""All files of one node, path to content, read once by `lab`. Paths are relative, with / everywhere."""


class Place(NamedTuple):
    """A position in a file of the learner; the file is relative to its node's folder."""

    file: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class ConfigError(Exception):
    """What a learner wrote and the product refuses: where, and in the product's own words."""

    def __init__(self, place: Place, says: str) -> None:
        super().__init__(f"{place}: {says}")
        self.place = place
        self.says = says


class NotSimulated(ConfigError):
    """The real product accepts it, voiplab does not do it: said loudly, with its name, never ignored."""
