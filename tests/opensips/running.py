"""The bench with all modules of contacts and credentials, and with messages as bytes, from any port of a phone."""

from datetime import UTC, datetime
from typing import Final

from tests.opensips.bench import SERVER, Bench
from voiplab.net.address import Address
from voiplab.net.host import DatagramPort, Host
from voiplab.sim.calendar import Calendar
from voiplab.sim.moment import Duration, Moment, ms

BEGINS: Final = Calendar(datetime(2026, 11, 23, 0, 19, 25, tzinfo=UTC))
"""When the server of the recorded answers was started."""
MODULES: Final = (
    "proto_udp", "signaling", "sl", "tm", "rr", "maxfwd", "sipmsgops", "textops", "usrloc", "registrar", "auth",
    "nathelper", "mi_fifo",
)  # fmt: skip
PHONES: Final = {"127.0.0.11": "alice", "127.0.0.12": "bob", "127.0.0.13": "carol", "127.0.0.14": "mobile"}
QUIET: Final = ms(1)


def configuration(routes: str, *parameters: str) -> str:
    """`parameters`: what stands in the brackets of `modparam`."""
    loads = [f'loadmodule "{name}.so"' for name in MODULES]
    sets = [f"modparam({one})" for one in parameters]
    return "\n".join(["socket=udp:127.0.0.10:5060", *loads, *sets, routes, ""])


class Running(Bench):
    def __init__(self, text: str, calendar: Calendar = BEGINS) -> None:
        self.calendar = calendar
        super().__init__(text, head="")

    def host(self, name: str) -> Host:
        return Host(self.network, name, self.calendar)

    def tell(self, payload: bytes, source: Address, target: Address = SERVER) -> list[bytes]:
        """What the server has sent by the time that everything is quiet."""
        before = len(self.sent)
        self.port(source).send(payload, target)
        self.run(QUIET)
        return [seen.raw for seen in self.sent[before:]]

    def port(self, at: Address) -> DatagramPort:
        if at not in self._ports:
            self._ports[at] = self.host(PHONES[at.ip]).datagrams(at, lambda _payload, _source: None)
        return self._ports[at]

    def go_to(self, moment: Moment) -> None:
        self.kernel.run_until(max(moment, self.kernel.now))

    def during(self, lasts: Duration) -> list[bytes]:
        """What the server sends meanwhile."""
        before = len(self.sent)
        self.run(lasts)
        return [seen.raw for seen in self.sent[before:]]


def head(payload: bytes) -> list[str]:
    return payload.decode().partition("\r\n\r\n")[0].split("\r\n")
