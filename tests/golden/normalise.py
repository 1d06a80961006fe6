"""What two runs of the same server never have in common, and so is not compared as it stands: one table, IGNORED.

A line becomes its text with the tokens replaced by `<name: form>`, and the tokens beside it. Two lines agree when their
texts are equal and a Ledger accepts their tokens: it remembers which token of the recording stands for which of the run.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache, partial
from re import Pattern
from typing import Final, NamedTuple

from tests.golden.wire_text import Header, read


class Rule(Enum):
    """What still holds for a token whose value is ignored."""

    SAME = "the same value wherever the recording has the same one"
    STEP = "starts anywhere, then goes up by the recorded steps"
    FORM = "has the recorded form"
    LENGTH = "counts the body correctly"


@dataclass(frozen=True, slots=True)
class Ignored:
    """`places` are header names in small letters, `o=` and the like for lines of a body, `*` for everywhere."""

    name: str
    places: tuple[str, ...]
    pattern: Pattern[str]  # each group is a token
    rule: Rule
    why: str


def _row(name: str, places: str, pattern: str, rule: Rule, why: str) -> Ignored:
    return Ignored(name, tuple(places.split()), re.compile(pattern), rule, why)


_UUID: Final = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

SESSION: Final = "SDP session"
PORT: Final = "RTP port"

IGNORED: Final = (
    _row("tag", "from to", r";tag=([^\s;>]+)", Rule.SAME, "random (RFC 3261 section 19.3)"),
    _row("branch", "via", r";branch=([^\s;,]+)", Rule.SAME, "random after the cookie (section 8.1.1.7)"),
    _row("Call-ID", "call-id", r"^:\s*(\S+)$", Rule.SAME, "random; FreeSWITCH: time and hardware address of its machine"),
    _row("Call-ID", "replaces", r"^:\s*([^;\s]+)", Rule.SAME, "the dialog's (RFC 3891)"),
    _row("Call-ID", "refer-to", r"[?&]Replaces=([^&>%;]+)", Rule.SAME, "the dialog's"),
    _row("tag", "replaces refer-to", r"(?:;|%3B)(?:to|from)-tag(?:=|%3D)([^;%&>\s]+)", Rule.SAME, "the dialog's"),
    _row("CSeq", "cseq", r"^:\s*(\d+)", Rule.STEP, "a server's first one follows its clock; numbered per dialog and side"),
    _row("CSeq", "rack", r"^:\s*\d+\s+(\d+)", Rule.STEP, "the CSeq of the INVITE once more"),
    _row("RSeq", "rseq rack", r"^:\s*(\d+)", Rule.STEP, "random start (RFC 3262 section 3)"),
    _row("nonce", "www-authenticate proxy-authenticate", r'\bnonce="([^"]+)"', Rule.SAME, "random"),
    _row("nonce", "authorization proxy-authorization", r'\bnonce="([^"]+)"', Rule.SAME, "the challenge's"),
    _row("cnonce", "authorization proxy-authorization", r'\bcnonce="([^"]+)"', Rule.SAME, "random"),
    _row("response", "authorization proxy-authorization", r'\bresponse="([^"]+)"', Rule.FORM, "follows from the nonce"),
    _row("Date", "date", r"^:\s*(.+)$", Rule.FORM, "the wall clock"),
    _row("Content-Length", "content-length", r"^:\s*(\d+)", Rule.LENGTH, "ids and ports in the body differ in length"),
    _row(SESSION, "o=", r"^o=\S+ (\d+) (\d+) ", Rule.STEP, "from the clock; the steps of the version are kept"),
    _row(PORT, "m=", r"^m=\w+ ([1-9]\d*)", Rule.SAME, "random; even stays even"),
    _row(PORT, "a=", r"^a=rtcp:(\d+)", Rule.SAME, "the port above"),
    _row("UUID", "*", rf"({_UUID})", Rule.SAME, "random: channels, dialog-info"),
)  # fmt: skip

FORMS: Final = (
    ("UUID version 1", re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")),
    ("UUID version 4", re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")),
    ("32 hexadecimal digits", re.compile(r"[0-9a-f]{32}")),
    ("even", re.compile(r"\d*[02468]")),
    ("odd", re.compile(r"\d*[13579]")),
    ("date", re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")),
    ("cookie and 13 letters and digits", re.compile(r"z9hG4bK[0-9A-Za-z]{12,13}")),
    ("13 letters and digits", re.compile(r"[0-9A-Za-z]{12,13}")),  # of sofia; 12 occur
    ("text", re.compile(r".*", re.DOTALL)),
)


class Token(NamedTuple):
    """`scope` keeps numbers apart that count on their own."""

    row: Ignored
    value: str
    scope: str = ""


class Line(NamedTuple):
    """One line of a message. `place` is the header name in small letters, `o=` ... in a body, `start` for the first line.

    `pieces` are what stands around the tokens, one more than tokens. `template` leaves out a header's name.
    """

    place: str
    template: str
    pieces: tuple[str, ...]
    tokens: tuple[Token, ...]

    @property
    def text(self) -> str:
        return self.written([token.value for token in self.tokens])

    def written(self, values: Sequence[str]) -> str:
        """The line with other values for its tokens."""
        return "".join(part for pair in zip(self.pieces, (*values, ""), strict=True) for part in pair)


class Normal(NamedTuple):
    start: Line
    headers: tuple[Line, ...]
    body: tuple[Line, ...]


@cache
def normal(raw: bytes, asker: str) -> Normal:
    """`asker`: the IP address of the element that sent the request; the CSeq numbers are its."""
    text = read(raw)
    call = f"{text.first('Call-ID')} of {asker}"
    return Normal(
        _line("start", text.start, call),
        tuple(_header(header, call) for header in text.headers),
        tuple(_line(f"{line[:1]}=" if line[1:2] == "=" else "body", line, call) for line in text.body),
    )


def _header(header: Header, call: str) -> Line:
    line = _line(header.canonical, header.rest, call)
    return line._replace(pieces=(header.name + line.pieces[0], *line.pieces[1:]))


@cache
def _line(place: str, text: str, call: str) -> Line:
    pieces: list[str] = []
    tokens: list[Token] = []
    template: list[str] = []
    done = 0
    for start, end, row in _spans(place, text):
        value = text[start:end]
        pieces.append(text[done:start])
        tokens.append(Token(row, value, _scope(row, value, call, tokens)))
        template += [pieces[-1], f"<{row.name}{_form(row, value)}>"]
        done = end
    return Line(place, "".join((*template, text[done:])), (*pieces, text[done:]), tuple(tokens))


def rewrite(raw: bytes, asker: str, value_of: Callable[[Token], str]) -> bytes:
    """The message with another value for each token; a Content-Length that was right is right again."""
    lines = normal(raw, asker)
    body = "".join(_rewritten(line, value_of) for line in lines.body).encode("utf-8", "surrogateescape")
    length = partial(_length, was=_body_length(raw), now=len(body), other=value_of)
    head = "\r\n".join(_rewritten(line, length) for line in (lines.start, *lines.headers))
    return head.encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


def _rewritten(line: Line, value_of: Callable[[Token], str]) -> str:
    return line.written([value_of(token) for token in line.tokens])


def _length(token: Token, was: int, now: int, other: Callable[[Token], str]) -> str:
    if token.row.rule is not Rule.LENGTH:
        return other(token)
    return str(now) if int(token.value) == was else token.value


def _body_length(raw: bytes) -> int:
    return len(raw.partition(b"\r\n\r\n")[2])


def lengths_agree(recorded: bytes, produced: bytes) -> bool:
    """Content-Length against the body: right in both, or wrong by the same."""
    return _error(recorded) == _error(produced)


def _error(raw: bytes) -> int | None:
    written = read(raw).first("Content-Length")
    return int(written) - _body_length(raw) if written.isdecimal() else None


def _scope(row: Ignored, value: str, call: str, before: Sequence[Token]) -> str:
    """A CSeq counts within its call and side, the version of an SDP session within the session."""
    if row.rule is not Rule.STEP:
        return ""
    if row.name != SESSION:
        return call
    return before[-1].scope if before else value


def _spans(place: str, text: str) -> Iterator[tuple[int, int, Ignored]]:
    """Where the tokens stand, from left to right; a row further up in the table wins."""
    taken: list[tuple[int, int, Ignored]] = []
    for row in IGNORED:
        if place in row.places or row.places == ("*",):
            for match in row.pattern.finditer(text):
                for start, end in (match.span(group) for group in range(1, row.pattern.groups + 1)):
                    if all(end <= other[0] or start >= other[1] for other in taken):
                        taken.append((start, end, row))
    yield from sorted(taken, key=_beginning)


def _beginning(span: tuple[int, int, Ignored]) -> int:
    return span[0]


def _form(row: Ignored, value: str) -> str:
    if row.rule in (Rule.STEP, Rule.LENGTH):
        return ""
    return ": " + next(name for name, pattern in FORMS if pattern.fullmatch(value))


@dataclass
class Ledger:
    """Which token of the recording stands for which token of the run."""

    _there: dict[tuple[str, str], str] = field(default_factory=dict)
    _back: dict[tuple[str, str], str] = field(default_factory=dict)
    _offsets: dict[tuple[str, str], int] = field(default_factory=dict)

    def accepts(self, recorded: Token, produced: Token) -> bool:
        """Both tokens stand at the same place of the same line. What is new is remembered; what contradicts is not."""
        match recorded.row.rule:
            case Rule.SAME:
                return self._pair(_space(recorded), recorded.value, produced.value)
            case Rule.STEP:
                offset = int(produced.value) - int(recorded.value)
                return self._offsets.setdefault((recorded.row.name, recorded.scope), offset) == offset
            case Rule.FORM | Rule.LENGTH:
                return True  # its form stands in the template; lengths are judged by lengths_agree

    def _pair(self, space: str, recorded: str, produced: str) -> bool:
        there = self._there.get((space, recorded), produced)
        back = self._back.get((space, produced), recorded)
        if (there, back) != (produced, recorded):
            return False
        self._there[space, recorded] = produced
        self._back[space, produced] = recorded
        return True

    def allows(self, recorded: str, produced: str) -> bool:
        """Whether nothing known speaks against two texts standing for each other."""
        there, back = self._there.get(("", recorded), produced), self._back.get(("", produced), recorded)
        return (there, back) == (produced, recorded)

    def port(self, recorded: int) -> int:
        """The media port that stands for one of the recording; the same as long as none is known."""
        return int(self._there.get((PORT, str(recorded)), str(recorded)))

    def expected(self, recorded: Token) -> str:
        """What stands for a token of the recording; the token itself as long as nothing is known."""
        if recorded.row.rule is Rule.SAME:
            return self._there.get((_space(recorded), recorded.value), recorded.value)
        if recorded.row.rule is Rule.STEP:
            return str(int(recorded.value) + self._offsets.get((recorded.row.name, recorded.scope), 0))
        return recorded.value


def _space(token: Token) -> str:
    """A random text means the same wherever it stands (a Call-ID inside Replaces); a port is only a port."""
    return token.row.name if token.value.isdecimal() else ""
