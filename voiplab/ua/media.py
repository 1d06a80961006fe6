"""One audio stream of one call: a port of the host, what is said into it, and what comes out of it.

Media are flows. A flow is sent when what is said, or where it goes, changes; when it stops, the other side is told, since it
would notice that packets stay away.
"""

from collections.abc import Callable

from voiplab.net.address import Address
from voiplab.net.host import Host, PortInUse
from voiplab.rtp.flow import Flow
from voiplab.sdp.path import Path

STOPPED = ""
"""The content of a flow that is no longer sent."""


class Audio:
    """`hears` is called with each flow that comes in; its content is STOPPED when the other side falls silent."""

    def __init__(self, host: Host, at: Address, hears: Callable[[Flow, Address], None]) -> None:
        """Open the port. NotMyAddress, PortInUse."""
        self.at = at
        self._port = host.media(at, hears)
        self._ssrc = host.chance("ssrc").below(1 << 32)
        self._content = STOPPED
        self._path: Path | None = None
        self._sent: tuple[Flow, Address] | None = None

    def follow(self, path: Path | None) -> None:
        """From now on this is what offer and answer have settled; None: the stream was refused, or there is none."""
        self._path = path
        self._update()

    def say(self, content: str) -> None:
        """From now on this is said, as far as the path allows it."""
        self._content = content
        self._update()

    def press(self, digit: str) -> bool:
        """Send one key press as an event (RFC 4733); False when the other side takes none."""
        path = self._path
        if path is None or path.events is None or path.target is None or not path.direction.sends:
            return False
        flow = Flow(path.events.name, path.events.payload, self._ssrc, f"digit:{digit}")
        self._port.send(flow, Address(*path.target))
        return True

    def close(self) -> None:
        self.say(STOPPED)
        self._port.close()

    def _update(self) -> None:
        wanted = self._wanted()
        if wanted == self._sent:
            return
        before, self._sent = self._sent, wanted
        if before is not None and (wanted is None or wanted[1] != before[1]):
            self._port.send(before[0]._replace(content=STOPPED), before[1])
        if wanted is not None:
            self._port.send(*wanted)

    def _wanted(self) -> tuple[Flow, Address] | None:
        path = self._path
        if path is None or path.codec is None or path.target is None:
            return None
        if not path.direction.sends or self._content == STOPPED:
            return None
        return Flow(path.codec.name, path.codec.payload, self._ssrc, self._content), Address(*path.target)


def free_port(host: Host, ip: str, first: int, last: int, choose: int) -> int:
    """An even port of a range that nobody has, the search beginning at the `choose`-th. PortInUse when all are taken."""
    count = (last - first) // 2 + 1
    for step in range(count):
        port = first + 2 * ((choose + step) % count)
        if not host.hears(Address(ip, port)):
            return port
    raise PortInUse(f"no RTP port between {first} and {last} is free")
