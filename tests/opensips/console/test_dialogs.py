"""The management interface about dialogs: as it was recorded during calls (e-proxy/27 and e-proxy/33), and beyond."""

import json
from collections.abc import Mapping

import pytest

from tests.opensips.bench import ALICE, BOB
from tests.opensips.dialog.calls import ANSWER, CALL, OFFER, Office, script, starts
from voiplab.opensips.console.json_rpc import answer
from voiplab.opensips.console.opensips_cli import execute
from voiplab.opensips.dialog.state import State

PROFILES = ('"dialog", "profiles_no_value", "calls"', '"dialog", "profiles_with_value", "caller"')
RECORDED = script('create_dialog(); $dlg_val(who) = "alice"; set_dlg_profile("calls");')


def office(routes: str = RECORDED) -> Office:
    found = Office(routes, *PROFILES)
    found.answer()
    return found


def asked(office: Office, method: str, params: object = None) -> object:
    request = {"jsonrpc": "2.0", "id": "1", "method": method} | ({} if params is None else {"params": params})
    said = json.loads(answer(office.server, json.dumps(request)) or "")
    return said["result"] if "result" in said else said["error"]


def test_a_call_is_listed_with_both_sides_and_what_a_script_has_kept() -> None:
    """As in e-proxy/33, whose Call-ID this call has."""
    called = office()
    dialog = called.dialog
    assert asked(called, "dlg_list_ctx") == {
        "Dialogs": [
            {
                "ID": str(dialog.id),
                "db_id": str(dialog.id.whole),
                "state": 4,
                "user_flags": 0,
                "timestart": 1772442000,
                "datestart": "2026-03-02 09:00:00",
                "timeout": 1772485200,
                "dateout": "2026-03-02 21:00:00",
                "callid": CALL,
                "from_uri": "sip:alice@127.0.0.10",
                "to_uri": "sip:bob@127.0.0.10",
                "caller_tag": "a1",
                "caller_contact": f"sip:alice@{ALICE}",
                "callee_cseq": "0",
                "caller_route_set": "",
                "caller_bind_addr": "udp:127.0.0.10:5060",
                "caller_sdp": OFFER,
                "CALLEES": [
                    {
                        "callee_tag": "b1",
                        "callee_contact": f"sip:bob@{BOB}",
                        "caller_cseq": "1",
                        "callee_route_set": "",
                        "callee_bind_addr": "udp:127.0.0.10:5060",
                        "callee_sdp": ANSWER,
                    }
                ],
                "context": {"values": [{"who": "alice"}], "profiles": [{"calls": ""}]},
            }
        ]
    }


def test_a_call_that_rings_has_no_times_and_a_callee_without_an_address() -> None:
    ringing = Office()
    ringing.invite()
    (row,) = rows(asked(ringing, "dlg_list"), "Dialogs")
    assert (row["state"], row["timestart"], row["timeout"], "datestart" in row, "dateout" in row) == (
        1,
        0,
        0,
        False,
        False,
    )
    assert row["CALLEES"] == [
        {"callee_tag": "", "callee_contact": "", "caller_cseq": "", "callee_route_set": "", "callee_bind_addr": None}
    ]


def rows(said: object, name: str) -> list[Mapping[str, object]]:
    assert isinstance(said, Mapping)
    found = said[name]
    assert isinstance(found, list)
    return found


def test_an_ended_call_is_still_listed_while_its_transactions_are_there_and_cannot_be_asked_for() -> None:
    called = office()
    called.alice("BYE")
    (row,) = rows(asked(called, "dlg_list"), "Dialogs")
    assert (row["state"], row["timeout"]) == (5, 0)
    assert asked(called, "dlg_list", {"callid": CALL}) == {"code": 404, "message": "No such dialog"}


def test_one_call_is_a_dialog_and_a_part_of_all_calls_has_their_number() -> None:
    called = office()
    called.invite("another-call")
    one = asked(called, "dlg_list", {"callid": CALL, "from_tag": "a1"})
    assert isinstance(one, Mapping)
    assert one["Dialog"]["callid"] == CALL
    part = asked(called, "dlg_list", {"index": 1, "counter": 1})
    assert isinstance(part, Mapping)
    assert (part["count"], len(part["Dialogs"])) == (2, 1)


def test_what_a_script_has_changed_in_a_session_is_listed_beside_what_came() -> None:
    called = Office(script(begins='create_dialog(); replace_body("127.0.0.11", "127.0.0.99");'))
    called.invite()
    (row,) = rows(asked(called, "dlg_list"), "Dialogs")
    assert row["caller_sdp"] == OFFER
    assert [callee["callee_sent_sdp"] for callee in rows(row, "CALLEES")] == [OFFER.replace(".11", ".99")]


@pytest.mark.parametrize(
    ("method", "params", "said"),
    [
        ("dlg_list", {"callid": "nosuch"}, {"code": 404, "message": "No such dialog"}),
        (
            "dlg_list",
            ["x"],
            {"code": -32602, "message": "Invalid params", "data": "Command only supports named parameters"},
        ),
        ("dlg_end_dlg", {"dialog_id": "nosuch"}, {"code": 404, "message": "Requested Dialog not found"}),
        ("profile_list_dlgs", ["x"], {"code": 404, "message": "Profile not found"}),
        (
            "dlg_send_sequential",
            {"callid": CALL},
            {"code": 500, "message": "not simulated in voiplab: dlg_send_sequential"},
        ),
    ],
)
def test_what_cannot_be_is_an_error(method: str, params: object, said: object) -> None:
    assert asked(office(), method, params) == said


def test_the_size_of_a_profile_is_as_recorded() -> None:
    assert execute(office().server, "profile_get_size calls") == (
        '{\n    "Profile": {\n        "name": "calls",\n        "value": null,\n        "count": 1,\n'
        '        "shared": "no",\n        "replicated": "no"\n    }\n}'
    )


def test_profiles_are_listed_with_their_values_and_calls() -> None:
    called = office(script('create_dialog(); set_dlg_profile("calls"); set_dlg_profile("caller", "$fU");'))
    assert asked(called, "list_all_profiles") == {
        "Profiles": [{"name": "calls", "has value": False}, {"name": "caller", "has value": True}]
    }
    assert asked(called, "profile_get_values", ["caller"]) == [{"value": "alice", "count": 1}]
    assert asked(called, "profile_get_values", ["calls"]) == [{"value": None, "count": 1}]
    assert len(rows(asked(called, "profile_list_dlgs", ["caller", "alice"]), "Dialogs")) == 1
    assert rows(asked(called, "profile_list_dlgs", ["caller", "bob"]), "Dialogs") == []


def test_all_calls_of_a_profile_are_ended_at_once() -> None:
    called, before = office(), 0
    before = len(called.sent)
    assert asked(called, "profile_end_dlgs", ["calls"]) == "OK"
    assert [start.split(" ")[0] for start in starts(called.sent[before:])] == ["BYE", "BYE"]


def test_a_value_can_be_put_into_a_call_from_outside() -> None:
    called = office()
    assert execute(called.server, f"dlg_push_var note hello {called.dialog.id} nobody") == '"OK"'
    assert called.dialog.values == {"who": "alice", "note": "hello"}


def test_what_cannot_be_printed_is_escaped() -> None:
    called = office(script('create_dialog(); $dlg_val(a) = "x\\r\\n\\t\u00e9";'))
    (row,) = rows(asked(called, "dlg_list_ctx"), "Dialogs")
    assert row["context"] == {"values": [{"a": "x\\r\\n\\t\\xc3\\xa9"}]}


def test_statistics_count_calls() -> None:
    called = Office()
    called.invite("refused")
    called.reply("486 Busy Here")
    called.answer()
    assert asked(called, "get_statistics", {"statistics": ["dialog:"]}) == {
        "dialog:active_dialogs": 1,
        "dialog:early_dialogs": 0,
        "dialog:processed_dialogs": 2,
        "dialog:expired_dialogs": 0,
        "dialog:failed_dialogs": 1,
    }
    assert called.dialogs[-1].state is not State.UNCONFIRMED
