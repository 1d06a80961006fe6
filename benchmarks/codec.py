"""Reading and writing SIP messages, beside sipmessage, sippy, and the bare splitting and joining of bytes.

    python -m benchmarks.codec [ROUNDS]

Three levels. *Structure*: from bytes to a message and back. *Routing*: that, and what an element needs to route: Request-URI
or status, host, port and branch of the top Via, both tags, Call-ID, CSeq, Max-Forwards, the top Route. *Full*: every header
typed, and the text written from the typed values; the body as SDP where the library knows SDP (ours and sippy do).

CPU per message; the contestants take turns, and each turn gets messages that nobody has seen. The median of the turns'
ratios counts. Ends with 1 when a goal is missed.
"""

import sys
from collections.abc import Callable, Sequence
from statistics import median
from typing import Final, NamedTuple

import sipmessage
from sippy.SipRequest import SipRequest
from sippy.SipResponse import SipResponse

from benchmarks.figures import Figure, at_least, at_most, table
from benchmarks.fresh_messages import KINDS, stream
from benchmarks.timing import cpu_seconds
from voiplab.sdp.session import Session
from voiplab.sip.headers.name_addr import NameAddr, Star
from voiplab.sip.message import Message, Request, parse

ROUNDS: Final = 15
PER_TURN: Final = 400
Codec = Callable[[bytes], object]


def bytes_structure(data: bytes) -> bytes:
    """The floor: nothing is understood."""
    head, blank, body = data.partition(b"\r\n\r\n")
    return b"\r\n".join(head.split(b"\r\n")) + blank + body


def our_structure(data: bytes) -> bytes:
    return parse(data).write()


def our_routing(data: bytes) -> tuple[object, ...]:
    message = parse(data)
    start = message.uri if isinstance(message, Request) else message.status
    route = message.routes[0].uri if message.routes else None
    return start, message.facts, route, message.write()


def _listed(contacts: Sequence[NameAddr] | Star) -> str:
    return contacts.value if isinstance(contacts, Star) else ", ".join(map(str, contacts))


WRITTEN: dict[str, Callable[[Message], str]] = {
    "Via": lambda message: ", ".join(map(str, message.vias)),
    "Max-Forwards": lambda message: str(message.max_forwards),
    "Route": lambda message: ", ".join(map(str, message.routes)),
    "Record-Route": lambda message: ", ".join(map(str, message.record_routes)),
    "From": lambda message: str(message.from_),
    "To": lambda message: str(message.to),
    "Contact": lambda message: _listed(message.contacts),
    "Call-ID": lambda message: message.call_id,
    "CSeq": lambda message: str(message.cseq),
    "Allow": lambda message: ", ".join(message.allow),
    "Supported": lambda message: ", ".join(message.supported),
    "Allow-Events": lambda message: ", ".join(message.allow_events),
    "Expires": lambda message: str(message.expires),
    "Content-Type": lambda message: str(message.content_type),
    "Authorization": lambda message: str(message.authorization[0]),
}
"""The text of a header from its typed value; all values of a list stand on one line."""


def our_full(data: bytes) -> bytes:
    message = parse(data)
    body = bytes(Session.parse(message.body)) if message.body else b""
    lines = [f"{message.method} {message.target} SIP/2.0" if isinstance(message, Request) else message.start]
    last = ""
    for name, text in zip(message.shape.names, message.texts, strict=True):
        if name != last:
            write = WRITTEN.get(name)
            lines.append(f"{name}:{text}" if write is None else f"{name}: {write(message)}")
        last = name
    lines[-1] = f"Content-Length: {len(body)}\r\n\r\n"
    return "\r\n".join(lines).encode() + body


def sipmessage_structure(data: bytes) -> bytes:
    return bytes(sipmessage.Message.parse(data))


def sipmessage_routing(data: bytes) -> tuple[object, ...]:
    message = sipmessage.Message.parse(data)
    via = message.via[0]
    start = message.uri if isinstance(message, sipmessage.Request) else message.code
    route = message.route[0].uri if message.route else None
    tags = (message.from_address.parameters.get("tag"), message.to_address.parameters.get("tag"))
    ends = (*tags, message.call_id, message.cseq, message.max_forwards)
    return start, via.host, via.port, via.parameters.get("branch"), ends, route, bytes(message)


def sipmessage_full(data: bytes) -> bytes:
    message = sipmessage.Message.parse(data)
    for name in ("via", "max_forwards", "route", "record_route", "from_address", "to_address", "contact", "call_id"):
        setattr(message, name, getattr(message, name))
    for name in ("cseq", "supported", "expires", "content_type", "authorization", "user_agent"):
        setattr(message, name, getattr(message, name))
    return bytes(message)


def _sippy(data: bytes) -> "SipRequest | SipResponse":
    text = data.decode()
    return SipResponse(text) if text.startswith("SIP/") else SipRequest(text)


def sippy_structure(data: bytes) -> bytes:
    return str(_sippy(data)).encode()


def sippy_routing(data: bytes) -> tuple[object, ...]:
    message = _sippy(data)
    via = message.getHFBody("via")
    start = message.ruri if isinstance(message, SipRequest) else message.scode
    hops = message.getHFBody("max-forwards").number if message.countHFs("max-forwards") else None
    route = message.getHFBody("route").address.url if message.countHFs("route") else None
    tags = (message.getHFBody("from").getTag(), message.getHFBody("to").getTag())
    ends = (*tags, str(message.getHFBody("call-id")), message.getHFBody("cseq").cseq, hops)
    return start, via.hostname, via.port, via.getBranch(), ends, route, str(message).encode()


def sippy_full(data: bytes) -> bytes:
    message = _sippy(data)
    for header in message.headers:
        header.getBody()
    if message.body is not None:
        message.body.parse()
    return str(message).encode()


class Level(NamedTuple):
    ours: Codec
    others: dict[str, Codec]
    goal: float
    """So many times as fast as each of the others."""


LEVELS = {
    "routing": Level(our_routing, {"sipmessage": sipmessage_routing, "sippy": sippy_routing}, 5),
    "full": Level(our_full, {"sipmessage": sipmessage_full, "sippy": sippy_full}, 2),
}
ABOVE_THE_FLOOR: Final = 5
"""Structure may cost so many times what splitting and joining the bytes does."""


def turns(codecs: Sequence[Codec], kind: str, rounds: int) -> list[list[float]]:
    """The cost of each codec in each round; all get the same messages, which nobody has seen."""
    costs: list[list[float]] = []
    for turn in range(rounds + 1):
        messages = list(stream(kind, turn * PER_TURN, PER_TURN))
        costs.append([_cost(codec, messages) for codec in codecs])
    return costs[1:]  # the first round fills the caches


def _cost(codec: Codec, messages: Sequence[bytes]) -> float:
    """Microseconds of CPU per message."""

    def handle() -> None:
        for message in messages:
            codec(message)

    return cpu_seconds(handle) * 1_000_000 / len(messages)


def structure(kind: str, rounds: int) -> Figure:
    costs = turns([our_structure, bytes_structure], kind, rounds)
    ours, floor = (median(column) for column in zip(*costs, strict=True))
    ratio = median([own / least for own, least in costs])
    what = f"{kind}: parse and write, {ours:.1f} us, over splitting and joining bytes, {floor:.1f} us"
    return at_most(what, ratio, ABOVE_THE_FLOOR, "times")


def compared(level: str, kind: str, rounds: int) -> list[Figure]:
    plan = LEVELS[level]
    costs = turns([plan.ours, *plan.others.values()], kind, rounds)
    own, *others = (median(column) for column in zip(*costs, strict=True))
    found = []
    for place, (name, cost) in enumerate(zip(plan.others, others, strict=True), start=1):
        ratio = median([row[place] / row[0] for row in costs])
        found.append(at_least(f"{kind}: {level}, {own:.1f} us, and {name}, {cost:.1f} us", ratio, plan.goal))
    return found


def figures(rounds: int) -> list[Figure]:
    found = [structure(kind, rounds) for kind in KINDS]
    return found + [one for level in LEVELS for kind in KINDS for one in compared(level, kind, rounds)]


def main() -> int:
    found = figures(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
    print(table(found))
    return 0 if all(figure.is_met for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
