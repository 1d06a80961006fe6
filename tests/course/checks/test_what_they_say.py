"""A check that is not passed says what was expected, what came nearest, the first difference and where to look."""

import pytest

from tests.course.checks.mutations import changed, without
from tests.course.checks.reading import check_of
from tests.course.checks.test_kinds import RELIABLE_RINGING, played
from tests.explain.calls import CALLER, prack_call
from tests.explain.exchange import Exchange
from voiplab.course.checks.one import judge
from voiplab.course.checks.search import Undecided
from voiplab.course.checks.verdict import Outcome
from voiplab.sim.moment import ms


def test_a_sequence_that_stops_tells_the_nearest_message_and_the_line_in_force() -> None:
    verdict = judge(check_of(RELIABLE_RINGING), played(changed(8, "39965 1", "1 1")(prack_call())))
    assert verdict.why == (
        "After message 7, 180 Ringing from bob to freeswitch, nothing was sent that fits `PRACK from freeswitch to bob, "
        'RAck is "39965 123142653 INVITE", CSeq.number is 123142654`. The nearest is message 8, PRACK sip:1001@10.0.0.2 '
        "from freeswitch to bob."
    )
    assert verdict.difference.startswith("RAck: expected that it is 39965")
    assert verdict.look.startswith("Look at message 8; when it was sent, freeswitch: dialplan/default.xml:14 (bridge")


def test_a_message_that_came_too_early_is_named() -> None:
    verdict = judge(check_of("sequence: {steps: [180 from bob, 407]}"), played(prack_call()))
    assert verdict.difference == (
        "message 2, 407 Proxy Authentication Required from freeswitch to alice fits, but it came before message 7"
    )


def test_a_header_that_differs_is_traced_to_the_line_that_wrote_it() -> None:
    verdict = judge(check_of("sequence: {steps: ['INVITE to bob, Supported lacks 100rel']}"), played(prack_call()))
    assert verdict.look == (
        "Supported of message 6 was written by freeswitch: sip_profiles/internal.xml:12 (enable-100rel=true)."
    )


def test_a_wrong_answer_is_not_told_the_right_one() -> None:
    question = "answer: {question: leg, asks: Which?, steps: ['PRACK'], is: $number}"
    verdict = judge(check_of(question), played(prack_call()))
    assert verdict.outcome is Outcome.FAILED
    assert "8" not in f"{verdict.expected}{verdict.why}{verdict.difference}{verdict.look}"


def test_a_question_without_an_answer_is_not_wrong_but_open() -> None:
    question = "answer: {question: unanswered, asks: Which?, is: 'no'}"
    assert judge(check_of(question), played(prack_call())).why == "It is not answered yet."


def test_captures_try_another_way_when_the_first_leads_nowhere() -> None:
    check = check_of("sequence: {steps: ['response, CSeq.number as $n', '200 for BYE, CSeq.number is $n']}")
    verdict = judge(check, played(without(16)(prack_call())))
    assert verdict.outcome is Outcome.FAILED  # the BYE of the other leg has a number that no response before it has
    again = judge(
        check_of("sequence: {steps: ['message, CSeq.number as $n', '200 for BYE, CSeq.number is $n']}"),
        played(prack_call()),
    )
    assert [message.n for message in played(prack_call()).messages if message.event.id in again.evidence] == [15, 16]


def test_many_steps_that_could_be_anything_are_decided_at_once() -> None:
    verdict = judge(check_of(f"sequence: {{steps: [{'message, ' * 12}SUBSCRIBE]}}"), played(prack_call()))
    assert verdict.outcome is Outcome.FAILED


def test_a_search_with_too_many_ways_is_given_up_and_is_no_verdict() -> None:
    go = Exchange()
    for number in range(60):
        go.send(ms(number), "alice > bob", CALLER.request("OPTIONS", cseq=number + 1))
    steps = ", ".join(f"'message, CSeq.number as $a{n}'" for n in range(6))
    with pytest.raises(Undecided, match="too many ways"):
        judge(check_of(f"sequence: {{steps: [{steps}, SUBSCRIBE]}}"), played(go.recording))


def test_a_re_invite_that_is_refused_ends_no_call() -> None:
    go = Exchange()
    go.send(ms(0), "alice > bob", CALLER.invite())
    go.send(ms(1), "bob > alice", CALLER.response("200 OK", sdp=True))
    go.send(ms(2), "alice > bob", CALLER.request("ACK"))
    go.send(ms(3), "alice > bob", CALLER.request("INVITE", cseq=3, sdp=True))
    go.send(ms(4), "bob > alice", CALLER.response("488 Not Acceptable Here", cseq=3))
    assert judge(check_of("call: {caller: alice, result: answered}"), played(go.recording)).is_passed
