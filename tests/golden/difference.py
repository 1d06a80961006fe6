"""What can differ between a recording and a run."""

from enum import Enum
from typing import Final, NamedTuple

from voiplab.sim.moment import Duration


class Kind(Enum):
    MESSAGE_MISSING = "message missing"
    MESSAGE_ADDED = "message added"
    MESSAGE_ORDER = "message at another place of the sequence"
    FIRST_LINE = "first line"
    HEADER_MISSING = "header missing"
    HEADER_ADDED = "header added"
    HEADER_ORDER = "header at another place"
    HEADER_NAME = "header spelled differently"
    HEADER_VALUE = "header value"
    BODY_MISSING = "line of the body missing"
    BODY_ADDED = "line of the body added"
    BODY_ORDER = "line of the body at another place"
    BODY_LINE = "line of the body"
    TOKEN = "token that contradicts an earlier one"
    TIME = "time"
    PHONE = "the phone's part was not played as recorded"

    __hash__ = object.__hash__


SEQUENCE: Final = (Kind.MESSAGE_MISSING, Kind.MESSAGE_ADDED, Kind.MESSAGE_ORDER, Kind.FIRST_LINE, Kind.PHONE)
"""What makes a sequence of messages another one."""

CONTENT: Final = tuple(kind for kind in Kind if kind not in SEQUENCE and kind is not Kind.TIME)
"""What makes a message another one."""


class Difference(NamedTuple):
    """`message`: its number in the recording; of an added one, its number in the run.

    `by`: of a time, how much later; of an order, how far apart the recording has what was exchanged.
    """

    kind: Kind
    message: int
    where: str
    recorded: str
    produced: str
    by: Duration = 0
