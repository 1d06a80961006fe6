"""What the person at the terminal should know of the programs out there: each sentence once, and not without end."""

from collections.abc import Callable

from voiplab.live.limits import MOST_REMARKS

LAST = "more remarks are kept from you: there were too many of them"


class Remarks:
    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._said: dict[str, None] = {}

    def __call__(self, sentence: str) -> None:
        if len(self._said) > MOST_REMARKS or sentence in self._said:
            return
        self._said[sentence] = None
        self._say(sentence if len(self._said) <= MOST_REMARKS else LAST)
