"""What becomes here of something that OpenSIPS has: a parameter, a function, a module, a variable."""

from enum import Enum


class Standing(Enum):
    IN_FORCE = "in force"
    NO_EFFECT = "no effect here"
    NOT_SIMULATED = "not simulated"

    __hash__ = object.__hash__
