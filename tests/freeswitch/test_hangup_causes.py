"""Causes and statuses on the wire: the tables of mod_sofia, row by row, through calls."""

import pytest

from tests.freeswitch.office import Office
from voiplab.freeswitch.causes import Cause, of_status
from voiplab.freeswitch.sofia.phrases import phrase_of

REFUSALS = {
    404: "UNALLOCATED_NUMBER NO_ROUTE_TRANSIT_NET NO_ROUTE_DESTINATION",
    486: "USER_BUSY",
    408: "NO_USER_RESPONSE",
    480: "NO_ANSWER SUBSCRIBER_ABSENT NORMAL_UNSPECIFIED NORMAL_CLEARING MANDATORY_IE_MISSING INTERWORKING PROTOCOL_ERROR "
    "CHAN_NOT_IMPLEMENTED USER_NOT_REGISTERED ALLOTTED_TIMEOUT MANAGER_REQUEST SERVICE_UNAVAILABLE LOSE_RACE PICKED_OFF",
    603: "CALL_REJECTED DECLINE REJECT_ALL",
    410: "NUMBER_CHANGED REDIRECTION_TO_NEW_DESTINATION",
    502: "DESTINATION_OUT_OF_ORDER INVALID_PROFILE",
    484: "INVALID_NUMBER_FORMAT INVALID_URL INVALID_GATEWAY",
    501: "FACILITY_REJECTED FACILITY_NOT_IMPLEMENTED SERVICE_NOT_IMPLEMENTED",
    503: "REQUESTED_CHAN_UNAVAIL NORMAL_CIRCUIT_CONGESTION NETWORK_OUT_OF_ORDER NORMAL_TEMPORARY_FAILURE "
    "SWITCH_CONGESTION GATEWAY_DOWN BEARERCAPABILITY_NOTAVAIL",
    403: "OUTGOING_CALL_BARRED INCOMING_CALL_BARRED BEARERCAPABILITY_NOTAUTH STALE_DATE",
    488: "BEARERCAPABILITY_NOTIMPL INCOMPATIBLE_DESTINATION",
    504: "RECOVERY_ON_TIMER_EXPIRE",
    487: "ORIGINATOR_CANCEL",
    483: "EXCHANGE_ROUTING_ERROR",
    600: "BUSY_EVERYWHERE",
    604: "DOES_NOT_EXIST_ANYWHERE",
    606: "NOT_ACCEPTABLE",
    607: "UNWANTED",
    428: "NO_IDENTITY",
    429: "BAD_IDENTITY_INFO",
    437: "UNSUPPORTED_CERTIFICATE",
    438: "INVALID_IDENTITY",
}


@pytest.mark.parametrize(
    ("status", "name"), [(status, name) for status, names in REFUSALS.items() for name in names.split()]
)
def test_hanging_up_a_caller_with_a_cause_refuses_it_with_the_status_of_the_cause(status: int, name: str) -> None:
    office = Office(phones=1)
    office["1000"].dial(f"hc_{name}")
    office.run()
    refusal = office.last("1000", f"{status} INVITE")
    assert refusal.start == f"SIP/2.0 {status} {phrase_of(status)}"
    number = Cause[name].value
    protocol = "Q.850" if number < 128 else "SIP"
    reason = (
        'SIP;cause=200;text="Call completed elsewhere"'
        if name in ELSEWHERE
        else f'{protocol};cause={number};text="{name}"'
    )
    assert refusal.get("Reason") == reason


ELSEWHERE = ("LOSE_RACE", "PICKED_OFF")
"""Whose Reason says nothing of the cause."""


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        *((status, Cause.CALL_REJECTED) for status in (402, 403, 603, 608)),
        (607, Cause.UNWANTED),
        (404, Cause.UNALLOCATED_NUMBER),
        *((status, Cause.NO_ROUTE_DESTINATION) for status in (485, 604)),
        *((status, Cause.RECOVERY_ON_TIMER_EXPIRE) for status in (408, 504)),
        (410, Cause.NUMBER_CHANGED),
        *((status, Cause.INTERWORKING) for status in (413, 414, 416, 420, 421, 423, 505, 513)),
        *((status, Cause.NORMAL_TEMPORARY_FAILURE) for status in (400, 481, 500, 503)),
        *((status, Cause.USER_BUSY) for status in (486, 600)),
        (484, Cause.INVALID_NUMBER_FORMAT),
        *((status, Cause.INCOMPATIBLE_DESTINATION) for status in (488, 606)),
        (502, Cause.NETWORK_OUT_OF_ORDER),
        (405, Cause.SERVICE_UNAVAILABLE),
        *((status, Cause.SERVICE_NOT_IMPLEMENTED) for status in (406, 415, 501)),
        *((status, Cause.EXCHANGE_ROUTING_ERROR) for status in (482, 483)),
        (428, Cause.NO_IDENTITY),
        (429, Cause.BAD_IDENTITY_INFO),
        (437, Cause.UNSUPPORTED_CERTIFICATE),
        (438, Cause.INVALID_IDENTITY),
        *((status, Cause.NORMAL_UNSPECIFIED) for status in (493, 580, 699)),
    ],
)
def test_a_refusal_of_the_callee_becomes_a_cause_and_its_status_goes_on(status: int, cause: Cause) -> None:
    assert of_status(status) is cause
    office = Office(phones=2).register("1001")
    office["1001"].answers_with((0.1, status))
    office["1000"].dial("1001")
    office.run()
    assert office.last("1000", f"{status} INVITE").get("Reason") == cause.reason


@pytest.mark.parametrize(("status", "cause"), [(480, Cause.NO_USER_RESPONSE), (487, Cause.ORIGINATOR_CANCEL)])
def test_after_some_refusals_the_dialplan_goes_on_and_ends_by_itself(status: int, cause: Cause) -> None:
    assert of_status(status) is cause
    office = Office(phones=2).register("1001")
    office["1001"].answers_with((0.1, status))
    office["1000"].dial("1001")
    office.run()
    assert office.last("1000", f"{status} INVITE").get("Reason") == Cause.NORMAL_CLEARING.reason


def test_a_name_that_is_no_cause_means_normal_clearing() -> None:
    office = Office(phones=1)
    office["1000"].dial("hc_TOO_LATE")
    office.run()
    assert office.last("1000", "480 INVITE").get("Reason") == Cause.NORMAL_CLEARING.reason


def test_respond_says_because_when_nobody_knows_a_phrase() -> None:
    office = Office(phones=1)
    office["1000"].dial("respond_429")
    office.run()
    assert office.last("1000", "429 INVITE").start == "SIP/2.0 429 Because"
