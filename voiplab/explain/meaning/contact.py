"""Contact: where somebody can be reached, for a dialog, for a registration, or instead of here."""

from collections.abc import Iterator, Sequence
from typing import Final

from voiplab.explain.meaning.here import Header, Here, Said, Says
from voiplab.explain.meaning.uri_words import uri_words
from voiplab.sip.headers.name_addr import NameAddr


def contact(header: Header) -> Said:
    here = header.here
    if header.value.strip() == "*":
        yield Says("all bindings of the address of record, to be removed: only with Expires: 0")
        return
    addresses = NameAddr.parse_list(header.value)
    for address in addresses:
        place = here.place_of(address.uri.host, address.uri.port)
        yield Says(_purpose(here, place))
        yield from uri_words(address.uri)
        yield from _contact_parameters(address, here)


def _purpose(here: Here, place: str) -> str:
    match here.method, here.status // 100:
        case "REGISTER", 0:
            return f"calls to the address in To are to come to {place}"
        case "REGISTER", 2:
            return f"a binding that the registrar holds: {place}"
        case _, 3:
            return f"try {place} instead"
        case "OPTIONS" | "MESSAGE" | "PUBLISH", _:
            return f"where the sender can be reached: {place}"
        case _, 4 | 5 | 6:
            return f"where the one who refuses can be reached, {place}: it has no effect on the dialog"
        case "INVITE" | "SUBSCRIBE" | "REFER" | "NOTIFY" | "UPDATE", _:
            return f"the next requests of this dialog go to {place}, along the route set: it is the remote target"
        case _:
            return f"the sender's own address, {place}; this message does not change the remote target with it"


def _contact_parameters(address: NameAddr, here: Here) -> Iterator[Says]:
    if (expires := address.expires) is not None:
        yield Says(_binding(expires, here))
    for name, value in address.params:
        text = (value or "").strip('"')
        match name.lower():
            case "q":
                yield Says(f"q={text}: preference among several, 1 is the highest")
            case "+sip.instance":
                yield Says(f"{name}={text}: the device, the same after every restart (RFC 5626 section 4.1)")
            case "reg-id":
                yield Says(f"reg-id={text}: which of the flows of this device (RFC 5626 section 4.2)")
            case "pub-gruu":
                yield Says(f"pub-gruu={text}: the address of this device that it may give to everybody (RFC 5627)")
            case "temp-gruu":
                yield Says(f"temp-gruu={text}: an address of this device that does not tell whose it is (RFC 5627)")
            case "isfocus":
                yield Says("isfocus: the address is that of a conference (RFC 4579)")
            case "expires":
                pass
            case other if other.startswith("+") or other in FEATURES:
                yield Says(f"{name}{'=' + text if text else ''}: what the device can do (RFC 3840)")
            case _:
                yield Says(f"{name}{'=' + text if text else ''}")


FEATURES: Final[Sequence[str]] = (
    "audio",
    "video",
    "methods",
    "automata",
    "mobility",
    "events",
    "extensions",
    "class",
    "duplex",
)


def _binding(expires: int, here: Here) -> str:
    if not here.is_request:
        return f"expires={expires}: it ends in {expires} s, unless it is renewed before"
    return (
        "expires=0: remove it" if expires == 0 else f"expires={expires}: for so many seconds, if the registrar agrees"
    )
