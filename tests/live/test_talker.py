"""What leaves one RTP port, packet by packet, on the clock of the run: RFC 3550 sections 5.1 and 5.3.1, RFC 4733 section 2."""

import pytest

from voiplab.live.clock import WallClock
from voiplab.live.talker import Talker, loop
from voiplab.rtp import sound
from voiplab.rtp.dtmf import Event
from voiplab.rtp.flow import Flow
from voiplab.rtp.g711 import A_LAW
from voiplab.rtp.packet import RtpPacket
from voiplab.sim.kernel import Kernel
from voiplab.sim.moment import Moment, ms, seconds

SSRC = 0xFFFF_FFFE  # so that sequence numbers run over
HUM = Flow("PCMA", 8, SSRC, "voice:alice")


class Line:
    """A talker on a kernel: what it sent, and when."""

    def __init__(self, flow: Flow = HUM, clock: WallClock | None = None) -> None:
        self.kernel = Kernel()
        self.sent: list[tuple[Moment, RtpPacket]] = []
        self.talker = Talker(flow, self._send, self.kernel, clock or Stopped())

    def _send(self, payload: bytes) -> None:
        self.sent.append((self.kernel.now, RtpPacket.decode(payload)))

    @property
    def packets(self) -> list[RtpPacket]:
        return [packet for _, packet in self.sent]


class Stopped(WallClock):
    """Nobody is late."""

    def now(self) -> Moment:
        return 0


def test_speech_leaves_every_20_ms_with_numbers_in_sequence_and_one_marker() -> None:
    line = Line()
    line.talker.say(HUM)
    line.kernel.run_until(ms(100))
    assert [at for at, _ in line.sent] == [ms(20) * turn for turn in range(6)]
    first = line.packets[0]
    assert [packet.sequence for packet in line.packets] == [(first.sequence + turn) % 65_536 for turn in range(6)]
    assert [packet.timestamp for packet in line.packets] == [
        (first.timestamp + 160 * turn) % 2**32 for turn in range(6)
    ]
    assert [packet.marker for packet in line.packets] == [True, False, False, False, False, False]
    assert {(packet.payload_type, packet.ssrc) for packet in line.packets} == {(8, SSRC)}


def test_what_is_said_is_the_sound_of_its_content() -> None:
    line = Line()
    line.talker.say(HUM)
    line.kernel.run_until(ms(59))
    said = b"".join(packet.payload for packet in line.packets)
    assert said == A_LAW.encode(sound.samples("voice:alice", 0, 480))


def test_a_content_begins_again_where_it_ends() -> None:
    frames = loop("PCMU", "tone:busy", 20)
    assert len(frames) * 160 == sound.period("tone:busy")
    line = Line(Flow("PCMU", 0, SSRC, "tone:busy"))
    line.talker.say(line.talker.flow)
    line.kernel.run_until(ms(20) * len(frames))
    assert line.packets[-1].payload == line.packets[0].payload


def test_a_key_press_interrupts_speech_and_has_one_timestamp() -> None:
    line = Line()
    line.talker.say(HUM)
    line.kernel.run_until(ms(50))
    line.talker.press(Flow("telephone-event", 101, SSRC, "digit:5"))
    line.kernel.run_until(ms(259))
    keys = [packet for packet in line.packets if packet.payload_type == 101]
    events = [Event.decode(packet.payload) for packet in keys]
    assert {(event.digit, packet.timestamp) for event, packet in zip(events, keys, strict=True)} == {
        ("5", (line.packets[0].timestamp + 320) % 2**32)
    }
    assert [(event.duration, event.end) for event in events] == [
        (160, False), (320, False), (480, False), (640, False), (800, False), (960, True), (960, True), (960, True)
    ]  # fmt: skip
    assert [packet.marker for packet in keys] == [True, *[False] * 7]
    assert [packet.sequence for packet in line.packets] == [(line.packets[0].sequence + n) % 65_536 for n in range(13)]
    assert [packet.payload_type for packet in line.packets] == [8] * 3 + [101] * 8 + [8] * 2


def test_two_keys_follow_each_other_with_timestamps_of_their_own() -> None:
    line = Line()
    for digit in "12":
        line.talker.press(Flow("telephone-event", 101, SSRC, f"digit:{digit}"))
    line.kernel.run_until(seconds(1))
    stamps = list(dict.fromkeys((Event.decode(one.payload).digit, one.timestamp) for one in line.packets))
    assert [digit for digit, _ in stamps] == ["1", "2"]
    assert (stamps[1][1] - stamps[0][1]) % 2**32 == 8 * 160
    assert len(line.packets) == 16


def test_who_falls_silent_sends_nothing_more_and_leaves_no_appointment() -> None:
    line = Line()
    line.talker.say(HUM)
    line.kernel.run_until(ms(30))
    line.talker.fall_silent()
    assert line.kernel.pending == 0
    assert len(line.sent) == 2


def test_what_should_have_been_said_long_ago_is_left_out() -> None:
    class Ahead(WallClock):
        def now(self) -> Moment:
            return seconds(60)

    line = Line(clock=Ahead())
    line.talker.say(HUM)
    line.kernel.run_until(seconds(60))
    assert [at for at, _ in line.sent][:2] == [0, seconds(60)]
    stamps = [packet.timestamp for packet in line.packets]
    assert (stamps[1] - stamps[0]) % 2**32 == 60 * 8000


@pytest.mark.parametrize("jitter", [0, ms(19), ms(35)])
def test_what_is_passed_on_keeps_the_distances_of_its_timestamps(jitter: Moment) -> None:
    line = Line()
    line.talker.pass_on(HUM)
    for turn in range(4):
        line.kernel.run_until(ms(20) * turn + (jitter if turn % 2 else 0))
        line.talker.relay(RtpPacket(8, 900 + turn, 5000 + 160 * turn, 77, bytes([turn]) * 160))
    stamps = [packet.timestamp for packet in line.packets]
    assert [(stamp - stamps[0]) % 2**32 for stamp in stamps] == [0, 160, 320, 480]
    assert [packet.payload[0] for packet in line.packets] == [0, 1, 2, 3]
    assert {packet.ssrc for packet in line.packets} == {SSRC}


def test_another_source_that_is_passed_on_makes_no_jump() -> None:
    line = Line()
    line.talker.pass_on(HUM)
    line.talker.relay(RtpPacket(8, 1, 4_000_000_000, 77, b"a" * 160))
    line.talker.relay(RtpPacket(8, 1, 3, 78, b"b" * 160))
    assert line.packets[0].timestamp == line.packets[1].timestamp
