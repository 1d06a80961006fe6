"""The Contact headers of a REGISTER as the server's own parser takes them (parser/contact). Addresses stay as spelt."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Final

from voiplab.opensips.log import error
from voiplab.opensips.registrar.faults import Fault, Refused
from voiplab.sip.reader import unquote
from voiplab.sip.value import value

_NAME: Final = re.compile(r'[ \t]*+(?:"(?:[^"\\]|\\.)*+"[ \t]*+|[^"<>,;:]*+)(?=<)')
_BRACKETED: Final = re.compile(r"<([^<>]*+)>[ \t]*+")
_BARE: Final = re.compile(r"[ \t]*+([^\s<>\";,]++)[ \t]*+")
_PARAM: Final = re.compile(r';[ \t]*+([^\s=;,"<>]++)[ \t]*+(?:=[ \t]*+("(?:[^"\\]|\\.)*+"|[^\s;,"<>]*+))?[ \t]*+')
_UNCLOSED: Final = re.compile(r'<[^>]*+$|^[^"]*+"[^"]*+$')
_NUMBER: Final = re.compile(r"[0-9]{1,10}")


class Star(Enum):
    """`Contact: *`"""

    STAR = "*"


@value(frozen=True, slots=True)
class Asked:
    """One contact. Parameters that are not there are empty."""

    uri: str
    q: str = ""
    expires: str = ""
    methods: str = ""
    received: str = ""
    instance: str = ""

    @property
    def seconds(self) -> int | None:
        """Its own expires, where it is a number."""
        return int(self.expires) if _NUMBER.fullmatch(self.expires) else None


def read_contacts(values: Sequence[str]) -> "Sequence[Asked] | Star":
    """Of all Contact headers. Raises `Refused`; whether a star may stand there is the caller's question."""
    found: list[Asked] = []
    stars = [text for text in values if text.strip(" \t") == "*"]
    for text in values:
        if text.strip(" \t") != "*":
            found += _read(text)
    if stars and (found or len(stars) > 1):
        raise Refused(Fault.STAR_AND_CONTACT)
    return Star.STAR if stars else found


def _read(text: str) -> Iterator[Asked]:
    at = 0
    while True:
        contact, at = _one(text, at)
        yield contact
        if at == len(text):
            return
        if text[at] != ",":
            raise _unreadable(text[at:])
        at += 1


def _one(text: str, at: int) -> tuple[Asked, int]:
    name = _NAME.match(text, at)
    found = _BRACKETED.match(text, name.end()) if name is not None else _BARE.match(text, at)
    uri = "" if found is None else found[1].strip(" \t")
    if uri == "*":
        raise _refused("contact_parser: invalid START Contact header (more than START only)")
    if found is None or not uri:
        raise _unreadable(text[at:])
    at = found.end()
    params: dict[str, str] = {}
    while (param := _PARAM.match(text, at)) is not None:
        params.setdefault(param[1].lower(), unquote((param[2] or "").rstrip(" \t")))
        at = param.end()
    return Asked(uri, *(params.get(key, "") for key in _PARAMS)), at


def _unreadable(rest: str) -> Refused:
    says = ["contact_parser: failed to parse contacts"]
    if _UNCLOSED.search(rest):
        says = ['skip_uri: < or " not closed', "parse_contacts: failed to skip URI", *says]
    return _refused(*says)


def _refused(*says: str) -> Refused:
    lines = (*says, "parse_contact: failed to parse contact", "parse_reg_headers: failed to parse Contact body")
    split = (line.partition(": ") for line in lines)
    return Refused(Fault.CONTACT, *(error(f"core:{origin}", text) for origin, _, text in split))


_PARAMS: Final = ("q", "expires", "methods", "received", "+sip.instance")
