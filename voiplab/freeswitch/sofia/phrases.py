"""Reason phrases as sofia-sip has them (sip_status.c): a few are not the RFC's, and for some statuses it has none."""

from typing import Final

from voiplab.sip.phrases import PHRASES

OWN: Final = {
    409: "Conflict",
    411: "Length Required",
    412: "Precondition Failed",
    490: "Request Updated",
    500: "Internal Server Error",
    504: "Gateway Time-out",
}

NAMELESS: Final = frozenset({199, 204, 428, 429, 430, 433, 436, 437, 438, 439, 440, 469, 470, 555, 608})
"""What RFCs have named and sofia has not: the phrase stays empty."""

BECAUSE: Final = "Because"
"""What the application `respond` says when there is no phrase."""


def phrase_of(status: int) -> str:
    known = "" if status in NAMELESS else PHRASES.get(status, "")
    return OWN.get(status, known)
