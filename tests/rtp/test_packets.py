"""From flows to packets and back."""

import pytest

from voiplab.rtp.dtmf import Event, pressed
from voiplab.rtp.flow import Flow
from voiplab.rtp.g711 import MU_LAW
from voiplab.rtp.packet import RtpPacket
from voiplab.rtp.packets import NoEncoder, Start, Timed, packets
from voiplab.rtp.sound import samples
from voiplab.sim.chance import Chance
from voiplab.sim.moment import ms

VOICE = Flow("PCMU", 0, 77, "voice:alice")
KEY = Flow("telephone-event", 101, 77, "digit:5")
START = Start(65_535, 2**32 - 160)


def made(flow: Flow, count: int, skip: int = 0) -> list[Timed]:
    return list(packets(flow, START, ms(1000), count, skip))


def test_a_stream_begins_where_the_seed_says() -> None:
    assert Start.drawn(Chance(1, "alice", "rtp")) == Start.drawn(Chance(1, "alice", "rtp"))
    assert Start.drawn(Chance(1, "alice", "rtp")) != Start.drawn(Chance(2, "alice", "rtp"))


def test_packets_follow_each_other_every_20_ms_and_their_numbers_wrap_around() -> None:
    shapes = [(at, one.sequence, one.timestamp, one.marker, len(one.payload)) for at, one in made(VOICE, 3)]
    assert shapes == [
        (ms(1000), 65_535, 2**32 - 160, True, 160),
        (ms(1020), 0, 0, False, 160),
        (ms(1040), 1, 160, False, 160),
    ]


def test_every_packet_of_a_flow_can_be_made_on_its_own() -> None:
    assert made(VOICE, 2) + made(VOICE, 3, skip=2) == made(VOICE, 5)


def test_silence_is_silent_and_voices_differ() -> None:
    (silence, alice, bob) = (
        made(VOICE._replace(content=content), 1)[0].packet.payload
        for content in ("silence", "voice:alice", "voice:bob")
    )
    assert silence == b"\xff" * 160
    assert alice != bob


def test_ringback_is_two_seconds_on_and_four_off() -> None:
    second = 8000
    loud = [any(samples("tone:ringback", place * second, second)) for place in range(7)]
    assert loud == [True, True, False, False, False, False, True]


def test_a_tone_fits_into_16_bits() -> None:
    assert max(map(abs, samples("tone:dial", 0, 8000))) < 32_768


def test_a_key_press_keeps_its_timestamp_and_marks_its_first_packet() -> None:
    shapes = [(one.sequence, one.timestamp, one.marker, Event.decode(one.payload)) for _, one in made(KEY, 5, skip=1)]
    assert shapes == [
        (0, 0, True, Event(5, 160)),
        (1, 0, False, Event(5, 320)),
        (2, 0, False, Event(5, 480, end=True)),
        (3, 0, False, Event(5, 480, end=True)),
        (4, 0, False, Event(5, 480, end=True)),
    ]


def test_keys_pressed_one_after_the_other_are_read_back_from_their_packets() -> None:
    sent = [one for turn, key in enumerate("80#") for one in made(KEY._replace(content=f"digit:{key}"), 8, 50 * turn)]
    arrived = [RtpPacket.decode(one.packet.encode()) for one in sent]
    assert pressed([(packet.timestamp, Event.decode(packet.payload)) for packet in arrived]) == "80#"


def test_a_codec_without_an_encoder_is_refused_by_name() -> None:
    with pytest.raises(NoEncoder, match="opus"):
        made(Flow("opus", 107, 77, "voice:alice"), 1)


def test_what_is_decoded_is_the_tone_that_was_sent() -> None:
    packet = made(VOICE._replace(content="tone:busy"), 1)[0].packet
    for heard, said in zip(MU_LAW.decode(packet.payload), samples("tone:busy", 0, 160), strict=True):
        assert abs(heard - said) <= max(4, abs(said) // 16)
