"""What a script does with dialogs: variables, values, flags, profiles, routes of their own."""

import json

import pytest

from tests.opensips.bench import ALICE, BOB, request
from tests.opensips.dialog.calls import CALL, Office, script
from voiplab.opensips.refusal import Refused
from voiplab.sim.moment import seconds
from voiplab.text.place import NotSimulated

ALL = "$DLG_status $DLG_lifetime $DLG_flags $DLG_dir $DLG_did $DLG_timeout $DLG_end_reason $dlg_val(who)"
PROFILES = ('"dialog", "profiles_no_value", "calls"', '"dialog", "profiles_with_value", "caller; line"')


def said(begins: str, *parameters: str, within: str = "", replies: str = "", more: str = "") -> list[str]:
    """In a call that is answered, and ended by Alice."""
    office = Office(script(begins, within, replies, more), *parameters)
    office.answer()
    office.alice("BYE")
    return list(office.log)


def show(text: str) -> str:
    return f'xlog("{text}\\n");'


# Variables


def test_without_a_dialog_all_variables_are_null() -> None:
    assert said(show(ALL)) == ["<null> <null> <null> <null> <null> <null> <null> <null>"]


def test_behind_create_dialog_the_dialog_is_unconfirmed_and_goes_downstream() -> None:
    text = said(f"create_dialog(); {show(ALL)}", '"dialog", "default_timeout", 600')[0]
    assert text.startswith("1 0 0 downstream 0d9.")
    assert text.endswith(" 600 <null> <null>")


def test_inside_of_the_dialog_its_state_is_known_behind_loose_route() -> None:
    assert said("create_dialog();", within=show("$rm $DLG_status $DLG_dir $DLG_end_reason")) == [
        "ACK 4 downstream <null>",
        "BYE 5 downstream Downstream BYE",
    ]


def test_what_the_callee_sends_goes_upstream() -> None:
    office = Office(script("create_dialog();", show("$rm $DLG_dir $DLG_end_reason")))
    office.answer()
    office.bob("BYE")
    assert list(office.log)[1:] == ["BYE upstream Upstream BYE"]


def test_replies_know_the_dialog_and_no_direction() -> None:
    assert said("create_dialog();", replies=show("$rs $DLG_status $DLG_dir")) == ["180 1 <null>", "200 2 <null>"]


def test_a_failure_route_knows_it_too() -> None:
    more = f"failure_route[failed] {{ {show('$DLG_status $T_reply_code')} }}"
    office = Office(script('create_dialog(); t_on_failure("failed");', more=more))
    office.invite()
    office.reply("486 Busy Here")
    assert list(office.log) == ["1 486"]


def test_dlg_count_counts_answered_calls() -> None:
    office = Office(script(f"create_dialog(); {show('$DLG_count')}"))
    office.answer()
    office.invite("another-call")
    assert list(office.log) == ["0", "1"]


def test_a_lifetime_that_was_set_before_there_is_a_dialog_is_its_lifetime() -> None:
    assert said(f"$DLG_timeout = 77; create_dialog(); {show('$DLG_timeout')}") == ["77"]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("-1", "cannot set a negative timeout"),
        ('"soon"', "assigning non-int value to dialog flags"),
        ("NULL", "cannot assign dialog timeout to NULL"),
    ],
)
def test_a_lifetime_that_is_none_is_refused(value: str, says: str) -> None:
    assert said(f"create_dialog(); $DLG_timeout = {value};")[0] == f"ERROR:dialog:pv_set_dlg_timeout: {says}"


# Values


def test_a_value_stays_with_the_call() -> None:
    begins = 'create_dialog(); $dlg_val(who) = $fU; store_dlg_value("from", "$si");'
    within = (
        show("$dlg_val(who) $dlg_val(from) $dlg_val(none)") + ' fetch_dlg_value("who", $var(x)); ' + show("$var(x)")
    )
    assert said(begins, within=within) == ["alice 127.0.0.11 <null>", "alice"] * 2


def test_null_takes_a_value_away() -> None:
    begins = 'create_dialog(); $dlg_val(a) = "1"; $dlg_val(a) = NULL;'
    assert said(begins + ' if (!fetch_dlg_value("a", $var(x))) xlog("none\\n");') == ["none"]


def test_without_a_dialog_nothing_can_be_kept() -> None:
    assert said('$dlg_val(a) = "1"; if (!store_dlg_value("a", "1")) xlog("no\\n");') == [
        "ERROR:core:do_assign: setting PV failed",
        "no",
    ]


# Flags


def test_flags_are_bits_of_one_number() -> None:
    begins = "create_dialog(); set_dlg_flag(3); set_dlg_flag(0); reset_dlg_flag(0);"
    within = 'if (is_dlg_flag_set(3) && !is_dlg_flag_set(0)) xlog("$DLG_flags\\n"); $DLG_flags = 5;'
    assert said(begins, within=within) == ["8"]


def test_a_flag_that_is_as_expected_becomes_the_opposite() -> None:
    begins = "create_dialog(); test_and_set_dlg_flag(1, 0); " + show("$rc $DLG_flags")
    begins += "test_and_set_dlg_flag(1, 0); " + show("$rc $DLG_flags")
    assert said(begins) == ["1 2", "-1 2"]


# Profiles


def test_calls_are_counted_by_profile_and_value() -> None:
    begins = (
        'create_dialog(); set_dlg_profile("calls"); set_dlg_profile("caller", "$fU"); set_dlg_profile("caller", "x");'
        'get_profile_size("calls",, $var(a)); get_profile_size("caller", "alice", $var(b));'
        'get_profile_size("caller",, $var(c)); get_profile_size("line",, $var(d)); '
    )
    assert said(begins + show("$var(a) $var(b) $var(c) $var(d)"), *PROFILES) == ["1 1 2 0"]


def test_whoever_is_in_a_profile_can_be_taken_out() -> None:
    begins = (
        'create_dialog(); set_dlg_profile("caller", "x"); if (is_in_profile("caller")) xlog("in\\n");'
        'if (!is_in_profile("caller", "y")) xlog("not as y\\n"); unset_dlg_profile("caller", "x");'
        'if (!is_in_profile("caller")) xlog("out\\n");'
    )
    assert said(begins, *PROFILES) == ["in", "not as y", "out"]


def test_a_call_that_has_ended_counts_no_more() -> None:
    within = 'get_profile_size("calls",, $var(a)); ' + show("$rm $var(a)")
    assert said('create_dialog(); set_dlg_profile("calls");', *PROFILES, within=within) == ["ACK 1", "BYE 0"]


def test_a_profile_that_nobody_has_defined_is_an_error() -> None:
    begins = 'create_dialog(); set_dlg_profile("nobody");'
    assert said(begins)[0] == "ERROR:dialog:w_set_dlg_profile: profile <nobody> not defined"


def test_a_profile_with_values_wants_one() -> None:
    begins = 'create_dialog(); set_dlg_profile("caller");'
    assert said(begins, *PROFILES)[0] == "WARNING:dialog:w_set_dlg_profile: missing value"


def test_a_profile_that_is_shared_with_other_servers_is_refused_by_name() -> None:
    with pytest.raises(NotSimulated, match='modparam\\("dialog", "profiles_no_value", "calls/s"\\)'):
        Office(script(), '"dialog", "profiles_no_value", "calls/s"')


# Other calls


def test_another_call_is_found_by_a_value() -> None:
    begins = (
        'if (get_dialog_info("callee", $avp(x), "caller", "alice", $var(n))) xlog("$avp(x) $var(n) $rc\\n");'
        'create_dialog(); $dlg_val(caller) = "alice"; $dlg_val(callee) = "bob";'
    )
    office = Office(script(begins))
    office.answer()
    office.invite("another-call")
    assert list(office.log) == ["bob 1 1"]


def test_all_values_of_a_call_are_found_by_its_call_id() -> None:
    begins = (
        f'if (get_dialog_vals($avp(n), $avp(v), "{CALL}")) xlog("$(avp(n)[*]) $(avp(v)[*])\\n");'
        'create_dialog(); $dlg_val(a) = "1"; $dlg_val(b) = "2";'
    )
    office = Office(script(begins))
    office.answer()
    office.invite("another-call")
    assert list(office.log) == ["a,b 1,2"]


def test_calls_are_found_as_json_by_value_and_by_profile() -> None:
    begins = (
        'get_dialogs_by_val("a", "1", $avp(x), $var(n)); xlog("$avp(x)\\n");'
        'get_dialogs_by_profile("calls",, $avp(y), $var(n)); if ($avp(y) == $avp(x)) xlog("same $var(n)\\n");'
        'create_dialog(); $dlg_val(a) = "1"; set_dlg_profile("calls");'
    )
    office = Office(script(begins), *PROFILES)
    office.invite()
    office.reply("180 Ringing")
    office.invite("another-call")
    _, _, found, same = office.log
    assert json.loads(found)["values"] == {"a": "1"}
    assert json.loads(found)["profiles"] == {"calls": [""]}
    assert same == "same 1"


def test_the_json_of_a_dialog_has_texts_only() -> None:
    office = Office(script("create_dialog();", within=show("$DLG_json")))
    office.answer()
    dialog = office.dialog
    assert json.loads(office.log[0]) == {
        "ID": str(dialog.id.whole),
        "state": "4",
        "user_flags": "0",
        "callid": CALL,
        "timestart": str(dialog.started),
        "timeout": str(dialog.started + 43200),
        "from_uri": "sip:alice@127.0.0.10",
        "to_uri": "sip:bob@127.0.0.10",
        "caller": {
            "tag": "a1",
            "contact": "sip:alice@127.0.0.11:5060",
            "cseq": "0",
            "route_set": "",
            "bind_addr": "udp:127.0.0.10:5060",
            "sdp": "",
        },
        "callees": [
            {
                "tag": "b1",
                "contact": "sip:bob@127.0.0.12:5060",
                "cseq": "1",
                "route_set": "",
                "bind_addr": "udp:127.0.0.10:5060",
                "sdp": "",
            }
        ],
    }


def test_a_script_may_look_into_another_call_and_come_back() -> None:
    begins = (
        f'if (load_dialog_ctx("{CALL}")) {{ xlog("$dlg_val(a) $DLG_status\\n"); unload_dialog_ctx(); }}'
        'create_dialog(); $dlg_val(a) = "1"; if (!unload_dialog_ctx()) xlog("nothing\\n");'
    )
    office = Office(script(begins))
    office.answer()
    office.invite("another-call")
    assert list(office.log) == ["nothing", "1 4", "nothing"]


# Routes of a dialog


def test_routes_run_when_the_call_is_answered_and_when_it_is_hung_up() -> None:
    more = f"route[begins] {{ {show('$DLG_status $rm')} }}\nroute[ends] {{ {show('$DLG_status')} }}"
    assert said('create_dialog(); dlg_on_answer("begins"); dlg_on_hangup("ends");', more=more) == ["3 OPTIONS", "5"]


def test_a_route_may_give_a_call_more_time() -> None:
    more = 'route[late] { if ($dlg_val(again) == NULL) { $dlg_val(again) = "1"; $DLG_timeout = 5; } xlog("late\\n"); }'
    office = Office(script('create_dialog("B"); $DLG_timeout = 3; dlg_on_timeout("late");', more=more))
    office.answer()
    byes = [seen for seen in office.wait(8.5) if seen.start.startswith("BYE")]
    assert [(seen.target, seen.at) for seen in byes][:2] == [(ALICE, seconds(8)), (BOB, seconds(8))]
    assert list(office.log) == ["late", "late"]


def test_a_route_that_nobody_wrote_is_refused_at_the_start() -> None:
    with pytest.raises(Refused) as refused:
        Office(script('create_dialog(); dlg_on_answer("nowhere");'))
    assert refused.value.says.endswith("route <nowhere> does not exist")


def test_behind_the_answer_it_is_too_late_to_arm_a_route() -> None:
    more = "route[begins] { exit; }"
    log = said("create_dialog();", within='dlg_on_answer("begins");', more=more)
    assert log[0] == "WARNING:dialog:dlg_on_answer: too late to set the route, dialog already established"


# create_dialog()


def test_only_an_invite_begins_a_dialog() -> None:
    office = Office('route { if (!create_dialog()) xlog("$rm\\n"); exit; }')
    office.send(ALICE, *request("OPTIONS", "sip:127.0.0.10"))
    assert list(office.log) == ["OPTIONS"]


def test_called_twice_it_changes_the_flags_of_the_same_dialog() -> None:
    office = Office(script('create_dialog("P"); create_dialog("B"); create_dialog();'))
    office.invite()
    assert [flag.value for flag in office.dialog.flags] == ["B"]


@pytest.mark.parametrize("flag", ["R", "r"])
def test_pings_by_reinvite_are_refused_by_name_at_their_line(flag: str) -> None:
    office = Office(script(f'create_dialog("B{flag}");'))
    with pytest.raises(NotSimulated, match=rf'opensips.cfg:\d+: the flag "{flag}" of create_dialog\(\)'):
        office.invite()
