"""Readers of SDP."""

from collections.abc import Callable

from tests.fuzz.target import Target
from tests.sdp.grammar import strictly
from tests.torture.corpus import torture
from voiplab.sdp.session import Session
from voiplab.sip.errors import Malformed
from voiplab.sip.message import Request, Response, parse


def read_session(data: bytes) -> None:
    session = Session.parse(data)
    assert Session.parse(bytes(session)) == session, "what is written is read differently"


def read_twice(data: bytes) -> None:
    """The usual forms and the grammar."""
    usual, grammar = _outcome(Session.parse, data), _outcome(strictly, data)
    assert usual == grammar, "the usual forms and the grammar differ"


def _outcome(read: Callable[[bytes], Session], data: bytes) -> Session | str:
    try:
        return read(data)
    except Malformed as fault:
        return str(fault)


def _bodies() -> tuple[bytes, ...]:
    found: dict[bytes, None] = {}
    for message in torture():
        read = _read(message.data)
        if read is not None and read.body.startswith(b"v=0"):
            found[read.body] = None
    return tuple(found)


def _read(data: bytes) -> Request | Response | None:
    try:
        return parse(data)
    except Malformed:
        return None


TARGETS: tuple[Target, ...] = (
    Target("sdp", read_session, _bodies(), (Malformed,)),
    Target("sdp-twice", read_twice, _bodies(), (), readings=2),
)
