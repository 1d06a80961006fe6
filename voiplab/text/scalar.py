"""What an unquoted word of YAML means: only what JSON means by it, everything else is text.

YAML 1.1, which PyYAML resolves by, makes a number of the extension 0700, of 1_000 and of the time 12:30, and false of `no`.
"""

import re
from math import isinf

_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}

#  RFC 8259 section 6: number = [ minus ] int [ frac ] [ exp ]
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,30})?(?:[eE][-+]?[0-9]{1,3})?")


def meaning(word: str) -> bool | int | float | str | None:
    """A number longer than 18 digits is text, and so is one beyond every float: nobody counts with them."""
    if word in _WORDS:
        return _WORDS[word]
    if word == "-0":
        return word
    if _WHOLE.fullmatch(word):
        return int(word)
    if _DECIMAL.fullmatch(word):
        number = float(word)
        return word if isinf(number) else number
    return word
