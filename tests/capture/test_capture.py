from io import BytesIO

from dpkt.tcp import TH_ACK, TH_FIN, TH_PUSH, TH_SYN

from tests.capture.dissect import Frame, frames, has_right_checksums
from tests.capture.scenes import ALICE, ALICE_6, BOB, BOB_6, DELAY, FAR, OPTIONS, SCENE, Scenery, unheard, unread
from voiplab.capture.capture import Capture
from voiplab.capture.ip import packed
from voiplab.net.address import Address
from voiplab.recording.events import LineRun, Performed, TimerFired
from voiplab.rtp.flow import Flow
from voiplab.rtp.packet import RtpPacket
from voiplab.sim.calendar import Calendar
from voiplab.sim.moment import ms, seconds
from voiplab.text.place import Place

NINE = 1_772_442_000_000_000
"""Microseconds from 1970 to 2026-03-02 09:00 UTC, when the lab begins."""

VOICE = Flow("PCMU", 0, 0xABCD, "voice:alice")


def payloads(found: list[Frame]) -> list[bytes]:
    return [frame.udp.data for frame in found]


def test_a_packet_is_there_once_where_and_when_it_was_sent() -> None:
    lab = Scenery()
    lab.bob.datagrams(BOB, unread)
    port = lab.alice.datagrams(ALICE, unread)
    lab.later(ms(3), lambda: port.send(OPTIONS, BOB))
    lab.run()
    (frame,) = frames(lab.captured())
    assert (frame.interface, frame.at, frame.udp.data) == ("alice", NINE + ms(3), OPTIONS)
    assert has_right_checksums(frame)
    assert (frame.ethernet.src, frame.ethernet.dst) == (bytes.fromhex("02000a000001"), bytes.fromhex("02000a000002"))


def test_the_calendar_of_the_lab_is_what_the_test_takes_it_for() -> None:
    assert Calendar().unix(0) * 1_000_000 == NINE


def test_a_datagram_over_ipv6_has_a_checksum_over_its_addresses() -> None:
    lab = Scenery()
    lab.alice.datagrams(ALICE_6, unread).send(OPTIONS, BOB_6)
    lab.run()
    (frame,) = frames(lab.captured())
    assert frame.ip.v == 6
    assert has_right_checksums(frame)


def test_a_lost_packet_is_there_with_the_reason() -> None:
    lab = Scenery()
    lab.alice.datagrams(ALICE, unread).send(OPTIONS, BOB)
    lab.run()
    (frame,) = frames(lab.captured())
    assert frame.comments[-1] == "not delivered: nothing listens on UDP 10.0.0.2:5060 of bob"


def test_a_packet_for_another_network_goes_to_the_card_of_the_router() -> None:
    lab = Scenery()
    lab.printer.datagrams(FAR, unread)
    lab.alice.datagrams(ALICE, unread).send(OPTIONS, FAR)
    lab.run()
    (frame,) = frames(lab.captured())
    assert frame.ethernet.dst == bytes.fromhex("02000a0000fe")


def test_a_datagram_larger_than_the_link_takes_is_sent_in_fragments() -> None:
    lab = Scenery()
    body = bytes(range(256)) * 14
    lab.alice.datagrams(ALICE, unread).send(OPTIONS + body, BOB)
    lab.run()
    found = frames(lab.captured())
    assert [(frame.ip.offset * 8, frame.ip.mf, len(frame.data)) for frame in found] == [
        (0, 1, 14 + 1500),
        (1480, 1, 14 + 1500),
        (2960, 0, 14 + 20 + 8 + len(OPTIONS + body) - 2960),
    ]
    assert len({frame.ip.id for frame in found}) == 1
    joined = b"".join(frame.data[34:] for frame in found)
    assert joined[8:] == OPTIONS + body
    assert [bool(frame.comments) for frame in found] == [False, False, True]


def test_fragments_of_ipv6_have_a_header_of_their_own_and_fit_too() -> None:
    lab = Scenery()
    body = bytes(3000)
    lab.alice.datagrams(ALICE_6, unread).send(OPTIONS + body, BOB_6)
    lab.run()
    found = frames(lab.captured())
    headers = [frame.ip.extension_hdrs[44] for frame in found]
    assert [(header.frag_off * 8, header.m_flag) for header in headers] == [(0, 1), (1448, 1), (2896, 0)]
    assert max(len(frame.data) for frame in found) <= 14 + 1500
    assert b"".join(frame.data[14 + 48 :] for frame in found)[8:] == OPTIONS + body


def test_what_no_datagram_holds_is_left_out_by_name() -> None:
    lab = Scenery()
    lab.alice.datagrams(ALICE, unread).send(bytes(70_000), BOB)
    lab.run()
    assert frames(lab.captured()) == []
    assert list(lab.capture.left_out) == ["alice sent 70000 bytes in one datagram, which holds 65507 at most"]


# Why it was sent


def test_comments_say_which_message_it_is_and_what_made_it_leave() -> None:
    lab = Scenery()
    port = lab.alice.datagrams(ALICE, unread)

    def answer(payload: bytes, source: Address) -> None:
        bobs.send(payload, source._replace(port=9))

    bobs = lab.bob.datagrams(BOB, answer)

    def act(what: Performed | TimerFired, line: LineRun | None = None) -> None:
        lab.alice.enter(what)
        if line is not None:
            lab.alice.enter(line)
        port.send(OPTIONS, BOB)

    lab.later(ms(1), lambda: act(Performed("dial 1001", 0)))
    lab.later(seconds(1), lambda: act(TimerFired("t", "A: resend INVITE")))
    line = LineRun(Place("dialplan/default.xml", 12), "bridge(user/1001)")
    lab.later(seconds(2), lambda: act(Performed("dial 1002", 0), line))
    lab.run()
    said = [frame.comments for frame in frames(lab.captured())]
    assert said == [
        ("message 1 of the ladder", "key: dial 1001"),
        (
            "message 2 of the ladder",
            "packet: message 1 arrived",
            "not delivered: nothing listens on UDP 10.0.0.1:9 of alice",
        ),
        ("message 3 of the ladder", "timer A: resend INVITE"),
        (
            "message 4 of the ladder",
            "packet: message 3 arrived",
            "not delivered: nothing listens on UDP 10.0.0.1:9 of alice",
        ),
        ("message 5 of the ladder", "key: dial 1002", "line: dialplan/default.xml:12  bridge(user/1001)"),
        (
            "message 6 of the ladder",
            "packet: message 5 arrived",
            "not delivered: nothing listens on UDP 10.0.0.1:9 of alice",
        ),
    ]


# TCP


def test_a_connection_has_its_handshake_its_numbers_and_its_end() -> None:
    lab = Scenery()
    ours, theirs = lab.connect()

    def answer(payload: bytes) -> None:
        theirs.send(payload[:10])

    theirs.on_bytes = answer
    ours.send(OPTIONS)
    lab.run()
    found = frames(lab.captured())
    assert [(frame.interface, frame.tcp.flags, len(frame.tcp.data)) for frame in found] == [
        ("alice", TH_SYN, 0),
        ("bob", TH_SYN | TH_ACK, 0),
        ("alice", TH_ACK, 0),
        ("alice", TH_ACK | TH_PUSH, len(OPTIONS)),
        ("bob", TH_ACK, 0),
        ("bob", TH_ACK | TH_PUSH, 10),
        ("alice", TH_ACK, 0),
        ("alice", TH_FIN | TH_ACK, 0),
        ("bob", TH_FIN | TH_ACK, 0),
        ("alice", TH_ACK, 0),
    ]
    assert all(map(has_right_checksums, found))
    begin, back = found[0].tcp.seq, found[1].tcp.seq
    assert [(frame.tcp.seq - (begin if frame.interface == "alice" else back)) % 2**32 for frame in found] == [
        *(0, 0, 1, 1, 1, 1, 1 + len(OPTIONS), 1 + len(OPTIONS), 11, 2 + len(OPTIONS)),
    ]
    assert (found[4].tcp.ack - begin) % 2**32 == 1 + len(OPTIONS)
    assert found[4].at - found[3].at == DELAY


def test_what_one_segment_does_not_hold_is_sent_in_several() -> None:
    lab = Scenery()
    ours, _ = lab.connect()
    ours.send(bytes(4000))
    lab.run()
    sent = [frame.tcp for frame in frames(lab.captured()) if frame.interface == "alice" and frame.tcp.data]
    assert [(len(segment.data), bool(segment.flags & TH_PUSH)) for segment in sent] == [
        *((1460, False), (1460, False), (1080, True)),
    ]


def test_octets_behind_a_gap_are_not_acknowledged() -> None:
    lab = Scenery()
    ours, _ = lab.connect()
    lab.network.unplug("bob")
    ours.send(b"lost")
    lab.network.plug_in("bob")
    ours.send(b"late")
    lab.run()
    found = frames(lab.captured())
    first = found[0].tcp.seq
    acknowledged = [(frame.tcp.ack - first) % 2**32 for frame in found if frame.interface == "bob"]
    assert acknowledged == [1, 1, 10]  # SYN; the gap; at the end all is taken as arrived


# RTP


def rtp(found: list[Frame]) -> list[RtpPacket]:
    return [RtpPacket.decode(frame.udp.data) for frame in found]


def test_a_flow_becomes_its_packets_from_its_beginning_to_its_end() -> None:
    lab = Scenery(with_media=True)
    port = lab.alice.media(ALICE, unheard)
    port.send(VOICE, BOB)
    lab.later(ms(100), lambda: port.send(VOICE._replace(content=""), BOB))
    lab.later(ms(200), lambda: port.send(VOICE, BOB))
    lab.run(ms(250))
    found = frames(lab.captured())
    assert [frame.at - NINE for frame in found] == [*map(ms, (0, 20, 40, 60, 80, 200, 220, 240))]
    heard = rtp(found)
    assert [(packet.sequence - heard[0].sequence) % 2**16 for packet in heard] == [*range(8)]
    stamps = [(packet.timestamp - heard[0].timestamp) % 2**32 for packet in heard]
    assert stamps == [0, 160, 320, 480, 640, 1600, 1760, 1920]
    assert [packet.marker for packet in heard] == [True, *[False] * 4, True, False, False]
    assert all(map(has_right_checksums, found))


def test_a_key_press_takes_the_place_of_speech_and_of_its_numbers() -> None:
    lab = Scenery(with_media=True)
    port = lab.alice.media(ALICE, unheard)
    port.send(VOICE, BOB)
    lab.later(ms(30), lambda: port.send(Flow("telephone-event", 101, 0xABCD, "digit:5"), BOB))
    lab.run(ms(230))
    heard = rtp(frames(lab.captured()))
    assert [packet.payload_type for packet in heard] == [0, 0, *[101] * 7, 0, 0, 0]
    assert [(packet.sequence - heard[0].sequence) % 2**16 for packet in heard] == [*range(12)]
    assert {packet.timestamp for packet in heard[2:9]} == {(heard[0].timestamp + 320) % 2**32}


def test_a_press_that_is_cut_short_leaves_no_gap_in_the_numbers() -> None:
    lab = Scenery(with_media=True)
    port = lab.alice.media(ALICE, unheard)
    port.send(VOICE, BOB)
    lab.later(ms(30), lambda: port.send(Flow("telephone-event", 101, 0xABCD, "digit:5"), BOB))
    lab.later(ms(70), lambda: port.send(VOICE._replace(content=""), BOB))
    lab.later(ms(200), lambda: port.send(VOICE, BOB))
    lab.run(ms(230))
    heard = rtp(frames(lab.captured()))
    assert [(packet.sequence - heard[0].sequence) % 2**16 for packet in heard] == [*range(len(heard))]


def test_a_flow_to_another_target_ends_the_one_before() -> None:
    lab = Scenery(with_media=True)
    port = lab.alice.media(ALICE, unheard)
    port.send(VOICE, BOB)
    lab.later(ms(30), lambda: port.send(VOICE, FAR))
    lab.run(ms(60))
    found = frames(lab.captured())
    assert [(frame.ip.dst, frame.at - NINE) for frame in found] == [
        *((packed(BOB.ip), 0), (packed(BOB.ip), ms(20)), (packed(FAR.ip), ms(30)), (packed(FAR.ip), ms(50))),
    ]


def test_the_first_packet_of_a_flow_says_what_it_is_and_whether_it_was_lost() -> None:
    lab = Scenery(with_media=True)
    lab.alice.media(ALICE, unheard).send(VOICE, BOB)
    lab.run(ms(30))
    assert [frame.comments for frame in frames(lab.captured())] == [
        (
            "start: alice was switched on",
            "flow: PCMU voice:alice",
            "not delivered: nothing listens on RTP 10.0.0.2:5060 of bob",
        ),
        (),
    ]


def test_a_loss_that_is_known_at_once_is_said_beside_the_first_packet_too() -> None:
    lab = Scenery(with_media=True)
    lab.alice.media(ALICE, unheard).send(VOICE, Address("192.0.2.1", 4000))
    lab.run(ms(30))
    assert [frame.comments[-1:] for frame in frames(lab.captured())] == [
        ("not delivered: nobody has the address 192.0.2.1",),
        (),
    ]


def test_keys_without_speech_are_pressed_when_they_are_pressed() -> None:
    lab = Scenery(with_media=True)
    port = lab.alice.media(ALICE, unheard)
    for moment in (ms(0), ms(500)):
        lab.later(moment, lambda: port.send(Flow("telephone-event", 101, 0xABCD, "digit:5"), BOB))
    lab.run(ms(1000))
    found = frames(lab.captured())
    assert [frame.at - NINE for frame in found] == [ms(20 * slot) for slot in (*range(7), *range(25, 32))]
    stamps = [packet.timestamp for packet in rtp(found)]
    assert (stamps[7] - stamps[0]) % 2**32 == 4000


def test_packets_of_several_flows_are_in_the_order_in_which_they_left() -> None:
    lab = Scenery(with_media=True)
    ports = [host.media(at, unheard) for host, at in ((lab.alice, ALICE), (lab.bob, BOB))]
    ports[0].send(VOICE, BOB)
    lab.later(ms(7), lambda: ports[1].send(VOICE._replace(ssrc=1), ALICE))
    lab.run(ms(50))
    found = frames(lab.captured())
    assert [(frame.interface, frame.at - NINE) for frame in found] == [
        *(("alice", 0), ("bob", ms(7)), ("alice", ms(20)), ("bob", ms(27)), ("alice", ms(40)), ("bob", ms(47))),
    ]


def test_sound_that_cannot_be_made_is_left_out_by_name() -> None:
    lab = Scenery(with_media=True)
    lab.alice.media(ALICE, unheard).send(VOICE._replace(codec="G722", payload=9), BOB)
    lab.run(ms(100))
    assert frames(lab.captured()) == []
    (sentence,) = lab.capture.left_out
    assert sentence.startswith("the RTP of alice from 10.0.0.1:5060 is not written: voiplab makes no G722 sound")


def test_without_being_asked_for_media_are_left_out() -> None:
    lab = Scenery()
    lab.alice.media(ALICE, unheard).send(VOICE, BOB)
    lab.run(ms(100))
    assert frames(lab.captured()) == []


# While it happens


def test_what_is_written_so_far_can_always_be_read() -> None:
    lab = Scenery()
    lab.bob.datagrams(BOB, unread)
    port = lab.alice.datagrams(ALICE, unread)
    port.send(OPTIONS, BOB)
    lab.kernel.run_until(ms(1))
    assert frames(lab.file.getvalue()) == []  # it is not known yet what becomes of it
    lab.kernel.run_until(ms(5))
    assert payloads(frames(lab.file.getvalue())) == [OPTIONS]


def test_nobody_waits_longer_than_half_a_second_for_what_becomes_of_a_packet() -> None:
    lab = Scenery()
    ours, _ = lab.connect()
    ours.send(OPTIONS)
    lab.capture.settle(lab.kernel.now + ms(499))
    before = len(frames(lab.file.getvalue()))
    lab.capture.settle(lab.kernel.now + ms(500))
    assert (before, len(frames(lab.file.getvalue()))) == (3, 4)


def test_told_afterwards_or_meanwhile_the_file_is_the_same() -> None:
    lab = Scenery(with_media=True)
    ours, _ = lab.connect()
    ours.send(OPTIONS)
    lab.alice.media(ALICE, unheard).send(VOICE, BOB)
    lab.run(seconds(3))
    afterwards = BytesIO()
    capture = Capture(afterwards, SCENE, with_media=True)
    for event in lab.recording:
        capture.tell(event)
    capture.close(lab.kernel.now)
    assert afterwards.getvalue() == lab.captured()
