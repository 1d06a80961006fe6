"""What `opensips-cli -x mi ...` prints: the result with four blanks of indentation, or an error in its own words."""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from voiplab.opensips.console.command import Json, MiError
from voiplab.opensips.console.table import COMMANDS, names, perform

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

_CALL: Final = re.compile(r"[ \t]*(?:opensips-cli[ \t]+-x[ \t]+)?(?:mi(?:[ \t]+|$))?")
_NAMED: Final = re.compile(r"[a-z_][a-z_0-9]*=", re.IGNORECASE)


def execute(server: "Server", typed: str) -> str:
    """`ul_dump`, `mi ul_dump` or all of `opensips-cli -x mi ul_dump`."""
    try:
        words = shlex.split(_CALL.sub("", typed, count=1))
    except ValueError as mistake:
        return f"ERROR: {mistake}"
    if not words:
        return "ERROR: mi: no command"
    name, *arguments = words
    if name not in names(server):
        return f"ERROR: no command '{name}' in module 'mi'"
    if name not in COMMANDS:
        return f"ERROR: not simulated in voiplab: {name}"
    try:
        said = perform(server, name, _parameters(name, arguments))
    except MiError as error:
        data = "" if error.data is None else f" ({error.data})"
        return f"ERROR: command '{name}' returned: Error executing command: {error.code}: {error.message}{data}"
    return json.dumps(said, indent=4)


def _parameters(name: str, words: Sequence[str]) -> Sequence[Json] | Mapping[str, Json]:
    command = COMMANDS[name]
    if command.list_of:
        single = max(len(recipe) for recipe in command.recipes) - 1
        return [*words[:single], list(words[single:])] if len(words) > single else list(words)
    if words and all(_NAMED.match(word) for word in words):
        return {key: value for key, _, value in (word.partition("=") for word in words)}
    return list(words)
