"""The messages of a recorded case: from its capture, or from its text and the Content-Length in it."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from tests.golden.capture import Datagram, datagrams, segments
from tests.golden.segments import conversations
from tests.golden.trace import Connection, Message
from tests.golden.trace_file import address
from voiplab.net.address import Address
from voiplab.sim.moment import Moment

_SIP: Final = re.compile(rb"(?:[A-Z]+ \S+ SIP/2\.0|SIP/2\.0 \d{3} )")
_ITS_NAMES: Final = (b"User-Agent: FreeSWITCH", b"Server: OpenSIPS", b"User-Agent: OpenSIPS")
_HEADING: Final = re.compile(r"^### \d+ +\+ *([\d.]+)s +(\S+) -> (\S+)\n", re.MULTILINE)


class Unreadable(Exception):
    """A folder that cannot be turned into a trace without guessing: which, and what is missing."""


class Recorded(NamedTuple):
    began: datetime
    messages: tuple[Message, ...]
    refused: tuple[int, ...] = ()
    media: tuple[Datagram, ...] = ()
    connections: tuple[Connection, ...] = ()


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def from_capture(folder: Path) -> Recorded:
    capture = (folder / "trace.pcapng").read_bytes()
    captured = tuple(datagrams(capture))
    connections, spoken = conversations(segments(capture))
    sip = sorted([*(one for one in captured if _SIP.match(one.payload)), *spoken], key=lambda one: one.at)
    if not sip:
        raise Unreadable(f"{folder}: no message in the capture")
    there = sum(not one.refused for one in sip)
    listed = sum("," not in source for _, source, _ in _HEADING.findall(text_of(folder / "messages.txt")))
    if listed and listed != there:
        raise Unreadable(f"{folder}: {there} messages in the capture, {listed} in messages.txt")
    start = sip[0].at
    messages: list[Message] = []
    refused: list[int] = []
    for one in sip:
        if one.refused:
            refused.append(_refused(folder, messages, one))
        else:
            messages.append(Message(len(messages) + 1, one.at - start, one.source, one.target, one.payload))
    media = tuple(one._replace(at=one.at - start) for one in captured if not _SIP.match(one.payload))
    began = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=start)
    return Recorded(began, tuple(messages), tuple(refused), media, tuple(connections))


def _refused(folder: Path, messages: Sequence[Message], quoted: Datagram) -> int:
    """The number of the message that came back inside an ICMP port unreachable."""
    for message in reversed(messages):
        if message.target == quoted.target and message.raw.startswith(quoted.payload):
            return message.number
    raise Unreadable(f"{folder}: an ICMP error about a message that is not there")


def from_text(folder: Path) -> Recorded:
    """Message by message from messages.txt; the date is that of the log's first line, else a fixed one."""
    _, *parts = _HEADING.split(text_of(folder / "messages.txt"))
    if not parts:
        raise Unreadable(f"{folder}: no message in messages.txt")
    messages: list[Message] = []
    refused: list[int] = []
    for offset, source, target, text in zip(parts[::4], parts[1::4], parts[2::4], parts[3::4], strict=True):
        if "," in source:  # so the recorder wrote an ICMP error: its own addresses and the quoted ones
            quoted = address(target.partition(",")[2])
            refused.append([one.number for one in messages if one.target == quoted][-1])
            continue
        raw = _raw(folder, text)
        messages.append(Message(len(messages) + 1, _moment(offset), address(source), address(target), raw))
    logged = re.match(r"\S* ?(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6})", text_of(folder / "freeswitch.log"))
    began = datetime.fromisoformat(logged[1]).replace(tzinfo=UTC) if logged else datetime(2026, 1, 1, tzinfo=UTC)
    return Recorded(began, tuple(messages), tuple(refused))


def _moment(offset: str) -> Moment:
    whole, _, fraction = offset.partition(".")
    return int(whole) * 1_000_000 + int(fraction.ljust(6, "0"))


def _raw(folder: Path, text: str) -> bytes:
    head, _, body = text.encode().partition(b"\n\n")
    written = re.search(rb"^(?:Content-Length|l)\s*:\s*(\d+)", head, re.MULTILINE | re.IGNORECASE)
    length = int(written[1]) if written else 0
    raw = body.replace(b"\n", b"\r\n")[:length]
    if len(raw) < length:
        raw = body[:length]  # a body whose own lines end in LF
    if len(raw) < length:
        raise Unreadable(f"{folder}: a body shorter than its Content-Length")
    return head.replace(b"\n", b"\r\n") + b"\r\n\r\n" + raw


_VIA: Final = re.compile(rb"^(?:Via|v)\s*:\s*SIP/2\.0/\w+ ([\d.]+)", re.MULTILINE | re.IGNORECASE)


def with_guests(recorded: Recorded, server: str) -> tuple[Recorded, tuple[str, ...]]:
    """Phones that connected from the server's own address get the one that stands in their Via."""
    names: dict[Address, Address] = {}
    for one in recorded.connections:
        if one.client.ip == one.listener.ip == server:
            via = next(_VIA.search(message.raw) for message in recorded.messages if message.source == one.client)
            assert via is not None
            names[one.client] = one.client._replace(ip=via[1].decode())
    messages = (
        one._replace(source=names.get(one.source, one.source), target=names.get(one.target, one.target))
        for one in recorded.messages
    )
    connections = (one._replace(client=names.get(one.client, one.client)) for one in recorded.connections)
    guests = tuple(dict.fromkeys(end.ip for end in names.values()))
    return recorded._replace(messages=tuple(messages), connections=tuple(connections)), guests


def server_of(folder: Path, messages: Sequence[Message]) -> str:
    for message in messages:
        if any(b"\r\n" + line in message.raw for line in _ITS_NAMES):
            return message.source.ip
    raise Unreadable(f"{folder}: nobody calls itself FreeSWITCH or OpenSIPS")
