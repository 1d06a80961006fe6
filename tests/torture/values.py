"""Answers to the questions of the torture corpus: `via.0.branch`, `contact.1.uri`, `ruri_user_decoded`, `sdp.m.0.c`."""

from collections.abc import Callable, Sequence
from ipaddress import IPv6Address

from tests.torture.corpus import Check
from voiplab.sdp.session import Session
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.headers.via import Via
from voiplab.sip.message import Message, Request, Response
from voiplab.sip.params import Params
from voiplab.sip.reader import unquote
from voiplab.sip.uri import unescape

Found = str | int | None | Sequence[str | int]


def holds(check: Check, message: Request | Response) -> bool:
    found = answer(check.path, message)
    match check.relation:
        case "eq":
            return (list(found) if isinstance(found, tuple) else found) == check.value
        case "eq_ws":
            return " ".join(str(found).split()) == check.value
        case "eq_ip6":
            return IPv6Address(str(found)) == IPv6Address(str(check.value))
        case "has":
            return check.value in _names(found)
        case "hasnot":
            return check.value not in _names(found)
    raise LookupError(check.relation)


def _names(found: Found) -> Sequence[str | int]:
    assert isinstance(found, tuple)
    return found


def answer(path: str, message: Request | Response) -> Found:
    if path.startswith("header."):
        return message.get(path.removeprefix("header."))
    if path in WHOLE:
        return WHOLE[path](message)
    head, _, rest = path.partition(".")
    match head:
        case "from":
            return _of_address(message.from_, rest)
        case "to":
            return _of_address(message.to, rest)
        case "via":
            return _of_via(message.vias, rest)
        case "contact":
            return _of_contact(message, rest)
        case "sdp":
            return _of_session(Session.parse(message.body), rest)
    raise LookupError(path)


def request(message: Message) -> Request:
    assert isinstance(message, Request)
    return message


def response(message: Message) -> Response:
    assert isinstance(message, Response)
    return message


WHOLE: dict[str, Callable[[Message], Found]] = {
    "kind": lambda message: type(message).__name__.lower(),
    "method": lambda message: request(message).method,
    "ruri": lambda message: request(message).uri,
    "ruri_host": lambda message: request(message).target.host,
    "ruri_port": lambda message: request(message).target.port,
    "ruri_user_decoded": lambda message: unescape(request(message).target.user or ""),
    "status": lambda message: response(message).status,
    "reason": lambda message: response(message).phrase,
    "reason_prefix": lambda message: response(message).phrase[:14],
    "cseq": lambda message: (message.cseq.number, message.cseq.method),
    "cseq.0": lambda message: message.cseq.number,
    "call_id": lambda message: message.call_id,
    "max_forwards": lambda message: message.max_forwards,
    "content_length": lambda message: None if (text := message.get("Content-Length")) is None else int(text),
    "body_len": lambda message: len(message.body),
    "via_count": lambda message: len(message.vias),
    "contact_count": lambda message: len(_contacts(message)),
    "record_route_count": lambda message: len(message.record_routes),
    "multipart_count": lambda message: len(_parts(message)),
}


def _contacts(message: Message) -> tuple[NameAddr, ...]:
    assert isinstance(message.contacts, tuple)
    return message.contacts


def _parts(message: Message) -> list[bytes]:
    assert message.content_type is not None
    boundary = message.content_type.param("boundary") or ""
    return message.body.split(b"--" + boundary.encode())[1:-1]


def _of_address(address: NameAddr, what: str) -> Found:
    head, _, name = what.partition(".")
    match head:
        case "tag":
            return address.tag
        case "display":
            return address.display
        case "uri":
            return str(address.uri)
        case "uri_user_decoded":
            return address.uri.username
        case "params":
            return _of_params(address.params, name)
    raise LookupError(what)


def _of_params(params: Params, name: str) -> Found:
    if not name:
        return tuple(known for known, _ in params)
    return next((value and unquote(value) for known, value in params if known == name), None)


def _of_via(vias: Sequence[Via], what: str) -> Found:
    index, _, attribute = what.partition(".")
    via = vias[int(index)]
    found: Found = getattr(via, attribute)
    return found


def _of_contact(message: Message, what: str) -> Found:
    index, _, rest = what.partition(".")
    return _of_address(_contacts(message)[int(index)], rest)


def _of_session(session: Session, what: str) -> Found:
    match what.split("."):
        case ["c"]:
            return None if session.connection is None else session.connection.address
        case ["m_count"]:
            return len(session.media)
        case ["m", index, "c"]:
            connection = session.media[int(index)].connection
            return None if connection is None else connection.address
    raise LookupError(what)
