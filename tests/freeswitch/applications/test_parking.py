"""valet_park: who waits where, what is heard there, who is connected with whom, and what ends the waiting."""

from functools import partial

import pytest

from tests.explain.standing import folded
from tests.freeswitch.base_config import changed
from tests.freeswitch.office import FILES, Office, rule
from voiplab.freeswitch.console.table import execute
from voiplab.freeswitch.keys import Key
from voiplab.recording.events import Sent
from voiplab.rtp.flow import Flow
from voiplab.text.place import Files, NotSimulated

LOT = "park@127.0.0.20"
MUSIC = "tone:%(400,2000,350,440);loops=-1"
LANGUAGE = "lang/en/en.xml"


def dial(office: Office, name: str, number: str, seconds: float = 0.5) -> None:
    office[name].dial(number)
    run_for(office, seconds)


def run_for(office: Office, seconds: float) -> None:
    office.kernel.run_until(office.kernel.now + round(seconds * 1_000_000))


def parked(office: Office) -> list[str]:
    """Who waits where, as the console tells it: `701 1000`."""
    users = {channel.uuid: channel.profile.caller_id_number for channel in office.switch.channels.values()}
    lines = [line.split('"') for line in execute(office.switch, f"valet_info {LOT}").splitlines() if "uuid" in line]
    return [f"{rest[1:4]} {users[uuid]}" for _, uuid, rest in lines]


def heard(office: Office, ip: str) -> list[str]:
    """What the switch has said to that address."""
    packets = [
        event.what.packet for event in office.recording if event.node == "switch" and isinstance(event.what, Sent)
    ]
    return [one.payload.content for one in packets if one.target.ip == ip and isinstance(one.payload, Flow)]


def press(office: Office, digit: str) -> None:
    for channel in list(office.switch.channels.values()):
        channel.press(Key(digit))


def ended(office: Office, name: str) -> float:
    """Seconds from its answer to its end."""
    told = {line.split(" ", 1)[1]: float(line.split()[0]) for line in office.told(name)}
    return round(told["BYE"] - told["200 INVITE"], 2)


def waiting(*lines: str, files: Files = FILES) -> Office:
    """1000 has dialled 7, with that dialplan."""
    office = Office(files=rule("answer", *lines, files=files))
    office.begin()
    dial(office, "1000", "7")
    return office


def test_auto_in_takes_the_lowest_free_slot_says_its_number_and_plays_music() -> None:
    office = Office()
    office.begin()
    dial(office, "1000", "700")
    dial(office, "1001", "700", 4)
    assert sorted(parked(office)) == ["701 1000", "702 1001"]
    sounds = [sound for sound in heard(office, "127.0.0.22") if sound not in ("silence", "")]
    assert sounds == ["prompt:digits/7.wav", "prompt:digits/0.wav", "prompt:digits/2.wav", MUSIC]


def test_whoever_dials_a_taken_slot_is_connected_with_the_call_in_it() -> None:
    office = Office()
    office.begin()
    dial(office, "1000", "700", 4)
    dial(office, "1002", "701")
    one, other = office.switch.channels.values()
    assert (one.partner, other.partner) == (other, one)
    assert parked(office) == []
    office["1002"].hang_up()
    office.run()
    assert office.told("1000", timed=False)[-1] == "BYE"
    assert 'cause=16;text="NORMAL_CLEARING"' in (office.last("1000", "BYE").get("Reason") or "")
    assert office.switch.leftovers() == []


def test_the_parked_call_may_hang_up_after_it_was_fetched() -> None:
    office = Office()
    office.begin()
    dial(office, "1000", "705")
    dial(office, "1002", "705")
    office["1000"].hang_up()
    office.run()
    assert office.told("1002", timed=False)[-1] == "BYE"
    assert office.switch.leftovers() == []


def test_whoever_dials_an_empty_slot_waits_in_it_without_a_word() -> None:
    office = Office()
    office.begin()
    dial(office, "1000", "750")
    assert parked(office) == ["750 1000"]
    assert heard(office, "127.0.0.21") == [MUSIC]


def test_the_same_number_in_another_lot_is_another_slot() -> None:
    office = Office(files=rule("answer", "valet_park other 701"))
    office.begin()
    dial(office, "1000", "7")
    dial(office, "1001", "701")
    assert parked(office) == ["701 1001"]
    assert 'name="other"' in execute(office.switch, "valet_info")


def test_a_slot_that_was_left_is_empty_at_once_and_its_number_is_given_again_later() -> None:
    office = Office()
    office.begin()
    dial(office, "1000", "700", 3)
    office["1000"].hang_up()
    run_for(office, 0.5)
    assert parked(office) == []
    dial(office, "1001", "700")
    assert parked(office) == ["702 1001"]
    run_for(office, 6)
    dial(office, "1002", "700")
    assert sorted(parked(office)) == ["701 1002", "702 1001"]


def test_auto_out_fetches_who_waits_longest() -> None:
    office = Office()
    office.begin()
    dial(office, "1000", "702", 2)
    dial(office, "1001", "701", 2)
    dial(office, "1002", "691")
    assert parked(office) == ["701 1001"]


@pytest.mark.parametrize(("number", "says"), [("691", "lot is empty."), ("600", "lot is full.")])
def test_without_a_slot_a_tone_is_heard_and_the_dialplan_goes_on(number: str, says: str) -> None:
    office = Office()
    office.begin()
    for name in ("1000", "1001"):
        dial(office, name, "600")
    dial(office, "1002", number, 2)
    assert f"[ERR] sofia/internal/1002@127.0.0.20 {says}" in office.log
    assert heard(office, "127.0.0.23")[0] == "tone:%(275,10,600);%(275,100,300)"
    assert office.told("1002", timed=False)[-1] == "BYE"


def test_asked_for_a_slot_the_caller_presses_its_number() -> None:
    office = Office()
    office.begin()
    dial(office, "1000", "701")
    dial(office, "1002", "690", 1)
    caller = list(office.switch.channels.values())[-1]
    for place, digit in enumerate("701"):
        office.later(place * 0.3, partial(caller.press, Key(digit)))
    run_for(office, 2)
    assert caller.partner is not None
    assert parked(office) == []


def test_who_presses_nothing_is_asked_again() -> None:
    office = waiting(f"valet_park {LOT} ask 3 3 1000 tone_stream://%(200,100,500)")
    run_for(office, 5)
    assert heard(office, "127.0.0.21").count("tone:%(200,100,500)") == 5
    assert office.told("1000", timed=False)[-1] == "200 INVITE"


def test_without_a_prompt_nobody_can_be_asked() -> None:
    office = waiting(f"valet_park {LOT} ask 3 3 1000 nowhere.wav")
    assert 'text="DESTINATION_OUT_OF_ORDER"' in (office.last("1000", "BYE").get("Reason") or "")


@pytest.mark.parametrize("data", ["park", "park auto", "park auto 701 799", "park auto in 701", ""])
def test_bad_arguments_are_told_and_the_dialplan_goes_on(data: str) -> None:
    office = waiting(f"valet_park {data}", "echo")
    assert "[ERR] Usage: <lotname> <extension>|[ask [<min>] [<max>] [<to>] [<prompt>]|auto [in|out] [min] [max]]" in (
        office.log
    )
    assert any("echo()" in line for line in office.log)


def test_pound_ends_the_waiting_and_other_keys_do_not() -> None:
    office = waiting(f"valet_park {LOT} 701", "sleep 1000")
    office.later(1, lambda: press(office, "4"))
    office.later(2, lambda: press(office, "#"))
    office.run()
    assert ended(office, "1000") == pytest.approx(3.48, abs=0.01)


def test_after_its_time_a_call_goes_on_in_its_dialplan() -> None:
    office = waiting("set valet_parking_timeout=5", f"valet_park {LOT} 701").run()
    assert ended(office, "1000") == pytest.approx(5, abs=0.01)
    assert parked(office) == []


ORBIT = ("set valet_parking_orbit_exten=8", f"valet_park {LOT} 701")
BUSY = rule("hangup USER_BUSY", number="8")


def test_with_an_orbit_it_is_sent_there_after_a_minute_or_its_time() -> None:
    office = waiting(*ORBIT, files=BUSY).run()
    assert ended(office, "1000") == pytest.approx(60, abs=0.01)
    assert "[NOTICE] Transfer sofia/internal/1000@127.0.0.20 to XML[8@default]" in office.log
    assert 'text="USER_BUSY"' in (office.last("1000", "BYE").get("Reason") or "")
    office = waiting("set valet_parking_timeout=3", *ORBIT, files=BUSY).run()
    assert ended(office, "1000") == pytest.approx(3, abs=0.01)


def test_a_key_may_send_it_there_before() -> None:
    office = waiting("set valet_parking_orbit_exit_key=*", *ORBIT, files=BUSY)
    office.later(1, lambda: press(office, "*"))
    office.run()
    assert ended(office, "1000") == pytest.approx(1.48, abs=0.01)


@pytest.mark.parametrize(
    ("line", "heard_first"),
    [
        ("set valet_hold_music=local_stream://moh", "music:moh"),
        ("set valet_hold_music=silence", "silence"),
        ("set a=b", MUSIC),
    ],
)
def test_the_music_is_that_of_the_channel_or_of_the_server(line: str, heard_first: str) -> None:
    office = waiting(line, f"valet_park {LOT} 701")
    assert heard(office, "127.0.0.21")[0] == heard_first


def test_the_number_need_not_be_said() -> None:
    office = waiting("set valet_announce_slot=false", f"valet_park {LOT} auto in 701 799")
    assert heard(office, "127.0.0.21") == [MUSIC]


def test_after_an_attended_transfer_the_other_side_waits_in_the_slot() -> None:
    office = Office().register("1001")
    office["1001"].answers_with((0.1, 180), (0.5, 200))
    dial(office, "1000", "1001", 1)
    receptionist = office["1001"]
    dial(office, "1001", "700", 2)
    first, second = [channel for channel in office.switch.channels.values() if "1001" in channel.name]
    call = first.variables["sip_call_id"] if first.partner else second.variables["sip_call_id"]
    refer = f"<sip:1000@127.0.0.20?Replaces={call}%3Bto-tag%3Da%3Bfrom-tag%3Db>"
    receptionist.send_in_call("REFER", fields={"Refer-To": refer})
    run_for(office, 3)
    assert parked(office) == ["701 1000"]
    assert office.told("1001", timed=False).count("BYE") == 2
    assert f"[DEBUG] Valet ticket {second.uuid} accepted." in office.log
    dial(office, "1002", "701")
    assert parked(office) == []
    assert office.told("1000", timed=False)[-1] == "200 INVITE"


def test_a_ticket_of_another_call_is_refused() -> None:
    office = Office(files=rule("answer", "set valet_ticket=stolen", f"valet_park {LOT} 701"))
    office.begin()
    dial(office, "1000", "701", 1)
    office["1000"].hang_up()
    run_for(office, 1)
    dial(office, "1001", "7")
    assert 'text="DESTINATION_OUT_OF_ORDER"' in (office.last("1001", "BYE").get("Reason") or "")


def test_without_the_phrase_only_a_pause_is_heard() -> None:
    files = changed(FILES, LANGUAGE, 'name="valet_announce_ext"', 'name="other"')
    office = waiting(f"valet_park {LOT} auto in 701 799", files=files)
    run_for(office, 2)
    assert "[ERR] Can't find macro valet_announce_ext." in office.log
    assert heard(office, "127.0.0.21")[-1] == MUSIC


def test_what_a_phrase_cannot_do_here_is_refused_by_its_line() -> None:
    files = changed(FILES, LANGUAGE, 'function="say" data="$2"', 'function="speak-text" data="$2"')
    with pytest.raises(NotSimulated) as caught:
        waiting(f"valet_park {LOT} auto in 701 799", files=files)
    assert caught.value.place.file == LANGUAGE
    assert "speak-text" in caught.value.says


def test_an_application_of_a_module_that_is_not_loaded_is_none() -> None:
    files = changed(FILES, "autoload_configs/all.xml", '<load module="mod_valet_parking"/>', "")
    office = waiting(f"valet_park {LOT} 701", files=files)
    assert "[ERR] Invalid Application valet_park" in office.log
    assert office.told("1000", timed=False)[-1] == "BYE"


def test_a_recording_tells_who_waits_in_which_slot() -> None:
    office = waiting(f"valet_park {LOT} 701")
    slots = [one for one in folded(office.recording).machines.values() if one.id.kind == "parking slot"]
    assert [(one.id.name, one.state) for one in slots] == [(f"701 of {LOT}", "its channel waits there")]
    office["1000"].hang_up()
    run_for(office, 1)
    [left] = [one for one in folded(office.recording).machines.values() if one.id.kind == "parking slot"]
    assert left.state == "empty, but the number is not given again yet"
