"""A topology as YAML: networks, hosts with their addresses, routers, and what cables do.

networks: {office: 192.168.10.0/24}
hosts: {alice: 192.168.10.11, freeswitch: 192.168.10.20, border: [192.168.10.1, 203.0.113.1]}
routers: [border]
cables: {delay: 200us}
links:
  - {from: alice, to: office, delay: 20ms, loss: 1.5%}
"""

from ipaddress import ip_address, ip_network

from pydantic import Field

from voiplab.lab.span import duration, share
from voiplab.net.impairment import PERFECT, Impairment
from voiplab.net.topology import Attachment, Subnet, Topology
from voiplab.sim.moment import Duration, ms
from voiplab.text.document import Document, Path
from voiplab.text.place import ConfigError
from voiplab.text.schema import Schema, fit


class Cable(Schema):
    """What packets meet on a cable; every key may be left out."""

    delay: str = "0s"
    jitter: str = "0s"
    loss: str = "0%"
    duplication: str = "0%"
    reorder: str = "0%"


class Link(Cable):
    """One direction of one cable: from a host to its network, or from the network to the host."""

    start: str = Field(alias="from")
    end: str = Field(alias="to")


class TopologyFile(Schema):
    title: str = ""
    networks: dict[str, str] = Field(min_length=1)
    hosts: dict[str, str | tuple[str, ...]] = Field(min_length=1)
    routers: tuple[str, ...] = ()
    cables: Cable = Cable()
    links: tuple[Link, ...] = ()


def topology(document: Document) -> Topology:
    """ConfigError with file and line for whatever is wrong."""
    file = fit(TopologyFile, document)
    networks = {name: _subnet(document, ("networks", name), text) for name, text in file.networks.items()}
    usual = _impairment(document, ("cables",), file.cables)
    hosts = {
        name: tuple(_attachment(document, ("hosts", name), address, networks, usual) for address in _listed(addresses))
        for name, addresses in file.hosts.items()
    }
    _refuse_shared_addresses(document, hosts)
    for place, name in enumerate(file.routers):
        if name not in hosts:
            raise ConfigError(document.place(("routers", place)), f"no host is called {name}")
    for place, link in enumerate(file.links):
        _lay(document, ("links", place), link, hosts)
    return Topology(networks, hosts, frozenset(file.routers))


def _listed(addresses: str | tuple[str, ...]) -> tuple[str, ...]:
    return (addresses,) if isinstance(addresses, str) else addresses


def _subnet(document: Document, path: Path, text: str) -> Subnet:
    try:
        return ip_network(text)
    except ValueError:
        raise ConfigError(document.place(path), f"`{text}` is no network; expected one like 192.168.10.0/24") from None


def _attachment(
    document: Document, path: Path, text: str, networks: dict[str, Subnet], usual: Impairment
) -> Attachment:
    try:
        address = ip_address(text)
    except ValueError:
        raise ConfigError(document.place(path), f"`{text}` is no IP address") from None
    for name, subnet in networks.items():
        if address in subnet:
            return Attachment(name, str(address), usual, usual)
    raise ConfigError(document.place(path), f"{text} is in none of the networks {', '.join(networks)}")


def _refuse_shared_addresses(document: Document, hosts: dict[str, tuple[Attachment, ...]]) -> None:
    owners: dict[str, str] = {}
    for name, attachments in hosts.items():
        for attachment in attachments:
            if attachment.ip in owners:
                says = f"{attachment.ip} belongs to {owners[attachment.ip]} already"
                raise ConfigError(document.place(("hosts", name)), says)
            owners[attachment.ip] = name


def _lay(document: Document, path: Path, link: Link, hosts: dict[str, tuple[Attachment, ...]]) -> None:
    """Put the impairment of one direction where it belongs."""
    impairment = _impairment(document, path, link)
    for host, network, outwards in ((link.start, link.end, True), (link.end, link.start, False)):
        ends = hosts.get(host, ())
        if any(end.network == network for end in ends):
            hosts[host] = tuple(_with(end, impairment, outwards) if end.network == network else end for end in ends)
            return
    raise ConfigError(document.place(path), f"no cable leads from {link.start} to {link.end}")


def _with(end: Attachment, impairment: Impairment, outwards: bool) -> Attachment:
    if outwards:
        return Attachment(end.network, end.ip, impairment, end.inwards)
    return Attachment(end.network, end.ip, end.outwards, impairment)


def _impairment(document: Document, path: Path, cable: Cable) -> Impairment:
    made = Impairment(
        delay=_time(document, (*path, "delay"), cable.delay),
        jitter=_time(document, (*path, "jitter"), cable.jitter),
        loss=_share(document, (*path, "loss"), cable.loss),
        duplication=_share(document, (*path, "duplication"), cable.duplication),
        reorder=_share(document, (*path, "reorder"), cable.reorder),
        reorder_by=ms(10),
    )
    return PERFECT if made == PERFECT else made


def _time(document: Document, path: Path, text: str) -> Duration:
    try:
        return duration(text)
    except ValueError as wrong:
        raise ConfigError(document.place(path), str(wrong)) from None


def _share(document: Document, path: Path, text: str) -> int:
    try:
        return share(text)
    except ValueError as wrong:
        raise ConfigError(document.place(path), str(wrong)) from None
