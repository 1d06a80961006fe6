"""What can be saved of a request that is broken, so that its sender gets a 400: RFC 4475 sections 3.1.2 and 3.3.1."""

import re
from typing import Final

from voiplab.sip.errors import Malformed
from voiplab.sip.headers.via import Via
from voiplab.sip.message import Message, Request, parse
from voiplab.sip.names import key_of

FOLD: Final = re.compile(rb"\r\n[ \t]+")
COPIED: Final = ("via", "from", "to", "call-id", "cseq")
"""What a response copies from its request: RFC 3261 section 8.2.6.2."""


def is_answerable(message: Message) -> bool:
    """There is enough of a request to say 400 to; RFC 4475 section 3.3.1 lets an element drop it otherwise."""
    return readable_via(message) is not None and all(message.get(name) is not None for name in COPIED)


def readable_via(message: Message) -> Via | None:
    """The topmost Via, or what stands before its parameters when those are the trouble: it says where a response goes."""
    value = message.get("Via") or ""
    for text in (value, value.partition(",")[0], value.partition(";")[0]):
        try:
            return Via.parse(text)
        except Malformed:
            continue
    return None


def salvage(data: bytes) -> Request | None:
    """Of a request that `parse` refuses, what a 400 has to copy; None when that cannot be made out either."""
    head = data.lstrip(b"\r\n").partition(b"\r\n\r\n")[0]
    lines = FOLD.sub(b" ", head).split(b"\r\n")
    method = lines[0].partition(b" ")[0]
    kept = [line for line in lines[1:] if key_of(line.partition(b":")[0].decode("latin-1")) in COPIED]
    try:
        request = parse(b"\r\n".join([method + b" sip:unreadable.invalid SIP/2.0", *kept, b"", b""]))
    except Malformed:
        return None
    return request if isinstance(request, Request) and is_answerable(request) else None
