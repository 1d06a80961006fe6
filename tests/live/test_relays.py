"""Who passes on what somebody out there says."""

from tests.live.test_talker import Line
from voiplab.live.relays import Relays, voice_of
from voiplab.net.address import Address
from voiplab.rtp.flow import Flow
from voiplab.rtp.packet import RtpPacket

VOICE = voice_of(Address("127.0.0.30", 4000))


def follower(relays: Relays, payload_type: int = 0) -> Line:
    line = Line(Flow("PCMU", payload_type, 7, VOICE))
    line.talker.pass_on(line.talker.flow)
    relays.follow(line.talker)
    return line


def packet(number: int, payload_type: int = 0) -> RtpPacket:
    return RtpPacket(payload_type, number, 160 * number, 99, bytes([number]) * 160)


def said(line: Line) -> list[int]:
    return [one.payload[0] for one in line.packets]


def test_everybody_who_follows_says_it_once() -> None:
    relays = Relays()
    one, other = follower(relays), follower(relays)
    relays.follow(one.talker)
    relays.pass_on(VOICE, packet(1))
    assert (said(one), said(other)) == ([1], [1])


def test_who_has_left_says_it_no_more() -> None:
    relays = Relays()
    one, other = follower(relays), follower(relays)
    relays.leave(one.talker)
    relays.leave(one.talker)
    relays.pass_on(VOICE, packet(1))
    relays.leave(other.talker)
    relays.pass_on(VOICE, packet(2))
    assert (said(one), said(other)) == ([], [1])


def test_nobody_says_what_is_of_another_codec() -> None:
    relays = Relays()
    one, other = follower(relays, payload_type=0), follower(relays, payload_type=8)
    relays.pass_on(VOICE, packet(1, payload_type=8))
    assert (said(one), said(other)) == ([], [1])


def test_a_voice_is_heard_as_long_as_one_port_hears_it() -> None:
    relays = Relays()
    assert not relays.is_heard(VOICE)
    relays.begin(VOICE)
    relays.begin(VOICE)
    relays.end(VOICE)
    assert relays.is_heard(VOICE)
    relays.end(VOICE)
    assert not relays.is_heard(VOICE)
