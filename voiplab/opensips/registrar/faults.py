"""Why save() refuses a REGISTER: status and `P-Registrar-Error`. Module documentation of OpenSIPS 3.2, "registrar"."""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from voiplab.opensips.log import LogLine


class Fault(Enum):
    """The value is what the header says."""

    CSEQ = "Invalid CSeq number"
    NOT_INSERTED = "usrloc_contact_insert failed"
    AOR_TOO_LONG = "Address Of Record too long"
    AOR_UNREADABLE = "Error while parsing AOR"
    USER_ESCAPES = "Error while unescaping username"
    Q = "Invalid q param in contact"
    TO_MISSING = "To header not found"
    CALL_ID_MISSING = "Call-ID header not found"
    CSEQ_MISSING = "CSeq header not found"
    EXPIRES = "Expires parse error"
    CONTACT = "Contact parse error"
    STAR_EXPIRES = "* used in contact and expires is not zero"
    STAR_AND_CONTACT = "* used in contact and more than 1 contact"
    TOO_MANY = "Too many registered contacts"
    CONTACT_TOO_LONG = "Contact/received too long"
    CALL_ID_TOO_LONG = "Callid too long"
    PATH_UNSUPPORTED = "No support for found Path indicated"

    __hash__ = object.__hash__

    @property
    def status(self) -> int:
        return _OTHER_THAN_400.get(self, 400)


_OTHER_THAN_400: Final[Mapping[Fault, int]] = {
    Fault.NOT_INSERTED: 500,
    Fault.AOR_TOO_LONG: 500,
    Fault.TOO_MANY: 503,
    Fault.PATH_UNSUPPORTED: 420,
}

REASONS: Final[Mapping[int, str]] = {
    200: "OK",
    400: "Bad Request",
    420: "Bad Extension",
    500: "Server Internal Error",
    503: "Service Unavailable",
}


class Refused(Exception):
    """save() goes no further. `log`: what the server writes down about it."""

    def __init__(self, fault: Fault, *log: LogLine) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.log = log
