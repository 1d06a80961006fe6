"""The phones of a recorded case as they were run then: the SIPp commands of its commands.txt, and when each of them began.

Some phones were scripts of raw datagrams, because SIPp repeats what such a phone must not: `raw_phone.py` plays those.
"""

import re
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tests.golden.trace import Message, Trace
from tests.golden.trace_file import FREESWITCH, address
from tests.golden.wire_text import read
from voiplab.net.address import Address
from voiplab.sim.moment import Moment

CAPTURES: Final = FREESWITCH / "pcap"
"""What SIPp plays in place of a person who presses keys."""


_GRACE: Final = 10.0
"""SIPp's own limit only asks its calls to end, and one that waits for nothing but an answer does not."""

_LONGEST: Final = 120.0


class NotSipp(Exception):
    """A case whose phones were another program, one that Debian does not have."""


class Client(NamedTuple):
    """`begins`: when its first message was sent; None for one that only waits for the server's. `limit`: in seconds."""

    command: Sequence[str]
    at: Address
    begins: Moment | None
    limit: float


class _Command(NamedTuple):
    """A line of commands.txt. In some recordings it begins with its moment: `[  1.370] sipp ...`."""

    at: Moment | None
    text: str

    @classmethod
    def read(cls, line: str) -> "_Command":
        timed = re.fullmatch(r"\[\s*(\d+\.\d+)\] (.*)", line)
        return cls(round(float(timed[1]) * 1_000_000), timed[2]) if timed else cls(None, line)

    @property
    def program(self) -> str:
        return self.text.partition(" ")[0]


def clients(folder: Path, trace: Trace, trace_file: Path, scratch: Path) -> list[Client]:
    """In the order of the commands. NotSipp when somebody else takes part."""
    sipp = _sipp_commands(folder)
    calls = _calls(trace)
    found = [
        *(_raw(path, trace_file) for path in sorted(folder.glob("*-raw-udp.txt"))),
        *(_client(folder, command, sipp[0], calls, scratch) for command in sipp),
    ]
    return [
        one for place, one in enumerate(found) if one.begins is not None or _is_called(trace, one, found[place + 1 :])
    ]


def _sipp_commands(folder: Path) -> list[_Command]:
    """NotSipp says why these cannot play the case."""
    path = folder / "commands.txt"
    if not path.exists():
        raise NotSipp("run by commands that did not come along")
    commands = [_Command.read(line) for line in path.read_text().splitlines()]
    for other in ("pjsua", "baresip", "linphonec"):
        if any(command.program == other for command in commands):
            raise NotSipp(other)
    if any("raw UDP phone" in command.text for command in commands):
        raise NotSipp("SIPp, and then scripts of raw datagrams")
    if any("tgruu." in path.read_text("latin-1") for path in folder.glob("*.xml")):
        raise NotSipp("SIPp with a temp-gruu that only the recorded server knew")
    sipp = [command for command in commands if command.program == "sipp"]
    if not sipp:
        raise NotSipp("a program that its commands do not name")
    return sipp


def is_by_sipp(folder: Path) -> bool:
    """Whether SIPp alone plays it."""
    try:
        _sipp_commands(folder)
    except NotSipp:
        return False
    return True


def _is_called(trace: Trace, client: Client, later: Sequence[Client]) -> bool:
    """One that waits is run for one call. With more of them than calls, the first were tries from before the recording."""
    others = sum(one.at == client.at and one.begins is None for one in later)
    requests = [one for one in trace.messages if one.target == client.at and read(one.raw).method == "INVITE"]
    return others == 0 or others < len(dict.fromkeys(read(one.raw).first("Call-ID") for one in requests))


def bring(recorded: Path, folder: Path) -> None:
    """What `clients` needs of the folder of a recording, into that of a committed case."""
    folder.mkdir(parents=True, exist_ok=True)
    clients_of = recorded / "clients"
    for path in sorted((clients_of if clients_of.is_dir() else recorded).iterdir()):
        scenario = path.suffix == ".xml" and path.name != "config-snippet.xml"
        if scenario or path.name == "commands.txt" or path.name.endswith("-raw-udp.txt"):
            (folder / path.name).write_bytes(path.read_bytes())


def _raw(notes: Path, trace_file: Path) -> Client:
    """Its notes begin: `raw UDP phone 1001 on 127.0.0.22:5060`."""
    told = re.match(r"raw UDP phone \S+ on (\S+:\d+)", notes.read_text())
    assert told is not None, notes
    command = [sys.executable, "-m", "tests.interop.raw_phone", str(trace_file), told[1]]
    return Client(command, address(told[1]), None, _LONGEST)


def _client(
    folder: Path, command: _Command, first: _Command, calls: Mapping[str, list[Moment]], scratch: Path
) -> Client:
    """The command as it was; only paths are others. Without a moment written down, it begins when its first message did."""
    words = [word.replace("/tmp/", f"{scratch}/") for word in shlex.split(command.text)]
    place = words.index("-sf") + 1
    scenario = (folder / Path(words[place]).name).read_text("latin-1")
    copy = scratch / Path(words[place]).name
    copy.write_text(re.sub(r"[^\"]*/(?=[^/\"]+\.pcap\")", f"{CAPTURES}/", scenario), "latin-1")
    words[place] = str(copy)
    at = Address(words[words.index("-i") + 1], int(words[words.index("-p") + 1]))
    limit = float(words[words.index("-timeout") + 1].removesuffix("s")) + _GRACE
    step = re.search(r"<(send|recv)\b", scenario)
    speaks = step is not None and step[1] == "send"
    if speaks and command.at is not None and first.at is not None:
        return Client(words, at, command.at - first.at, limit)
    return Client(words, at, calls[at.ip].pop(0) if speaks else None, limit)


def _calls(trace: Trace) -> Mapping[str, list[Moment]]:
    """By phone, when each Call-ID of its own making was seen first: one per client, for each was run for one call."""
    began: dict[str, dict[str, Moment]] = {}
    for message in trace.messages:
        if not trace.is_from_server(message) and read(message.raw).is_request:
            calls = began.setdefault(message.source.ip, {})
            if not _is_of_server(trace, message):
                calls.setdefault(read(message.raw).first("Call-ID"), message.at)
    return {ip: list(calls.values()) for ip, calls in began.items()}


def _is_of_server(trace: Trace, message: Message) -> bool:
    """A call that the server began: its first message is the server's."""
    call = read(message.raw).first("Call-ID")
    return trace.is_from_server(next(one for one in trace.messages if read(one.raw).first("Call-ID") == call))
