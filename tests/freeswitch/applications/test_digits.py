"""read and play_and_get_digits: which keys end up in the variable, and what ends the reading."""

from functools import partial

import pytest

from tests.freeswitch.office import Office, rule
from voiplab.freeswitch.keys import Key

TELLS = "log INFO [${d}] ${read_result} [${read_terminator_used}] at"


def pressed(keys: str, *actions: str, after: float = 1.0, apart: float = 0.3) -> tuple[Office, list[str]]:
    """What the log tells of the variable d, when 1000 presses these keys that much after it was answered."""
    office = Office(files=rule("answer", *actions, TELLS))
    office["1000"].dial("7")
    for place, digit in enumerate(keys):
        office.later(0.024 + after + place * apart, partial(press, office, digit))
    office.run()
    told = [event for event in office.log if " at" in event and event.startswith("[INFO]")]
    return office, told


def press(office: Office, digit: str) -> None:
    for channel in list(office.switch.channels.values()):
        channel.press(Key(digit))


def ended(office: Office) -> float:
    """Seconds from the answer to the end of the call."""
    told = {line.split(" ", 1)[1]: float(line.split()[0]) for line in office.told("1000")}
    return round(told["BYE"] - told["200 INVITE"], 3)


@pytest.mark.parametrize(
    ("keys", "data", "told", "seconds"),
    [
        ("34#", "1 4 silence d 8000 #", "[34] success [#] at", 1.6),
        ("345678", "1 4 silence d 8000 #", "[3456] success [] at", 1.9),
        ("34", "1 4 silence d 2000 #", "[34] timeout [] at", 3.3),
        ("3", "2 4 silence d 2000 #", "[3] failure [] at", 3.0),
        ("", "1 4 silence d 2000 #", "[] failure [] at", 2.0),
        ("#", "1 4 silence d 2000 #", "[] failure [#] at", 1.0),
        ("34", "1 4 silence d 5000 # 500", "[34] timeout [] at", 1.8),
        ("34*", "1 9 silence d 5000 *", "[34] success [*] at", 1.6),
        ("34", "1 2 silence d 10", "[] failure [] at", 1.0),
    ],
)
def test_keys_are_read_until_there_are_enough_or_a_terminator_or_silence(
    keys: str, data: str, told: str, seconds: float
) -> None:
    office, lines = pressed(keys, f"read {data}")
    assert lines == [f"[INFO] {told}"]
    assert ended(office) == pytest.approx(seconds, abs=0.01)


def test_the_time_begins_at_the_end_of_the_prompt() -> None:
    office, lines = pressed("", "read 1 4 tone_stream://%(500,500,500) d 2000 #")
    assert ended(office) == pytest.approx(3.0, abs=0.01)
    assert lines == ["[INFO] [] failure [] at"]


def test_the_first_key_ends_the_prompt_and_counts() -> None:
    office, lines = pressed("34#", "read 1 4 tone_stream://%(500,500,500);loops=-1 d 2000 #")
    assert ended(office) == pytest.approx(1.6, abs=0.01)
    assert lines == ["[INFO] [34] success [#] at"]


def test_keys_that_were_pressed_before_count_too() -> None:
    _, lines = pressed("34#", "sleep 3000", "read 1 4 silence d 2000 #")
    assert lines == ["[INFO] [34] success [#] at"]


def test_unless_they_are_forgotten() -> None:
    _, lines = pressed("34#", "sleep 3000", "flush_dtmf", "read 1 4 silence d 2000 #")
    assert lines == ["[INFO] [] failure [] at"]


def test_a_prompt_that_does_not_exist_ends_it_at_once() -> None:
    office, lines = pressed("", "read 1 4 nothing.wav d 2000 #")
    assert ended(office) == pytest.approx(0, abs=0.01)
    assert lines == ["[INFO] [] failure [] at"]
    assert any("nothing.wav" in line and line.startswith("[WARNING]") for line in office.log)


def test_who_hangs_up_is_waited_for_no_longer() -> None:
    office = Office(files=rule("answer", "read 1 4 silence d 60000 #", "log INFO never"))
    office["1000"].dial("7")
    office.later(1, office["1000"].hang_up)
    office.run()
    assert "[INFO] never" not in office.log
    assert office.kernel.now < 40_000_000


PLAY_AND_GET = "play_and_get_digits 2 4 3 2000 # silence tone_stream://%(200,0,300) d"


@pytest.mark.parametrize(
    ("keys", "data", "told"),
    [
        ("12#", rf"{PLAY_AND_GET} ^1\d$", "[12] success [#] at"),
        ("99#12#", rf"{PLAY_AND_GET} ^1\d$", "[12] success [#] at"),
        ("1#", rf"{PLAY_AND_GET} ^1\d$", "[] failure [#] at"),
        ("99#99#99#", rf"{PLAY_AND_GET} ^1\d$", "[] success [#] at"),
        ("12", f"{PLAY_AND_GET}", "[12] timeout [] at"),
        ("", "play_and_get_digits 0 4 3 2000 # silence silence d .*", "[] timeout [] at"),
    ],
)
def test_what_does_not_fit_is_asked_for_again(keys: str, data: str, told: str) -> None:
    _, lines = pressed(keys, data)
    assert lines == [f"[INFO] {told}"]


def test_what_was_wrong_is_remembered_and_failure_may_send_the_call_elsewhere() -> None:
    office = Office(
        files=rule(r"answer", r"play_and_get_digits 2 2 1 2000 # silence silence d ^1\d$ 1000 '404 XML default'")
    )
    office["1000"].dial("7")
    for place, digit in enumerate("99"):
        office.later(1 + place * 0.3, partial(press, office, digit))
    office.run()
    assert any("Transfer" in line and "XML[404@default]" in line for line in office.log)


def test_a_star_ends_a_playback_unless_told_otherwise() -> None:
    sound = "playback tone_stream://%(500,500,500);loops=20"
    office, _ = pressed("1*", sound)
    assert ended(office) == pytest.approx(1.3, abs=0.01)
    office, _ = pressed("*1", "set playback_terminators=1", sound)
    assert ended(office) == pytest.approx(1.3, abs=0.01)
    office, _ = pressed("*", "set playback_terminators=none", sound)
    assert ended(office) == pytest.approx(20, abs=0.01)


def test_without_arguments_nothing_is_read() -> None:
    office, _ = pressed("", "read", "play_and_get_digits")
    assert office.log.count("[ERR] No arguments specified.") == 2
