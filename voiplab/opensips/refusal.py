"""The server does not start with this configuration: the place, its leading sentence, and all that it prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voiplab.opensips.log import LogLine
from voiplab.text.place import ConfigError, Place

STATUS: Final = 255


@dataclass(frozen=True, slots=True)
class Problem:
    """One of the sentences that are about a place of the file."""

    place: Place
    says: str


class Refused(ConfigError):
    """`place` and `says` are the first problem; `log` is the whole output, after which the server ends with `STATUS`."""

    def __init__(self, problems: Sequence[Problem], log: Sequence[LogLine]) -> None:
        first = problems[0]
        super().__init__(first.place, first.says)
        self.problems = tuple(problems)
        self.log = tuple(log)

    @property
    def output(self) -> str:
        return "".join(f"{line}\n" for line in self.log)
