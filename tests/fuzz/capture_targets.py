"""Readers of captures: files of both formats, frames of every kind of link, and filters; each from the bytes to the ladder."""

from io import BytesIO

from tests.capture.files import block, frame, interface, packet, pcap, section, tcp, udp
from tests.capture.scenes import ALICE, BOB, OPTIONS, Scenery, unread
from tests.fuzz.target import Target
from voiplab.capture.conversation import Conversation
from voiplab.capture.filter_reader import read_filter
from voiplab.capture.fragments import Fragments
from voiplab.capture.ip import decode
from voiplab.capture.link import HEADERS, carried
from voiplab.capture.stream import Stream
from voiplab.capture.tcp import Segment
from voiplab.capture.trace import read_trace
from voiplab.explain.ladder import ladder
from voiplab.sip.pattern_reader import PatternError

OK = OPTIONS.replace(b"OPTIONS sip:bob@10.0.0.2 SIP/2.0", b"SIP/2.0 200 OK")
SEGMENTS = (
    tcp(ALICE, BOB, 99, flags=2),
    tcp(ALICE, BOB, 300, OPTIONS[200:] + OK),
    tcp(ALICE, BOB, 100, OPTIONS[:150]),
    tcp(ALICE, BOB, 200, OPTIONS[100:250]),
)


def read_file(data: bytes) -> None:
    trace = read_trace(BytesIO(data))
    str(ladder(trace.messages))
    for message in trace.messages:
        assert message.at >= 0, "a message before the beginning"


def read_frames(data: bytes) -> None:
    """A byte says which link, two how long the frame is; so mutants get past the file."""
    fragments, stream, conversation = Fragments(), Stream(), Conversation()
    links = list(HEADERS)
    at = 0
    while at + 3 <= len(data):
        length = int.from_bytes(data[at + 1 : at + 3], "big")
        octets = carried(links[data[at] % len(links)], data[at + 3 : at + 3 + length])
        found = None if octets is None else decode(octets)
        whole = None if found is None else fragments.take(found, at)
        segment = None if whole is None else Segment.decode(whole.payload)
        for event in () if segment is None else stream.take(segment):
            list(conversation.take(event))
        at += 3 + length


def _with_lengths(*packets: bytes) -> bytes:
    return b"".join(bytes([3]) + len(packet).to_bytes(2, "big") + packet for packet in packets)


def choose(data: bytes) -> None:
    chosen = read_filter(data.decode("utf-8", "surrogateescape"))
    for message in MESSAGES:
        chosen.keeps(message)


def _ours() -> bytes:
    lab = Scenery()
    lab.bob.datagrams(BOB, unread)
    lab.alice.datagrams(ALICE, unread).send(OPTIONS + bytes(2000), BOB)
    ours, _ = lab.connect()
    ours.send(OPTIONS)
    lab.run()
    return lab.captured()


FILES = (
    pcap([frame(udp(ALICE, BOB, OPTIONS)), frame(udp(BOB, ALICE, OK))]),
    pcap([frame(segment) for segment in SEGMENTS]),
    section(">") + interface(">") + packet(">", 7, frame(udp(ALICE, BOB, OPTIONS)), options=[(1, b"why")]),
    section()
    + interface(options=[(9, b"\x8a")])
    + block("<", 4, b"\1\0\x0a\0\x0a\0\0\1alice\0\0\0")
    + packet("<", 1, b""),
    _ours(),
)
MESSAGES = read_trace(BytesIO(FILES[0])).messages
FILTERS = (b"method=INVITE and from~1000", b'not (status=2xx or src!=10.0.0.1) and Contact.user!~"a b"')

TARGETS: tuple[Target, ...] = (
    Target("capture", read_file, FILES, (), readings=4),
    Target("frames", read_frames, (_with_lengths(*SEGMENTS), _with_lengths(udp(ALICE, BOB, OPTIONS))), ()),
    Target("filter", choose, FILTERS, (PatternError,)),
)
