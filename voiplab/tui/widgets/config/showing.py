"""What of the open file is shown: itself, or how it differs from what the lesson has."""

from enum import Enum
from typing import Final


class Showing(Enum):
    """The value is what the other text is called."""

    EDITOR = "itself"
    START = "the start"
    SOLUTION = "the solution"

    __hash__ = object.__hash__


NEXT: Final = {
    Showing.EDITOR: Showing.START,
    Showing.START: Showing.SOLUTION,
    Showing.SOLUTION: Showing.EDITOR,
}
