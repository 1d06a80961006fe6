"""The headers that lead a message: Via, Route, Record-Route, Path, Service-Route, Max-Forwards."""

from typing import Final

from voiplab.explain.meaning.here import Header, Here, Said, Says, said_of
from voiplab.explain.meaning.uri_words import uri_words
from voiplab.sip.headers.expiry import parse_hops
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.headers.via import Via

MAGIC: Final = "z9hG4bK"
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
        differs = (
            "" if found.received == found.host else ", another address than it wrote: a NAT, or a host with several"
        )
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
        yield from uri_words(address.uri)


def record_route(header: Header) -> Said:
    here = header.here
    for address in NameAddr.parse_list(header.value):
        yield Says(
            f"{here.place_of(address.uri.host, address.uri.port)} stays on the way of later requests in this dialog"
        )
        yield from uri_words(address.uri)
    if header.place > 0:
        return
    if here.is_request:
        yield Says("the callee takes the list as its route set, in this order (RFC 3261 section 12.1.1)")
    elif 100 < here.status < 300:
        yield Says("the caller takes the list in reverse as its route set (RFC 3261 section 12.1.2)")


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
