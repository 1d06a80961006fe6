"""sipmsg_validate(): whether a message is as RFC 3261 wants it. Module documentation of OpenSIPS 3.2, "sipmsgops".

The documentation tells the result of each fault, and not which is found first: here it is the one that is listed first. What
cannot be read at all, what comes by TCP without a Content-Length (-4) and a body that is shorter than it says never get as far
as a script.
"""

import re
from collections.abc import Callable, Iterator
from enum import IntEnum
from functools import partial
from operator import attrgetter
from typing import Final

from voiplab.opensips.received import Received
from voiplab.sdp.session import Session
from voiplab.sip.errors import Malformed
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.message import Message, Request, Response
from voiplab.sip.uri import Uri
from voiplab.sip.validation import SYNTAX, UAS_SYNTAX

FLAGS: Final = "shmrftc"
STAR: Final = "*"


class Fault(IntEnum):
    """The value is what the function returns."""

    MESSAGE = -1
    HEADER = -2
    CALL_ID = -3
    OTHER_LENGTH = -5
    SESSION = -6
    CSEQ = -7
    FROM = -8
    TO = -9
    VIA = -10
    R_URI = -11
    R_URI_HOST = -12
    MAX_FORWARDS = -13
    CONTACT = -14
    PATH = -15
    ALLOW = -16
    MIN_EXPIRES = -17
    PROXY_AUTHENTICATE = -18
    UNSUPPORTED = -19
    WWW_AUTHENTICATE = -20
    CONTENT_TYPE = -21
    TO_FORM = -22
    TO_HOST = -23
    FROM_FORM = -24
    FROM_HOST = -25
    CONTACT_FORM = -26
    R_URI_USER = -27
    FROM_USER = -28
    TO_USER = -29
    STAR_ELSEWHERE = -30


_NEEDED: Final = (("CSeq", Fault.CSEQ), ("From", Fault.FROM), ("To", Fault.TO), ("Via", Fault.VIA))
_NEEDED_IN: Final = {
    405: ("Allow", Fault.ALLOW),
    423: ("Min-Expires", Fault.MIN_EXPIRES),
    407: ("Proxy-Authenticate", Fault.PROXY_AUTHENTICATE),
    420: ("Unsupported", Fault.UNSUPPORTED),
    401: ("WWW-Authenticate", Fault.WWW_AUTHENTICATE),
}
"""RFC 3261 section 20, tables 2 and 3: what a response of that status has to have."""

_WITH_CONTACT: Final = ("INVITE", "SUBSCRIBE", "NOTIFY", "REFER", "UPDATE")
"""RFC 3261 section 8.1.1.8, RFC 6665 section 4.1, RFC 3515 section 2.2, RFC 3311 section 5.1."""

_NUMBER: Final = re.compile(r"[0-9]{1,10}")
_USER: Final = re.compile(r"(?:[A-Za-z0-9_.!~*'()&=+$,;?/:-]|%[0-9A-Fa-f]{2})*")
"""RFC 3261 section 25.1, userinfo without its @."""

_LABEL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
_HEADERS: Final = attrgetter("proxy_require", "path")


def first_fault(received: Received, flags: str) -> Fault | None:
    return next(_faults(received, flags), None)


def _faults(received: Received, flags: str) -> Iterator[Fault]:
    message = received.message
    if isinstance(message, Request) and message.version.upper() != "SIP/2.0":
        yield Fault.MESSAGE
    if "h" in flags and not _are_read(message):
        yield Fault.HEADER
    if message.get("Call-ID") is None:
        yield Fault.CALL_ID
    yield from _length(received)
    if "s" in flags and message.body and _is_session(message) and not _reads(lambda: Session.parse(message.body)):
        yield Fault.SESSION
    yield from (fault for name, fault in _NEEDED if message.get(name) is None)
    if isinstance(message, Response):
        name, fault = _NEEDED_IN.get(message.status, ("CSeq", Fault.CSEQ))
        if message.get(name) is None:
            yield fault
    else:
        yield from _of_request(received, flags)
    if message.body and message.get("Content-Type") is None:
        yield Fault.CONTENT_TYPE
    if "t" in flags:
        yield from _of_address(message.get("To"), Fault.TO_FORM, Fault.TO_HOST, Fault.TO_USER)
    if "f" in flags:
        yield from _of_address(message.get("From"), Fault.FROM_FORM, Fault.FROM_HOST, Fault.FROM_USER)
    if "c" in flags:
        yield from _of_contact(received)


def _reads(read: Callable[[], object]) -> bool:
    try:
        read()
    except Malformed:
        return False
    return True


def _are_read(message: Message) -> bool:
    if not all(_reads(partial(views, message)) for views in (SYNTAX, UAS_SYNTAX, _HEADERS)):
        return False
    return not isinstance(message, Request) or message.cseq.method == message.method


def _is_session(message: Message) -> bool:
    return (message.get("Content-Type") or "").partition(";")[0].strip().lower() == "application/sdp"


def _length(received: Received) -> Iterator[Fault]:
    written = received.message.get("Content-Length")
    if written is not None and (
        _NUMBER.fullmatch(written.strip()) is None or int(written) != len(received.message.body)
    ):
        yield Fault.OTHER_LENGTH


def _of_request(received: Received, flags: str) -> Iterator[Fault]:
    message = received.message
    if "r" in flags:
        yield from _of_uri(received.uri, Fault.R_URI, Fault.R_URI_HOST, Fault.R_URI_USER)
    if "m" not in flags and message.get("Max-Forwards") is None:
        yield Fault.MAX_FORWARDS
    if received.method in _WITH_CONTACT and message.get("Contact") is None:
        yield Fault.CONTACT
    if received.method != "REGISTER" and message.get("Path") is not None:
        yield Fault.PATH


def _of_uri(text: str, form: Fault, host: Fault, user: Fault) -> Iterator[Fault]:
    try:
        uri = Uri.parse(text)
    except Malformed:
        yield form
        return
    written = text.partition(":")[2].rpartition("@")[0]
    if uri.is_sip and _USER.fullmatch(written) is None:
        yield user
    if uri.is_sip and not (":" in uri.host or all(map(_LABEL.fullmatch, uri.host.rstrip(".").split(".")))):
        yield host


def _of_address(text: str | None, form: Fault, host: Fault, user: Fault) -> Iterator[Fault]:
    if text is None:
        return
    try:
        address = NameAddr.parse(text)
    except Malformed:
        yield form
        return
    yield from _of_uri(str(address.uri), form, host, user)


def _of_contact(received: Received) -> Iterator[Fault]:
    value = received.message.get("Contact")
    if value is None:
        return
    if value.strip() != STAR:
        if not _reads(lambda: received.message.contacts):
            yield Fault.CONTACT_FORM
    elif received.method != "REGISTER":
        yield Fault.STAR_ELSEWHERE
    elif received.message.get("Expires") is None:
        yield Fault.CONTACT_FORM
