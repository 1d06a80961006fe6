"""Who is a column of the ladder: an IP address, by its name where there is one; several ports of it that talk to each other."""

from collections.abc import Iterable, Mapping

from voiplab.net.address import Address
from voiplab.net.packet import Packet


class Owners:
    def __init__(self, names: Mapping[str, str], packets: Iterable[Packet]) -> None:
        self._names = names
        #  On one machine, in tests say, several programs share an address.
        self._shared = {packet.source.ip: None for packet in packets if packet.source.ip == packet.target.ip}

    def of(self, address: Address) -> str:
        name = self._names.get(address.ip)
        if address.ip not in self._shared:
            return name or address.ip
        return str(address) if name is None else f"{name}:{address.port}"
