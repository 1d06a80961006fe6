"""What FreeSWITCH 1.10.12 wrote to its log while it hunted, line by line."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.freeswitch.base_config import BASE, changed
from tests.freeswitch.dialplan.standing_channel import StandingChannel, core
from voiplab.freeswitch import vanilla
from voiplab.freeswitch.dialplan.channel import SetVariable
from voiplab.freeswitch.dialplan.hunt import hunt
from voiplab.freeswitch.log import LogLine
from voiplab.freeswitch.reader import read
from voiplab.freeswitch.tree import Node

FOLDER: Final = Path(__file__).parents[2] / "golden" / "freeswitch" / "dialplan"
CASES: Final = sorted(FOLDER.glob("*.txt"))
VARIABLES: Final = vanilla.variables("127.0.0.20", "lab")
DIALPLAN: Final = read(BASE, VARIABLES).section("dialplan")
CHANGED_RULE: Final = ("^80(3)3$", "^800(\\d)$")
"""One pattern of the rules was changed between the recordings: what it is now, and what it was in the earlier ones."""
EARLIER: Final = read(changed(BASE, "dialplan/rules.xml", *CHANGED_RULE), VARIABLES).section("dialplan")
SOURCE: Final = re.compile(r"(?<=\] )(?:mod_dialplan_xml|switch_regex)\.c:[0-9]+ ")
"""Which line of which file wrote it: our log does not say that."""
BEGINS: Final = re.compile(r"\[INFO\] Processing (.*) <(.*)>->(.*) in context (.*)")


def hunts(path: Path) -> Iterator[Sequence[str]]:
    """The lines of each hunt of a call: a transfer makes a second one."""
    lines: list[str] = []
    for line in SOURCE.sub("", path.read_text(encoding="utf-8")).splitlines():
        if BEGINS.fullmatch(line) and lines:
            yield lines
            lines = []
        lines.append(line)
    yield lines


def dialplan_of(recorded: Sequence[str]) -> Node:
    is_earlier = any("[r_break_on_true]" in line and CHANGED_RULE[1] in line for line in recorded)
    return EARLIER if is_earlier else DIALPLAN


def hunted(dialplan: Node, name: str, number: str, destination: str, context: str) -> Sequence[str]:
    channel = StandingChannel(f"sofia/internal/{number}@{domain_of(context)}")
    channel.fields |= {"caller_id_name": name, "caller_id_number": number, "destination_number": destination}
    lines: list[str] = []
    for step in hunt(dialplan, context, channel, core()):
        if isinstance(step, LogLine):
            lines.append(str(step))
        elif isinstance(step, SetVariable):
            channel.variables[step.name.lower()] = step.value
    return lines


def domain_of(context: str) -> str:
    return f"{context}.lab" if context.startswith("tenant") else "127.0.0.20"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_hunt_writes_what_the_server_wrote(path: Path) -> None:
    for recorded in hunts(path):
        begin = BEGINS.fullmatch(recorded[0])
        assert begin is not None
        assert hunted(dialplan_of(recorded), *begin.groups()) == recorded


def test_all_recordings_are_there() -> None:
    assert len(CASES) == 30
