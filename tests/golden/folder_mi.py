"""Commands of the management interface that made a recorded OpenSIPS send something."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from tests.golden.folder_messages import Unreadable, text_of
from tests.golden.trace import Command, Message
from tests.golden.wire_text import read
from voiplab.sim.moment import Moment, ms, seconds

CHANGES: Final = ("b2b_trigger_scenario", "b2b_bridge", "b2b_terminate_call")
_GIVEN: Final = re.compile(
    r"^\[ *(?P<at>[\d.]+)\] (?:MI \(mi_fifo\) -> :\w+:(?P<json>\{.*\})|opensips-cli -x mi (?P<typed>.*))$", re.MULTILINE
)
_NEAR: Final = ms(100)
"""By how much the clock of whoever gave the commands is off."""


def mi_commands(folder: Path, messages: Sequence[Message], server: str) -> Iterator[Command]:
    """The first one begins the first call of the server's own; each is given when the server sends what it asked for."""
    given = [(_at(match["at"]), _typed(match["json"], match["typed"])) for match in _GIVEN.finditer(_notes(folder))]
    changing = [(at, text) for at, text in given if text.split(" ", 1)[0] in CHANGES]
    own = [one for one in messages if one.source.ip == server and _is_own(one)]
    for at, text in changing if own else ():
        about = own[0].at + at - changing[0][0]
        nearest = min(own, key=lambda one: abs(one.at - about))
        if abs(nearest.at - about) > _NEAR:
            raise Unreadable(f"{folder}: nothing was sent when {text!r} was given")
        yield Command(next(one.at for one in own if nearest.at - one.at < _NEAR), text)


def _notes(folder: Path) -> str:
    return text_of(folder / "clients" / "commands.txt")


def _at(text: str) -> Moment:
    return round(float(text) * seconds(1))


def _is_own(message: Message) -> bool:
    text = read(message.raw)
    return text.is_request and text.first("Call-ID").startswith("B2B.")


def _typed(request: str | None, typed: str | None) -> str:
    """As it is typed into opensips-cli."""
    if request is None:
        return typed or ""
    asked = json.loads(request)
    params = asked.get("params", {})
    words = params.values() if isinstance(params, Mapping) else params
    return shlex.join([asked["method"], *(str(word) for word in words)])
