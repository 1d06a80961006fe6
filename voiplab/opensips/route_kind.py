"""The kinds of routes of a script."""

from enum import Enum
from typing import Final


class RouteKind(Enum):
    """The value is the word in the file."""

    REQUEST = "route"
    FAILURE = "failure_route"
    ONREPLY = "onreply_route"
    BRANCH = "branch_route"
    ERROR = "error_route"
    LOCAL = "local_route"
    STARTUP = "startup_route"
    TIMER = "timer_route"
    EVENT = "event_route"

    __hash__ = object.__hash__


EVERYWHERE: Final = tuple(RouteKind)
