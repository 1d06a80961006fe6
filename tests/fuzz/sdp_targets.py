"""Readers of SDP."""

from tests.fuzz.target import Target
from tests.torture.corpus import torture
from voiplab.sdp.session import Session
from voiplab.sip.errors import Malformed
from voiplab.sip.message import Request, Response, parse


def read_session(data: bytes) -> None:
    session = Session.parse(data)
    assert Session.parse(bytes(session)) == session, "what is written is read differently"


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


TARGETS: tuple[Target, ...] = (Target("sdp", read_session, _bodies(), (Malformed,)),)
