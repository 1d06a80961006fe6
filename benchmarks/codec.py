"""Reading and writing SIP messages, beside sipmessage, sippy, and the bare splitting and joining of bytes.

    python -m benchmarks.codec [ROUNDS]

Three levels. *Structure*: from bytes to a message and back. *Routing*: that, and what an element needs to route: Request-URI
or status, host, port and branch of the top Via, both tags, Call-ID, CSeq, Max-Forwards, the top Route. *Full*: every header
typed, and the text written from the typed values; the body as SDP where the library knows SDP (ours and sippy do).

User CPU per message; the contestants take turns, and each turn gets messages that nobody has seen. The median of the turns'
ratios counts. Ends with 1 when a goal is missed.
"""

import resource
import statistics
import sys
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import NamedTuple

import sipmessage
from sippy.SipRequest import SipRequest
from sippy.SipResponse import SipResponse

from benchmarks.fresh_messages import KINDS, stream
from voiplab.sdp.session import Session
from voiplab.sip.message import Request, parse

PER_TURN = 400
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


SINGLE = {
    "Max-Forwards": attrgetter("max_forwards"),
    "From": attrgetter("from_"),
    "To": attrgetter("to"),
    "Call-ID": attrgetter("call_id"),
    "CSeq": attrgetter("cseq"),
    "Expires": attrgetter("expires"),
    "Content-Type": attrgetter("content_type"),
}
LISTS = {
    "Via": attrgetter("vias"),
    "Route": attrgetter("routes"),
    "Record-Route": attrgetter("record_routes"),
    "Contact": attrgetter("contacts"),
    "Allow": attrgetter("allow"),
    "Supported": attrgetter("supported"),
    "Allow-Events": attrgetter("allow_events"),
    "Authorization": attrgetter("authorization"),
}
"""How the value of a header is had; those of a list stand on one line when they are written."""


def our_full(data: bytes) -> bytes:
    message = parse(data)
    body = bytes(Session.parse(message.body)) if message.body else b""
    lines = [f"{message.method} {message.target} SIP/2.0" if isinstance(message, Request) else message.start]
    last = ""
    for name, text in zip(message.shape.names, message.texts, strict=True):
        if name in SINGLE:
            lines.append(f"{name}: {SINGLE[name](message)!s}")
        elif name not in LISTS:
            lines.append(f"{name}:{text}")
        elif name != last:
            lines.append(f"{name}: {', '.join(map(str, LISTS[name](message)))}")
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
    """So many times as fast as the fastest of the others; below 1, the floor may be that much faster."""


LEVELS = {
    "structure": Level(our_structure, {"bytes": bytes_structure}, 1 / 5),
    "routing": Level(our_routing, {"sipmessage": sipmessage_routing, "sippy": sippy_routing}, 5),
    "full": Level(our_full, {"sipmessage": sipmessage_full, "sippy": sippy_full}, 2),
}


class Figure(NamedTuple):
    level: str
    kind: str
    goal: float
    ours: float
    """Microseconds of user CPU per message, like those of the others."""
    others: dict[str, float]
    ratios: dict[str, float]

    @property
    def is_met(self) -> bool:
        return min(self.ratios.values()) >= self.goal

    def __str__(self) -> str:
        others = ", ".join(f"{name} {cost:6.1f} us (x{self.ratios[name]:.2f})" for name, cost in self.others.items())
        verdict = "met" if self.is_met else "MISSED"
        return f"{self.level:9} {self.kind:8} ours {self.ours:6.1f} us, {others}; goal x{self.goal:.2f} {verdict}"


def measure(level: str, kind: str, rounds: int) -> Figure:
    plan = LEVELS[level]
    codecs = {"": plan.ours, **plan.others}
    turns: dict[str, list[float]] = {name: [] for name in codecs}
    for turn in range(rounds + 1):
        messages = list(stream(kind, turn * PER_TURN, PER_TURN))
        for name, codec in codecs.items():
            turns[name].append(_cost(codec, messages))
    costs = {name: found[1:] for name, found in turns.items()}  # the first turn fills the caches
    ratios = {name: statistics.median(_ratios(costs[name], costs[""])) for name in plan.others}
    medians = {name: statistics.median(found) for name, found in costs.items()}
    return Figure(level, kind, plan.goal, medians[""], {name: medians[name] for name in plan.others}, ratios)


def _cost(codec: Codec, messages: Sequence[bytes]) -> float:
    begin = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    for message in messages:
        codec(message)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_utime - begin) * 1_000_000 / len(messages)


def _ratios(others: Sequence[float], ours: Sequence[float]) -> list[float]:
    return [other / own for other, own in zip(others, ours, strict=True)]


def figures(rounds: int) -> list[Figure]:
    return [measure(level, kind, rounds) for level in LEVELS for kind in KINDS]


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    found = figures(rounds)
    for figure in found:
        print(figure)
    return 0 if all(figure.is_met for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
