"""A recording of a real server in our own compact text, one file per case, exact to the byte and readable in a diff.

A file is a list of entries. An entry is one line, a key with its words, and the lines that belong to it follow, marked:

    |text   text, ended by CRLF (a lone `|` is the empty line)
    >text   text without a line end
    ~text   text without a line end in which \\r \\n \\t \\\\ and \\xNN stand for bytes that would not survive a text file

A message is an entry of its own: number, offset in seconds, source, target. `= 8` under it: the same bytes as message 8.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Final, NamedTuple

from tests.golden.trace import Account, Binding, Command, Connection, Digit, Insert, Message, Trace
from voiplab.net.address import Address
from voiplab.sim.moment import Moment, stamp

FIRST_LINE: Final = "voiplab golden trace, form 1"

FREESWITCH: Final = Path(__file__).parent / "freeswitch"
OPENSIPS: Final = Path(__file__).parent / "opensips"


class BadTrace(Exception):
    """A trace file that is not in this form: file name, line number, what was expected."""


# Writing


def write(trace: Trace) -> str:
    return "".join(f"{line}\n" for line in _lines(trace))


def _lines(trace: Trace) -> Iterator[str]:
    yield FIRST_LINE
    yield f"case {trace.case}"
    yield f"server {trace.server}"
    yield f"began {trace.began.isoformat()}"
    if trace.configuration:
        yield f"configuration {trace.configuration}"
    yield from (f"profile {name}" for name in trace.profiles)
    yield from (f"account {one.user} {one.realm} {one.password}" for one in trace.accounts)
    for bound in trace.bindings:
        yield f"binding {bound.user} {bound.domain} {bound.password} {bound.phone} {bound.registrar} {bound.contact}"
    for insert in trace.inserts:
        yield f"insert {'start' if insert.at is None else _offset(insert.at)} {insert.file} {insert.before}"
        yield from (f"|{line}" for line in insert.lines)
    yield from (f"command {_offset(command.at)} {command.text}" for command in trace.commands)
    yield from (f"connection {one.client} {one.listener}" for one in trace.connections)
    yield from (f"guest {ip}" for ip in trace.guests)
    yield from (f"artefact {name}" for name in trace.artefacts)
    yield from (f"refused {number}" for number in trace.refused)
    for key in trace.digits:
        yield f"digit {_offset(key.at)} {key.source} {key.target} {key.digit}"
    if trace.rules:
        yield "rules"
        yield from (f"|{line}" for line in trace.rules)
    yield from _messages(trace.messages)


def _messages(messages: Iterable[Message]) -> Iterator[str]:
    first: dict[bytes, int] = {}
    for message in messages:
        yield f"{message.number} {_offset(message.at)} {message.source} {message.target}"
        if message.raw in first:
            yield f"= {first[message.raw]}"
        else:
            first[message.raw] = message.number
            yield from _text(message.raw)


def _text(raw: bytes) -> Iterator[str]:
    *ended, last = raw.split(b"\r\n")
    while ended:
        line = ended.pop(0)
        if _is_plain(line):
            yield "|" + line.decode()
        else:
            last = b"\r\n".join((line, *ended, last))
            ended = []
    if last:
        yield ">" + last.decode() if _is_plain(last) else "~" + _escaped(last)


def _is_plain(line: bytes) -> bool:
    return re.fullmatch(rb"[ -~]*", line) is not None


def _escaped(raw: bytes) -> str:
    names = {13: r"\r", 10: r"\n", 9: r"\t", 92: r"\\"}
    return "".join(names.get(byte) or (chr(byte) if 32 <= byte < 127 else f"\\x{byte:02x}") for byte in raw)


def _offset(at: Moment) -> str:
    return f"{'-' if at < 0 else '+'}{stamp(abs(at))}"


# Reading


class _Mark(Enum):
    ENDED = "|"
    OPEN = ">"
    ESCAPED = "~"
    SAME = "="


class _Entry(NamedTuple):
    words: str
    lines: list[tuple[_Mark, str]]


def load(path: Path) -> Trace:
    return parse(path.read_bytes().decode(), path.name)  # not read_text: it would translate line ends


def parse(text: str, name: str) -> Trace:
    """A trace file, read strictly: what is not understood is an error, never skipped."""
    head, *lines = text.split("\n")
    if head != FIRST_LINE:
        raise BadTrace(f"{name}:1: expected {FIRST_LINE!r}")
    entries: list[_Entry] = []
    for number, line in enumerate(lines[:-1], 2):
        if line[:1] in "|>~=" and entries:
            entries[-1].lines.append((_Mark(line[0]), line[1:]))
        elif line[:1].isalnum():
            entries.append(_Entry(line, []))
        else:
            raise BadTrace(f"{name}:{number}: expected a key, a number or a marked line: {line[:40]!r}")
    return _trace(_Entries(name, entries))


class _Entries:
    """The entries of one file, by key; an unknown key is an error."""

    KEYS: Final = (
        *("case", "server", "began", "configuration", "profile", "account", "binding", "insert"),
        *("command", "connection", "guest", "artefact", "refused", "digit", "rules"),
    )

    def __init__(self, name: str, entries: Sequence[_Entry]) -> None:
        self._by_key: dict[str, list[_Entry]] = {}
        for entry in entries:
            key, _, words = entry.words.partition(" ")
            if key.isdecimal():
                self._by_key.setdefault("message", []).append(entry)
            elif key in self.KEYS:
                self._by_key.setdefault(key, []).append(_Entry(words, entry.lines))
            else:
                raise BadTrace(f"{name}: unknown key {key!r}")
        self._name = name

    def all(self, key: str) -> Sequence[_Entry]:
        return self._by_key.get(key, ())

    def words(self, key: str) -> tuple[str, ...]:
        return tuple(entry.words for entry in self.all(key))

    def one(self, key: str) -> str:
        words = self.words(key)
        if len(words) != 1:
            raise BadTrace(f"{self._name}: expected one {key!r}, found {len(words)}")
        return words[0]


def _trace(entries: _Entries) -> Trace:
    return Trace(
        case=entries.one("case"),
        server=entries.one("server"),
        began=datetime.fromisoformat(entries.one("began")),
        profiles=entries.words("profile"),
        accounts=tuple(Account(*words.split(" ")) for words in entries.words("account")),
        bindings=tuple(_binding(words) for words in entries.words("binding")),
        inserts=tuple(_insert(entry) for entry in entries.all("insert")),
        commands=tuple(_command(words) for words in entries.words("command")),
        artefacts=entries.words("artefact"),
        refused=tuple(int(words) for words in entries.words("refused")),
        digits=tuple(_digit(words) for words in entries.words("digit")),
        rules=tuple(text for entry in entries.all("rules") for _, text in entry.lines),
        messages=_read_messages(entries.all("message")),
        configuration="".join(entries.words("configuration")),
        connections=tuple(Connection(*map(address, words.split(" "))) for words in entries.words("connection")),
        guests=entries.words("guest"),
    )


def _binding(words: str) -> Binding:
    user, domain, password, phone, registrar, contact = words.split(" ", 5)
    return Binding(user, domain, password, address(phone), address(registrar), contact)


def _insert(entry: _Entry) -> Insert:
    at, file, before = entry.words.split(" ", 2)
    return Insert(None if at == "start" else _moment(at), file, before, tuple(text for _, text in entry.lines))


def _command(words: str) -> Command:
    at, text = words.split(" ", 1)
    return Command(_moment(at), text)


def _digit(words: str) -> Digit:
    at, source, target, digit = words.split(" ")
    return Digit(_moment(at), address(source), address(target), digit)


def _read_messages(entries: Iterable[_Entry]) -> tuple[Message, ...]:
    raws: dict[int, bytes] = {}
    messages: list[Message] = []
    for entry in entries:
        number, at, source, target = entry.words.split(" ")
        raw = b"".join(_bytes(mark, text, raws) for mark, text in entry.lines)
        raws[int(number)] = raw
        messages.append(Message(int(number), _moment(at), address(source), address(target), raw))
    return tuple(messages)


def _bytes(mark: _Mark, text: str, raws: dict[int, bytes]) -> bytes:
    match mark:
        case _Mark.ENDED:
            return text.encode() + b"\r\n"
        case _Mark.OPEN:
            return text.encode()
        case _Mark.ESCAPED:
            return _unescaped(text)
        case _Mark.SAME:
            return raws[int(text)]


def _unescaped(text: str) -> bytes:
    names = {"r": b"\r", "n": b"\n", "t": b"\t", "\\": b"\\"}
    parts = re.split(r"\\(x[0-9a-f]{2}|[rnt\\])", text)
    return b"".join(
        part.encode() if index % 2 == 0 else names.get(part) or bytes.fromhex(part[1:])
        for index, part in enumerate(parts)
    )


def _moment(text: str) -> Moment:
    whole, _, fraction = text[1:].partition(".")
    return int(text[0] + "1") * (int(whole) * 1_000_000 + int(fraction))


def address(text: str) -> Address:
    ip, _, port = text.rpartition(":")
    return Address(ip.strip("[]"), int(port))


def committed(server: Path = FREESWITCH) -> tuple[Path, ...]:
    """The traces of one server in a clone, in the order of their names."""
    return tuple(sorted(server.glob("*/*.trace")))
