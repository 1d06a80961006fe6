"""What is counted of a stream that comes in: RFC 3550 appendix A.3 (loss) and A.8 (jitter), RFC 4733 section 2.5."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from voiplab.live.reception import MOST_KEYS, Reception
from voiplab.rtp.dtmf import press
from voiplab.rtp.packet import RtpPacket
from voiplab.sim.moment import Moment, ms


def packet(number: int, timestamp: int | None = None) -> RtpPacket:
    stamp = 160 * number if timestamp is None else timestamp
    return RtpPacket(0, number % 65_536, stamp % 2**32, 7, bytes(160))


def heard(arrivals: list[tuple[int, Moment]], codec: str = "PCMU") -> Reception:
    """Packets by number, and when each came."""
    reception = Reception(codec)
    for number, at in arrivals:
        reception.take(packet(number), at)
    return reception


def test_an_even_stream_loses_nothing_and_has_no_jitter() -> None:
    report = heard([(number, ms(20) * number) for number in range(100)]).report()
    assert (report.packets, report.lost, report.jitter) == (100, 0, 0.0)
    assert str(report) == "100 packets, 0 lost, jitter 0.0 ms, MOS 4.4"


def test_numbers_that_never_came_are_lost_even_where_they_run_over() -> None:
    numbers = [n for n in range(65_500, 65_600) if n % 10]
    report = heard([(number, ms(20) * number) for number in numbers]).report()
    assert (report.packets, report.lost) == (90, 9)


def test_packets_in_disorder_are_not_lost() -> None:
    report = heard([(0, 0), (2, ms(40)), (1, ms(41)), (3, ms(60))]).report()
    assert (report.packets, report.lost) == (4, 0)


def test_jitter_is_a_sixteenth_of_each_difference() -> None:
    report = heard([(0, 0), (1, ms(36))]).report()
    assert report.jitter == 1.0
    alternating = [(number, ms(20) * number + (ms(8) if number % 2 else 0)) for number in range(400)]
    assert heard(alternating).report().jitter == pytest.approx(8.0, abs=0.1)


def test_a_pause_in_speech_is_no_jitter() -> None:
    reception = Reception("PCMU")
    reception.take(packet(0, 0), 0)
    reception.take(
        packet(1, 160 * 500), ms(20)
    )  # the clock of the source goes on in a pause of 10 s that we did not have
    assert reception.report().jitter == 0.0


def test_a_codec_whose_quality_is_not_known_gets_no_opinion() -> None:
    assert heard([(0, 0)], "payload type 96").report().mos is None
    assert Reception("PCMU").report().packets == 0


def test_loss_lowers_the_opinion() -> None:
    whole = heard([(number, ms(20) * number) for number in range(200)]).report().mos
    tenth = heard([(number, ms(20) * number) for number in range(200) if number % 10]).report().mos
    assert whole is not None
    assert tenth is not None
    assert tenth < whole - 0.3


def test_a_key_is_heard_once_however_many_of_its_packets_come() -> None:
    reception = Reception("PCMU")
    told = []
    for turn, digit in enumerate("1#1"):
        for number, event in enumerate(press(digit, 160, 8)):
            event_packet = RtpPacket(101, 8 * turn + number, 1000 * turn, 7, event.encode())
            told.append(reception.take_event(event_packet, event, 0))
    assert [digit for digit in told if digit] == ["1", "#", "1"]
    assert reception.report().digits == "1#1"


def test_a_key_is_heard_when_only_its_end_comes() -> None:
    end = press("9", 160, 8)[-1]
    assert Reception("PCMU").take_event(RtpPacket(101, 5, 99, 7, end.encode()), end, 0) == "9"


def test_a_report_names_the_latest_keys() -> None:
    reception = Reception("PCMU")
    [event, *_] = press("3", 160, 8)
    for number in range(1_000):
        reception.take_event(RtpPacket(101, number, number, 7, event.encode()), event, 0)
    assert reception.report().digits == "3" * MOST_KEYS


@settings(max_examples=150, deadline=None)
@given(some.integers(0, 65_535), some.lists(some.booleans(), min_size=1, max_size=60))
def test_lost_and_arrived_are_all_between_the_first_and_the_last(first: int, arrives: list[bool]) -> None:
    numbers = [first, *(first + 1 + place for place, comes in enumerate(arrives) if comes)]
    report = heard([(number, ms(20) * number) for number in numbers]).report()
    assert report.packets == len(numbers)
    assert report.lost == numbers[-1] - first + 1 - len(numbers)
