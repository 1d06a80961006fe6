"""The phones of a recorded case as they were run then: the SIPp commands of its commands.txt, and when each of them began."""

import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.golden.trace import Message, Trace
from tests.golden.wire_text import read
from voiplab.net.address import Address
from voiplab.sim.moment import Moment


class NotSipp(Exception):
    """A case whose phones were another program, one that Debian does not have."""


class Client(NamedTuple):
    """`begins`: when its first message was sent; None for one that only waits for the server's."""

    command: Sequence[str]
    at: Address
    begins: Moment | None


def clients(folder: Path, trace: Trace) -> list[Client]:
    """In the order of the commands. NotSipp when somebody else takes part."""
    found: list[Client] = []
    calls = _calls(trace)
    for line in (folder / "commands.txt").read_text().splitlines():
        program = line.lstrip("[").partition(" ")[0]
        if program in ("pjsua", "baresip"):
            raise NotSipp(program)
        if program == "sipp":
            found.append(_client(folder, line, calls))
    return found


def _client(folder: Path, line: str, calls: Mapping[str, list[Moment]]) -> Client:
    """The command with the scenario's whole path and nothing else in it changed."""
    command = shlex.split(line)
    place = command.index("-sf") + 1
    scenario = folder / command[place]
    command[place] = str(scenario)
    at = Address(command[command.index("-i") + 1], int(command[command.index("-p") + 1]))
    first = re.search(r"<(send|recv)\b", scenario.read_text())
    speaks = first is not None and first[1] == "send"
    return Client(command, at, calls[at.ip].pop(0) if speaks else None)


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
