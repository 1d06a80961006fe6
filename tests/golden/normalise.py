"""A message with its tokens set apart: what is left is compared as it stands, the tokens go through a Ledger.

A line becomes its text with the tokens replaced by `<name: form>`, and the tokens beside it.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Final, NamedTuple

from tests.golden.ignored import FORMS, IGNORED, SESSION, Ignored, Rule
from tests.golden.wire_text import Header, read

_NEAR: Final = 1_000


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
    call = text.first("Call-ID")
    numbers = f"{call} of {asker}"
    return Normal(
        _line("start", text.start, numbers),
        tuple(_header(header, numbers) for header in text.headers),
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
    """A CSeq counts within its call and side, the version of an SDP session within the session of its call.

    A version that begins nowhere near the number of its session was drawn by itself: it counts on its own.
    """
    if row.rule is not Rule.STEP:
        return ""
    if row.name != SESSION:
        return call
    if not before:
        return f"{value} of {call}"
    is_near = abs(int(value) - int(before[-1].value)) < _NEAR
    return before[-1].scope if is_near else f"version of {before[-1].scope}"


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
