"""Headers that are a number, perhaps with parameters: seconds, hops, response numbers, session timers, Retry-After."""

from typing import Final

from voiplab.sip.params import Params, read_params, value_of, write_params
from voiplab.sip.reader import DIGITS, U32, Reader
from voiplab.sip.value import value

MOST_HOPS: Final = 255
FEW_DIGITS: Final = 9
HOUR: Final = 3600
MOST_DIGITS: Final = 10


def parse_number(text: str, limit: int = U32) -> int:
    #  delta-seconds = 1*DIGIT
    if len(text) <= FEW_DIGITS and text.isascii() and text.isdigit():
        number = int(text)
        if number <= limit:
            return number
    reader = Reader(text)
    number = reader.number("a number", limit)
    reader.end()
    return number


def parse_expiry(text: str) -> int:
    """Expires, and the parameter of a Contact: RFC 3261 sections 20.19 and 10.2.1.1.

    Malformed values count as an hour, among them the dates of RFC 2543; numbers that are too large as the largest.
    """
    if len(text) <= FEW_DIGITS and text.isascii() and text.isdigit():
        return int(text)
    if DIGITS.fullmatch(text) is None:
        return HOUR
    digits = text.lstrip("0")
    return min(int(digits or "0"), U32) if len(digits) <= MOST_DIGITS else U32


def parse_hops(text: str) -> int:
    #  Max-Forwards = 1*DIGIT, 0 to 255: RFC 3261 section 20.22
    return parse_number(text, MOST_HOPS)


@value(frozen=True, slots=True)
class SessionExpires:
    """RFC 4028 section 4; Min-SE has the same form."""

    seconds: int
    params: Params = ()

    @classmethod
    def parse(cls, text: str) -> "SessionExpires":
        reader = Reader(text)
        seconds = reader.number("a number of seconds", U32)
        params = read_params(reader)
        reader.end("a parameter, or nothing more")
        return cls(seconds, params)

    def __str__(self) -> str:
        return f"{self.seconds}{write_params(self.params)}"

    @property
    def refresher(self) -> str | None:
        """`uac` or `uas`."""
        value = value_of(self.params, "refresher")
        return value and value.lower()


def parse_min_se(text: str) -> int:
    return SessionExpires.parse(text).seconds


@value(frozen=True, slots=True)
class RetryAfter:
    """RFC 3261 section 20.33."""

    seconds: int
    comment: str = ""
    """Without its parentheses."""
    params: Params = ()

    @classmethod
    def parse(cls, text: str) -> "RetryAfter":
        #  Retry-After = delta-seconds [ comment ] *( SEMI retry-param )
        reader = Reader(text)
        seconds = reader.number("a number of seconds", U32)
        reader.lws()
        comment = reader.comment() if reader.peek() == "(" else ""
        params = read_params(reader)
        reader.end("a parameter, or nothing more")
        return cls(seconds, comment, params)

    def __str__(self) -> str:
        comment = f" ({self.comment})" if self.comment else ""
        return f"{self.seconds}{comment}{write_params(self.params)}"
