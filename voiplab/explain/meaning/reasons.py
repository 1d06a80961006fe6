"""Why something was sent or refused: Reason with the causes of Q.850, Warning with its codes."""

from collections.abc import Mapping
from typing import Final

from voiplab.explain.meaning.here import Header, Said, Says
from voiplab.explain.meaning.statuses import status_of
from voiplab.sip.headers.named import Reason
from voiplab.sip.headers.warning import WarningValue
from voiplab.sip.phrases import PHRASES

CAUSES: Final[Mapping[int, str]] = {
    1: "unallocated number",
    2: "no route to the transit network",
    3: "no route to the destination",
    16: "normal clearing: somebody hung up",
    17: "user busy",
    18: "no user responding: the telephone did not even ring",
    19: "no answer: it rang, and nobody answered",
    20: "subscriber absent",
    21: "call rejected",
    22: "number changed",
    25: "exchange routing error",
    27: "destination out of order",
    28: "invalid number format",
    29: "facility rejected",
    31: "normal, unspecified",
    34: "no circuit or channel available",
    38: "network out of order",
    41: "temporary failure",
    42: "switching equipment congestion",
    44: "requested circuit not available",
    47: "resource unavailable",
    50: "facility not subscribed",
    52: "outgoing calls barred",
    54: "incoming calls barred",
    57: "bearer capability not authorised",
    58: "bearer capability not available",
    63: "service or option not available",
    65: "bearer capability not implemented",
    66: "channel type not implemented",
    69: "facility not implemented",
    79: "service or option not implemented",
    88: "incompatible destination: often no common codec",
    95: "invalid message",
    96: "mandatory information element missing",
    97: "message type not known",
    102: "recovery on timer expiry",
    111: "protocol error",
    127: "interworking",
}
"""ITU-T Q.850."""

WARNINGS: Final[Mapping[int, str]] = {
    300: "incompatible network protocol",
    301: "incompatible network address formats",
    302: "incompatible transport protocol: RTP/AVP against RTP/SAVP, for example",
    303: "incompatible bandwidth units",
    304: "a kind of media that is not available",
    305: "incompatible media format: no common codec",
    306: "an attribute that is not understood",
    307: "a parameter of the session description that is not understood",
    330: "multicast not available",
    331: "unicast not available",
    370: "insufficient bandwidth",
    399: "miscellaneous: the text says it",
}


def reason(header: Header) -> Said:
    for found in Reason.parse_list(header.value):
        cause = found.cause
        quoted = f' "{found.text}"' if found.text else ""
        if cause is None:
            yield Says(f"{found.protocol}{quoted}: without a cause")
        elif found.protocol.upper() == "SIP":
            yield Says(f"SIP {cause}{quoted}: {_sip_cause(header, cause)}")
        elif found.protocol.upper() == "Q.850":
            yield Says(f"Q.850 cause {cause}{quoted}: {CAUSES.get(cause, 'not a cause that voiplab knows')}")
        else:
            yield Says(f"{found.protocol} {cause}{quoted}: not a protocol that voiplab knows")


def _sip_cause(header: Header, cause: int) -> str:
    if cause == 200 and header.here.method == "CANCEL":
        return "another telephone answered the call, so that this one need not list it as missed"
    if cause in PHRASES:
        return f"as a response {PHRASES[cause]} would say it: {status_of(cause).says}"
    return "no status code of SIP: the sender's own number"


def warning(header: Header) -> Said:
    for found in WarningValue.parse_list(header.value):
        says = WARNINGS.get(found.code, "not a code that voiplab knows")
        yield Says(f'{found.code}, from {found.agent}: {says}; it adds "{found.text}"')
