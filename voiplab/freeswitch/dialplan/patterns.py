"""The regular expressions of a dialplan: compiled, searched, and their captures put into a text."""

import re
from collections.abc import Sequence
from functools import lru_cache
from time import perf_counter
from typing import Final

import regex

from voiplab.freeswitch.dialplan.pcre import BadPattern, Unsupported, translate
from voiplab.sip.value import value
from voiplab.text.place import ConfigError, NotSimulated, Place

LIMIT: Final = 1.0  # seconds for one search; a pattern of any sense needs microseconds
TOGETHER: Final = 3.0  # seconds for all searches of one hunt, or of the applications between two pauses
SHORTEST: Final = 0.001  # seconds; what the last search of too many still has
MOST_CAPTURES: Final = 10
"""The server has room for $0 to $9; when a group beyond matches too, it takes that for no match at all."""

_REFERENCE: Final = re.compile(r"\$(\d+)", re.ASCII)
_ASTERISK: Final = {"N": "[2-9]", "X": "[0-9]", "Z": "[1-9]", ".": ".*"}
_FLAGS: Final = {"i": regex.IGNORECASE, "s": regex.DOTALL, "m": regex.MULTILINE, "x": regex.VERBOSE}


class PatternExploded(ConfigError):
    """A search was given up after its time. It is no non-match: nobody knows what the server would have found."""

    def __init__(self, place: Place, expression: str) -> None:
        super().__init__(place, f"the pattern {expression} needs more than {LIMIT} s for one search")


class SearchesExploded(ConfigError):
    """The same of many searches, each of which came to its end."""

    def __init__(self, place: Place, expression: str) -> None:
        super().__init__(place, f"the searches take more than {TOGETHER} s, the last for the pattern {expression}")


class Patience:
    """What is left of the time for searches."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = TOGETHER


@value(frozen=True, slots=True)
class Match:
    """$0 and the captures; one that took no part is empty."""

    groups: Sequence[str]

    def substitute(self, text: str) -> str:
        """`$1` and its like replaced; a number without a group becomes nothing."""
        return _REFERENCE.sub(lambda reference: self._group(reference[1]), text)

    def _group(self, digits: str) -> str:
        number = int(digits[:4])
        return self.groups[number] if number < len(self.groups) else ""


@value(frozen=True, slots=True)
class Refused:
    """The pattern does not compile: what the server's log says, each time that it is looked at."""

    says: str


def search(expression: str, subject: str, place: Place, patience: Patience | None = None) -> Match | Refused | None:
    """Looks for the expression anywhere in the subject."""
    if expression.startswith("/") and expression.rfind("/") == 0:
        return None  # a first slash asks for a second one, before the flags
    try:
        pattern = _compiled(expression)
        found = _timed(pattern, expression, subject, place, patience or Patience())
    except BadPattern as bad:
        return Refused(f"COMPILE ERROR: {bad.offset} [{bad.says}][{_bare(expression)[0]}]")
    except Unsupported as unsupported:
        raise NotSimulated(place, str(unsupported)) from unsupported
    except regex.error as error:
        raise NotSimulated(place, f"the pattern {expression} ({error})") from error
    if found is None:
        return None
    # Groups beyond the last one that took part do not exist for the server.
    last = max((number for number, group in enumerate(found.groups(), 1) if group is not None), default=0)
    if last >= MOST_CAPTURES:
        return None
    return Match(tuple(_text(found[number] or "") for number in range(last + 1)))


def _timed(
    pattern: "regex.Pattern[str]", expression: str, subject: str, place: Place, patience: Patience
) -> "regex.Match[str] | None":
    begun = perf_counter()
    try:
        return pattern.search(_bytewise(subject), timeout=min(LIMIT, patience.left))
    except TimeoutError:
        if patience.left < LIMIT:
            raise SearchesExploded(place, expression) from None
        raise PatternExploded(place, expression) from None
    finally:
        patience.left = max(patience.left - (perf_counter() - begun), SHORTEST)


@lru_cache(maxsize=1024)
def _compiled(expression: str) -> "regex.Pattern[str]":
    bare, flags = _bare(expression)
    options = regex.ASCII | regex.VERSION0
    for letter, option in _FLAGS.items():
        if letter in flags:
            options |= option
    return regex.compile(translate(_bytewise(bare)), options)


def _bare(expression: str) -> tuple[str, str]:
    """Without the two other ways to write it: `/expression/i`, and `_2XXX` as Asterisk does."""
    if expression.startswith("_"):
        expression = "^" + "".join(_ASTERISK.get(letter, letter) for letter in expression[1:]) + "$"
    if expression.startswith("/"):
        bare, _, flags = expression[1:].rpartition("/")
        return bare, flags
    return expression, ""


def _bytewise(text: str) -> str:
    """One character per byte: PCRE without its Unicode mode sees no others."""
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


def _text(bytewise: str) -> str:
    return bytewise.encode("latin-1").decode("utf-8", "surrogateescape")
