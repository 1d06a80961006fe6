"""A response as far as the request decides it: RFC 3261 section 8.2.6. Headers are copied as they are spelt."""

from typing import Final

from voiplab.sip.draft import Draft
from voiplab.sip.errors import Malformed
from voiplab.sip.message import Request
from voiplab.sip.phrases import phrase_of

DIALOG_MAKERS: Final = frozenset({"INVITE", "SUBSCRIBE", "REFER", "NOTIFY"})


def reply(request: Request, status: int, phrase: str | None = None, to_tag: str | None = None) -> Draft:
    """`to_tag` is put on a To that has none yet; 100 goes without (RFC 3261 section 8.2.6.2)."""
    fields = [("Via", via) for via in request.values("Via")]
    if 100 < status < 300 and request.method in DIALOG_MAKERS:
        # RFC 3261 section 12.1.1
        fields += [("Record-Route", route) for route in request.values("Record-Route")]
    to = _copied(request, "to")
    if to_tag is not None and status > 100 and _lacks_tag(request):
        to = f"{to};tag={to_tag}"
    fields += [
        ("From", _copied(request, "from")),
        ("To", to),
        ("Call-ID", _copied(request, "call-id")),
        ("CSeq", _copied(request, "cseq")),
    ]
    if status == 100 and (sent := request.get("Timestamp")) is not None:
        # RFC 3261 section 8.2.6.1
        fields.append(("Timestamp", sent))
    return Draft(f"SIP/2.0 {status} {phrase_of(status) if phrase is None else phrase}", fields)


def _copied(request: Request, key: str) -> str:
    """Of a header that stands several times the first."""
    places = request.shape.places.get(key)
    return "" if places is None else request.texts[places[0]].strip(" \t")


def _lacks_tag(request: Request) -> bool:
    """A To that cannot be read is returned as it is."""
    try:
        return request.to_tag is None
    except Malformed:
        return False
