"""What the transformations make of a value: script manual of OpenSIPS 3.2, "Transformations". Nothing stays nothing."""

import re
from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from binascii import unhexlify
from collections.abc import Callable, Mapping, Sequence
from hashlib import md5
from typing import Final

from voiplab.opensips.patterns import Patience, bytewise, search
from voiplab.opensips.script.headers import after_uri, display_name, split_list, uri_text, user_of
from voiplab.opensips.script.value import Value, wrapped
from voiplab.sip.errors import Malformed
from voiplab.sip.headers.via import Via
from voiplab.sip.host import is_ipv4, is_ipv6
from voiplab.sip.params import has, value_of, write_params
from voiplab.sip.uri import Uri
from voiplab.text.place import Place

Arguments = Sequence[str]
Step = Callable[[str, Arguments], Value]

LONGEST: Final = 65_535
"""Of what is filled up."""

_OF_USER: Final = re.compile(r"[^A-Za-z0-9\-_.!~*'()&=+$,;?/]")
_OF_PARAM: Final = re.compile(r"[^A-Za-z0-9\-_.!~*'()\[\]/:&+$]")
_COMMON: Final = re.compile(r"['\"\\\0]")
_ESCAPED: Final = re.compile(r"\\(['\"\\0])")
_PERCENT: Final = re.compile(r"%([0-9A-Fa-f]{2})")
_LEADING: Final = re.compile(r"\s*([+-]?[0-9]{1,18})")


def whole(text: str) -> int | None:
    """The number that a text begins with."""
    found = _LEADING.match(text)
    return wrapped(int(found[1])) if found else None


def _text(encoded: bytes) -> str:
    return encoded.decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


# {s.}


def _substr(text: str, arguments: Arguments) -> Value:
    begin, length = whole(arguments[0]) or 0, whole(arguments[1]) or 0
    begin = begin if begin >= 0 else max(len(text) + begin, 0)
    if begin >= len(text):
        return ""
    end = len(text) if length == 0 else begin + length if length > 0 else len(text) + length
    return text[begin:end]


def _select(text: str, arguments: Arguments) -> Value:
    number, sign = whole(arguments[0]) or 0, arguments[1][:1] or ","
    parts = text.split(sign)
    return parts[number] if -len(parts) <= number < len(parts) else ""


def _index(text: str, arguments: Arguments) -> Value:
    begin = whole(arguments[1]) or 0 if len(arguments) > 1 else 0
    return text.find(arguments[0], begin)


def _rindex(text: str, arguments: Arguments) -> Value:
    return text.rfind(arguments[0])


def _fill(text: str, arguments: Arguments, left: bool) -> str:
    sign, length = arguments[0], whole(arguments[1]) or 0
    missing = max(min(length, LONGEST) - len(text), 0)
    filling = (sign * missing)[:missing] if sign else ""
    return filling + text if left else text + filling


def _decoded(text: str, _arguments: Arguments) -> Value:
    try:
        return _text(b64decode(text, validate=True))
    except BadBase64:
        return None


def _hexadecimal(text: str, _arguments: Arguments) -> Value:
    try:
        return wrapped(int(text, 16))
    except ValueError:
        return None


def _from_hexadecimal(text: str, _arguments: Arguments) -> Value:
    try:
        return _text(unhexlify(text))
    except ValueError:
        return None


def _escaper(pattern: re.Pattern[str]) -> Step:
    return lambda text, _: pattern.sub(lambda found: "".join(f"%{byte:02x}" for byte in _bytes(found[0])), text)


def _unescape(text: str, _arguments: Arguments) -> Value:
    return _PERCENT.sub(lambda found: _text(bytes((int(found[1], 16),))), text)


_S: Final[Mapping[str, Step]] = {
    "len": lambda text, _: len(_bytes(text)),
    "int": lambda text, _: whole(text) or 0,
    "md5": lambda text, _: md5(_bytes(text), usedforsecurity=False).hexdigest(),
    "substr": _substr,
    "select": _select,
    "index": _index,
    "rindex": _rindex,
    "toupper": lambda text, _: text.upper(),
    "tolower": lambda text, _: text.lower(),
    "trim": lambda text, _: text.strip(" \t\r\n"),
    "triml": lambda text, _: text.lstrip(" \t\r\n"),
    "trimr": lambda text, _: text.rstrip(" \t\r\n"),
    "fill.left": lambda text, arguments: _fill(text, arguments, left=True),
    "fill.right": lambda text, arguments: _fill(text, arguments, left=False),
    "b64encode": lambda text, _: b64encode(_bytes(text)).decode(),
    "b64decode": _decoded,
    "reverse": lambda text, _: _text(_bytes(text)[::-1]),
    "encode.hexa": lambda text, _: _bytes(text).hex(),
    "decode.hexa": _from_hexadecimal,
    "dec2hex": lambda text, _: f"{whole(text) or 0:x}",
    "hex2dec": _hexadecimal,
    "escape.user": _escaper(_OF_USER),
    "escape.param": _escaper(_OF_PARAM),
    "escape.common": lambda text, _: _COMMON.sub(lambda found: "\\" + found[0].replace("\0", "0"), text),
    "unescape.user": _unescape,
    "unescape.param": _unescape,
    "unescape.common": lambda text, _: _ESCAPED.sub(lambda found: found[1].replace("0", "\0"), text),
}


# {uri.}


def _of_uri(read: Callable[[Uri, Arguments], Value]) -> Step:
    def step(text: str, arguments: Arguments) -> Value:
        try:
            return read(Uri.parse(text), arguments)
        except Malformed:
            return None

    return step


def _parameter(name: str) -> Callable[[Uri, Arguments], Value]:
    return lambda uri, _: _value(uri.params, name)


def _value(params: Sequence[tuple[str, str | None]], name: str) -> Value:
    """One that is there without a value is empty, and not nothing."""
    return (value_of(tuple(params), name) or "") if has(tuple(params), name) else None


_URI: Final[Mapping[str, Step]] = {
    "user": _of_uri(lambda uri, _: user_of(uri)),
    "username": _of_uri(lambda uri, _: user_of(uri)),
    "passwd": _of_uri(lambda uri, _: uri.password),
    "host": _of_uri(lambda uri, _: uri.host or None),
    "domain": _of_uri(lambda uri, _: uri.host or None),
    "port": _of_uri(lambda uri, _: uri.port or 5060),
    "schema": _of_uri(lambda uri, _: uri.scheme),
    "params": _of_uri(lambda uri, _: write_params(uri.params).removeprefix(";")),
    "param": _of_uri(lambda uri, arguments: _value(uri.params, arguments[0])),
    **{name: _of_uri(_parameter(name)) for name in ("lr", "maddr", "method", "r2", "transport", "ttl")},
}


# {via.}: of a list the first one


def _of_via(read: Callable[[Via, Arguments], Value]) -> Step:
    def step(text: str, arguments: Arguments) -> Value:
        try:
            return read(Via.parse_list(text)[0], arguments)
        except Malformed:
            return None

    return step


def _via_parameter(name: str) -> Step:
    return _of_via(lambda via, _: _value(via.params, name))


_VIA: Final[Mapping[str, Step]] = {
    "name": _of_via(lambda via, _: via.protocol.partition("/")[0]),
    "version": _of_via(lambda via, _: via.protocol.partition("/")[2]),
    "transport": _of_via(lambda via, _: via.transport),
    "host": _of_via(lambda via, _: via.host),
    "port": _of_via(lambda via, _: via.port),
    "params": _of_via(lambda via, _: write_params(via.params).removeprefix(";")),
    "param": _of_via(lambda via, arguments: _value(via.params, arguments[0])),
    **{name: _via_parameter(name) for name in ("branch", "received", "rport")},
}


# {ip.}

_IP: Final[Mapping[str, Step]] = {
    "isip": lambda text, _: int(is_ipv4(text) or is_ipv6(text)),
    "isip4": lambda text, _: int(is_ipv4(text)),
    "isip6": lambda text, _: int(is_ipv6(text)),
}


# {param.}, {csv.}, {nameaddr.}


def _pairs(text: str) -> Sequence[tuple[str, str | None]]:
    pairs = []
    for part in text.split(";"):
        name, equals, value = part.strip().partition("=")
        if name:
            pairs.append((name.strip(), value.strip().strip('"') if equals else None))
    return pairs


def _at(items: Sequence[Value], text: str) -> Value:
    place = whole(text) or 0
    return items[place] if -len(items) <= place < len(items) else None


_PARAM: Final[Mapping[str, Step]] = {
    "value": lambda text, arguments: _value(_pairs(text), arguments[0]),
    "exist": lambda text, arguments: int(has(tuple(_pairs(text)), arguments[0])),
    "valueat": lambda text, arguments: _at([value or "" for _, value in _pairs(text)], arguments[0]),
    "name": lambda text, arguments: _at([name for name, _ in _pairs(text)], arguments[0]),
    "count": lambda text, _: len(_pairs(text)),
}

_CSV: Final[Mapping[str, Step]] = {
    "count": lambda text, _: len(split_list(text)),
    "value": lambda text, arguments: _at(split_list(text), arguments[0]),
}

_NAMEADDR: Final[Mapping[str, Step]] = {
    "uri": lambda text, _: uri_text(text),
    "name": lambda text, _: display_name(text) or "",
    "len": lambda text, _: len(_bytes(text)),
    "params": lambda text, _: after_uri(text),
    "param": lambda text, arguments: _value(_pairs(after_uri(text)), arguments[0]),
}

_STEPS: Final[Mapping[str, Mapping[str, Step]]] = {
    "s": _S,
    "uri": _URI,
    "via": _VIA,
    "ip": _IP,
    "param": _PARAM,
    "csv": _CSV,
    "nameaddr": _NAMEADDR,
}


def transformed(value: Value, group: str, name: str, arguments: Arguments, place: Place, patience: Patience) -> Value:
    """`place` and `patience` are for a pattern that takes too long."""
    if value is None:
        return None
    if group == "re":
        return substituted(str(value), arguments[0], place, patience)
    return _STEPS[group][name](str(value), arguments)


# {re.subst}


def substituted(text: str, expression: str, place: Place, patience: Patience) -> str | None:
    """`/pattern/replacement/flags`, with g for all of them; None when the expression is none or nothing has matched."""
    parts = _expression(expression)
    if parts is None:
        return None
    pattern, replacement, flags = parts
    rest, done, has_matched = bytewise(text), "", False
    while (found := search(pattern, _as_text(rest), place, patience)) is not None:
        has_matched = True
        done += rest[: found.start()] + _replaced(bytewise(replacement), found.groups(""), found[0])
        rest = rest[found.end() :] if found.end() > found.start() else rest[found.end() + 1 :]
        if "g" not in flags or not rest:
            break
    return _as_text(done + rest) if has_matched else text


def _as_text(bytewise: str) -> str:
    return bytewise.encode("latin-1").decode("utf-8", "surrogateescape")


def _expression(text: str) -> tuple[str, str, str] | None:
    if not text:
        return None
    parts = re.split(rf"(?<!\\){re.escape(text[0])}", text)
    return (parts[1], parts[2], parts[3]) if len(parts) == 4 else None


def _replaced(replacement: str, groups: Sequence[str], whole_match: str) -> str:
    def group(found: re.Match[str]) -> str:
        number = int(found[1])
        return whole_match if number == 0 else groups[number - 1] if number <= len(groups) else ""

    return re.sub(r"\\([0-9])", group, replacement)
