"""A world beyond the edge for the tests of this folder: no socket, but what came to it, and connections that it opens."""

from collections.abc import Callable

from tests.net.wires import ALICE
from voiplab.net.address import Address
from voiplab.net.edge import FarPipe, Opened
from voiplab.net.host import PortInUse
from voiplab.net.network import Network
from voiplab.net.packet import Packet, Transport


class Outside:
    """Alice's address is real. `forbidden`: nothing may leave for these; `taken`: ports of hers that others have."""

    def __init__(self) -> None:
        self.network: Network | None = None
        self.forbidden: list[str] = []
        self.taken: list[Address] = []
        self.opened: list[tuple[Transport, Address]] = []
        self.came: list[Packet] = []
        self.heeded: dict[Address, Callable[[Address], None]] = {}
        self.asked_for: list[tuple[str, Address, Opened]] = []

    def join(self, network: Network) -> None:
        self.network = network

    def is_real(self, ip: str) -> bool:
        return ip == ALICE.ip

    def refusal(self, ip: str) -> str | None:
        return f"{ip} is forbidden" if ip in self.forbidden else None

    def is_taken(self, _transport: Transport, at: Address) -> bool:
        return at in self.taken

    def open(self, transport: Transport, at: Address) -> None:
        if at in self.taken:
            raise PortInUse(f"{at} is somebody else's")
        self.opened.append((transport, at))

    def close(self, transport: Transport, at: Address) -> None:
        self.opened.remove((transport, at))

    def heed_unreachable(self, at: Address, tell: Callable[[Address], None]) -> None:
        self.heeded[at] = tell

    def send(self, packet: Packet) -> None:
        self.came.append(packet)

    def open_pipe(self, _node: str, _path: str, _hear: Callable[[bytes], None]) -> FarPipe | None:
        """There are none out here."""
        return None

    def connect(self, ip: str, remote: Address, opened: Opened) -> None:
        self.asked_for.append((ip, remote, opened))


class Far:
    """A connection out there: what was written to it."""

    def __init__(self, local: Address) -> None:
        self.local = local
        self.written: list[bytes] = []
        self.is_closed = False

    def write(self, payload: bytes) -> None:
        self.written.append(payload)

    def close(self) -> None:
        self.is_closed = True
