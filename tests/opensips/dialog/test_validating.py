"""validate_dialog() and fix_route_dialog(): requests that do not fit their dialog."""

import pytest

from tests.opensips.bench import ALICE, BOB, CAROL
from tests.opensips.dialog.calls import CALL, Office, asked, script
from voiplab.text.place import NotSimulated

SAYS = 'validate_dialog(); xlog("$rm $rc\\n");'


def said(*requests: tuple[str, ...]) -> list[str]:
    office = Office(script(within=SAYS))
    office.answer()
    for lines in requests:
        office.send(ALICE, *[line.format(office.record_route) for line in lines])
    return list(office.log)[1:]


def within(number: int, uri: str = f"sip:bob@{BOB}", *more: str) -> tuple[str, ...]:
    return asked("INFO", number, CALL, "b1", uri, more or ("Route: {}",))


def test_what_the_dialog_lets_expect_is_valid() -> None:
    office = Office(script(within=SAYS))
    office.answer()
    office.alice("INFO", 2)
    office.bob("INFO", 7)
    office.alice("BYE", 3)
    assert list(office.log) == ["ACK 1", "INFO 1", "INFO 1", "BYE 1"]


def test_a_cseq_that_does_not_go_on_is_invalid() -> None:
    assert said(within(2), within(1)) == ["INFO 1", "INFO -1"]


def test_an_ack_needs_the_cseq_of_its_invite() -> None:
    office = Office(script(within=SAYS))
    office.invite()
    office.reply("200 OK")
    office.alice("ACK", 5)
    assert list(office.log) == ["ACK -1"]


def test_another_target_than_the_contact_is_invalid() -> None:
    assert said(within(2, f"sip:mallory@{CAROL}")) == ["INFO -2"]


def test_more_routes_than_the_dialog_has_are_invalid() -> None:
    assert said(within(2, f"sip:bob@{BOB}", "Route: {}, <sip:127.0.0.13;lr>")) == ["INFO -3"]


def test_without_a_dialog_there_is_nothing_to_compare_with() -> None:
    office = Office(script(begins="", within=SAYS))
    office.invite()
    office.reply("200 OK")
    office.alice("ACK", 1)
    assert list(office.log) == ["ERROR:dialog:w_validate_dialog: null dialog", "ACK -4"]


def test_a_request_can_be_made_to_go_where_it_belongs() -> None:
    office = Office(script(within="fix_route_dialog();"))
    office.answer()
    routes = f"Route: {office.record_route}, <sip:127.0.0.13;lr>"
    (seen,) = office.send(ALICE, *within(2, f"sip:mallory@{CAROL}", routes))
    assert (seen.start, seen.target) == (f"INFO sip:bob@{BOB} SIP/2.0", BOB)
    assert [line for line in seen.lines if line.startswith("Route")] == []


def test_the_routes_of_the_dialog_are_put_in() -> None:
    office = Office(script(within="fix_route_dialog();"))
    office.invite(CALL, "Record-Route: <sip:127.0.0.13;lr>")
    office.reply("200 OK")
    (seen,) = [one for one in office.bob("BYE") if one.start.startswith("BYE")]
    assert (seen.start, seen.target) == (f"BYE sip:alice@{ALICE} SIP/2.0", CAROL)
    assert "Route: <sip:127.0.0.13;lr>" in seen.lines


def test_a_strict_route_is_refused_by_name() -> None:
    office = Office(script(within="fix_route_dialog();"))
    office.invite(CALL, "Record-Route: <sip:127.0.0.13>")
    office.reply("200 OK")
    with pytest.raises(NotSimulated, match="along a strict route"):
        office.bob("BYE")
