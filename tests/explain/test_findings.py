"""Each rule finds what it is for, and a call that goes well has nothing to be found."""

from collections.abc import Callable

import pytest

from tests.course.checks.mutations import changed, without
from tests.explain.calls import CALLER, lost_180_call, plain_call, prack_call
from tests.explain.exchange import Exchange
from voiplab.explain.findings import RULES, findings
from voiplab.explain.messages import Messages
from voiplab.recording.recording import Recording
from voiplab.sim.moment import ms


def forwarded(make: Callable[[], Recording]) -> Recording:
    """With a Max-Forwards in every request, which the small recordings of these tests leave out."""
    recording = make()
    for message in Messages(recording):
        if message.request is not None:
            recording = changed(message.n, "Call-ID:", "Max-Forwards: 70\r\nCall-ID:")(recording)
    return recording


@pytest.mark.parametrize("make", [prack_call, plain_call])
def test_nothing_is_found_in_a_call_that_goes_well(make: Callable[[], Recording]) -> None:
    assert findings(Messages(forwarded(make))) == []


def test_a_reliable_response_that_is_repeated_until_it_arrives_is_no_finding() -> None:
    assert [finding.name for finding in findings(Messages(forwarded(lost_180_call)))] == []


def refused(status: str, *headers: str) -> Recording:
    go = Exchange()
    go.send(ms(0), "alice > freeswitch", CALLER.invite("Require: 100rel", "Max-Forwards: 70"))
    go.send(ms(1), "freeswitch > alice", CALLER.response(status, *headers))
    return go.recording


def lost_for_good() -> Recording:
    go = Exchange()
    go.send(ms(0), "alice > freeswitch", CALLER.invite("Max-Forwards: 70"))
    go.send(ms(1), "freeswitch > alice", CALLER.response("180 Ringing"), lost="nobody knows")
    return go.recording


@pytest.mark.parametrize(
    ("name", "recording", "says", "shown_by"),
    [
        (
            "never answered",
            lambda: without(16)(forwarded(prack_call)),
            "BYE from alice to freeswitch was sent once and never answered",
            (15,),
        ),
        (
            "200 without ACK",
            lambda: without(12)(forwarded(prack_call)),
            "the 200 from bob was never acknowledged by an ACK",
            (11,),
        ),
        (
            "reliable response without PRACK",
            lambda: changed(8, "RAck: 39965", "RAck: 39964")(forwarded(prack_call)),
            "the reliable 180 from bob was acknowledged by no PRACK",
            (7,),
        ),
        (
            "provisional response lost for good",
            lost_for_good,
            "the 180 from freeswitch was lost, and as it is not reliable nobody repeats it",
            (2,),
        ),
        (
            "gap in RSeq",
            lambda: changed(11, "200 OK", "183 Progress")(
                changed(11, "Content-Type", "RSeq: 39967\r\nContent-Type")(forwarded(prack_call))
            ),
            "RSeq goes from 39965 to 39967: between them a reliable response is missing",
            (11,),
        ),
        (
            "extension refused",
            lambda: refused("420 Bad Extension", "Unsupported: 100rel"),
            "freeswitch does not know 100rel, which alice demands by Require",
            (1, 2),
        ),
        (
            "extension demanded",
            lambda: refused("421 Extension Required", "Require: 100rel"),
            "freeswitch insists on 100rel, which alice did not offer",
            (2,),
        ),
        (
            "extension demanded",
            lambda: refused("421 Extension Required"),
            "the 421 from freeswitch does not say which extension it misses",
            (2,),
        ),
        (
            "no tag in To",
            lambda: changed(10, ";tag=ta-leg", "")(forwarded(prack_call)),
            "the 180 from freeswitch has no tag in To",
            (10,),
        ),
        (
            "no Max-Forwards",
            lambda: changed(8, "Max-Forwards: 70\r\n", "")(forwarded(prack_call)),
            "PRACK from freeswitch has no Max-Forwards",
            (8,),
        ),
    ],
)
def test_each_rule_finds_what_it_is_for(
    name: str, recording: Callable[[], Recording], says: str, shown_by: tuple[int, ...]
) -> None:
    found = [finding for finding in findings(Messages(recording())) if finding.name == name]
    assert [(finding.says, finding.shown_by) for finding in found] == [(says, shown_by)]
    assert found[0].clause == RULES[name].clause


def test_every_rule_has_its_case() -> None:
    marks = test_each_rule_finds_what_it_is_for.pytestmark  # type: ignore[attr-defined]
    assert {case[0] for case in marks[0].args[1]} == set(RULES)
