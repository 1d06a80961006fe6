"""What the server of a recorded case was told: the files it had more than others, and commands that changed what it sends."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from tests.golden.folder_messages import Unreadable, text_of
from tests.golden.trace import Command, Insert, Message
from voiplab.sim.moment import Moment, ms, seconds

CHANGES: Final = r"reloadxml|sofia profile \S+ (?:rescan|restart)"
"""Commands that reread the configuration: each leaves a line in the log, and that line tells when it was given."""

ASKS: Final = (
    r"show .*|sofia status.*|sofia_contact .*|xml_locate .*|uuid_(?:dump|getvar) .*|valet_info.*|conference .*list"
)
"""Commands that change nothing on the wire: left out."""

CLEARING: Final = "hupall"
"""What ends the calls that a recording has left; not always written down."""

_STAMP: Final = r"^(?:[0-9a-f]{8}-\S+ )?(\S+ \S+) "
TRACES: Final[Mapping[str, str]] = {
    CHANGES: _STAMP + r".*switch_time\.c:\d+ Timezone reloaded",
    r"originate .*": r"\A(\S+ \S+) .*switch_ivr_originate\.c:\d+ Parsing global variables",
    r"uuid_kill .*": _STAMP + r".*switch_ivr\.c:\d+ Hangup ",
    r"uuid_bridge .*": _STAMP + r".*switch_ivr_bridge\.c:2211 ",
    r"uuid_transfer .*": _STAMP + r".*switch_ivr\.c:\d+ Transfer ",
    CLEARING: rf"(?:{_STAMP}.*Hangup \S+ \[\w+\] \[MANAGER_REQUEST\].*\n)(?:.*\n)*",
}
"""For each kind of command what it leaves in the log; the line tells when it was given."""

_OF_NOBODY: Final = r"^freeswitch@\S+> (uuid_.*)\n-ERR (?:No such channel!|Invalid uuid)$"
"""Commands for channels that are not there."""

_STANDS_STILL: Final = ms(25)


def common_inserts(folder: Path, base: Path) -> tuple[Insert, ...]:
    """The extensions that some cases were recorded with: all of lab_j.diff, if their part of the dialplan is not in `base`."""
    rules = re.sub(r"<!--.*?-->", "", text_of(folder / "config-snippet.xml"), flags=re.DOTALL)
    known = "".join(text_of(path) for path in sorted(base.glob("**/*.xml")))
    if all(line.strip() in known for line in rules.splitlines()):
        return ()
    return tuple(_hunks(text_of(base / "lab_j.diff")))


PINGS: Final = '<param name="all-reg-options-ping" value="true"/>'


def pings_left_out(profiles: Iterable[str], messages: Iterable[Message], base: Path) -> Iterator[Insert]:
    """A profile that pings its phones, in a recording whose pings were left out: the line goes into a comment."""
    if any(message.raw.startswith(b"OPTIONS ") for message in messages):
        return
    for profile in profiles:
        file = f"sip_profiles/{profile.partition(' ')[0]}.xml"
        if PINGS in text_of(base / file):
            yield Insert(None, file, PINGS, ("    <!-- not in this recording:",))
            yield Insert(None, file, "</settings>", ("    -->",))


def _hunks(diff: str) -> Iterator[Insert]:
    """A difference that only adds: for each run of added lines the line that follows."""
    file = ""
    added: list[str] = []
    for line in diff.splitlines():
        if line.startswith("--- "):
            file = line.split()[1].partition("/")[2]
        elif line.startswith(("+++ ", "@@ ", "diff ")):
            continue
        elif line.startswith("+"):
            added.append(line[1:])
        elif line.startswith("-"):
            raise Unreadable(f"lab_j.diff takes a line away: {line}")
        elif added:
            yield Insert(None, file, line[1:].strip(), tuple(added))
            added = []


def edits(folder: Path, began: datetime) -> Iterator[Insert]:
    """What somebody wrote into a profile while the server was running, a second before the first command."""
    note = text_of(folder / "changed-profile.txt")
    if not note:
        return
    heading, *lines = note.splitlines()
    told = re.match(r"(\S+), added inside <(\w+)> before the commands", heading)
    if told is None:
        raise Unreadable(f"{folder}: changed-profile.txt says {heading!r}")
    before_all = min(command.at for command in commands(folder, began)) - seconds(1)
    yield Insert(before_all, told[1], f"</{told[2]}>", tuple(f"    {line}" for line in lines))


def commands(folder: Path, began: datetime) -> Iterator[Command]:
    """Those that change what is sent. The n-th of a kind has left the n-th trace of that kind in the log."""
    typed = re.findall(r"^fs_cli -x '(.*)'", text_of(folder / "commands.txt"), re.MULTILINE)
    refused = re.findall(_OF_NOBODY, text_of(folder / "cli.txt"), re.MULTILINE)
    changing = [text for text in typed if not re.fullmatch(ASKS, text) and text not in refused]
    log = text_of(folder / "freeswitch.log")
    channels = re.findall(r"New Channel \S+ \[(\S+)\]", log)
    given: list[Command] = []
    for kind, left in TRACES.items():
        told = [text for text in changing if re.fullmatch(kind, text)]
        moments = [_since(began, at) for at in re.findall(left, log, re.MULTILINE)]
        if kind == CLEARING and not told:
            told = [CLEARING] * len(moments)
        if len(moments) == len(told):
            given += [Command(at, text) for at, text in zip(moments, told, strict=True)]
    known = [command.text for command in given]
    unknown = [text for text in changing if text not in known]
    if unknown:
        raise Unreadable(f"{folder}: cannot tell when {unknown} was given")
    yield from (command._replace(text=_counted(command.text, channels)) for command in sorted(given))


def _counted(text: str, channels: Sequence[str]) -> str:
    """The UUIDs of channels, which another run has not: `{channel 2}` is the second one of the case."""
    for number, uuid in enumerate(channels, 1):
        text = text.replace(uuid, f"{{channel {number}}}")
    return text


def _since(began: datetime, stamp: str) -> Moment:
    """The log's clock stands still for up to 20 ms: what seems to come just before the first message came with it."""
    at = (datetime.fromisoformat(stamp).replace(tzinfo=UTC) - began) // timedelta(microseconds=1)
    return 0 if -_STANDS_STILL < at < 0 else at
