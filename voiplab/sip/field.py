"""Fields of a message by name, as patterns and questions write them: a header, or a part of one.

`RSeq`, `CSeq.number`, `From.tag`, `Contact.uri`, `WWW-Authenticate.realm`, and `Contact.2.expires` of the second value that
stands between commas; beside the headers `R-URI`, `Status`, `Phrase`, `SDP` and `Body`. All of it is read from the text as it
stands, so that a broken message has fields too.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from voiplab.sip.message import Request, Response
from voiplab.sip.value import value

Message = Request | Response


def _uri(value: str) -> str | None:
    bracketed = re.search(r"<([^>]*)>", value)
    return bracketed[1] if bracketed else value.split(";", 1)[0].strip()


def _user(value: str) -> str | None:
    user, at, _ = (_uri(value) or "").partition("@")
    return user.partition(":")[2] if at else None


def _host(value: str) -> str | None:
    rest = (_uri(value) or "").partition(":")[2]
    found = re.match(r"(?:[^@]*@)?(\[[^\]]*\]|[^:;?]+)", rest)
    return found[1] if found else None


def _first_number(value: str) -> str | None:
    found = re.search(r"\d+", value)
    return found[0] if found else None


def _last_word(value: str) -> str | None:
    words = value.split()
    return words[-1] if words else None


def method_of(message: Message) -> str:
    """The method, of a response that of its CSeq."""
    return message.method if isinstance(message, Request) else _last_word(message.get("CSeq") or "") or ""


PARTS: Final[Mapping[str, Callable[[str], str | None]]] = {
    "uri": _uri,
    "user": _user,
    "host": _host,
    "number": _first_number,
    "method": _last_word,
}
"""What a part of a header is; any other name is a parameter of that name."""


def _parameter(value: str, name: str) -> str | None:
    #  the first one, be it of the URI, of the header or of a digest; `;gr` without a value is there and empty
    found = re.search(
        rf'(?:^|[;,?&\s]){re.escape(name)}(?:=(?:"([^"]*)"|([^;,>\s"]*))|(?=[;,>\s]|$))', value, re.IGNORECASE
    )
    if found is None:
        return None
    return found[1] if found[1] is not None else found[2] or ""


def _body(message: Message) -> list[str]:
    return [message.body.decode("utf-8", "surrogateescape")] if message.body else []


def sdp_of(message: Message) -> list[str]:
    """The session description, if it has one."""
    kind = message.get("Content-Type") or ""
    return _body(message) if kind.split(";")[0].strip().lower() == "application/sdp" else []


APART: Final[Mapping[str, Callable[[Message], list[str]]]] = {
    "r-uri": lambda message: [message.uri] if isinstance(message, Request) else [],
    "status": lambda message: [str(message.status)] if isinstance(message, Response) else [],
    "phrase": lambda message: [message.phrase] if isinstance(message, Response) else [],
    "sdp": sdp_of,
    "body": _body,
}
"""Fields that are no headers."""


_BETWEEN_COMMAS: Final = re.compile(r'(?:"[^"]*"|<[^<>]*>|[^,])+')
_NUMBERED: Final = re.compile(r"([1-9][0-9]{0,3})(?:\.(.+))?")


def _nth(values: Sequence[str], number: int) -> list[str]:
    """Of all values of a header, also of those that share a line (RFC 3261 section 7.3.1)."""
    single = [found[0].strip() for value in values for found in _BETWEEN_COMMAS.finditer(value)]
    return single[number - 1 : number]


@value(frozen=True, slots=True)
class Field:
    """`number`: of this value only, counted from 1."""

    name: str
    part: str | None = None
    number: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Field":
        name, _, part = text.partition(".")
        numbered = _NUMBERED.fullmatch(part)
        return cls(name, part or None) if numbered is None else cls(name, numbered[2], int(numbered[1]))

    def __str__(self) -> str:
        return ".".join(str(one) for one in (self.name, self.number, self.part) if one is not None)

    def values(self, message: Message) -> Sequence[str]:
        """All values of the field in the order of the message; of a part, those that have it."""
        apart = APART.get(self.name.lower())
        whole = apart(message) if apart else message.values(self.name)
        if self.number is not None:
            whole = _nth(whole, self.number)
        if self.part is None:
            return whole
        read = PARTS.get(self.part)
        parts = (read(value) if read else _parameter(value, self.part) for value in whole)
        return [part for part in parts if part is not None]
