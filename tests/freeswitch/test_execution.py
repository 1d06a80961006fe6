"""The dialplan at work: what runs in which order, what waits for what, and what never ends."""

from itertools import pairwise

import pytest

from tests.freeswitch.office import Office, rule, session
from voiplab.freeswitch.execution import EndlessDialplan
from voiplab.recording.events import LineRun, Sent
from voiplab.text.place import Files, NotSimulated


def called(files: Files, *, after: float = 0, number: str = "7") -> Office:
    """1000 has called and, `after` so many seconds, hung up."""
    office = Office(files=files, phones=2)
    office["1000"].dial(number)
    if after:
        office.later(after, office["1000"].hang_up)
    return office.run()


def logged(office: Office, *kinds: str) -> list[str]:
    return [line for line in office.log if any(kind in line for kind in kinds)]


# Order


def test_actions_run_one_after_the_other_and_at_the_end_the_call_is_over() -> None:
    office = called(rule("log INFO one", "log INFO two"))
    assert logged(office, "[INFO] one", "[INFO] two") == ["[INFO] one", "[INFO] two"]
    assert "has executed the last dialplan instruction, hanging up." in " ".join(office.log)
    assert office.last("1000", "480 INVITE").get("Reason") == 'Q.850;cause=16;text="NORMAL_CLEARING"'


def test_an_action_sees_what_an_earlier_one_has_set() -> None:
    several = ("multiset ^^;b=2;c=3", "log INFO a=${b}${c}")
    office = called(rule("set a=1", "log INFO a=${a}", "unset a", "log INFO a=${a}.", *several))
    assert logged(office, "[INFO] a=") == ["[INFO] a=1", "[INFO] a=.", "[INFO] a=23"]


def test_data_is_expanded_when_its_action_runs_not_when_it_is_queued() -> None:
    office = called(rule("set a=old", "set b=${a}", "set a=new", "log INFO b=${b} a=${a}"))
    assert "[INFO] b=old a=new" in office.log


def test_four_hundred_actions_are_no_circle() -> None:
    office = called(rule(*(f"set v{number}={number}" for number in range(400)), "log INFO last=${v399}"))
    assert "[INFO] last=399" in office.log


def test_an_unknown_application_ends_the_call() -> None:
    office = called(rule("answerr", "log INFO never"))
    assert "[ERR] Invalid Application answerr" in office.log
    assert office.last("1000", "502 INVITE").get("Reason") == 'Q.850;cause=27;text="DESTINATION_OUT_OF_ORDER"'
    assert "[INFO] never" not in office.log


def test_the_line_with_the_unknown_application_is_why_the_call_ended() -> None:
    recording = called(rule("answerr now")).recording
    reply = next(
        event for event in recording.sent() if isinstance(event.what, Sent) and "502 Bad" in str(event.what.packet)
    )
    ran = [event.what.text for event in recording.why(reply.id) if isinstance(event.what, LineRun)]
    assert ran == ["answerr(now)"]


def test_an_application_that_is_not_simulated_is_refused_with_its_line() -> None:
    with pytest.raises(NotSimulated, match="the application conference") as refused:
        called(rule("answer", "conference 3000@default"))
    assert (refused.value.place.file, refused.value.place.line) == ("dialplan/default.xml", 4)


def test_who_hangs_up_stops_what_runs() -> None:
    office = called(rule("answer", "sleep 5000", "log INFO never"), after=1)
    assert "[INFO] never" not in office.log
    assert office.switch.leftovers() == []


# Elsewhere


def test_a_transfer_hunts_again_and_drops_what_was_queued() -> None:
    office = called(rule("transfer 8 XML default", "log INFO never", files=rule("log INFO there", number="8")))
    assert "[NOTICE] Transfer sofia/internal/1000@127.0.0.20 to XML[8@default]" in office.log
    assert "[INFO] there" in office.log
    assert "[INFO] never" not in office.log


def test_an_extension_within_another_has_its_own_number_and_then_it_goes_on_outside() -> None:
    inner = rule("log INFO inside ${destination_number}", number="8")
    office = called(rule("execute_extension 8 XML default", "log INFO outside ${destination_number}", files=inner))
    assert logged(office, "Execute [", "INFO] inside", "INFO] outside") == [
        "[NOTICE] Execute [depth=1] log(INFO inside ${destination_number})",
        "[INFO] inside 8",
        "[INFO] outside 7",
    ]


def test_an_extension_that_is_not_there_is_passed_over() -> None:
    office = called(rule("execute_extension nobody XML rules", "log INFO on"))
    assert "[INFO] on" in office.log


def test_extensions_within_extensions_end_at_sixteen() -> None:
    files = rule("log INFO deepest", number="99")
    for number in range(98, 70, -1):
        files = rule(
            f"execute_extension {number + 1} XML default", f"log INFO back in {number}", number=str(number), files=files
        )
    office = called(files, number="71")
    assert "[ERR] Error sofia/internal/1000@127.0.0.20 too many stacked extensions" in office.log
    assert "[INFO] deepest" not in office.log
    assert logged(office, "INFO] back in")[-1] == "[INFO] back in 71"


def test_a_dialplan_that_transfers_to_itself_at_once_is_an_error_of_its_line() -> None:
    with pytest.raises(EndlessDialplan, match="transfers in circles, at last to 7") as told:
        called(rule("set a=1", "transfer 7 XML default"))
    assert (told.value.place.file, told.value.place.line) == ("dialplan/default.xml", 4)


def test_extensions_that_execute_each_other_for_ever_are_an_error_too() -> None:
    both = rule("execute_extension 8 XML default", "transfer 7 XML default", files=rule("set a=1", number="8"))
    with pytest.raises(EndlessDialplan, match="in circles"):
        called(both)


def test_a_slow_circle_takes_a_hop_each_time_and_ends_with_483() -> None:
    office = called(rule("sleep 100", "transfer 7 XML default"))
    assert office.told("1000", timed=False)[-1] == "483 INVITE"
    assert len(logged(office, "Transfer sofia")) == 70


# Sound


def test_a_sound_before_the_answer_needs_a_183() -> None:
    office = called(rule("playback tone_stream://%(500,500,440);loops=2", "hangup USER_BUSY"))
    assert [line.split(" ", 1)[1] for line in office.told("1000")] == [
        "407 INVITE",
        "100 INVITE",
        "183 INVITE",
        "486 INVITE",
    ]
    assert logged(office, "Requires media") == [
        "[DEBUG] Application playback Requires media! pre_answering channel sofia/internal/1000@127.0.0.20"
    ]
    early, late = (float(line.split()[0]) for line in office.told("1000")[-2:])
    assert late - early == pytest.approx(2)


def test_a_sound_that_is_not_there_has_its_183_all_the_same() -> None:
    office = called(rule("playback no/such.wav", "log INFO on"))
    assert office.told("1000", timed=False)[2] == "183 INVITE"
    assert logged(office, "Error Opening", "INFO] on") == [
        "[WARNING] Error Opening File [/usr/share/freeswitch/sounds/no/such.wav] [System error : No such file or directory.]",
        "[INFO] on",
    ]


def test_an_echo_before_the_answer_needs_a_183_too() -> None:
    office = Office(files=rule("echo"), phones=1)
    office["1000"].dial("7")
    office.later(2, lambda: office["1000"].outgoing.cancel([]))
    office.run()
    assert office.told("1000", timed=False)[2:] == ["183 INVITE", "200 CANCEL", "487 INVITE"]


def test_a_caller_without_a_common_codec_hears_nothing_and_is_refused() -> None:
    office = Office(files=rule("playback tone_stream://%(500,0,440)"), phones=1)
    office["1000"].dial("7", body=session("127.0.0.21", "9 101"))
    office.run()
    assert office.told("1000", timed=False) == ["407 INVITE", "100 INVITE", "488 INVITE"]


def test_sleep_and_park_tell_the_caller_nothing() -> None:
    office = Office(files=rule("sleep 1000", "park"), phones=1)
    office["1000"].dial("7")
    office.later(5, lambda: office["1000"].outgoing.cancel([]))
    office.run()
    assert office.told("1000", timed=False) == ["407 INVITE", "100 INVITE", "200 CANCEL", "487 INVITE"]


def test_info_tells_all_variables_in_order() -> None:
    office = called(rule("set zebra=1", "info"))
    told = [line.removeprefix("[INFO] variable_").partition(":")[0] for line in office.log if "variable_" in line]
    assert "zebra" in told
    assert all(first <= second for first, second in pairwise(told))


def test_what_is_exported_goes_to_the_other_leg_and_nolocal_only_there() -> None:
    exports = ("export sip_h_X-Both=1", "export nolocal:sip_h_X-There=2")
    files = rule(*exports, "log INFO [${sip_h_X-Both}${sip_h_X-There}]", "bridge user/1001@${domain_name}")
    office = Office(files=files, phones=2).register("1001")
    office["1001"].answers_with((0.1, 486))
    office["1000"].dial("7")
    office.run()
    invite = office.last("1001", "INVITE")
    assert (invite.get("X-Both"), invite.get("X-There")) == ("1", "2")
    assert "[INFO] [1]" in office.log
    assert logged(office, "EXPORT") == [
        "[DEBUG] EXPORT (export_vars) [sip_h_X-Both]=[1]",
        "[DEBUG] EXPORT (export_vars) (REMOTE ONLY) [sip_h_X-There]=[2]",
    ]


@pytest.mark.parametrize(
    "action", ["set hold_music=x.wav", "export inherit_codec=true", "set sip_rh_X-A=1", "set api_hangup_hook=status"]
)
def test_a_variable_that_the_server_would_act_on_and_this_one_cannot_is_refused(action: str) -> None:
    with pytest.raises(NotSimulated, match="the channel variable"):
        called(rule(action))


def test_the_same_variable_without_a_meaning_is_let_by() -> None:
    assert "[INFO] on" in called(rule("set inherit_codec=false", "unset hold_music", "log INFO on")).log
