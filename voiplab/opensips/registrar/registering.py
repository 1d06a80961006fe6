"""A REGISTER, as far as save() reads it. Raises `Refused` for what the server refuses before it looks into its table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voiplab.opensips.configuration import Listener
from voiplab.opensips.log import error
from voiplab.opensips.methods import ALL, bits
from voiplab.opensips.received import Received
from voiplab.opensips.registrar.asked import Asked, Star, read_contacts
from voiplab.opensips.registrar.faults import Fault, Refused
from voiplab.opensips.registrar.settings import Settings
from voiplab.sip.message import Message

_EXPIRES: Final = re.compile(r"[ \t]*([0-9]{1,10})(?:[ \t\r\n]|$)")
_NUMBER: Final = re.compile(r"[0-9]{1,10}(?![0-9])")
_LONGEST_CALL_ID: Final = 255
_LONGEST_RECEIVED: Final = 255
_LONGEST_USER_AGENT: Final = 255


@dataclass(frozen=True, slots=True)
class Registering:
    to: str
    """The URI of To."""
    call_id: str
    cseq: int
    expires: int | None
    """That of the header."""
    contacts: Sequence[Asked] | Star
    user_agent: str
    methods: int
    path: str
    wants_gruu: bool
    knows_path: bool
    socket: Listener


def read_registering(received: Received, settings: Settings) -> Registering:
    message = received.message
    to = received.address("To")
    if to is None:
        raise Refused(Fault.TO_MISSING)
    call_id = message.get("Call-ID")
    if call_id is None:
        raise Refused(Fault.CALL_ID_MISSING)
    expires = _expires(message)
    contacts = read_contacts(message.values("Contact"))
    _check(contacts, expires, settings)
    if len(call_id) > _LONGEST_CALL_ID:
        raise Refused(Fault.CALL_ID_TOO_LONG)
    user_agent = message.get("User-Agent") or ""
    return Registering(
        str(to.uri),
        call_id,
        _cseq(message),
        expires,
        contacts,
        user_agent if 0 < len(user_agent) < _LONGEST_USER_AGENT else "n/a",
        bits(message.values("Allow")) if message.values("Allow") else ALL,
        ",".join(message.values("Path")),
        supports(message, "gruu"),
        supports(message, "path"),
        received.way.listener,
    )


def supports(message: Message, option: str) -> bool:
    return any(word.strip(" \t").lower() == option for text in message.values("Supported") for word in text.split(","))


def _cseq(message: Message) -> int:
    value = message.get("CSeq")
    if value is None:
        raise Refused(Fault.CSEQ_MISSING)
    number = _NUMBER.match(value)
    if number is None:
        raise Refused(Fault.CSEQ)
    return int(number[0])


def _expires(message: Message) -> int | None:
    value = message.get("Expires")
    if value is None:
        return None
    found = _EXPIRES.match(value)
    if found is None:
        raise Refused(
            Fault.EXPIRES,
            error("core:expires_parser", f"body is not a number <{value}>"),
            error("core:parse_expires", "failed to parse"),
            error("core:parse_reg_headers", "failed to parse expires body"),
        )
    return int(found[1])


def _check(contacts: Sequence[Asked] | Star, expires: int | None, settings: Settings) -> None:
    if isinstance(contacts, Star):
        if expires != 0:
            raise Refused(Fault.STAR_EXPIRES)
        return
    for contact in contacts:
        if len(contact.uri) > settings.max_contact_len or len(contact.received) > _LONGEST_RECEIVED:
            raise Refused(Fault.CONTACT_TOO_LONG)
