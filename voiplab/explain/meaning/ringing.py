"""How a call is to be announced, and why it ended: Alert-Info, Call-Info, Answer-Mode, Reason, Warning, Event, its state."""

import re
from collections.abc import Mapping
from typing import Final

from voiplab.explain.meaning.here import Header, Said, Says
from voiplab.explain.meaning.options import PACKAGES
from voiplab.explain.meaning.statuses import status_of
from voiplab.sip.headers.named import Named, Reason
from voiplab.sip.headers.warning import WarningValue
from voiplab.sip.phrases import PHRASES

_INFO = re.compile(r"<([^>]*)>([^,]*)")

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

REASONS: Final[Mapping[str, str]] = {
    "deactivated": "ended by the server: subscribe again at once",
    "probation": "ended by the server: subscribe again later, retry-after says when",
    "rejected": "refused: do not subscribe again",
    "timeout": "nobody renewed it in time",
    "giveup": "whoever had to agree did not do so in time",
    "noresource": "what was watched is not there any more: after a REFER the ordinary end",
    "invariant": "what was watched will never change again",
}
"""RFC 6665 section 4.1.3."""


def alert_info(header: Header) -> Said:
    for uri, params in _INFO.findall(header.value) or [(header.value, "")]:
        yield Says(
            f"how to ring: {uri}. Telephones rarely fetch the sound; their configuration says which text means what"
        )
        for name, value in _params(params):
            match name.lower():
                case "info":
                    yield Says(
                        f"info={value}: a name that telephones may know, of a ringtone or of automatic answer; not of an RFC"
                    )
                case "answer-after" | "delay":
                    yield Says(f"{name}={value}: answer by itself after {value} s; not of an RFC")
                case _:
                    yield Says(f"{name}{'=' + value if value else ''}")


def call_info(header: Header) -> Said:
    for uri, params in _INFO.findall(header.value) or [(header.value, "")]:
        found = dict(_params(params))
        purpose = found.pop("purpose", None)
        yield Says(f"{uri}: " + (f"purpose {purpose}" if purpose else "no purpose is given"))
        for name, value in found.items():
            if name.lower() == "answer-after":
                yield Says(
                    f"answer-after={value}: the telephone is to answer by itself after {value} s (intercom), if it is set up "
                    "to obey; a vendors' convention, not of an RFC"
                )
            else:
                yield Says(f"{name}{'=' + value if value else ''}")


def _params(text: str) -> list[tuple[str, str]]:
    parts = [part.strip() for part in text.split(";") if part.strip()]
    pairs = [part.partition("=") for part in parts]
    return [(name.strip(), value.strip().strip('"')) for name, _, value in pairs]


def answer_mode(header: Header) -> Said:
    found = Named.parse(header.value)
    mode = found.name.lower()
    yield Says({"auto": "answer without asking anybody", "manual": "let somebody answer"}.get(mode, found.name))
    if any(name.lower() == "require" for name, _ in found.params):
        yield Says("require: if that is refused, refuse the call with 403")
    yield Says("the telephone does so only for callers whom its user allowed it")


def auto_answer(_header: Header) -> Said:
    yield Says("asks the telephone to answer by itself; not of an RFC, sent beside other forms in case one is known")


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


def event(header: Header) -> Said:
    found = Named.parse(header.value)
    yield Says(f"the package {found.name}: {PACKAGES.get(found.name.lower(), 'not one that voiplab knows')}")
    number = found.param("id")
    if number is not None and found.name.lower() == "refer":
        yield Says(f"id={number}: the CSeq of the REFER that it tells of")
    elif number is not None:
        yield Says(f"id={number}: which of several subscriptions of this dialog")


def subscription_state(header: Header) -> Said:
    found = Named.parse(header.value)
    match found.name.lower():
        case "active":
            yield Says("active: more will be told")
        case "pending":
            yield Says("pending: it is not decided yet whether the subscriber may know")
        case "terminated":
            yield Says("terminated: the last NOTIFY")
        case _:
            yield Says(found.name)
    if (expires := found.param("expires")) is not None:
        yield Says(f"expires={expires}: it ends in {expires} s, unless it is renewed")
    if (why := found.param("reason")) is not None:
        yield Says(f"reason={why}: {REASONS.get(why.lower(), 'not one of RFC 6665')}")
    if (after := found.param("retry-after")) is not None:
        yield Says(f"retry-after={after}: not before so many seconds")
