"""What can go wrong in a message or a sequence, done to a recording on purpose: the comparer must see each of them.

A mutation changes one message of the server (or its place) and says of what kind the difference is. Where the message has
nothing to change (no body, no second message), it returns None.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from tests.golden.align import normalised
from tests.golden.difference import Kind
from tests.golden.ignored import SESSION, Rule
from tests.golden.normalise import Token, rewrite
from tests.golden.timing import refreshes
from tests.golden.trace import Message
from tests.golden.wire_text import Header, Text, assemble, read
from voiplab.net.address import Address
from voiplab.sim.moment import Duration, ms

Sequel = Sequence[Message]


@dataclass(frozen=True, slots=True)
class Mutation:
    """`act`: the messages, and which of them to change; the changed messages, or None. `spread` chooses among lines."""

    name: str
    kind: Kind
    act: Callable[[Sequel, int, int], Sequel | None]


# One message


def _edited(change: Callable[[Text, int], Text | None]) -> Callable[[Sequel, int, int], Sequel | None]:
    def act(messages: Sequel, place: int, spread: int) -> Sequel | None:
        changed = change(read(messages[place].raw), spread)
        return None if changed is None else _replaced(messages, place, assemble(changed))

    return act


def _replaced(messages: Sequel, place: int, raw: bytes) -> Sequel:
    return [*messages[:place], messages[place]._replace(raw=raw), *messages[place + 1 :]]


def _header_dropped(text: Text, spread: int) -> Text:
    at = spread % len(text.headers)
    return text._replace(headers=(*text.headers[:at], *text.headers[at + 1 :]))


def _header_moved(text: Text, spread: int) -> Text:
    at = spread % len(text.headers)
    header, rest = text.headers[at], (*text.headers[:at], *text.headers[at + 1 :])
    to = (at + 1 + spread % (len(text.headers) - 1)) % len(text.headers)
    return text._replace(headers=(*rest[:to], header, *rest[to:]))


def _header_repeated(text: Text, spread: int) -> Text:
    at = spread % len(text.headers)
    return text._replace(headers=(*text.headers[: at + 1], *text.headers[at:]))


def _header_changed(change: Callable[[Header], Header], text: Text, spread: int) -> Text:
    at = spread % len(text.headers)
    return text._replace(headers=(*text.headers[:at], change(text.headers[at]), *text.headers[at + 1 :]))


def _header_longer(text: Text, spread: int) -> Text | None:
    """Not a Call-ID: whatever it is, it is a token."""
    at = spread % len(text.headers)
    if text.headers[at].canonical == "call-id":
        return None
    longer = text.headers[at]._replace(rest=f"{text.headers[at].rest};more")
    return text._replace(headers=(*text.headers[:at], longer, *text.headers[at + 1 :]))


def _spaced(header: Header) -> Header:
    return header._replace(rest=f":  {header.rest[1:].lstrip()}")


def _shouted(header: Header) -> Header:
    return header._replace(name=header.name.swapcase())


def _first_line_changed(text: Text, _: int) -> Text:
    if text.is_request:
        method, uri, version = text.start.split(" ")
        return text._replace(start=f"{method} {uri};more {version}")
    return text._replace(start=f"SIP/2.0 {text.status + 1} {text.start[12:]}")


def _reason_changed(text: Text, _: int) -> Text | None:
    return None if text.is_request else text._replace(start=f"{text.start} more")


def _body_dropped(text: Text, spread: int) -> Text | None:
    if not text.body:
        return None
    at = spread % len(text.body)
    return text._replace(body=(*text.body[:at], *text.body[at + 1 :]))


def _body_moved(text: Text, spread: int) -> Text | None:
    for at in range(spread % max(1, len(text.body)), len(text.body) - 1):
        one, other = text.body[at : at + 2]
        if one != other:
            return text._replace(body=(*text.body[:at], other, one, *text.body[at + 2 :]))
    return None


def _body_repeated(text: Text, spread: int) -> Text | None:
    if not text.body:
        return None
    at = spread % len(text.body)
    return text._replace(body=(*text.body[: at + 1], *text.body[at:]))


def _body_changed(text: Text, spread: int) -> Text | None:
    if not text.body:
        return None
    at = spread % len(text.body)
    changed = text.body[at].rstrip("\r\n") + " more\r\n"
    return text._replace(body=(*text.body[:at], changed, *text.body[at + 1 :]))


def _body_line_end(text: Text, spread: int) -> Text | None:
    if not text.body:
        return None
    at = spread % len(text.body)
    return text._replace(body=(*text.body[:at], text.body[at].rstrip("\r\n") + "\n", *text.body[at + 1 :]))


def _miscounted(text: Text, _: int) -> Text | None:
    for at, header in enumerate(text.headers):
        if header.canonical == "content-length":
            wrong = header._replace(rest=f": {int(header.value) + 1}")
            return text._replace(headers=(*text.headers[:at], wrong, *text.headers[at + 1 :]))
    return None


# Tokens


def _token_changed(
    wanted: Callable[[Token], bool], change: Callable[[str], str], messages: Sequel, place: int, spread: int
) -> Sequel | None:
    """One token is another one in this message only; it must stand in an earlier message, or nothing contradicts."""
    message = messages[place]
    early = _tokens(messages[:place])
    mine = [token for token in dict.fromkeys(_tokens([message])) if wanted(token) and _is_known(token, early)]
    if not mine:
        return None
    chosen = mine[spread % len(mine)]
    asker = message.source if read(message.raw).is_request else message.target
    return _replaced(messages, place, rewrite(message.raw, asker.ip, partial(_swapped, chosen, change)))


def _tokens(messages: Sequel) -> list[Token]:
    lines = (line for message in messages for part in (normalised(message),) for line in (*part.headers, *part.body))
    return [token for line in lines for token in line.tokens]


def _is_known(token: Token, early: Sequence[Token]) -> bool:
    if token.row.rule is Rule.STEP:
        return any((one.row.name, one.scope) == (token.row.name, token.scope) for one in early)
    return any(one.value == token.value for one in early)


def _swapped(chosen: Token, change: Callable[[str], str], token: Token) -> str:
    return change(token.value) if token == chosen else token.value


def _is_same(token: Token) -> bool:
    return token.row.rule is Rule.SAME


def _is_step(token: Token) -> bool:
    return token.row.rule is Rule.STEP


def _is_session(token: Token) -> bool:
    return token.row.name == SESSION


def turned(value: str) -> str:
    """Each letter and digit by the next one of its sort, so that the value keeps its form: cookie, version of a UUID."""
    if value.isdecimal():
        return str(int(value) + 2)
    if value.startswith("z9hG4bK"):
        return f"z9hG4bK{turned(value[7:])}"
    letters = [_next(letter) for letter in value]
    if len(value) == 36 and value[8::5][:4] == "----":
        letters[14], letters[19] = value[14], value[19]
    return "".join(letters)


_TURNS: Final = str.maketrans(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "1234567890bcdefaghijklmnopqrstuvwxyzBCDEFGHIJKLMNOPQRSTUVWXYZA",
)


def _next(letter: str) -> str:
    return letter.translate(_TURNS)


def _one_more(value: str) -> str:
    return str(int(value) + 1)


# The sequence


def _missing(messages: Sequel, place: int, _: int) -> Sequel:
    return _numbered([*messages[:place], *messages[place + 1 :]])


def _repeated(messages: Sequel, place: int, _: int) -> Sequel:
    return _numbered([*messages[: place + 1], *messages[place:]])


def _late(by: Duration, messages: Sequel, place: int, _: int) -> Sequel | None:
    """By more than is tolerated, without passing another message. When a session is refreshed, is chance."""
    if refreshes(messages[place]):
        return None
    moved = messages[place]._replace(at=messages[place].at + by)
    changed = sorted((*messages[:place], moved, *messages[place + 1 :]), key=_moment)
    return _numbered(changed) if place else None


def _moment(message: Message) -> tuple[int, int]:
    return message.at, message.number


def _swapped_with_next(messages: Sequel, place: int, _: int) -> Sequel | None:
    """With the server's next message on the same way, if it is another one."""
    one = messages[place]
    for at in range(place + 1, len(messages)):
        other = messages[at]
        if (other.source, other.target) == (one.source, one.target) and _key(other) != _key(one):
            swapped = list(messages)
            swapped[place], swapped[at] = one._replace(raw=other.raw), other._replace(raw=one.raw)
            return swapped
    return None


def _key(message: Message) -> tuple[str, str]:
    return normalised(message).start.template, read(message.raw).method


def _astray(messages: Sequel, place: int, _: int) -> Sequel:
    target = messages[place].target
    lost = messages[place]._replace(target=Address(target.ip, target.port + 2))
    return [*messages[:place], lost, *messages[place + 1 :]]


def _numbered(messages: Sequel) -> Sequel:
    return [message._replace(number=number) for number, message in enumerate(messages, 1)]


MUTATIONS: Final = (
    Mutation("a header is dropped", Kind.HEADER_MISSING, _edited(_header_dropped)),
    Mutation("a header is moved", Kind.HEADER_ORDER, _edited(_header_moved)),
    Mutation("a header is repeated", Kind.HEADER_ADDED, _edited(_header_repeated)),
    Mutation("a header value is longer", Kind.HEADER_VALUE, _edited(_header_longer)),
    Mutation("a header has one space more", Kind.HEADER_VALUE, _edited(partial(_header_changed, _spaced))),
    Mutation("a header name changes its case", Kind.HEADER_NAME, _edited(partial(_header_changed, _shouted))),
    Mutation("Content-Length counts wrong", Kind.HEADER_VALUE, _edited(_miscounted)),
    Mutation("the first line changes", Kind.FIRST_LINE, _edited(_first_line_changed)),
    Mutation("the reason phrase changes", Kind.FIRST_LINE, _edited(_reason_changed)),
    Mutation("a body line is dropped", Kind.BODY_MISSING, _edited(_body_dropped)),
    Mutation("a body line is moved", Kind.BODY_ORDER, _edited(_body_moved)),
    Mutation("a body line is repeated", Kind.BODY_ADDED, _edited(_body_repeated)),
    Mutation("a body line changes", Kind.BODY_LINE, _edited(_body_changed)),
    Mutation("a body line ends in LF", Kind.BODY_LINE, _edited(_body_line_end)),
    Mutation("a token changes on its way", Kind.TOKEN, partial(_token_changed, _is_same, turned)),
    Mutation("a number skips a step", Kind.TOKEN, partial(_token_changed, _is_step, _one_more)),
    Mutation("an SDP version skips a step", Kind.TOKEN, partial(_token_changed, _is_session, _one_more)),
    Mutation("a message is missing", Kind.MESSAGE_MISSING, _missing),
    Mutation("a message is repeated", Kind.MESSAGE_ADDED, _repeated),
    Mutation("a message is late", Kind.TIME, partial(_late, ms(5000))),
    Mutation("a message is a little late", Kind.TIME, partial(_late, ms(700))),
    Mutation("two messages are exchanged", Kind.MESSAGE_ORDER, _swapped_with_next),
    Mutation("a message goes to another port", Kind.MESSAGE_MISSING, _astray),
)
