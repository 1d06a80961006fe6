"""Hosts, networks and the links between them, as a value. A link joins a host to a network, or two networks' routers.

A host has one address per network that it is attached to; a host with several networks forwards only if it is a router.
"""

from collections.abc import Mapping
from dataclasses import field
from ipaddress import IPv4Network, IPv6Network

from voiplab.net.impairment import PERFECT, Impairment
from voiplab.sip.value import value

Subnet = IPv4Network | IPv6Network


@value(frozen=True, slots=False)
class Attachment:
    """A host's place in a network; what the cable does, seen from the host: outwards and inwards."""

    network: str
    ip: str
    outwards: Impairment = PERFECT
    inwards: Impairment = PERFECT


@value(frozen=True, slots=False)
class Topology:
    """`hosts` are in the order of the file, which is the order of the ladder's columns."""

    networks: Mapping[str, Subnet]
    hosts: Mapping[str, tuple[Attachment, ...]]
    routers: frozenset[str] = field(default_factory=frozenset)

    def attachment(self, host: str, network: str) -> Attachment | None:
        """The end of the link between them."""
        return next((end for end in self.hosts.get(host, ()) if end.network == network), None)

    def host_of(self, ip: str) -> str | None:
        for name, attachments in self.hosts.items():
            if any(attachment.ip == ip for attachment in attachments):
                return name
        return None
