"""A running server among phones that are sockets: what they send is written in a test, what the server sends is read there."""

from collections.abc import Sequence
from datetime import UTC, datetime
from ipaddress import IPv4Network
from typing import Final, NamedTuple

from tests.opensips.scripts import HEAD
from voiplab.net.address import Address
from voiplab.net.host import DatagramPort, Host
from voiplab.net.network import Network
from voiplab.net.topology import Attachment, Topology
from voiplab.opensips.server import Server
from voiplab.recording.events import LineRun, Logged, Sent
from voiplab.recording.recording import Recording
from voiplab.sim.calendar import Calendar
from voiplab.sim.kernel import Kernel
from voiplab.sim.moment import Duration, Moment, ms, seconds
from voiplab.sip.message import Request, Response, parse

SERVER: Final = Address("127.0.0.10", 5060)
ALICE: Final = Address("127.0.0.11", 5060)
BOB: Final = Address("127.0.0.12", 5060)
CAROL: Final = Address("127.0.0.13", 5060)
PHONES: Final = {"127.0.0.11": "alice", "127.0.0.12": "bob", "127.0.0.13": "carol", "127.0.0.14": "mobile"}
CALENDAR: Final = Calendar(datetime(2026, 3, 2, 9, tzinfo=UTC))
BEGINS: Final = Calendar(datetime(2026, 11, 23, 0, 19, 25, tzinfo=UTC))
"""When the server of the recorded answers was started."""
QUIET: Final = ms(1)
MODULES: Final = HEAD + 'loadmodule "maxfwd.so"\n'
MORE_MODULES: Final = (
    "proto_udp", "signaling", "sl", "tm", "rr", "maxfwd", "sipmsgops", "textops", "usrloc", "registrar", "auth",
    "nathelper", "mi_fifo",
)  # fmt: skip


def configuration(routes: str, *parameters: str) -> str:
    """With all modules of contacts and credentials. `parameters`: what stands in the brackets of `modparam`."""
    loads = [f'loadmodule "{name}.so"' for name in MORE_MODULES]
    sets = [f"modparam({one})" for one in parameters]
    return "\n".join(["socket=udp:127.0.0.10:5060", *loads, *sets, routes, ""])


class Seen(NamedTuple):
    """A message that the server has sent."""

    at: Moment
    target: Address
    raw: bytes

    @property
    def text(self) -> str:
        return self.raw.decode("utf-8", "surrogateescape")

    @property
    def start(self) -> str:
        return self.text.partition("\r\n")[0]

    @property
    def lines(self) -> list[str]:
        """Start line and headers."""
        return self.text.partition("\r\n\r\n")[0].split("\r\n")

    @property
    def message(self) -> Request | Response:
        return parse(self.raw)


class Bench:
    def __init__(self, routes: str, head: str = MODULES, seed: int = 1, calendar: Calendar = CALENDAR) -> None:
        self.calendar = calendar
        self.kernel = Kernel()
        self.recording = Recording()
        hosts = {"server": SERVER.ip, **{name: ip for ip, name in PHONES.items()}}
        attached = {name: (Attachment("loopback", ip),) for name, ip in hosts.items()}
        topology = Topology({"loopback": IPv4Network("127.0.0.0/8")}, attached)
        self.network = Network(self.kernel, self.recording, topology, seed)
        self.server = Server(self.host("server"), "server", {"opensips.cfg": (head + routes).encode()})
        self.server.start()
        self._sent: list[Seen] = []
        self._looked = 0
        self._ports: dict[Address, DatagramPort] = {}
        for at in (ALICE, BOB, CAROL):
            self.port(at)

    @classmethod
    def of(cls, text: str, calendar: Calendar = BEGINS) -> "Bench":
        """With a whole configuration."""
        return cls(text, head="", calendar=calendar)

    def host(self, name: str) -> Host:
        return Host(self.network, name, self.calendar)

    def port(self, at: Address) -> DatagramPort:
        """Of a phone; it is opened when it is asked for first."""
        if at not in self._ports:
            self._ports[at] = self.host(PHONES[at.ip]).datagrams(at, _heard)
        return self._ports[at]

    def send(self, source: Address, *lines: str, body: str = "") -> list[Seen]:
        """A message; what the server sends at once."""
        before = len(self.sent)
        raw = "\r\n".join(lines) + "\r\n\r\n" + body
        self.port(source).send(raw.encode("utf-8", "surrogateescape"), SERVER)
        self.run(0)
        return self.sent[before:]

    def tell(self, payload: bytes, source: Address, target: Address = SERVER) -> list[bytes]:
        """Bytes; what the server has sent by the time that everything is quiet."""
        self.port(source).send(payload, target)
        return self.during(QUIET)

    def during(self, lasts: Duration) -> list[bytes]:
        """What the server sends meanwhile."""
        before = len(self.sent)
        self.run(lasts)
        return [seen.raw for seen in self.sent[before:]]

    def go_to(self, moment: Moment) -> None:
        self.kernel.run_until(max(moment, self.kernel.now))

    def run(self, lasts: Duration) -> None:
        self.kernel.run_until(self.kernel.now + lasts)

    def wait(self, lasts: float) -> list[Seen]:
        """What the server sends in so many seconds."""
        before = len(self.sent)
        self.run(int(lasts * seconds(1)))
        return self.sent[before:]

    @property
    def sent(self) -> list[Seen]:
        while self._looked < len(self.recording):
            event = self.recording[self._looked]
            self._looked += 1
            if event.node == "server" and isinstance(event.what, Sent):
                packet = event.what.packet
                assert isinstance(packet.payload, bytes)
                self._sent.append(Seen(event.at, packet.target, packet.payload))
        return self._sent

    @property
    def log(self) -> Sequence[str]:
        return [event.what.text for event in self.recording if isinstance(event.what, Logged)]

    @property
    def lines(self) -> Sequence[tuple[int, str]]:
        """The lines of the script that were executed."""
        runs = [event.what for event in self.recording if isinstance(event.what, LineRun)]
        return [(run.place.line, run.text) for run in runs]


def invite(
    user: str = "bob", branch: str = "z9hG4bK-1", hops: int | None = 70, call: str = "call-1"
) -> tuple[str, ...]:
    """Alice calls."""
    return request("INVITE", f"sip:{user}@127.0.0.10", branch, hops, call)


def request(
    method: str, uri: str, branch: str = "z9hG4bK-1", hops: int | None = 70, call: str = "call-1", to_tag: str = ""
) -> tuple[str, ...]:
    return (
        f"{method} {uri} SIP/2.0",
        f"Via: SIP/2.0/UDP {ALICE};branch={branch}",
        *([] if hops is None else [f"Max-Forwards: {hops}"]),
        "From: <sip:alice@127.0.0.10>;tag=a1",
        f"To: <{uri}>" + (f";tag={to_tag}" if to_tag else ""),
        f"Call-ID: {call}",
        f"CSeq: 1 {method}",
        f"Contact: <sip:alice@{ALICE}>",
        "Content-Length: 0",
    )


def answer(seen: Seen, status: str, tag: str = "b1") -> tuple[str, ...]:
    """What a phone says to a request that it got."""
    copied = [line for line in seen.lines if line.startswith(("Via:", "Record-Route:", "From:", "Call-ID:", "CSeq:"))]
    to = next(line for line in seen.lines if line.startswith("To:"))
    return (f"SIP/2.0 {status}", *copied, to if ";tag=" in to else f"{to};tag={tag}", "Content-Length: 0")


def head(payload: bytes) -> list[str]:
    """Start line and headers."""
    return payload.decode().partition("\r\n\r\n")[0].split("\r\n")


def _heard(_payload: bytes, _source: Address) -> None:
    """What phones hear is read from the recording."""


def said(*lines: str, request: tuple[str, ...] | None = None, routes: str = "") -> list[str]:
    """What a main route with these lines writes into the log when Alice calls."""
    body = "".join(f"{line}\n" for line in lines)
    bench = Bench(f"route {{\n{body}}}\n{routes}")
    bench.send(ALICE, *(request or invite()))
    return list(bench.log)
