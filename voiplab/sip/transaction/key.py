"""Which transaction a message belongs to: RFC 3261 sections 17.1.3, 17.2.3, 9.2 and 8.2.2.2. Keys are for dictionaries."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from voiplab.sip.headers.via import Via
from voiplab.sip.message import Message, Request

MAGIC_COOKIE: Final = "z9hg4bk"
PORTS: Final[Mapping[str, int]] = {"TLS": 5061}
UNNAMED_PORT: Final = 5060


class ClientKey(NamedTuple):
    """The same for a request that we sent and for its responses."""

    branch: str
    method: str


class ServerKey(NamedTuple):
    """The same for a request, its copies, and, of an INVITE, its ACK."""

    branch: str
    sent_by: tuple[str, int]
    method: str


class LegacyKey(NamedTuple):
    """Of a request from an RFC 2543 element, whose branch does not tell transactions apart."""

    uri: str
    from_tag: str
    to_tag: str
    call_id: str
    number: int
    via: str
    method: str


class MergeKey(NamedTuple):
    """The same for all copies of a request that a forking proxy has sent here on several ways."""

    from_tag: str
    call_id: str
    number: int
    method: str


def client_key(message: Message) -> ClientKey:
    """RFC 3261 section 17.1.3. The method is needed because a CANCEL has the branch of its INVITE."""
    scanned = message.scanned
    branch, method = (message.branch, message.cseq.method) if scanned is None else (scanned.branch, scanned.method)
    return ClientKey((branch or "").lower(), method)


def server_key(request: Request) -> ServerKey | LegacyKey:
    """RFC 3261 section 17.2.3. An ACK to a 2xx has a branch of its own, and so the key of no transaction."""
    return _key_with(request, "INVITE" if request.method == "ACK" else request.method)


def cancelled_key(cancel: Request) -> ServerKey | LegacyKey:
    """The key of the INVITE that a CANCEL is for (RFC 3261 section 9.2); no other request can be cancelled."""
    return _key_with(cancel, "INVITE")


def _key_with(request: Request, method: str) -> ServerKey | LegacyKey:
    via = request.via
    branch = (via.branch or "").lower()
    # The cookie alone identifies nothing (RFC 4475 section 3.2.1): the older rules then.
    if branch.startswith(MAGIC_COOKIE) and branch != MAGIC_COOKIE:
        return ServerKey(branch, sent_by(via), method)
    # The ACK bears the To tag of our response, which its INVITE did not have; without it the others tell enough.
    to_tag = "" if method == "INVITE" else request.to_tag or ""
    return LegacyKey(
        request.uri, request.from_tag or "", to_tag, request.call_id, request.cseq.number, str(via), method
    )


def sent_by(via: Via) -> tuple[str, int]:
    """Host in lower case and port, the default written out."""
    return via.host.lower(), via.port or PORTS.get(via.transport.upper(), UNNAMED_PORT)


def merge_key(request: Request) -> MergeKey | None:
    """None for a request inside of a dialog, which no proxy forks, and for those that belong to another request."""
    if request.to_tag is not None or request.method in ("ACK", "CANCEL"):
        return None
    return MergeKey(request.from_tag or "", request.call_id, request.cseq.number, request.method)


def is_merged(request: Request, ongoing: Mapping[MergeKey, ServerKey | LegacyKey]) -> bool:
    """The same request is here already by another way: RFC 3261 section 8.2.2.2 answers this one with 482."""
    merged = merge_key(request)
    known = None if merged is None else ongoing.get(merged)
    return known is not None and known != server_key(request)
