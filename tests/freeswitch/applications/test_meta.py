"""bind_meta_app: which keys begin what while two are connected, on which side it runs, and what the other one hears."""

import pytest

from tests.freeswitch.applications.test_parking import MUSIC, heard, parked, run_for
from tests.freeswitch.office import Office, rule
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.keys import Key
from voiplab.text.place import NotSimulated

PARK = "valet_park::park@127.0.0.20 auto in 701 799"
BRIDGE = "bridge user/1001@127.0.0.20"
TONE = "playback::tone_stream://%(500,500,600)"
A, B = "127.0.0.21", "127.0.0.22"


def talking(*lines: str) -> Office:
    """1000 talks with 1001."""
    office = Office(files=rule(*lines, BRIDGE)).register("1001")
    office["1001"].answers_with((0.1, 200))
    office["1000"].dial("7")
    run_for(office, 1)
    return office


def channels(office: Office) -> tuple[Channel, Channel]:
    caller, called = office.switch.channels.values()
    return caller, called


def press(office: Office, channel: Channel, keys: str, apart: float = 0.3) -> None:
    for digit in keys:
        channel.press(Key(digit))
        run_for(office, apart)


def ran(office: Office) -> list[str]:
    """Who executed what aside."""
    lines = [line.split("EXECUTE [depth=0] ", 1)[1] for line in office.log if "EXECUTE [" in line]
    return [
        line for line in lines if "bind_meta_app" not in line and "bridge(" not in line and "lab_global" not in line
    ]


def test_the_one_who_presses_hears_the_slot_and_the_other_one_is_parked() -> None:
    office = talking(f"bind_meta_app 7 a s {PARK}")
    caller, called = channels(office)
    press(office, caller, "*7")
    run_for(office, 1)
    assert heard(office, B)[-1] == MUSIC
    run_for(office, 5)
    assert parked(office) == ["701 1001"]
    assert "prompt:digits/7.wav" in heard(office, A)
    assert office.told("1000", timed=False)[-1] == "BYE"
    assert f"[INFO] Bound A-Leg: *7 {PARK}" in office.log
    assert f"[DEBUG] {caller.name} Processing meta digit 7 [{PARK}]" in office.log
    office["1002"].dial("701")
    run_for(office, 1)
    assert called.partner is not None
    office["1001"].hang_up()
    office.run()
    assert office.told("1002", timed=False)[-1] == "BYE"
    assert office.switch.leftovers() == []


def test_the_called_one_may_do_the_same() -> None:
    office = talking(f"bind_meta_app 7 b s {PARK}")
    press(office, channels(office)[1], "*7")
    run_for(office, 6)
    assert parked(office) == ["701 1000"]
    assert office.told("1001", timed=False)[-1] == "BYE"


@pytest.mark.parametrize(
    ("sides", "flags", "presser", "where"),
    [
        ("a", "s", 0, 0),
        ("a", "o", 0, 1),
        ("b", "s", 1, 1),
        ("b", "o", 1, 0),
        ("b", "a", 1, 0),
        ("ab", "b", 0, 1),
        ("ab", "s", 1, 1),
        ("b", "s", 0, None),
        ("a", "s", 1, None),
    ],
)
def test_the_flags_say_where_it_runs(sides: str, flags: str, presser: int, where: int | None) -> None:
    office = talking(f"bind_meta_app 5 {sides} {flags} {TONE}")
    legs = channels(office)
    press(office, legs[presser], "*5")
    run_for(office, 1)
    expected = [] if where is None else [f"{legs[where].name} playback({TONE.partition('::')[2]})"]
    assert ran(office) == expected


def test_when_it_is_over_they_are_connected_again() -> None:
    office = talking(f"bind_meta_app 5 a s {TONE}")
    caller, called = channels(office)
    caller.heard("voice of 1000")
    press(office, caller, "*5", apart=0.5)
    assert (heard(office, A)[-1], heard(office, B)[-1]) == ("tone:%(500,500,600)", MUSIC)
    run_for(office, 1.5)
    assert heard(office, B)[-1] == "voice of 1000"
    called.heard("voice of 1001")
    run_for(office, 0.1)
    assert heard(office, A)[-1] == "voice of 1001"
    office["1000"].hang_up()
    office.run()
    assert office.switch.leftovers() == []


@pytest.mark.parametrize("leaver", ["1000", "1001"])
def test_hanging_up_meanwhile_ends_the_call(leaver: str) -> None:
    office = talking(f"bind_meta_app 5 a s {PARK}")
    press(office, channels(office)[0], "*5", apart=0.8)
    office[leaver].hang_up()
    office.run()
    assert office.switch.leftovers() == []
    assert parked(office) == []


def test_keys_that_begin_nothing_are_passed_on_and_a_star_is_not() -> None:
    office = talking(f"bind_meta_app 5 a s {TONE}")
    caller, _ = channels(office)
    press(office, caller, "5")
    assert "[INFO] RECV DTMF 5:1280" in office.log
    press(office, caller, "*4")
    assert "[WARNING] Ignoring meta digit '4' not mapped" in office.log
    assert not [line for line in office.log if "RECV DTMF *" in line or "RECV DTMF 4" in line]
    assert ran(office) == []


def test_the_second_key_has_five_seconds() -> None:
    office = talking(f"bind_meta_app 5 a s {TONE}")
    press(office, channels(office)[0], "*5", apart=5.1)
    assert ran(office) == []
    press(office, channels(office)[0], "*5", apart=4.9)
    assert len(ran(office)) == 1


def test_bound_for_once_it_works_once() -> None:
    office = talking(f"bind_meta_app 5 a s1 {TONE}")
    for _ in range(2):
        press(office, channels(office)[0], "*5", apart=2)
    assert len(ran(office)) == 1


def test_without_colons_the_text_is_a_sound() -> None:
    office = talking("bind_meta_app 5 a s tone_stream://%(100,100,600)")
    press(office, channels(office)[0], "*5", apart=1)
    assert len(ran(office)) == 1


def test_who_is_sent_elsewhere_meanwhile_stops_it() -> None:
    office = talking("bind_meta_app 5 a s playback::tone_stream://%(500,500,600);loops=-1").register("1002")
    office["1002"].answers_with((0.1, 200))
    press(office, channels(office)[0], "*5", apart=1)
    office["1001"].send_in_call("REFER", fields={"Refer-To": "<sip:1002@127.0.0.20>"})
    run_for(office, 2)
    assert office.told("1002", timed=False)[-2:] == ["INVITE", "ACK"]
    office["1002"].hang_up()
    office.run()
    assert office.switch.leftovers() == []


@pytest.mark.parametrize("data", ["", "7", "7 a", "7 a s"])
def test_bad_arguments_are_told(data: str) -> None:
    office = talking(f"bind_meta_app {data}")
    assert "[ERR] Usage: <key> [a|b|ab] [a|b|o|s|i|1] <app>" in office.log


@pytest.mark.parametrize(
    "data",
    ["7 a si playback::x", "7 a s transfer::8", "7 a s record_session::x", "1 b s execute_extension::dx XML features"],
)
def test_what_cannot_run_while_two_are_connected_is_refused_by_name(data: str) -> None:
    with pytest.raises(NotSimulated, match="bind_meta_app"):
        talking(f"bind_meta_app {data}")
