"""Tables 3.2 and 3.3 of the behaviour sheet, and what the recorded refusals of FreeSWITCH 1.10.12 say."""

import pytest

from voiplab.freeswitch.causes import Cause, is_name, named, of_status


@pytest.mark.parametrize(
    ("name", "status", "reason"),
    [
        ("USER_BUSY", 486, 'Q.850;cause=17;text="USER_BUSY"'),
        ("CALL_REJECTED", 603, 'Q.850;cause=21;text="CALL_REJECTED"'),
        ("INTERWORKING", 480, 'Q.850;cause=127;text="INTERWORKING"'),
        ("NO_USER_RESPONSE", 408, 'Q.850;cause=18;text="NO_USER_RESPONSE"'),
        ("NORMAL_TEMPORARY_FAILURE", 503, 'Q.850;cause=41;text="NORMAL_TEMPORARY_FAILURE"'),
        ("ORIGINATOR_CANCEL", 487, 'SIP;cause=487;text="ORIGINATOR_CANCEL"'),
        ("ALLOTTED_TIMEOUT", 480, 'SIP;cause=802;text="ALLOTTED_TIMEOUT"'),
        ("BUSY_EVERYWHERE", 600, 'SIP;cause=815;text="BUSY_EVERYWHERE"'),
        ("USER_NOT_REGISTERED", 480, 'SIP;cause=806;text="USER_NOT_REGISTERED"'),
    ],
)
def test_a_hangup_cause_refuses_with_its_status_and_reason(name: str, status: int, reason: str) -> None:
    cause = named(name)
    assert (cause.status, cause.reason) == (status, reason)


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        (403, Cause.CALL_REJECTED),
        (404, Cause.UNALLOCATED_NUMBER),
        (421, Cause.INTERWORKING),
        (480, Cause.NO_USER_RESPONSE),
        (486, Cause.USER_BUSY),
        (503, Cause.NORMAL_TEMPORARY_FAILURE),
        (499, Cause.NORMAL_UNSPECIFIED),
        (699, Cause.NORMAL_UNSPECIFIED),
    ],
)
def test_a_refused_leg_has_the_cause_of_its_status(status: int, cause: Cause) -> None:
    assert of_status(status) is cause


@pytest.mark.parametrize("text", ["BUSYY", "", "user busy", "4711", "0", "9" * 5000])
def test_an_unknown_cause_is_normal_clearing_without_a_word(text: str) -> None:
    assert named(text) is Cause.NORMAL_CLEARING


def test_a_cause_may_be_written_in_any_case_or_as_its_number() -> None:
    assert named("user_busy") is named("17") is named("USER_BUSY") is Cause.USER_BUSY


def test_a_misspelt_cause_can_be_told_from_a_known_one() -> None:
    assert is_name("USER_BUSY")
    assert not is_name("BUSYY")
