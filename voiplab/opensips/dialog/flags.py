"""The letters of create_dialog(): module documentation of OpenSIPS 3.2, "dialog". Unknown ones mean nothing, as there."""

from enum import Enum
from typing import Final


class Flag(Enum):
    """The value is the letter."""

    BYE_ON_TIMEOUT = "B"
    PING_CALLER = "P"
    PING_CALLEE = "p"
    END_ON_RACE = "E"  # a 200 and a CANCEL have crossed
    REINVITE_CALLER = "R"
    REINVITE_CALLEE = "r"

    __hash__ = object.__hash__


PINGS: Final = (Flag.PING_CALLER, Flag.PING_CALLEE)
"""By OPTIONS: of the caller, and of the callee."""
NOT_SIMULATED: Final = (Flag.REINVITE_CALLER, Flag.REINVITE_CALLEE)


def parse_flags(letters: str) -> tuple[Flag, ...]:
    return tuple(flag for flag in Flag if flag.value in letters)
