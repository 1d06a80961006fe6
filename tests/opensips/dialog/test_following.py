"""What a dialog learns from the INVITE, its replies, and the requests inside of it."""

import pytest

from tests.opensips.bench import ALICE, BOB, Seen
from tests.opensips.dialog.calls import ANSWER, CALL, OFFER, Office, asked, cancel, script, starts
from voiplab.opensips.dialog.dialogs import KIND
from voiplab.opensips.dialog.state import State
from voiplab.recording.events import Moved
from voiplab.sim.moment import ms, seconds


def test_the_record_route_names_the_place_of_the_call_id_in_the_table() -> None:
    """e-proxy/33: the Call-ID 1-27891@127.0.0.11 stands at 0d9."""
    office = Office()
    office.invite()
    assert f";did={office.dialog.id}>" in office.record_route
    assert str(office.dialog.id).startswith("0d9.")


def test_the_name_of_the_parameter_may_be_another_one() -> None:
    office = Office(script(), '"dialog", "rr_param", "xyz"')
    office.answer()
    assert f";xyz={office.dialog.id}>" in office.record_route
    assert office.dialog.state is State.CONFIRMED


def test_its_state_follows_the_replies_the_ack_and_the_bye() -> None:
    office = Office()
    office.invite()
    passed = [office.dialog.state.value]
    office.reply("180 Ringing")
    passed.append(office.dialog.state.value)
    office.reply("200 OK", body=ANSWER)
    passed.append(office.dialog.state.value)
    office.alice("ACK", 1)
    passed.append(office.dialog.state.value)
    office.alice("BYE")
    passed.append(office.dialog.state.value)
    assert passed == [1, 2, 3, 4, 5]


def test_an_ended_dialog_is_forgotten_when_its_transactions_are() -> None:
    office = Office()
    office.answer()
    office.alice("BYE")
    office.ok(office.latest(BOB))
    assert office.dialog.state is State.ENDED
    office.wait(40)
    assert office.dialogs == []


def test_a_refused_call_is_a_failed_dialog() -> None:
    office = Office()
    office.invite()
    office.reply("486 Busy Here")
    assert office.dialog.state is State.ENDED
    assert office.dialog.started == 0


def test_a_call_that_is_given_up_is_a_failed_dialog_too() -> None:
    office = Office()
    office.invite()
    office.reply("180 Ringing")
    office.send(ALICE, *cancel())
    office.reply("487 Request Terminated", request=_invite(office))
    assert (office.dialog.state, office.dialog.end_reason) == (State.ENDED, "Cancelled")


def _invite(office: Office) -> Seen:
    return next(seen for seen in office.sent if seen.target == BOB and seen.start.startswith("INVITE"))


def test_a_script_that_refuses_the_call_without_a_transaction_leaves_no_dialog() -> None:
    office = Office('route { create_dialog(); send_reply(404, "Not Found"); }')
    assert starts(office.invite()) == ["SIP/2.0 404 Not Found"]
    assert office.dialogs == []


def test_both_sides_are_known_by_contact_cseq_and_session() -> None:
    office = Office()
    office.answer()
    caller, callee = office.dialog.caller, office.dialog.callee
    assert (caller.tag, caller.contact, caller.heard, caller.sdp) == ("a1", f"sip:alice@{ALICE}", 0, OFFER)
    assert (callee.tag, callee.contact, callee.heard, callee.sdp) == ("b1", f"sip:bob@{BOB}", 1, ANSWER)
    assert (caller.routes, callee.routes) == ((), ())


def test_the_way_to_each_side_leaves_this_server_out() -> None:
    office = Office()
    office.invite(CALL, "Record-Route: <sip:127.0.0.13;lr>")
    (invite,) = [seen for seen in office.sent if seen.target == BOB]
    own = next(line for line in invite.lines if line.startswith("Record-Route:"))
    office.send(
        BOB,
        "SIP/2.0 200 OK",
        *(line for line in invite.lines if line.startswith(("Via:", "From:", "Call-ID:", "CSeq:"))),
        "Record-Route: <sip:127.0.0.14;lr>",
        own,
        "Record-Route: <sip:127.0.0.13;lr>",
        "To: <sip:bob@127.0.0.10>;tag=b1",
        f"Contact: <sip:bob@{BOB}>",
        "Content-Length: 0",
    )
    assert office.dialog.caller.routes == ("<sip:127.0.0.13;lr>",)
    assert office.dialog.callee.routes == ("<sip:127.0.0.14;lr>",)


def test_another_contact_and_session_of_a_reinvite_count_when_it_is_answered() -> None:
    office = Office()
    office.answer()
    office.bob("INVITE", body="v=0 new\r\n")
    callee = office.dialog.callee
    assert callee.sdp == ANSWER
    office.ok(office.latest(ALICE))
    assert callee.sdp == "v=0 new\r\n"


def test_when_two_answer_the_first_one_counts() -> None:
    office = Office()
    office.invite()
    office.reply("180 Ringing", tag="b1")
    office.reply("200 OK", tag="b2")
    office.reply("200 OK", tag="b3")
    assert [leg.tag for leg in office.dialog.callees] == ["b1", "b2", "b3"]
    assert office.dialog.callee.tag == "b2"


# Which dialog a request belongs to


@pytest.mark.parametrize(("mode", "state"), [(0, State.ANSWERED), (1, State.CONFIRMED), (2, State.CONFIRMED)])
def test_without_did_only_the_tags_are_left_if_the_mode_looks_at_them(mode: int, state: State) -> None:
    office = Office(script(), f'"dialog", "dlg_match_mode", {mode}')
    office.invite()
    office.reply("200 OK")
    lines = asked("ACK", 1, CALL, "b1", f"sip:bob@{BOB}", ("Route: <sip:127.0.0.10;lr>",))
    office.send(ALICE, *lines)
    assert office.dialog.state is state


def test_in_the_third_mode_nothing_is_put_into_the_record_route() -> None:
    office = Office(script(), '"dialog", "dlg_match_mode", 2')
    office.invite()
    assert office.record_route == "<sip:127.0.0.10;lr;ftag=a1>"


def test_a_did_of_another_call_is_warned_of_and_the_tags_decide() -> None:
    office = Office()
    office.answer()
    office.invite("another-call")
    other = next(one for one in office.dialogs if one.call_id == "another-call")
    lines = asked("BYE", 2, CALL, "b1", f"sip:bob@{BOB}", (f"Route: <sip:127.0.0.10;lr;did={other.id}>",))
    office.send(ALICE, *lines)
    assert "tight matching failed for BYE" in office.log[0]
    assert next(one for one in office.dialogs if one.call_id == CALL).state is State.ENDED


def test_a_did_that_is_none_is_an_error_and_matches_nothing() -> None:
    office = Office()
    office.answer()
    office.send(ALICE, *asked("BYE", 2, CALL, "b1", f"sip:bob@{BOB}", ("Route: <sip:127.0.0.10;lr;did=zzz>",)))
    assert list(office.log) == ["ERROR:dialog:dlg_onroute: malformed route param [zzz]"]
    assert office.dialog.state is State.CONFIRMED


def test_match_dialog_finds_a_dialog_for_a_request_without_routes() -> None:
    says = 'if (match_dialog()) xlog("$DLG_dir\\n"); else xlog("none\\n");'
    office = Office(script(within=says))
    office.answer()
    office.send(ALICE, *asked("INFO", 2, CALL, "b1", f"sip:bob@{BOB}"))
    office.send(ALICE, *asked("INFO", 3, "no-call", "b1", f"sip:bob@{BOB}"))
    assert list(office.log) == ["downstream", "downstream", "none"]


# Times


def test_what_a_dialog_is_is_in_the_recording() -> None:
    office = Office()
    office.answer()
    moved = [event.what for event in office.recording if isinstance(event.what, Moved)]
    passed = [one.now for one in moved if one.kind == KIND]
    assert passed == ["unconfirmed", "early", "answered", "confirmed"]


def test_a_dialog_remembers_when_it_was_answered() -> None:
    office = Office(script(within='xlog("$DLG_lifetime of $DLG_timeout\\n");'))
    office.run(ms(300))
    office.answer()
    office.run(seconds(10))
    office.alice("INFO")
    assert list(office.log) == ["0 of 43200", "10 of 43190"]
