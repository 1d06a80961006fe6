"""A maintainer's tool: turns the folder of a recorded FreeSWITCH case into our compact text.

    python -m tests.golden.convert RECORDINGS/c-prack/* --into tests/golden/freeswitch

A folder holds `messages.txt` (every message: offset, addresses, text) and, as far as they were kept, `trace.pcapng`,
`NOTES.md`, `commands.txt`, `config-snippet.xml`, `changed-profile.txt`, `freeswitch.log` and the scripts of the phones.
The bytes are those of the capture; without one they are made from the text and its Content-Length.
"""

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from tests.golden.artefacts import ARTEFACTS
from tests.golden.capture import Datagram, datagrams
from tests.golden.credentials import parameters, response
from tests.golden.trace import Account, Binding, Command, Digit, Insert, Message, Trace, address, write
from tests.golden.wire_text import read, uri_of
from voiplab.net.address import Address
from voiplab.sim.moment import Moment, seconds

CHANGES: Final = r"reloadxml|sofia profile \S+ (?:rescan|restart)"
"""Commands that reread the configuration: each leaves a line in the log, and that line tells when it was given."""

ASKS: Final = (
    r"show .*|sofia status.*|sofia_contact .*|xml_locate .*|uuid_(?:dump|getvar) .*|valet_info.*|conference .*list"
)
"""Commands that change nothing on the wire: left out."""

SCRIPTS: Final = ("*.xml", "commands.txt", "*accounts.txt")

_SIP: Final = re.compile(rb"(?:[A-Z]+ \S+ SIP/2\.0|SIP/2\.0 \d{3} )")
_HEADING: Final = re.compile(r"^### \d+ +\+ *([\d.]+)s +(\S+) -> (\S+)\n", re.MULTILINE)
_REREAD: Final = re.compile(r"^(\S+ \S+) .*switch_time\.c:\d+ Timezone reloaded", re.MULTILINE)
_PASSWORD: Final = re.compile(r"(?:\bpassword=|--password |;auth_pass=)([^\s\];]+)")
_EVENTS: Final = re.compile(rb"a=rtpmap:(\d+) telephone-event/", re.IGNORECASE)
_KEYS: Final = "0123456789*#ABCD"


class Unreadable(Exception):
    """A folder that cannot be turned into a trace without guessing: which, and what is missing."""


class Recorded(NamedTuple):
    began: datetime
    messages: tuple[Message, ...]
    refused: tuple[int, ...] = ()
    media: tuple[Datagram, ...] = ()


def convert(folder: Path, base: Path) -> Trace:
    """`base`: the configuration that all cases share; what a case has more than that is written into its trace."""
    recorded = _from_capture(folder) if (folder / "trace.pcapng").exists() else _from_text(folder)
    server = _server(folder, recorded.messages)
    trace = Trace(
        case=f"{folder.parent.name}/{folder.name}",
        server=server,
        began=recorded.began,
        profiles=tuple(f"{name} {port}" for name, port in _PROFILES.findall(_text(folder / "NOTES.md"))),
        accounts=tuple(_accounts(folder, recorded.messages, server)),
        bindings=tuple(_bindings(recorded.messages, server, _text(base / "vars.xml"))),
        inserts=(*_common_inserts(folder, base), *_edits(folder, recorded.began)),
        commands=tuple(_commands(folder, recorded.began)),
        artefacts=(),
        refused=recorded.refused,
        digits=tuple(_digits(recorded, server)),
        rules=tuple(_text(folder / "config-snippet.xml").splitlines()),
        messages=recorded.messages,
    )
    return replace(trace, artefacts=tuple(one.name for one in ARTEFACTS if one.shows_in(trace)))


_PROFILES: Final = re.compile(r"(\w+)(?: \([^)]*\))? on :(\d+)")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


# Messages


def _from_capture(folder: Path) -> Recorded:
    captured = tuple(datagrams((folder / "trace.pcapng").read_bytes()))
    sip = [one for one in captured if _SIP.match(one.payload)]
    if not sip:
        raise Unreadable(f"{folder}: no message in the capture")
    there = sum(not one.refused for one in sip)
    listed = sum("," not in source for _, source, _ in _HEADING.findall(_text(folder / "messages.txt")))
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
    return Recorded(
        datetime.fromtimestamp(0, UTC) + timedelta(microseconds=start), tuple(messages), tuple(refused), media
    )


def _refused(folder: Path, messages: Sequence[Message], quoted: Datagram) -> int:
    """The number of the message that came back inside an ICMP port unreachable."""
    for message in reversed(messages):
        if message.target == quoted.target and message.raw.startswith(quoted.payload):
            return message.number
    raise Unreadable(f"{folder}: an ICMP error about a message that is not there")


def _from_text(folder: Path) -> Recorded:
    """Message by message from messages.txt; the date is that of the log's first line, else a fixed one."""
    _, *parts = _HEADING.split(_text(folder / "messages.txt"))
    if not parts:
        raise Unreadable(f"{folder}: no message in messages.txt")
    messages: list[Message] = []
    refused: list[int] = []
    for offset, source, target, text in zip(parts[::4], parts[1::4], parts[2::4], parts[3::4], strict=True):
        if "," in source:  # as the recorder wrote an ICMP error: both its addresses and the quoted ones
            refused.append(messages[-1].number)
            continue
        raw = _raw(folder, text)
        messages.append(Message(len(messages) + 1, _moment(offset), address(source), address(target), raw))
    logged = re.match(r"\S* ?(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6})", _text(folder / "freeswitch.log"))
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


def _server(folder: Path, messages: Sequence[Message]) -> str:
    for message in messages:
        if b"\r\nUser-Agent: FreeSWITCH" in message.raw:
            return message.source.ip
    raise Unreadable(f"{folder}: nobody calls itself FreeSWITCH")


# What the phones know


def _accounts(folder: Path, messages: Sequence[Message], server: str) -> Iterator[Account]:
    """The passwords, each proved by the answers in the recording."""
    scripts = "".join(_text(path) for pattern in SCRIPTS for path in sorted(folder.glob(pattern)))
    passwords = dict.fromkeys(_PASSWORD.findall(scripts))
    found: dict[Account, None] = {}
    for message in messages:
        if message.source.ip == server:
            continue
        method = read(message.raw).start.split(" ")[0]
        for value in (*read(message.raw).all("Authorization"), *read(message.raw).all("Proxy-Authorization")):
            answer = parameters(value)
            right = [one for one in passwords if response(answer, method, one) == answer["response"]]
            if not right and not _was_issued(answer["nonce"], messages, server):
                continue  # made up by the phone's script, as it stands: there is nothing to compute
            if not right:
                raise Unreadable(f"{folder}: no known password explains the answer in message {message.number}")
            found[Account(answer["username"], answer["realm"], right[0])] = None
    yield from found


def _was_issued(nonce: str, messages: Sequence[Message], server: str) -> bool:
    return any(nonce.encode() in message.raw for message in messages if message.source.ip == server)


def _bindings(messages: Sequence[Message], server: str, variables: str) -> Iterator[Binding]:
    """For each phone that is called and did not register in the recording: the Contact is what the server calls."""
    defaults = dict(re.findall(r'data="(domain|default_password)=([^"]*)"', variables))
    domain = defaults.get("domain", server)
    known: list[str] = []
    for message in messages:
        method, uri = read(message.raw).start.split(" ")[:2]
        if message.source.ip != server:
            known += [uri_of(value) for value in read(message.raw).all("Contact") if method == "REGISTER"]
            if method == "INVITE":
                domain = uri_of(read(message.raw).first("From")).rpartition("@")[2]
            continue
        uri = uri.removesuffix(";intercom=true")  # added to the Contact by sip_auto_answer
        if method == "INVITE" and uri not in known and ";tag=" not in read(message.raw).first("To"):
            known.append(uri)
            user = uri.partition(":")[2].partition("@")[0]
            password = defaults.get("default_password", "")
            yield Binding(user, domain, password, message.target, message.source, f"<{uri}>")


def _digits(recorded: Recorded, server: str) -> Iterator[Digit]:
    """RFC 4733: all packets of one event have its first timestamp."""
    types: dict[str, int] = {}
    for message in recorded.messages:
        offered = _EVENTS.search(message.raw)
        if offered and message.source.ip != server:
            types[message.source.ip] = int(offered[1])
    seen: dict[tuple[Address, bytes], None] = {}
    for packet in recorded.media:
        if packet.refused or len(packet.payload) < 16 or packet.payload[1] & 0x7F != types.get(packet.source.ip):
            continue
        event = (packet.source, packet.payload[4:8])
        if event not in seen:
            seen[event] = None
            yield Digit(packet.at, packet.source, packet.target, _KEYS[packet.payload[12]])


# What the server was told


def _common_inserts(folder: Path, base: Path) -> tuple[Insert, ...]:
    """The extensions that some cases were recorded with: all of lab_j.diff, if their part of the dialplan is not in `base`."""
    rules = re.sub(r"<!--.*?-->", "", _text(folder / "config-snippet.xml"), flags=re.DOTALL)
    known = "".join(_text(path) for path in sorted(base.glob("**/*.xml")))
    if all(line.strip() in known for line in rules.splitlines()):
        return ()
    return tuple(_hunks(_text(base / "lab_j.diff")))


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


def _edits(folder: Path, began: datetime) -> Iterator[Insert]:
    """What somebody wrote into a profile while the server was running, a second before the first command."""
    note = _text(folder / "changed-profile.txt")
    if not note:
        return
    heading, *lines = note.splitlines()
    told = re.match(r"(\S+), added inside <(\w+)> before the commands", heading)
    if told is None:
        raise Unreadable(f"{folder}: changed-profile.txt says {heading!r}")
    before_all = min(command.at for command in _commands(folder, began)) - seconds(1)
    yield Insert(before_all, told[1], f"</{told[2]}>", tuple(f"    {line}" for line in lines))


def _commands(folder: Path, began: datetime) -> Iterator[Command]:
    """Those that change what is sent. The n-th of them wrote the n-th `Timezone reloaded` of the log."""
    typed = re.findall(r"^fs_cli -x '(.*)'", _text(folder / "commands.txt"), re.MULTILINE)
    moments = [
        datetime.fromisoformat(stamp).replace(tzinfo=UTC) for stamp in _REREAD.findall(_text(folder / "freeswitch.log"))
    ]
    changing = [text for text in typed if not re.fullmatch(ASKS, text)]
    unknown = [text for text in changing if not re.fullmatch(CHANGES, text)]
    if unknown or len(moments) != len(changing):
        raise Unreadable(f"{folder}: cannot tell when {unknown or changing} was given")
    for at, text in zip(moments, changing, strict=True):
        yield Command((at - began) // timedelta(microseconds=1), text)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folders", nargs="+", type=Path)
    arguments.add_argument("--into", required=True, type=Path, help="where LAB/CASE.trace is written")
    arguments.add_argument("--base", type=Path, help="the common configuration; else base-config beside the labs")
    given = arguments.parse_args()
    for folder in given.folders:
        trace = convert(folder, given.base or folder.parent.parent / "base-config")
        path = given.into / f"{trace.case}.trace"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(write(trace).encode())


if __name__ == "__main__":
    main()
