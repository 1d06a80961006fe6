"""Networks whose traffic is captured: alice and bob on one cable, and a printer behind a router."""

from collections.abc import Callable
from io import BytesIO
from ipaddress import ip_network
from typing import Final

from voiplab.capture.capture import Capture, Scene
from voiplab.net.address import Address
from voiplab.net.host import Host
from voiplab.net.impairment import Impairment
from voiplab.net.network import Network
from voiplab.net.stream import Stream
from voiplab.net.topology import Attachment, Topology
from voiplab.recording.recording import Recording
from voiplab.rtp.flow import Flow
from voiplab.sim.calendar import Calendar
from voiplab.sim.kernel import Kernel
from voiplab.sim.moment import Moment, ms, seconds

ALICE: Final = Address("10.0.0.1", 5060)
BOB: Final = Address("10.0.0.2", 5060)
FAR: Final = Address("172.16.0.9", 5060)
ALICE_6: Final = Address("2001:db8::1", 5060)
BOB_6: Final = Address("2001:db8::2", 5060)

DELAY: Final = ms(5)
TEN_SECONDS: Final = seconds(10)
OPTIONS: Final = (
    b"OPTIONS sip:bob@10.0.0.2 SIP/2.0\r\n"
    b"Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1\r\n"
    b"From: <sip:alice@10.0.0.1>;tag=a\r\nTo: <sip:bob@10.0.0.2>\r\n"
    b"Call-ID: one@10.0.0.1\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
)

TOPOLOGY: Final = Topology(
    {
        "lan": ip_network("10.0.0.0/24"),
        "six": ip_network("2001:db8::/64"),
        "far": ip_network("172.16.0.0/16"),
    },
    {
        "alice": (Attachment("lan", ALICE.ip, Impairment(delay=DELAY)), Attachment("six", ALICE_6.ip)),
        "bob": (Attachment("lan", BOB.ip, Impairment(delay=DELAY)), Attachment("six", BOB_6.ip)),
        "router": (Attachment("lan", "10.0.0.254"), Attachment("far", "172.16.0.254")),
        "printer": (Attachment("far", FAR.ip),),
    },
    routers=frozenset({"router"}),
)


SCENE: Final = Scene("a test", TOPOLOGY, kinds={"alice": "phone", "bob": "server"})


def unread(_payload: bytes, _source: Address) -> None:
    """Nobody reads what comes to this port."""


def unheard(_flow: Flow, _source: Address) -> None:
    """Nobody listens."""


class Scenery:
    """A network that is captured while it runs."""

    def __init__(self, *, with_media: bool = False) -> None:
        self.kernel = Kernel()
        self.recording = Recording()
        self.network = Network(self.kernel, self.recording, TOPOLOGY, 1)
        self.file = BytesIO()
        self.capture = Capture(self.file, SCENE, with_media=with_media)
        self.recording.observe(self.capture.tell)
        self.alice, self.bob, self.printer = (
            Host(self.network, name, Calendar()) for name in ("alice", "bob", "printer")
        )

    def later(self, moment: Moment, act: Callable[[], object]) -> None:
        def acts() -> None:
            act()

        self.kernel.after(moment, acts)

    def run(self, moment: Moment = TEN_SECONDS) -> None:
        self.kernel.run_until(moment)

    def captured(self) -> bytes:
        """The whole file, the lab being over."""
        self.capture.close(self.kernel.now)
        return self.file.getvalue()

    def connect(self) -> tuple[Stream, Stream]:
        """Alice's end and bob's end of a TCP connection."""
        opened: list[Stream | str] = []
        came: list[Stream] = []
        self.bob.listen(BOB, came.append)
        self.alice.connect(ALICE.ip, BOB, opened.append)
        self.kernel.run_until(self.kernel.now + seconds(1))
        assert isinstance(opened[0], Stream)
        return opened[0], came[0]
