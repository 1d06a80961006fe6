"""The headers that lead a message: Via, Route, Record-Route, Path, Service-Route, Max-Forwards, Contact."""

from collections.abc import Iterator, Sequence

from voiplab.explain.meaning.here import Header, Here, Said, Says, said_of
from voiplab.sip.headers.expiry import parse_hops
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.headers.via import Via
from voiplab.sip.uri import Uri, unescape

MAGIC = "z9hG4bK"
"""How branches begin since RFC 3261 section 8.1.1.7: only these name a transaction by themselves."""


def via(header: Header) -> Said:
    here = header.here
    above = sum(len(Via.parse_list(value)) for value in here.content.values("Via")[: header.place])
    for place, found in enumerate(Via.parse_list(header.value), above):
        yield from _hop(found, place, here)
        yield from _branch(found, here)
        yield from _address_seen(found, here)


def _hop(found: Via, place: int, here: Here) -> Said:
    sender = here.place_of(found.received or found.host, found.rport or found.port)
    match here.is_request, place:
        case True, 0 if here.method == "ACK":
            yield Says(f"sent by {sender}, over {found.transport}; an ACK has no response")
        case True, 0:
            yield Says(f"the response is to come to {sender}, over {found.transport}")
        case True, _:
            yield Says(f"the request came through {sender} before; its response goes back the same way")
        case False, 0:
            yield Says(f"the response goes to {sender}: it has the Vias of the request, and this is the topmost one")
        case _:
            yield Says(f"after that it goes on to {sender}; each hop takes off its own Via, the topmost one")


def _branch(found: Via, here: Here) -> Said:
    branch = found.branch
    if branch is None:
        yield Says("no branch: RFC 2543, where a transaction is known by its other headers")
        return
    opened = here.opened_with(branch)
    if not branch.startswith(MAGIC):
        yield Says(f"branch {branch} does not begin with {MAGIC}: it is one of RFC 2543 and names no transaction")
    elif opened is None:
        yield Says(f"branch {branch} names a transaction whose request is not in this recording")
    elif opened.n == here.message.n:
        yield Says(f"branch {branch} names the transaction that begins here")
    elif here.message.is_copy and opened.n == here.message.first:
        yield Says(f"branch {branch} is that of {said_of(opened)}: a repetition", opened.n)
    elif here.method in ("ACK", "CANCEL") and here.is_request:
        yield Says(f"branch {branch} is that of the INVITE it belongs to, {said_of(opened)}", opened.n)
    else:
        yield Says(f"branch {branch} names the transaction of {said_of(opened)}", opened.n)


def _address_seen(found: Via, here: Here) -> Said:
    if found.received is not None:
        differs = "" if found.received == found.host else ", another address than it wrote: there is a NAT, or several"
        yield Says(f"received={found.received}: where the receiver saw it come from{differs}")
    if found.rport is not None:
        differs = "" if found.rport == (found.port or 5060) else f", not {found.port or 5060}"
        yield Says(
            f"rport={found.rport}: the port that it came from{differs}; the response goes there (RFC 3581 section 4)"
        )
    elif found.wants_rport and here.is_request:
        yield Says("rport: asks for the response at the address and port that the request really came from (RFC 3581)")


def route(header: Header) -> Said:
    here = header.here
    for place, address in enumerate(NameAddr.parse_list(header.value)):
        is_next = header.place == 0 and place == 0
        hop = here.place_of(address.uri.host, address.uri.port)
        yield Says(f"the next hop is {hop}" if is_next else f"after that it goes to {hop}")
        if is_next:
            yield Says(
                "lr: a loose router, the Request-URI is left alone"
                if address.uri.is_loose
                else "without lr: a strict router of RFC 2543, which expects its own address as the Request-URI"
            )
        yield from _marks(address.uri)


def record_route(header: Header) -> Said:
    here = header.here
    for address in NameAddr.parse_list(header.value):
        yield Says(
            f"{here.place_of(address.uri.host, address.uri.port)} stays on the way of later requests in this dialog"
        )
        yield from _marks(address.uri)
    if header.place > 0:
        return
    if here.is_request:
        yield Says("the callee takes the list as its route set, in this order (RFC 3261 section 12.1.1)")
    elif 100 < here.status < 300:
        yield Says("the caller takes the list in reverse as its route set (RFC 3261 section 12.1.2)")


def _marks(uri: Uri) -> Said:
    if (tag := uri.param("ftag")) is not None:
        yield Says(
            f"ftag={tag}: a note of OpenSIPS and Kamailio to itself, the tag of the caller: tells the direction later"
        )
    if (did := uri.param("did")) is not None:
        yield Says(f"did={did}: the dialog as the OpenSIPS module dialog knows it")
    for name in ("gr", "ob", "transport", "user", "maddr", "fs_path", "fs_nat"):
        yield from _parameter(uri, name)


def _parameter(uri: Uri, name: str) -> Said:
    if not any(known.lower() == name for known, _ in uri.params):
        return
    value = uri.param(name)
    shown = name if value is None else f"{name}={unescape(value)}"
    match name:
        case "gr":
            kind = "temporary" if value is None else "public"
            yield Says(f"{shown}: a {kind} GRUU, an address of this one device that works from anywhere (RFC 5627)")
        case "ob":
            yield Says("ob: requests to here are to go over the same flow, RFC 5626 section 4.3")
        case "transport":
            yield Says(f"{shown}: to be reached over {(value or '').upper()}")
        case "maddr":
            yield Says(f"{shown}: the address to send to, in place of the host; deprecated")
        case "fs_path":
            yield Says(f"{shown}: a note of FreeSWITCH to itself: the hop by which the device is reached")
        case "fs_nat":
            yield Says(f"{shown}: a note of FreeSWITCH to itself: the device is behind a NAT")
        case _:
            yield Says(f"{shown}: the user part is a telephone number" if value == "phone" else shown)


def path(header: Header) -> Said:
    for address in NameAddr.parse_list(header.value):
        place = header.here.place_of(address.uri.host, address.uri.port)
        yield Says(f"calls to this registration come through {place}: the registrar makes a Route of it")


def service_route(header: Header) -> Said:
    for address in NameAddr.parse_list(header.value):
        place = header.here.place_of(address.uri.host, address.uri.port)
        yield Says(f"requests of this user are to leave through {place}: the telephone makes a Route of it")


def max_forwards(header: Header) -> Said:
    hops = parse_hops(header.value)
    if hops == 0:
        yield Says("no proxy may pass it on any more; the next one answers 483 Too Many Hops")
    else:
        yield Says(f"{hops} more proxies may pass it on, each counts one down; at 0 the answer is 483. It ends loops")


def contact(header: Header) -> Said:
    here = header.here
    if header.value.strip() == "*":
        yield Says("all bindings of the address of record, to be removed: only with Expires: 0")
        return
    addresses = NameAddr.parse_list(header.value)
    for address in addresses:
        place = here.place_of(address.uri.host, address.uri.port)
        yield Says(_purpose(here, place))
        for name in ("gr", "ob", "transport", "maddr", "fs_path", "fs_nat"):
            yield from _parameter(address.uri, name)
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


FEATURES: Sequence[str] = (
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
