"""The fields of one line of SDP, each with its column. Fields are parted by one space; more of them are forgiven."""

import re
from re import Pattern
from typing import Final

from voiplab.sip.errors import Malformed

WORD: Final = re.compile(r"[^ ]+")
REST: Final = re.compile(r".*", re.DOTALL)
NUMBER: Final = re.compile(r"[0-9]{1,20}(?= |\Z)")  # NTP times and 64-bit session ids fit


class Fields:
    """Reads `text` from `start` on, field by field."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.place = start

    def take(self, pattern: Pattern[str], expected: str) -> str:
        """The next field; the spaces after it are skipped."""
        found = pattern.match(self.text, self.place)
        if found is None:
            raise self.wrong(expected)
        self.place = found.end()
        while self.text.startswith(" ", self.place):
            self.place += 1
        return found[0]

    def number(self, most: int, expected: str, pattern: Pattern[str] = NUMBER) -> int:
        start = self.place
        value = int(self.take(pattern, expected))
        if value > most:
            raise Malformed(self.text, start + 1, expected)
        return value

    @property
    def is_at_end(self) -> bool:
        return self.place == len(self.text)

    def end(self) -> None:
        if not self.is_at_end:
            raise self.wrong("the end of the line")

    def wrong(self, expected: str) -> Malformed:
        return Malformed(self.text, self.place + 1, expected)
