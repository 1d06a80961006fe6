"""Dial strings, as `bridge` and `originate` take them: `{ignore_early_media=true}[leg_timeout=5]user/1001,user/1002|user/1003`.

`|` separates attempts made one after the other, `,` the legs of one attempt. `{}` gives variables to all legs and `[]` to one;
`^^:` at the beginning of either makes the colon the delimiter. `:_:` separates whole dial strings that are tried at the same
time, with `<>` for variables of all of them. After "Dialplan: bridge" and "Channel Variables" of the FreeSWITCH documentation.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from voiplab.freeswitch.brackets import closing_of, pairs
from voiplab.freeswitch.separate import separate
from voiplab.sip.value import value

ENTERPRISE: Final = ":_:"

# Commas inside of [...] are hidden from the split into legs; those that were quoted do not separate variables either.
_QUOTED_COMMA: Final = "\x01"
_COMMA: Final = "\x02"


class BadDialString(Exception):
    """What the server's log says of it, as an error. Nothing is called then."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


@value(frozen=True, slots=True)
class Leg:
    """`endpoint/rest`: `user/1001@domain`, `sofia/profile/user@host`, `error/USER_BUSY`. Its variables win over the others."""

    endpoint: str
    rest: str
    variables: Mapping[str, str]

    @property
    def target(self) -> str:
        return f"{self.endpoint}/{self.rest}" if self.rest else self.endpoint


@value(frozen=True, slots=True)
class DialString:
    variables: Mapping[str, str]
    attempts: Sequence[Sequence[Leg]]


def parse(text: str) -> Sequence[DialString]:
    """More than one only with `:_:`."""
    common: dict[str, str] = {}
    text = text.lstrip(" ")
    while text.startswith("<"):
        text = _take_variables(text, "<>", ",", common)
    return [_dial_string(part, common) for part in text.split(ENTERPRISE)]


def _dial_string(text: str, common: Mapping[str, str]) -> DialString:
    variables = dict(common)
    text = text.lstrip(" ")
    while text.startswith("{"):
        text = _take_variables(text, "{}", ",", variables)
    text = text.lstrip(" ")
    if not text:
        raise BadDialString("No origination URL specified!")
    return DialString(variables, tuple(_legs(attempt) for attempt in separate(text, "|")))


def _legs(attempt: str) -> Sequence[Leg]:
    legs = separate(_hide_commas(attempt), ",")
    if not legs:
        raise BadDialString("Empty dial string")
    return tuple(_leg(text) for text in legs)


def _leg(text: str) -> Leg:
    variables: dict[str, str] = {}
    text = text.lstrip(" ")
    while text.startswith("["):
        end = text.find("]")
        text = text[: end + 1].replace(_QUOTED_COMMA, ",") + text[end + 1 :]
        text = _take_variables(text, "[]", _COMMA, variables)
    endpoint, _, rest = text.lstrip(" ").partition("/")
    return Leg(endpoint, rest, variables)


def _hide_commas(attempt: str) -> str:
    if "[" not in attempt:
        return attempt
    closing = pairs(attempt, "[", "]")
    letters = list(attempt)
    end = -1
    quoted = is_alternative = False
    for place, letter in enumerate(attempt):
        if place > end and letter == "[" and place in closing:
            end = closing[place]
            is_alternative = attempt.startswith("^^", place + 1)
            quoted = False
        if letter == "'":
            quoted = not quoted
        if place < end and letter == "," and not attempt.startswith("\\", place - 1):
            letters[place] = _QUOTED_COMMA if quoted or is_alternative else _COMMA
    return "".join(letters)


def _take_variables(text: str, brackets: str, delimiter: str, variables: dict[str, str]) -> str:
    """Read one pair of brackets at the beginning; the answer is what stands behind it."""
    end = closing_of(text, brackets[0], brackets[1])
    if end is None:
        raise BadDialString("Parse Error!")
    inside, rest = text[1:end], text[end + 1 :]
    if inside.startswith("^^") and len(inside) > 2:
        delimiter, inside = inside[2], inside[3:]
    for part in separate(inside, delimiter):
        name_and_value = separate(part, "=", 2)
        if len(name_and_value) == 2:
            variables[name_and_value[0]] = name_and_value[1]
    return rest.lstrip(" ")
