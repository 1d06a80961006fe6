"""Access control lists of `acl.conf`, and those that the server makes itself."""

from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final

from voiplab.freeswitch.directory import Directory
from voiplab.freeswitch.settings import is_true
from voiplab.freeswitch.tree import Node
from voiplab.sip.value import value
from voiplab.text.place import Place

Network = IPv4Network | IPv6Network

_PRIVATE: Final = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")


@value(frozen=True, slots=True)
class Entry:
    """`user` is set when the entry stands for a user of the directory: its calls are that user's."""

    network: Network
    allows: bool
    user: str = ""
    place: Place | None = None


@value(frozen=True, slots=True)
class AccessList:
    allows_by_default: bool
    entries: Sequence[Entry]

    def verdict(self, ip: str) -> Entry | None:
        """The entry that decides: the one with the longest prefix, of equal ones the first. None: the default decides."""
        address = ip_address(ip)
        best: Entry | None = None
        for entry in self.entries:
            if address in entry.network and (best is None or entry.network.prefixlen > best.network.prefixlen):
                best = entry
        return best

    def allows(self, ip: str) -> bool:
        decisive = self.verdict(ip)
        return decisive.allows if decisive else self.allows_by_default


@value(frozen=True, slots=True)
class AccessLists:
    lists: Mapping[str, AccessList]

    def allows(self, name: str, ip: str) -> bool:
        """An unknown list allows nobody; instead of a name a network may be written, `10.0.0.0/8`."""
        if name in self.lists:
            return self.lists[name].allows(ip)
        networks = [_network(word) for word in name.split(",")] if "/" in name else []
        return any(network is not None and ip_address(ip) in network for network in networks)


def access_lists(configuration: Node, directory: Directory, own_network: str) -> AccessLists:
    """`own_network` is the LAN that the server stands in, for `localnet.auto` and `nat.auto`."""
    lists = _automatic(own_network)
    for node in configuration.below(["network-lists", "list"]):
        entries = [entry for child in node.all("node") for entry in _entries(child, directory)]
        lists.setdefault(node.get("name"), AccessList(is_true(node.get("default")), tuple(entries)))
    return AccessLists(lists)


def _automatic(own: str) -> dict[str, AccessList]:
    return {
        "rfc1918.auto": _made(False, allow=_PRIVATE),
        "rfc6598.auto": _made(False, allow=("100.64.0.0/10",)),
        "wan.auto": _made(True, deny=(*_PRIVATE, "100.64.0.0/10")),
        "wan_v4.auto": _made(True, deny=(*_PRIVATE, "100.64.0.0/10")),
        "nat.auto": _made(False, allow=(*_PRIVATE, "100.64.0.0/10"), deny=(own,)),
        "loopback.auto": _made(False, allow=("127.0.0.0/8",)),
        "localnet.auto": _made(False, allow=(own,)),
        "any_v4.auto": _made(False, allow=("0.0.0.0/0",)),
        "any_v6.auto": _made(False, allow=("::/0",)),
    }


def _made(default: bool, allow: Sequence[str] = (), deny: Sequence[str] = ()) -> AccessList:
    entries = [Entry(ip_network(network), True) for network in allow] + [Entry(ip_network(net), False) for net in deny]
    return AccessList(default, tuple(entries))


def _entries(node: Node, directory: Directory) -> Sequence[Entry]:
    allows = is_true(node.get("type"))
    if domain := node.get("domain"):
        return _users_of(domain, directory, allows, node.place)
    text = node.get("cidr") or f"{node.get('host')}/{node.get('mask')}"
    networks = [_network(word) for word in text.split(",")]
    return [Entry(network, allows, place=node.place) for network in networks if network is not None]


def _users_of(name: str, directory: Directory, allows: bool, place: Place) -> Sequence[Entry]:
    """The addresses that the users of a domain may call from without a password: their attribute `cidr`."""
    domain = directory.domain(name)
    return [
        Entry(network, allows, f"{user.id}@{name}", place)
        for user in (domain.users if domain else ())
        for word in user.cidr.split(",")
        if (network := _network(word)) is not None
    ]


def _network(text: str) -> Network | None:
    """What is no network is left out; the server writes an error to its log and goes on."""
    try:
        return ip_network(text.strip(), strict=False) if "/" in text else None
    except ValueError:
        return None
