"""Captures that others made, from the first frame to the ladder's messages."""

from io import BytesIO

from tests.capture.files import block, frame, interface, packet, pcap, section, tcp, udp
from tests.capture.scenes import ALICE, BOB, OPTIONS, Scenery, unread
from voiplab.capture.reading import Limits
from voiplab.capture.trace import ALL, Trace, read_trace
from voiplab.explain.messages import Delivered, Vanished
from voiplab.net.address import Address
from voiplab.net.packet import Transport
from voiplab.sim.moment import ms, seconds

OK = OPTIONS.replace(b"OPTIONS sip:bob@10.0.0.2 SIP/2.0", b"SIP/2.0 200 OK")
SYN, FIN = 0x02, 0x11


def read(data: bytes, limits: Limits = ALL) -> Trace:
    return read_trace(BytesIO(data), limits)


def told(trace: Trace) -> list[tuple[str, str, str]]:
    return [(message.summary, message.source, message.target) for message in trace.messages]


def of_frames(*packets: bytes, limits: Limits = ALL) -> Trace:
    return read(pcap([frame(packet) for packet in packets], begins=1_000_000), limits)


def test_a_request_and_its_answer() -> None:
    trace = of_frames(udp(ALICE, BOB, OPTIONS), udp(BOB, ALICE, OK))
    assert told(trace) == [
        ("OPTIONS sip:bob@10.0.0.2", ALICE.ip, BOB.ip),
        ("200 OK (OPTIONS)", BOB.ip, ALICE.ip),
    ]
    assert [message.at for message in trace.messages] == [0, ms(1)]
    assert (trace.begins, trace.packets, trace.remarks, trace.broken) == (10**12, 2, (), None)
    assert isinstance(trace.messages[0].fate, Delivered)


def test_the_first_packet_begins_the_time_whatever_it_is() -> None:
    trace = of_frames(udp(Address("10.0.0.1", 53), Address("10.0.0.9", 53), b"dns"), udp(ALICE, BOB, OPTIONS))
    assert [message.at for message in trace.messages] == [ms(1)]


def test_a_message_that_comes_again_is_marked_as_repetition() -> None:
    trace = of_frames(*[udp(ALICE, BOB, OPTIONS)] * 3)
    assert [(message.first, message.copies_before) for message in trace.messages] == [(1, 0), (1, 1), (1, 2)]


def test_sip_is_found_on_any_port_and_what_is_no_sip_only_on_its_own() -> None:
    high = Address("10.0.0.7", 40_000), Address("10.0.0.8", 17_000)
    trace = of_frames(
        udp(*high, OPTIONS), udp(*high, b"\x80rtp"), udp(ALICE, BOB, b"nonsense"), udp(ALICE, BOB, b"\r\n")
    )
    assert [summary for summary, *_ in told(trace)] == ["OPTIONS sip:bob@10.0.0.2", "(not SIP)"]


def test_packets_of_several_interfaces_are_put_in_order() -> None:
    file = section() + interface() + packet("<", 2000, frame(udp(BOB, ALICE, OK)))
    file += packet("<", 1000, frame(udp(ALICE, BOB, OPTIONS)))
    assert [(message.summary, message.at) for message in read(file).messages] == [
        ("OPTIONS sip:bob@10.0.0.2", 0),
        ("200 OK (OPTIONS)", ms(1)),
    ]


def test_names_of_the_file_are_names_of_the_ladder() -> None:
    names = b"\1\0\x0a\0" + bytes([10, 0, 0, 1]) + b"alice\0\0\0" + bytes(4)
    file = section() + interface() + block("<", 4, names) + packet("<", 0, frame(udp(ALICE, BOB, OPTIONS)))
    assert told(read(file)) == [("OPTIONS sip:bob@10.0.0.2", "alice", BOB.ip)]


def test_of_several_names_the_first_counts_and_only_so_many_are_kept() -> None:
    record = b"\1\0\x0a\0" + bytes([10, 0, 0, 1]) + b"alice\0\0\0"
    bob = b"\1\0\x08\0" + bytes([10, 0, 0, 2]) + b"bob\0"
    names = record + record.replace(b"alice", b"eliza") + bob + bytes(4)
    file = section() + interface() + block("<", 4, names) + packet("<", 0, frame(udp(ALICE, BOB, OPTIONS)))
    assert told(read(file)) == [("OPTIONS sip:bob@10.0.0.2", "alice", "bob")]
    assert told(read(file, Limits(names=1))) == [("OPTIONS sip:bob@10.0.0.2", "alice", BOB.ip)]


def test_programs_that_share_an_address_have_a_column_each() -> None:
    one, other = Address("127.0.0.1", 5060), Address("127.0.0.1", 5070)
    trace = of_frames(udp(one, other, OPTIONS), udp(other, one, OK), udp(one, BOB, OPTIONS))
    assert [(source, target) for _, source, target in told(trace)] == [
        ("127.0.0.1:5060", "127.0.0.1:5070"),
        ("127.0.0.1:5070", "127.0.0.1:5060"),
        ("127.0.0.1:5060", BOB.ip),
    ]


# TCP


def test_messages_are_found_in_a_connection_whose_segments_are_mixed_up() -> None:
    both = OPTIONS + OK
    trace = of_frames(
        tcp(ALICE, BOB, 99, flags=SYN),
        tcp(ALICE, BOB, 100 + 300, both[300:]),
        tcp(ALICE, BOB, 100, both[:200]),
        tcp(ALICE, BOB, 100, both[:200]),
        tcp(ALICE, BOB, 100 + 150, both[150:320]),
        tcp(ALICE, BOB, 100 + len(both), flags=FIN),
    )
    assert [(message.summary, message.packet.transport, message.at) for message in trace.messages] == [
        ("OPTIONS sip:bob@10.0.0.2", Transport.TCP, ms(4)),
        ("200 OK (OPTIONS)", Transport.TCP, ms(4)),
    ]
    assert trace.remarks == ()


def test_a_packet_that_is_missing_costs_its_message_and_is_told() -> None:
    trace = of_frames(
        tcp(ALICE, BOB, 99, flags=SYN),
        tcp(ALICE, BOB, 100, OPTIONS[:100]),
        tcp(ALICE, BOB, 100 + 200, OPTIONS[200:]),
        tcp(ALICE, BOB, 100 + len(OPTIONS), OK),
    )
    assert [message.summary for message in trace.messages] == ["200 OK (OPTIONS)"]
    assert trace.remarks == ("SIP over TCP has 1 holes: packets are missing, and the messages that they were part of",)


def test_only_so_many_connections_are_followed_at_a_time() -> None:
    other, third = ALICE._replace(port=1), ALICE._replace(port=2)
    trace = of_frames(
        tcp(ALICE, BOB, 99, flags=SYN),
        tcp(ALICE, BOB, 100, OPTIONS[:100]),
        tcp(other, BOB, 99, flags=SYN),
        tcp(other, BOB, 100, OPTIONS[:200]),
        tcp(ALICE, BOB, 200, OPTIONS[100:]),
        tcp(third, BOB, 99, flags=SYN),  # `other` was silent for longest
        tcp(other, BOB, 300, OPTIONS[200:]),
        tcp(ALICE, BOB, 100 + len(OPTIONS), OPTIONS),
        limits=Limits(streams=2),
    )
    assert [message.packet.source.port for message in trace.messages] == [5060, 5060]


# What is wrong with a file


def test_a_file_that_was_cut_off_is_shown_as_far_as_it_goes() -> None:
    file = pcap([frame(udp(ALICE, BOB, OPTIONS)), frame(udp(BOB, ALICE, OK))])
    trace = read(file[:-10])
    assert len(trace.messages) == 1
    assert trace.broken is not None
    assert trace.broken.offset == len(file) - 10


def test_wherever_a_file_is_cut_off_what_stands_before_is_read() -> None:
    lab = Scenery()
    lab.bob.datagrams(BOB, unread)
    port = lab.alice.datagrams(ALICE, unread)
    ours, _ = lab.connect()
    for _ in range(3):
        port.send(OPTIONS, BOB)
        ours.send(OPTIONS.replace(b"Content-Length: 0", b"Content-Length: 2000") + bytes(2000))
    lab.run(seconds(3))
    file = lab.captured()
    whole = [message.raw for message in read(file).messages]
    counts = []
    for length in range(0, len(file), 13):
        found = [message.raw for message in read(file[:length]).messages]
        assert found == whole[: len(found)]
        counts.append(len(found))
    assert counts == sorted(counts)
    assert (counts[0], counts[-1], len(whole)) == (0, 6, 6)


def test_whatever_is_no_capture_is_broken_at_its_beginning() -> None:
    trace = read(b"INVITE sip:bob@10.0.0.2 SIP/2.0\r\n")
    assert (len(trace.messages), str(trace.broken)) == (0, "byte 0: the file is neither pcap nor pcapng")


def test_what_could_not_be_shown_is_told() -> None:
    fragment = bytearray(udp(ALICE, BOB, OPTIONS))
    fragment[6] = 0x20  # more fragments
    short = pcap([frame(udp(ALICE, BOB, OPTIONS))])
    cut = short[:36] + (len(short) - 40).to_bytes(4, "little") + short[40:]
    assert of_frames(bytes(fragment)).remarks == ("of 1 datagrams some fragments are missing",)
    assert read(cut[:36] + (2000).to_bytes(4, "little") + cut[40:]).remarks == ("1 packets were captured only in part",)
    assert read(pcap([b"radio"], link=127)).remarks == ("1 packets have link type 127, which is not read",)


def test_more_messages_than_a_ladder_can_show_are_not_read() -> None:
    trace = of_frames(*[udp(ALICE, BOB, OPTIONS)] * 5, limits=Limits(messages=2))
    assert (len(trace.messages), trace.packets) == (2, 2)
    assert trace.remarks == ("only the first 2 SIP messages are read",)


def test_more_octets_than_fit_are_not_read() -> None:
    trace = of_frames(*[udp(ALICE, BOB, OPTIONS)] * 5, limits=Limits(octets=3 * len(OPTIONS)))
    assert len(trace.messages) == 3


# Round trip


def test_what_voiplab_wrote_comes_back_the_same_lost_packets_among_it() -> None:
    lab = Scenery(with_media=True)
    lab.bob.datagrams(BOB, unread)
    port = lab.alice.datagrams(ALICE, unread)
    port.send(OPTIONS + bytes(4000), BOB)
    lab.later(ms(7), lambda: port.send(OK, BOB._replace(port=9)))
    lab.run(seconds(1))
    trace = read(lab.captured())
    assert [(message.raw, message.at, message.source, message.target) for message in trace.messages] == [
        (OPTIONS + bytes(4000), 0, "alice", "bob"),
        (OK, ms(7), "alice", "bob"),
    ]
    fates = [message.fate for message in trace.messages]
    assert isinstance(fates[0], Delivered)
    assert fates[1] == Vanished(ms(7), "nothing listens on UDP 10.0.0.2:9 of bob")


def test_a_comment_of_somebody_else_loses_nothing() -> None:
    said = (1, b"not delivered: so they say")
    file = section() + interface() + packet("<", 0, frame(udp(ALICE, BOB, OPTIONS)), options=[said])
    trace = read(file)
    assert isinstance(trace.messages[0].fate, Delivered)
    assert trace.comments[trace.messages[0].event.id] == ("not delivered: so they say",)
