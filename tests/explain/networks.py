"""Networks to draw: one office, and three networks with routers between them."""

from ipaddress import ip_network

from voiplab.net.impairment import Impairment
from voiplab.net.topology import Attachment, Topology
from voiplab.sim.moment import ms


def lan(*hosts: str) -> Topology:
    """All on one LAN."""
    ends = {host: (Attachment("office", f"192.168.10.{place}"),) for place, host in enumerate(hosts, start=11)}
    return Topology({"office": ip_network("192.168.10.0/24")}, ends)


WAN = Impairment(delay=ms(50), jitter=ms(10), loss=50_000)
THREE = Topology(
    {
        "branch": ip_network("10.1.0.0/16"),
        "office": ip_network("192.168.10.0/24"),
        "wan": ip_network("203.0.113.0/24"),
    },
    {
        "alice": (Attachment("office", "192.168.10.11"),),
        "pbx": (Attachment("office", "192.168.10.20", WAN, WAN),),
        "border": (Attachment("office", "192.168.10.1"), Attachment("wan", "203.0.113.1", WAN, Impairment(delay=200))),
        "isp": (Attachment("wan", "203.0.113.9"),),
        "far": (Attachment("wan", "203.0.113.2"), Attachment("branch", "10.1.0.1")),
        "bob": (Attachment("branch", "10.1.0.7"),),
    },
    frozenset({"border", "far"}),
)
