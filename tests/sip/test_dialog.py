"""Dialogs: RFC 3261 section 12, with its own examples of routing (12.2.1.1, 16.12.1)."""

from itertools import product

import pytest

from voiplab.sip.dialog import TRANSITIONS, Dialog, DialogId, Input, Role, State, makes_dialog
from voiplab.sip.draft import Draft
from voiplab.sip.errors import Malformed
from voiplab.sip.message import Request, Response, parse
from voiplab.sip.table import ImpossibleInput

CALLER = '"Alice" <sip:alice@example.com>;tag=1928301774'
CALLEE = "<sip:bob@domain.com>"
P1, P2 = "<sip:p1.example.com;lr>", "<sip:p2.domain.com;lr>"


def request(
    method: str = "INVITE", number: int = 314159, contact: str = "<sip:caller@u1.example.com>", fields: str = ""
) -> Request:
    line = f"Contact: {contact}\r\n" if contact else ""
    message = parse(
        f"{method} sip:callee@domain.com SIP/2.0\r\nVia: SIP/2.0/UDP u1.example.com;branch=z9hG4bK1\r\n"
        f"Max-Forwards: 70\r\nFrom: {CALLER}\r\nTo: {CALLEE}\r\nCall-ID: a84b4c76e66710\r\n"
        f"CSeq: {number} {method}\r\n{line}{fields}Content-Length: 0\r\n\r\n".encode()
    )
    assert isinstance(message, Request)
    return message


def response(
    status: int,
    contact: str = "<sip:callee@u2.domain.com>",
    routes: tuple[str, ...] = (),
    to: str = f"{CALLEE};tag=a6c85cf",
    method: str = "INVITE",
) -> Response:
    line = f"Contact: {contact}\r\n" if contact else ""
    record_routes = "".join(f"Record-Route: {route}\r\n" for route in routes)
    message = parse(
        f"SIP/2.0 {status} Whatever\r\nVia: SIP/2.0/UDP u1.example.com;branch=z9hG4bK1\r\n{record_routes}"
        f"From: {CALLER}\r\nTo: {to}\r\nCall-ID: a84b4c76e66710\r\n"
        f"CSeq: 314159 {method}\r\n{line}Content-Length: 0\r\n\r\n".encode()
    )
    assert isinstance(message, Response)
    return message


def caller(*routes: str, contact: str = "<sip:callee@u2.domain.com>") -> Dialog:
    """Confirmed by a 2xx with these Record-Routes, in the order of the message."""
    answer = response(200, contact, routes)
    dialog = Dialog.as_uac(request(), answer)
    dialog.confirm(answer)
    return dialog


def callee(*routes: str) -> Dialog:
    invite = request(fields="".join(f"Record-Route: {route}\r\n" for route in routes))
    dialog = Dialog.as_uas(invite, "a6c85cf")
    dialog.answer()
    return dialog


def routes_of(draft: Draft) -> list[str]:
    return [value for name, value in draft.fields if name == "Route"]


def test_the_callers_bye_bears_the_texts_of_the_invite_and_of_its_answer() -> None:
    assert caller().request("BYE") == Draft(
        "BYE sip:callee@u2.domain.com SIP/2.0",
        [
            ("Max-Forwards", "70"),
            ("From", CALLER),
            ("To", f"{CALLEE};tag=a6c85cf"),
            ("Call-ID", "a84b4c76e66710"),
            ("CSeq", "314160 BYE"),
        ],
    )


def test_the_callees_bye_has_from_and_to_exchanged_and_a_number_of_its_own() -> None:
    assert callee().request("BYE") == Draft(
        "BYE sip:caller@u1.example.com SIP/2.0",
        [
            ("Max-Forwards", "70"),
            ("From", f"{CALLEE};tag=a6c85cf"),
            ("To", CALLER),
            ("Call-ID", "a84b4c76e66710"),
            ("CSeq", "1 BYE"),
        ],
    )


def test_a_callee_may_begin_to_count_where_it_likes() -> None:
    dialog = Dialog.as_uas(request(), "a6c85cf", number_before=123142000)
    assert dialog.request("BYE").value("CSeq") == "123142001 BYE"


def test_both_ends_know_the_dialog_by_the_same_three_tokens() -> None:
    assert caller().id == DialogId("a84b4c76e66710", "1928301774", "a6c85cf")
    assert callee().id == DialogId("a84b4c76e66710", "a6c85cf", "1928301774")
    assert (caller().role, callee().role) == (Role.UAC, Role.UAS)


def test_the_name_of_a_dialog_is_read_from_what_arrives_in_it() -> None:
    bye = request("BYE")
    assert DialogId.of_request(bye) == DialogId("a84b4c76e66710", "", "1928301774")
    assert DialogId.of_response(response(200)) == caller().id


# Route sets


def test_the_caller_reverses_record_route_and_the_callee_does_not() -> None:
    # RFC 3261 section 16.12.1.1: P2 stands first, since it was the last to be passed.
    assert routes_of(caller(P2, P1).request("BYE")) == [P1, P2]
    assert routes_of(callee(P2, P1).request("BYE")) == [P2, P1]


def test_record_routes_may_stand_in_one_line() -> None:
    assert routes_of(caller(f"{P2}, {P1}").request("BYE")) == [P1, P2]


def test_before_a_loose_router_the_request_uri_is_the_remote_target() -> None:
    dialog = caller(P2, P1)
    assert dialog.request("BYE").start == "BYE sip:callee@u2.domain.com SIP/2.0"
    assert str(dialog.next_hop) == "sip:p1.example.com;lr"


def test_before_a_strict_router_the_request_uri_is_that_router_and_the_target_is_the_last_route() -> None:
    # The example of RFC 3261 section 12.2.1.1.
    dialog = caller("<sip:proxy4>", "<sip:proxy3;lr>", "<sip:proxy2>", "<sip:proxy1>", contact="<sip:user@remoteua>")
    draft = dialog.request("BYE")
    assert draft.start == "BYE sip:proxy1 SIP/2.0"
    assert routes_of(draft) == ["<sip:proxy2>", "<sip:proxy3;lr>", "<sip:proxy4>", "<sip:user@remoteua>"]
    assert str(dialog.next_hop) == "sip:proxy1"


def test_a_strict_router_further_on_changes_nothing_here() -> None:
    # RFC 3261 section 16.12.1.2: P3 is strict, and not the first.
    dialog = callee("<sip:p4.domain.com;lr>", "<sip:p3.middle.com>", P1)
    draft = dialog.request("BYE")
    assert draft.start == "BYE sip:caller@u1.example.com SIP/2.0"
    assert routes_of(draft) == ["<sip:p4.domain.com;lr>", "<sip:p3.middle.com>", P1]


def test_without_routes_a_request_goes_to_the_contact() -> None:
    assert str(caller(contact="<sip:callee@192.0.2.4:5070;transport=udp>").next_hop) == (
        "sip:callee@192.0.2.4:5070;transport=udp"
    )


def test_headers_and_method_of_a_contact_do_not_get_into_the_request_line() -> None:
    dialog = caller(contact="<sip:callee@192.0.2.4;method=INVITE;transport=udp?Subject=hello>")
    assert dialog.request("BYE").start == "BYE sip:callee@192.0.2.4;transport=udp SIP/2.0"


def test_the_2xx_decides_the_route_set_whatever_the_18x_said() -> None:
    dialog = Dialog.as_uac(request(), response(180, routes=(P1,)))
    assert routes_of(dialog.request("PRACK")) == [P1]
    dialog.confirm(response(200, routes=(P2,)))
    assert routes_of(dialog.request("BYE")) == [P2]


def test_a_copy_of_the_2xx_changes_no_route() -> None:
    dialog = caller(P1)
    dialog.confirm(response(200, routes=(P2,)))
    assert routes_of(dialog.request("BYE")) == [P1]


# Remote target


@pytest.mark.parametrize("method", ["INVITE", "UPDATE"])
def test_the_contact_of_a_reinvite_and_of_its_answer_is_the_new_target(method: str) -> None:
    uas, uac = callee(), caller()
    assert uas.accepts(request(method, 314160, "<sip:caller@203.0.113.9>"))
    uac.refresh(response(200, "<sip:callee@203.0.113.8>", method=method))
    assert str(uas.next_hop) == "sip:caller@203.0.113.9"
    assert str(uac.next_hop) == "sip:callee@203.0.113.8"


def test_a_bye_and_its_answer_change_no_target() -> None:
    uas, uac = callee(), caller()
    assert uas.accepts(request("BYE", 314160, "<sip:caller@203.0.113.9>"))
    uac.refresh(response(200, "<sip:callee@203.0.113.8>", method="BYE"))
    assert str(uas.next_hop) == "sip:caller@u1.example.com"
    assert str(uac.next_hop) == "sip:callee@u2.domain.com"


def test_a_refused_reinvite_changes_no_target() -> None:
    dialog = caller()
    dialog.refresh(response(488, "<sip:callee@203.0.113.8>"))
    assert str(dialog.next_hop) == "sip:callee@u2.domain.com"


def test_while_a_call_rings_each_18x_may_move_the_target_and_later_none() -> None:
    dialog = Dialog.as_uac(request(), response(180))
    dialog.refresh(response(183, "<sip:callee@203.0.113.8>"))
    assert str(dialog.next_hop) == "sip:callee@203.0.113.8"
    dialog.confirm(response(200))
    dialog.refresh(response(183, "<sip:callee@203.0.113.8>"))
    assert str(dialog.next_hop) == "sip:callee@u2.domain.com"


def test_a_180_without_contact_leaves_the_target_of_the_invite() -> None:
    assert str(Dialog.as_uac(request(), response(180, contact="")).next_hop) == "sip:callee@domain.com"


def test_an_invite_without_contact_makes_no_dialog() -> None:
    with pytest.raises(Malformed) as caught:
        Dialog.as_uas(request(contact=""), "a6c85cf")
    assert caught.value.expected == "a Contact header below it"


# Numbers


def test_prack_and_bye_count_up_and_the_ack_has_the_number_of_its_invite() -> None:
    dialog = Dialog.as_uac(request(), response(180))
    drafts = [dialog.request(method) for method in ("PRACK", "ACK", "BYE")]
    assert [draft.value("CSeq") for draft in drafts] == ["314160 PRACK", "314159 ACK", "314161 BYE"]


def test_the_ack_to_a_reinvite_has_the_number_of_that_reinvite() -> None:
    dialog = caller()
    drafts = [dialog.request(method) for method in ("INVITE", "INFO", "ACK")]
    assert [draft.value("CSeq") for draft in drafts] == ["314160 INVITE", "314161 INFO", "314160 ACK"]


def test_a_request_with_a_lower_number_is_out_of_order_and_leaves_no_trace() -> None:
    dialog = callee()
    assert dialog.accepts(request("INVITE", 314165))
    assert not dialog.accepts(request("INVITE", 314164, "<sip:caller@203.0.113.9>"))
    assert dialog.remote_number == 314165
    assert str(dialog.next_hop) == "sip:caller@u1.example.com"


def test_only_a_lower_number_is_out_of_order() -> None:
    # RFC 3261 section 12.2.2 says nothing of an equal one.
    assert callee().accepts(request("UPDATE", 314159))


def test_numbers_may_have_gaps() -> None:
    # RFC 3261 section 12.2.2: a challenge in between costs one.
    dialog = callee()
    assert dialog.accepts(request("BYE", 399999))


def test_an_ack_is_never_out_of_order() -> None:
    dialog = callee()
    assert dialog.accepts(request("PRACK", 314160))
    assert dialog.accepts(request("ACK", 314159))
    assert dialog.remote_number == 314160


def test_the_callers_first_look_at_the_callees_numbers_takes_any() -> None:
    dialog = caller()
    assert dialog.remote_number is None
    assert dialog.accepts(request("BYE", 1))
    assert not dialog.accepts(request("BYE", 0))


# States


@pytest.mark.parametrize(
    ("status", "to", "makes"),
    [
        (100, f"{CALLEE};tag=a6c85cf", False),
        (180, CALLEE, False),
        (180, f"{CALLEE};tag=a6c85cf", True),
        (200, f"{CALLEE};tag=a6c85cf", True),
        (200, CALLEE, True),  # an RFC 2543 element
        (302, f"{CALLEE};tag=a6c85cf", False),
        (486, f"{CALLEE};tag=a6c85cf", False),
    ],
)
def test_which_responses_make_a_dialog(status: int, to: str, makes: bool) -> None:
    assert makes_dialog(response(status, to=to)) is makes


def test_an_18x_makes_an_early_dialog_and_the_2xx_confirms_it() -> None:
    dialog = Dialog.as_uac(request(), response(180))
    states = [dialog.state]
    dialog.confirm(response(200))
    states.append(dialog.state)
    dialog.end()
    states.append(dialog.state)
    assert states == [State.EARLY, State.CONFIRMED, State.TERMINATED]


def test_a_refusal_ends_an_early_dialog() -> None:
    dialog = Dialog.as_uac(request(), response(180))
    dialog.fail()
    assert dialog.state is State.TERMINATED


def test_a_2xx_that_crosses_the_bye_does_not_revive_the_dialog() -> None:
    dialog = Dialog.as_uac(request(), response(180))
    dialog.end()
    dialog.confirm(response(200))
    assert dialog.state is State.TERMINATED


def test_an_invite_that_was_answered_cannot_fail_any_more() -> None:
    with pytest.raises(ImpossibleInput):
        caller().fail()


@pytest.mark.parametrize(("state", "trigger"), list(product(State, Input)))
def test_the_table_has_all_that_can_happen_and_nothing_else(state: State, trigger: Input) -> None:
    assert (trigger in TRANSITIONS[state]) == ((state, trigger) != (State.CONFIRMED, Input.FAILURE))
