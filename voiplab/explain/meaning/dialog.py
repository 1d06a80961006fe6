"""The headers that say which call and which request it is: From, To, Call-ID, CSeq, RSeq, RAck."""

from typing import Final

from voiplab.explain.meaning.here import Header, Here, Said, Says, from_tag, number_of, said_of
from voiplab.explain.meaning.identity import shown
from voiplab.explain.messages import SipMessage
from voiplab.sip.headers.expiry import parse_number
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.headers.sequence import CSeq, RAck

OUTSIDE: Final = ("REGISTER", "OPTIONS", "MESSAGE", "PUBLISH")
"""Methods that begin no dialog."""


def from_(header: Header) -> Said:
    here = header.here
    address = NameAddr.parse(header.value)
    if here.method == "REGISTER":
        yield Says("who registers; another address than in To only when somebody does it for him")
    elif here.is_request:
        yield Says(f"who sends the request: {shown(address)}")
    else:
        yield Says(
            f"who sent the request, {shown(address)}: copied from there, though this message comes from the other side"
        )
    yield from _tag(address, here, "without a tag: RFC 2543")


def to(header: Header) -> Said:
    here = header.here
    address = NameAddr.parse(header.value)
    if here.method == "REGISTER":
        yield Says(f"the address of record that is registered: {shown(address)}")
    else:
        yield Says(f"to whom the request was addressed: {shown(address)}. Nothing is routed by it, the Request-URI is")
    yield from _tag(address, here, _untagged(here))


def _untagged(here: Here) -> str:
    if not here.is_request:
        return "without a tag: the callee has not spoken yet, and there is no dialog"
    if here.method in OUTSIDE:
        return "without a tag: the one who answers adds its own"
    return "without a tag: no dialog yet, the one who answers adds its own"


def _tag(address: NameAddr, here: Here, missing: str) -> Said:
    tag = address.tag
    if not tag:
        yield Says(missing)
        return
    chose = here.chose(tag)
    if chose is None or chose.n == here.message.n:
        yield Says(f"tag {tag}: chosen by {here.message.source} in this message; {_dialog(here)}")
    else:
        yield Says(f"tag {tag}: chosen in {said_of(chose)} by {chose.source}; {_dialog(here)}", chose.n)


def _dialog(here: Here) -> str:
    if here.method in OUTSIDE:
        return "this method begins no dialog"
    if _is_refused(here):
        return "a refusal begins no dialog"
    return f"half of the name of the dialog, leg {here.message.leg} of the ladder"


def _is_refused(here: Here) -> bool:
    """A failure, or the ACK to one, of a request that was to begin a dialog."""
    if here.method == "ACK":
        final = here.acknowledged
        return final is not None and final.response is not None and final.response.status >= 300
    return here.status >= 300 and here.method in ("INVITE", "SUBSCRIBE", "REFER")


def call_id(header: Header) -> Said:
    here = header.here
    first = here.first_of_call_id(here.content.call_id, lambda _: True)
    if here.method == "REGISTER":
        yield Says("the same for all registrations of one telephone since it was started")
    else:
        yield Says(f"with the two tags the name of the dialog: leg {here.message.leg}, of call {here.message.leg.call}")
    if first is not None and first.n != here.message.n:
        yield Says(f"first seen in {said_of(first)}, from {first.source}", first.n)


def cseq(header: Header) -> Said:
    here = header.here
    found = CSeq.parse(header.value)
    if not here.is_request:
        yield from _answers(here, found)
        return
    if found.method in ("ACK", "CANCEL"):
        invite = _request(here, found.number, "INVITE")
        yield Says(f"the number of the INVITE that it belongs to{_named(invite)}", number_of(invite))
        return
    if here.message.is_copy:
        yield Says(f"the number stays: a repetition of message {here.message.first}", here.message.first)
        return
    before = _latest(here, found.number)
    yield Says(
        "counts the requests of this side with this Call-ID, from any number on; the answer has the same number and method"
    )
    if before is not None and before.request is not None:
        yield Says(f"the one before: {before.request.cseq.number}, in {said_of(before)}", before.n)


def _answers(here: Here, found: CSeq) -> Said:
    request = here.request
    if request is None:
        yield Says(f"answers {found.method} number {found.number}, which is not in this recording")
    else:
        yield Says(f"answers {said_of(request)}, with its number", request.n)


def _request(here: Here, number: int, method: str) -> SipMessage | None:
    """The nearest one before with this number, on this hop if there is one."""
    found = [
        other
        for other in here.call_before
        if other.request is not None
        and (other.method, other.request.cseq.number) == (method, number)
        and not other.is_copy
    ]
    ends = {here.message.source, here.message.target}
    return next((other for other in found if {other.source, other.target} == ends), found[0] if found else None)


def _latest(here: Here, number: int) -> SipMessage | None:
    """The request before, from the same side of the dialog."""
    for other in here.call_before:
        if (
            other.request is not None
            and from_tag(other.request) == from_tag(here.content)
            and other.source == here.message.source
            and other.method not in ("ACK", "CANCEL")
            and other.request.cseq.number < number
        ):
            return other
    return None


def _named(message: SipMessage | None) -> str:
    return ", which is not in this recording" if message is None else f": {said_of(message)}"


def rseq(header: Header) -> Said:
    here = header.here
    number = parse_number(header.value)
    yield Says(f"this provisional response is reliable, number {number}: it is repeated until a PRACK names the number")
    prack = next((other for other in here.call_after if _acknowledges(other, here, number)), None)
    if prack is None:
        yield Says("no PRACK for it follows in this recording")
    else:
        yield Says(f"acknowledged by {said_of(prack)}", prack.n)
    yield Says(f"the next reliable one to this INVITE has to be {number + 1}")


def _acknowledges(other: SipMessage, here: Here, number: int) -> bool:
    request = other.request
    if request is None or other.method != "PRACK":
        return False
    return (request.get("RAck") or "").split()[:2] == [str(number), str(here.content.cseq.number)]


def rack(header: Header) -> Said:
    here = header.here
    found = RAck.parse(header.value)
    yield Says(f"acknowledges the response with RSeq {found.rseq} to the {found.method} with CSeq {found.cseq}")
    response = next((other for other in here.call_before if _is_acknowledged(other, found)), None)
    if response is None:
        yield Says("no such response is in this recording before it: the other side has to answer 481")
    else:
        yield Says(f"that is {said_of(response)}, which is not repeated any more", response.n)


def _is_acknowledged(other: SipMessage, rack: RAck) -> bool:
    response = other.response
    if response is None or other.is_copy:
        return False
    return (response.get("RSeq"), response.cseq.number, response.cseq.method) == (
        str(rack.rseq),
        rack.cseq,
        rack.method,
    )
