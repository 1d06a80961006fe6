"""Small networks for the tests of this folder, and hosts that write down what they get."""

from ipaddress import ip_network

from voiplab.net.address import Address
from voiplab.net.host import Host
from voiplab.net.impairment import PERFECT, Impairment
from voiplab.net.network import Network
from voiplab.net.topology import Attachment, Topology
from voiplab.recording.recording import Recording
from voiplab.sim.calendar import Calendar
from voiplab.sim.kernel import Kernel
from voiplab.sim.moment import Moment

ALICE = Address("10.0.0.1", 5060)
BOB = Address("10.0.0.2", 5060)


def lan(out_of_alice: Impairment = PERFECT, into_bob: Impairment = PERFECT) -> Topology:
    return Topology(
        {"lan": ip_network("10.0.0.0/24")},
        {
            "alice": (Attachment("lan", ALICE.ip, outwards=out_of_alice),),
            "bob": (Attachment("lan", BOB.ip, inwards=into_bob),),
        },
    )


def network(topology: Topology, seed: int = 1) -> Network:
    return Network(Kernel(), Recording(), topology, seed)


class Listener:
    """A host with one open port: what arrived there, and when."""

    def __init__(self, network: Network, name: str, at: Address) -> None:
        self.host = Host(network, name, Calendar())
        self.got: list[tuple[Moment, bytes]] = []
        self.port = self.host.datagrams(at, self._receive)

    def _receive(self, payload: bytes, _source: Address) -> None:
        self.got.append((self.host.now, payload))
