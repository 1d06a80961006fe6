"""When something that lasts has to be so."""

from enum import Enum


class When(Enum):
    EVER = "ever"
    NEVER = "never"
    AT_END = "at end"

    def __str__(self) -> str:
        return {When.EVER: "at some time", When.NEVER: "at no time", When.AT_END: "at the end"}[self]
