"""The server ends calls by itself: when their time is over, when somebody says so, when a side is silent."""

import pytest

from tests.opensips.bench import ALICE, BOB
from tests.opensips.dialog.calls import CALL, Office, cancel, script, starts
from voiplab.opensips.console.opensips_cli import execute
from voiplab.opensips.dialog.state import State
from voiplab.sim.moment import ms, seconds

BYES = [f"BYE sip:alice@{ALICE} SIP/2.0", f"BYE sip:bob@{BOB} SIP/2.0"]


# Time


def test_after_its_lifetime_both_sides_get_a_bye_the_caller_first() -> None:
    office = Office(script('create_dialog("B"); $DLG_timeout = 3;'))
    office.answer()
    assert office.wait(2.9) == []
    byes = office.wait(0.2)
    assert starts(byes) == BYES
    assert (byes[0].at, [bye.target for bye in byes]) == (seconds(3), [ALICE, BOB])


def test_a_bye_looks_as_recorded() -> None:
    """e-proxy/26: to the caller with the first CSeq of that side, to the callee with the one behind the INVITE's."""
    office = Office(script('create_dialog("B"); $DLG_timeout = 3;'))
    office.answer()
    caller, callee = office.wait(3.1)
    assert [line for line in caller.lines[1:] if not line.startswith("Via")] == [
        "To: <sip:alice@127.0.0.10>;tag=a1",
        "From: <sip:bob@127.0.0.10>;tag=b1",
        "CSeq: 1 BYE",
        f"Call-ID: {CALL}",
        "Max-Forwards: 70",
        "Content-Length: 0",
        "User-Agent: OpenSIPS (3.2.10 (x86_64/linux))",
    ]
    assert callee.lines[2:5] == [
        "To: <sip:bob@127.0.0.10>;tag=b1",
        "From: <sip:alice@127.0.0.10>;tag=a1",
        "CSeq: 2 BYE",
    ]


def test_headers_may_be_added_to_the_byes() -> None:
    office = Office(script('create_dialog("B"); $DLG_timeout = 3;'), '"dialog", "dlg_extra_hdrs", "Hint: over\\r\\n"')
    office.answer()
    assert [seen.lines[-1] for seen in office.wait(3.1)] == ["Hint: over", "Hint: over"]


def test_seconds_are_the_servers_own() -> None:
    office = Office(script('create_dialog("B"); $DLG_timeout = 3;'))
    office.run(ms(1810))
    office.answer()
    assert [seen.at for seen in office.wait(5)][:2] == [seconds(4), seconds(4)]


def test_without_the_flag_a_call_goes_on_and_is_only_forgotten() -> None:
    office = Office(script(), '"dialog", "default_timeout", 10')
    office.answer()
    assert office.wait(9.9) == []
    assert office.dialog.state is State.CONFIRMED
    assert office.wait(0.2) == []
    assert office.dialogs == []


def test_the_first_answer_to_a_bye_ends_the_dialog() -> None:
    office = Office(script('create_dialog("B"); $DLG_timeout = 3;'))
    office.answer()
    caller, callee = office.wait(3.1)
    assert office.dialog.state is State.CONFIRMED
    office.ok(caller)
    assert (office.dialog.state, office.dialog.end_reason) == (State.ENDED, "Lifetime Timeout")
    office.ok(callee)
    office.wait(40)
    assert office.dialogs == []


def test_a_bye_that_nobody_answers_ends_it_with_its_timeout() -> None:
    office = Office(script('create_dialog("B"); $DLG_timeout = 3;'), '"tm", "fr_timeout", 5')
    office.answer()
    office.wait(7)
    assert office.dialog.state is State.CONFIRMED
    office.wait(2)
    assert office.dialogs == []
    assert office.server.leftovers() == []


def test_a_phone_that_hangs_up_in_time_is_left_in_peace() -> None:
    office = Office(script('create_dialog("B"); $DLG_timeout = 3;'))
    office.answer()
    office.alice("BYE")
    office.ok(office.latest(BOB))
    assert [seen for seen in office.wait(10) if seen.start.startswith("BYE")] == []


def test_a_request_inside_of_the_dialog_may_change_its_lifetime() -> None:
    office = Office(script('create_dialog("B"); $DLG_timeout = 3;', within="$DLG_timeout = 20;"))
    office.answer()
    assert office.wait(19.9) == []
    assert starts(office.wait(0.2)) == BYES


def test_a_run_waits_for_a_lifetime_that_was_chosen_and_not_for_half_a_day() -> None:
    chosen, default = Office(script('create_dialog("B"); $DLG_timeout = 60;')), Office(script('create_dialog("B");'))
    for office in (chosen, default):
        office.answer()
        office.run(seconds(40))
    assert (chosen.kernel.is_idle, default.kernel.is_idle) == (False, True)


def test_a_cancel_that_crosses_the_200_ends_the_call_soon_if_it_is_told_to() -> None:
    office = Office(script('create_dialog("BE");'), '"dialog", "race_condition_timeout", 2')
    office.invite()
    office.reply("180 Ringing")
    invite = office.latest(BOB)
    office.send(ALICE, *cancel())
    office.reply("200 OK", request=invite)
    office.alice("ACK", 1)
    assert [start for start in starts(office.wait(2.1)) if start in BYES] == BYES
    assert office.dialog.end_reason == "Cancelled"


# Commands


def test_a_command_ends_a_call_by_its_id() -> None:
    office = Office()
    office.answer()
    before = len(office.sent)
    assert execute(office.server, f"dlg_end_dlg {office.dialog.id}") == '"OK"'
    assert starts(office.sent[before:]) == BYES
    assert office.dialog.end_reason == "MI Termination"


@pytest.mark.parametrize("by", ["db_id", "callid"])
def test_or_by_its_number_or_its_call_id_with_headers(by: str) -> None:
    office = Office()
    office.answer()
    before = len(office.sent)
    name = str(office.dialog.id.whole) if by == "db_id" else CALL
    assert execute(office.server, f"dlg_end_dlg {name} 'Reason: tired'") == '"OK"'
    assert [seen.lines[-1] for seen in office.sent[before:]] == ["Reason: tired", "Reason: tired"]


def test_a_call_that_still_rings_is_cancelled() -> None:
    office = Office()
    office.invite()
    office.reply("180 Ringing")
    invite, before = office.latest(BOB), len(office.sent)
    assert execute(office.server, f"dlg_end_dlg {CALL}") == '"OK"'
    assert [seen.start[:6] for seen in office.sent[before:]] == ["CANCEL"]
    assert "SIP/2.0 487 Request Terminated" in starts(office.reply("487 Request Terminated", request=invite))


def test_a_side_without_a_contact_cannot_be_reached() -> None:
    office = Office()
    office.invite()
    office.reply("180 Ringing")
    invite = office.latest(BOB)
    lines = [line for line in invite.lines if line.startswith(("Via:", "Record-Route:", "From:", "Call-ID:", "CSeq:"))]
    office.send(BOB, "SIP/2.0 200 OK", *lines, "To: <sip:bob@127.0.0.10>;tag=b1", "Content-Length: 0")
    says = execute(office.server, f"dlg_end_dlg {CALL}")
    assert says.endswith("500: Operation failed")
    assert office.log[-1] == "ERROR:dialog:build_dlg_t: no contact available"


# The local route


def test_the_local_route_sees_the_byes_and_may_change_their_uri() -> None:
    more = 'local_route { xlog("$rm to $ru, $DLG_dir of $DLG_did\\n"); $ru = $ru + ";by=proxy"; }'
    office = Office(script('create_dialog("B"); $DLG_timeout = 3;', more=more))
    office.answer()
    byes = office.wait(3.1)
    assert starts(byes) == [bye.replace(" SIP/2.0", ";by=proxy SIP/2.0") for bye in BYES]
    did = office.dialog.id
    assert list(office.log) == [
        f"BYE to sip:alice@{ALICE}, upstream of {did}",
        f"BYE to sip:bob@{BOB}, downstream of {did}",
    ]


def test_the_local_route_may_send_them_elsewhere() -> None:
    more = 'local_route { $du = "sip:127.0.0.13:5060"; }'
    office = Office(script('create_dialog("B"); $DLG_timeout = 3;', more=more))
    office.answer()
    assert [str(seen.target) for seen in office.wait(3.1)] == ["127.0.0.13:5060"] * 2


# Pings


def test_each_side_that_is_named_is_pinged_inside_of_the_dialog() -> None:
    office = Office(script('create_dialog("Pp");'), '"dialog", "options_ping_interval", 10')
    office.answer()
    assert office.wait(9.9) == []
    caller, callee = office.wait(0.2)
    assert starts([caller, callee]) == [f"OPTIONS sip:alice@{ALICE} SIP/2.0", f"OPTIONS sip:bob@{BOB} SIP/2.0"]
    assert [line for seen in (caller, callee) for line in seen.lines if line.startswith("CSeq")] == [
        "CSeq: 1 OPTIONS",
        "CSeq: 2 OPTIONS",
    ]
    office.ok(caller)
    office.ok(callee)
    assert len(office.wait(10)) == 2


def test_a_side_that_does_not_answer_ends_the_call_for_both() -> None:
    office = Office(script('create_dialog("p");'), '"dialog", "options_ping_interval", 10', '"tm", "fr_timeout", 3')
    office.answer()
    seen = office.wait(16)
    assert seen[0].start == f"OPTIONS sip:bob@{BOB} SIP/2.0"
    assert [start for start in starts(seen) if start in BYES][:2] == BYES
    assert office.dialog.end_reason == "Ping Timeout"


def test_481_ends_it_in_the_next_second() -> None:
    office = Office(script('create_dialog("p");'), '"dialog", "options_ping_interval", 10')
    office.answer()
    office.wait(10.1)
    office.reply("481 Call/Transaction Does Not Exist")
    assert starts(office.wait(0.95)) == BYES


def test_any_other_answer_shows_that_somebody_is_there() -> None:
    office = Office(script('create_dialog("p");'), '"dialog", "options_ping_interval", 10')
    office.answer()
    office.wait(10.1)
    office.reply("405 Method Not Allowed")
    assert starts(office.wait(10)) == [f"OPTIONS sip:bob@{BOB} SIP/2.0"]


def test_what_follows_a_ping_counts_on_from_it_and_its_sender_does_not_notice() -> None:
    office = Office(script('create_dialog("p");'), '"dialog", "options_ping_interval", 10')
    office.answer()
    office.wait(10.1)
    office.ok(office.latest(BOB))
    (info,) = office.alice("INFO", 2)
    assert "CSeq: 3 INFO" in info.lines
    (reply,) = office.ok(info)
    assert "CSeq: 2 INFO" in reply.lines
    (bye,) = office.alice("BYE", 3)
    assert "CSeq: 4 BYE" in bye.lines


def test_a_dialog_that_has_ended_is_pinged_no_more() -> None:
    office = Office(script('create_dialog("Pp");'), '"dialog", "options_ping_interval", 10')
    office.answer()
    office.alice("BYE")
    office.ok(office.latest(BOB))
    assert office.wait(30) == []
