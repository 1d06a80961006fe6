"""RFC 4733: one key press is a run of packets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiplab.rtp.dtmf import DIGITS, Event, press, pressed
from voiplab.rtp.packet import MalformedPacket


@pytest.mark.parametrize(("digit", "code"), [("0", 0), ("9", 9), ("*", 10), ("#", 11), ("A", 12), ("D", 15), ("d", 15)])
def test_every_key_has_its_code(digit: str, code: int) -> None:
    events = press(digit, 160, 3)
    assert {event.code for event in events} == {code}
    assert events[0].digit == digit.upper()


def test_the_duration_grows_and_the_end_is_said_three_times() -> None:
    assert press("7", 160, 10) == [
        *(Event(7, duration) for duration in (160, 320, 480, 640, 800, 960, 1120)),
        *(Event(7, 1280, end=True),) * 3,
    ]


def test_an_event_is_four_bytes() -> None:
    assert Event(11, 1280, end=True, volume=10).encode() == bytes.fromhex("0b8a0500")
    assert Event.decode(bytes.fromhex("0b8a0500")) == Event(11, 1280, end=True, volume=10)


def test_a_modem_tone_is_no_key() -> None:
    assert Event(36, 160).digit is None
    assert pressed([(0, Event(36, 160)), (8000, Event(5, 160))]) == "5"


def test_a_short_payload_is_malformed() -> None:
    with pytest.raises(MalformedPacket) as caught:
        Event.decode(b"\x05\x0a\x00")
    assert (caught.value.offset, caught.value.expected) == (3, "4 bytes of event")


@pytest.mark.parametrize("count", [2, 500])
def test_a_press_that_cannot_be_sent_so_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="a key press"):
        press("5", 160, count)


@settings(max_examples=100, deadline=None)
@given(st.text(DIGITS, max_size=8), st.integers(3, 20), st.data())
def test_keys_are_read_back_even_when_packets_are_lost(keys: str, count: int, data: st.DataObject) -> None:
    """One packet of each press is enough."""
    arrived: list[tuple[int, Event]] = []
    for turn, key in enumerate(keys):
        events = press(key, 160, count)
        kept = data.draw(st.sets(st.integers(0, count - 1), min_size=1))
        arrived.extend((turn * 8000, Event.decode(events[place].encode())) for place in sorted(kept))
    assert pressed(arrived) == keys


def test_two_presses_of_one_key_are_two_keys() -> None:
    assert pressed([(0, Event(1, 160)), (0, Event(1, 320, end=True)), (4000, Event(1, 160))]) == "11"
