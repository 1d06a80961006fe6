"""`${name}` and `${command(argument)}` in a text, as they are replaced when an action is executed.

`${name:2:3}` cuts a piece out of the value, from the end when the first number is negative; `${name[1]}` takes one of
several values. Values are expanded in turn. `\\$` is a plain `$`, `\\\\` one backslash; a quote goes away with its backslash.
"""

import re
from collections.abc import Sequence
from typing import Final

from voiplab.freeswitch.brackets import pairs
from voiplab.freeswitch.dialplan.channel import Scope
from voiplab.freeswitch.dialplan.commands import ALL
from voiplab.freeswitch.settings import number
from voiplab.text.place import ConfigError, NotSimulated

DEEPEST: Final = 100  # the server's own limit: what is deeper stays as it is
LONGEST: Final = 100_000

_ESCAPED_DATA: Final = ("\\\\", "\\n", "\\s", "\\t", "\\'")
_SEVERAL: Final = "ARRAY::"
_SPECIAL: Final = re.compile(r"\\|\$?\$\{")
_CUT: Final = re.compile(r"[ (]")


def expand(text: str, scope: Scope) -> str:
    return _Expansion(scope).expand(text, 0)


def several(values: Sequence[str]) -> str:
    """How one variable holds several values."""
    return values[0] if len(values) == 1 else _SEVERAL + "|:".join(values)


class _Expansion:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.written = 0

    def expand(self, text: str, depth: int) -> str:
        has_escapes = "\\" in text and any(mark in text for mark in _ESCAPED_DATA)
        if depth > DEEPEST or ("${" not in text and not has_escapes):
            return text
        closing = pairs(text, "{", "}")
        done: list[str] = []
        here = 0
        while here < len(text):
            special = _SPECIAL.search(text, here)
            begin = len(text) if special is None else special.start()
            if begin > here:
                piece, here = text[here:begin], begin
            elif text[here] == "\\":
                piece, here = _escape(text, here)
            else:
                opening = text.index("{", here)
                # What is not closed reaches to the end, as in the server.
                end = closing.get(opening, len(text))
                piece, here = self.inside(text[opening + 1 : end], depth), end + 1
            self.written += len(piece)
            if self.written > LONGEST:
                raise ConfigError(self.scope.place, f"a text grows over {LONGEST:,} characters by its variables")
            done.append(piece)
        return "".join(done)

    def inside(self, text: str, depth: int) -> str:
        """What stands between the braces: a command when a blank or a parenthesis comes in it, a variable otherwise."""
        found = _CUT.search(text)
        if found is None:
            return self.variable(self.expand(text, depth + 1), depth)
        cut = found.start()
        argument = text[cut + 1 :]
        end = pairs("(" + argument, "(", ")").get(0)
        if end is not None and text[cut] == "(":
            argument = argument[: end - 1]
        return self.command(self.expand(text[:cut], depth + 1), self.expand(argument, depth + 1))

    def variable(self, text: str, depth: int) -> str:
        name, _, cuts = text.partition(":")
        name, bracket, index = name.partition("[")
        found = self.scope.value(name)
        if found is None:
            return ""
        if bracket and "]" in index:
            found = _one_of(found, number(index))
        return _piece(self.expand(found, depth + 1), cuts)

    def command(self, name: str, argument: str) -> str:
        found = self.scope.core.commands.get(name)
        if found is not None:
            return found(argument, self.scope)
        if name in ALL:
            raise NotSimulated(self.scope.place, f"the command {name} in a text: ${{{name}({argument})}}")
        return ""  # an unknown command is no error for the server


def _escape(text: str, here: int) -> tuple[str, int]:
    match text[here + 1 : here + 2]:
        case "$":
            return "$", here + (3 if text.startswith("$", here + 2) else 2)
        case "'":
            return "", here + 2
        case "\\":
            return "\\", here + 2
        case _:
            return "\\", here + 1


def _one_of(found: str, index: int) -> str:
    values = found.removeprefix(_SEVERAL).split("|:") if found.startswith(_SEVERAL) else [found]
    return values[index] if 0 <= index < len(values) else ""


def _piece(found: str, cuts: str) -> str:
    """`2`, `-2`, `0:2`: where to begin, and how many characters at most."""
    first, _, length = cuts.partition(":")
    begin = number(first)
    if begin >= -len(found):
        found = found[begin:]
    most = number(length)
    return found[:most] if most > 0 else found
