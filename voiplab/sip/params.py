"""Parameters, `;name=value`: generic-param of RFC 3261 section 25.1.

They keep their order and spelling, a quoted value its quotes; names are found in any case.
"""

import re
from typing import Final

from voiplab.sip.reader import TOKEN, Reader

Params = tuple[tuple[str, str | None], ...]

#  gen-value = token / host / quoted-string; an IPv6 address without its brackets is taken too (RFC 5118 section 4.5).
VALUE: Final = re.compile(r"[A-Za-z0-9\-.!%*_+`'~:\[\]/@$&#|{}()?]++")

PLAIN: Final = rf"(?:;{TOKEN.pattern}(?:={VALUE.pattern})?)*"
"""Parameters without white space and quotes: nearly all of them."""


def split_plain(text: str) -> Params:
    """The parameters in a text that matches PLAIN."""
    if not text:
        return ()
    found: list[tuple[str, str | None]] = []
    for param in text[1:].split(";"):
        name, _, value = param.partition("=")
        found.append((name, value or None))
    return tuple(found)


def read_params(reader: Reader) -> Params:
    #  *( SEMI generic-param )
    if reader.at == len(reader.text):
        return ()
    found: list[tuple[str, str | None]] = []
    while reader.separator(";"):
        name = reader.token("a parameter name")
        found.append((name, read_value(reader) if reader.separator("=") else None))
    return tuple(found)


def read_value(reader: Reader) -> str:
    return reader.quoted() if reader.peek() == '"' else reader.take(VALUE, "a parameter value")


def write_params(params: Params) -> str:
    text = ""
    for name, value in params:
        text += f";{name}" if value is None else f";{name}={value}"
    return text


def has(params: Params, name: str) -> bool:
    """`name` in lower case."""
    return any(known.lower() == name for known, _ in params)


def value_of(params: Params, name: str) -> str | None:
    """The value of the first parameter of that name (in lower case); None when there is none, or it has no value."""
    for known, value in params:
        if known == name or known.lower() == name:
            return value
    return None


def with_param(params: Params, name: str, value: str | None) -> Params:
    """`params` with the value of `name` (in lower case) set where it stands, or added at the end."""
    if not has(params, name):
        return (*params, (name, value))
    return tuple((known, value if known.lower() == name else kept) for known, kept in params)


def without_param(params: Params, name: str) -> Params:
    return tuple(pair for pair in params if pair[0].lower() != name)
