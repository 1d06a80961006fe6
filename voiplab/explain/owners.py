"""Which node has an address, as far as a recording shows it; and what follows for all that was sent there before."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from voiplab.net.address import Address
from voiplab.recording.events import Arrived, Event, Lost, Sent
from voiplab.recording.recording import Recording


class Move(NamedTuple):
    """From now on another node has this address, or `is_host`: one has its IP address of which none was known."""

    address: Address
    is_host: bool


class Owners:
    """By `ip:port` and by `ip`. What the recording shows counts more than `names`, which were told."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._owners = dict(names)
        self._latest: dict[Address, str] = {}
        self.moves: list[Move] = []
        """All so far, in order."""

    def of(self, address: Address) -> str:
        """An address that belongs to nobody stands for itself."""
        return self._owners.get(str(address)) or self._owners.get(address.ip) or str(address)

    def learn(self, event: Event, recording: Recording) -> None:
        match event.what:
            case Sent(packet):
                self._meet(packet.source, event.node)
            case Arrived(packet):
                self._meet(packet.target, event.node)
            case Lost(packet, sent) if event.node not in ("", _sender(recording, sent)):
                self._meet(packet.target, event.node)  # it was lost on the doorstep of its receiver
            case _:
                pass

    def _meet(self, address: Address, node: str) -> None:
        if self._latest.get(address) == node:
            return
        self._latest[address] = node
        self.moves.append(Move(address, address.ip not in self._owners))
        self._owners.setdefault(address.ip, node)
        self._owners[str(address)] = node


def _sender(recording: Recording, sent: int) -> str:
    event = recording.find(sent)
    return "" if event is None else event.node


class _Destination:
    def __init__(self, node: str) -> None:
        self.node = node
        self.sent: list[int] = []
        """The numbers of what was sent there."""


class Destinations:
    """To whom numbered things were sent: a node may show only later that it has an address."""

    def __init__(self, owners: Owners) -> None:
        self._owners = owners
        self._seen = 0
        self._hosts: dict[str, dict[Address, _Destination]] = {}

    def send(self, number: int, address: Address) -> str:
        """The node at that address. Ask for those who `moved` first."""
        host = self._hosts.setdefault(address.ip, {})
        if address not in host:
            host[address] = _Destination(self._owners.of(address))
        host[address].sent.append(number)
        return host[address].node

    def moved(self) -> Iterator[tuple[int, str]]:
        """What went to another node than it seemed, and to which."""
        for move in self._owners.moves[self._seen :]:
            host = self._hosts.get(move.address.ip, {})
            for address in host if move.is_host else [move.address]:
                yield from self._corrected(host.get(address), self._owners.of(address))
        self._seen = len(self._owners.moves)

    def _corrected(self, destination: _Destination | None, node: str) -> Iterator[tuple[int, str]]:
        if destination is not None and destination.node != node:
            destination.node = node
            yield from ((number, node) for number in destination.sent)
