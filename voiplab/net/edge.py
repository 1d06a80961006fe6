"""Where the virtual network ends: real sockets stand for some addresses of its hosts, and everybody else is out there.

The network itself opens no socket. Whoever runs a lab on the wall clock gives it an edge; a run in virtual time has none.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from voiplab.net.address import Address
from voiplab.net.packet import Packet, Transport

if TYPE_CHECKING:
    from voiplab.net.network import Network
    from voiplab.net.stream import Stream


class FarEnd(Protocol):
    """A real TCP connection, as the stream that stands for the program at its other end sees it."""

    @property
    def local(self) -> Address:
        """Our port; of a connection that we asked for one of the system's choice."""

    def write(self, payload: bytes) -> None: ...

    def close(self) -> None: ...


class FarPipe(Protocol):
    """A named pipe in which programs out there ask a node for something."""

    def answer(self, name: str, payload: bytes) -> None:
        """Into the pipe of that name, which whoever asks has made beside it."""

    def remark(self, sentence: str) -> None:
        """Something that the person at the lab should know of who asks."""

    def close(self) -> None: ...


class Edge(Protocol):
    def join(self, network: "Network") -> None:
        """The network whose edge this is; nothing is asked for before."""

    def is_real(self, ip: str) -> bool:
        """Whether real sockets stand for this address of one of our hosts."""

    def refusal(self, ip: str) -> str | None:
        """Why nothing may leave for an address out there; None when it may."""

    def is_taken(self, transport: Transport, at: Address) -> bool:
        """Whether some other program has that port of ours."""

    def open(self, transport: Transport, at: Address) -> None:
        """A host opened one of its ports. PortInUse when it cannot be had."""

    def close(self, transport: Transport, at: Address) -> None: ...

    def heed_unreachable(self, at: Address, tell: Callable[[Address], None]) -> None:
        """Be told when a datagram from that port found a closed one out there."""

    def send(self, packet: Packet) -> None:
        """A datagram, or the beginning or the end of a flow, leaves for the world."""

    def open_pipe(self, node: str, path: str, hear: Callable[[bytes], None]) -> FarPipe | None:
        """A named pipe of the node's. None when there can be none."""

    def connect(self, ip: str, remote: Address, opened: "Opened") -> None:
        """Ask a program out there for a TCP connection from an address of ours."""


Opened = Callable[[FarEnd | str], "Stream | None"]
"""Takes the real end of a connection, or why there is none; gives back the stream that stands for it."""
