"""A running server of the recordings, 127.0.0.10, and phones beside it that only send and hear datagrams."""

from collections.abc import Sequence
from datetime import UTC, datetime
from ipaddress import IPv4Network
from typing import Final

from voiplab.net.address import Address
from voiplab.net.host import DatagramPort, Host
from voiplab.net.network import Network
from voiplab.net.topology import Attachment, Topology
from voiplab.opensips.server import Server
from voiplab.recording.events import Logged
from voiplab.recording.recording import Recording
from voiplab.sim.calendar import Calendar
from voiplab.sim.kernel import Kernel
from voiplab.sim.moment import Duration, Moment

CALENDAR: Final = Calendar(datetime(2026, 11, 23, 0, 19, 25, tzinfo=UTC))
SERVER: Final = Address("127.0.0.10", 5060)
PHONES: Final = tuple(f"127.0.0.{number}" for number in (11, 12, 13, 14))
MODULES: Final = (
    "proto_udp", "signaling", "sl", "tm", "rr", "maxfwd", "sipmsgops", "textops", "usrloc", "registrar", "auth",
    "nathelper", "mi_fifo",
)  # fmt: skip


def configuration(routes: str, *parameters: str) -> str:
    """`parameters`: what stands in the brackets of `modparam`."""
    loads = [f'loadmodule "{name}.so"' for name in MODULES]
    sets = [f"modparam({one})" for one in parameters]
    return "\n".join(["socket=udp:127.0.0.10:5060", *loads, *sets, routes, ""])


class Running:
    def __init__(self, text: str, calendar: Calendar = CALENDAR) -> None:
        self.kernel = Kernel()
        self.recording = Recording()
        hosts = {"proxy": (Attachment("lo", SERVER.ip),)}
        hosts |= {ip: (Attachment("lo", ip),) for ip in PHONES}
        network = Network(self.kernel, self.recording, Topology({"lo": IPv4Network("127.0.0.0/8")}, hosts), 1)
        self.server = Server(Host(network, "proxy", calendar), "proxy", {"opensips.cfg": text.encode()})
        self.server.start()
        self._hosts = {ip: Host(network, ip, calendar) for ip in PHONES}
        self._ports: dict[Address, DatagramPort] = {}
        self.heard: list[tuple[Address, bytes]] = []

    def _port(self, at: Address) -> DatagramPort:
        if at not in self._ports:
            self._ports[at] = self._hosts[at.ip].datagrams(at, lambda data, _: self.heard.append((at, data)))
        return self._ports[at]

    def send(self, payload: bytes, source: Address, target: Address = SERVER) -> list[bytes]:
        """What the server has sent by the time that everything is quiet."""
        before = len(self.heard)
        self._port(source).send(payload, target)
        self.kernel.run_until(self.kernel.now + 1_000)
        return [data for _, data in self.heard[before:]]

    def listen(self, ip: str, port: int = 5060) -> None:
        self._port(Address(ip, port))

    def pass_time(self, duration: Duration) -> None:
        self.kernel.run_until(self.kernel.now + duration)

    def go_to(self, moment: Moment) -> None:
        self.kernel.run_until(max(moment, self.kernel.now))

    def log(self) -> Sequence[str]:
        return [event.what.text for event in self.recording if isinstance(event.what, Logged)]


def head(payload: bytes) -> list[str]:
    return payload.decode().partition("\r\n\r\n")[0].split("\r\n")
