"""Every kind of check: a recording that it passes, and the same one changed so that it must fail, with what it says then."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from tests.course.checks.mutations import Mutation, changed, gone, later, replaced, without
from tests.course.checks.reading import check_of
from tests.explain.calls import lost_180_call, prack_call, registration
from voiplab.course.checks.kinds import CHECKS
from voiplab.course.checks.one import ANY_OF, OneCheck, judge
from voiplab.course.checks.played import Played
from voiplab.course.checks.verdict import Outcome, Verdict
from voiplab.explain.messages import Messages
from voiplab.recording.events import Answered, Heard, LineRun, Logged, Moved, SettingRead, Shown
from voiplab.recording.recording import Recording
from voiplab.sim.moment import ms
from voiplab.text.place import Place

ANSWERS = {
    "rack": '"39965  123142653 invite"',
    "copies": "3",
    "gap": "0.5s",
    "leg": "bob",
    "unanswered": " ",
}


def played(recording: Recording) -> Played:
    return Played(Messages(recording), ANSWERS)


class Case(NamedTuple):
    kind: str
    check: str
    make: Callable[[], Recording]
    mutation: Mutation
    difference: str
    outcome: Outcome = Outcome.FAILED


RELIABLE_RINGING = """
sequence:
  steps:
    - 180 from bob to freeswitch, Require has 100rel, RSeq as $rseq, CSeq.number as $cseq
    - PRACK from freeswitch to bob, RAck is "$rseq $cseq INVITE", CSeq.number is $cseq+1
    - 200 for PRACK from bob
    - [180 from freeswitch to alice, 200 for INVITE from bob]
    - ACK to bob
"""

BRIDGE = LineRun(Place("dialplan/default.xml", 14), "bridge(user/1001@10.0.0.2)", "a-leg")
OFFERS = SettingRead(Place("sip_profiles/internal.xml", 12), "enable-100rel", "true", "a-leg")
REGISTERED = Moved("1001", "registration", "trying", "registered")

CASES = [
    Case(
        "sequence",
        RELIABLE_RINGING,
        prack_call,
        changed(7, "Require: 100rel\r\n", ""),
        "Require: expected that it lists 100rel, but it is missing",
    ),
    Case(
        "sequence",
        RELIABLE_RINGING,
        prack_call,
        changed(8, "39965 123142653", "39964 123142653"),
        "RAck: expected that it is 39965 123142653 INVITE, but it is 39964 123142653 INVITE",
    ),
    Case("sequence", RELIABLE_RINGING, prack_call, without(8), ""),
    Case(
        "sequence",
        "sequence: {steps: [407, 180], after: INVITE from alice}",
        prack_call,
        without(2),
        "",
    ),
    Case("sequence", "sequence: {steps: [180], after: 407}", prack_call, without(2), "", Outcome.NOT_REACHED),
    Case(
        "exactly",
        "exactly: {steps: [180 from bob, 200 from bob, 200 from bob, 200 from bob], among: message from bob}",
        prack_call,
        without(11),
        "",
    ),
    Case(
        "exactly",
        "exactly: {steps: [INVITE, 407, ACK, INVITE], before: 100}",
        prack_call,
        changed(2, "407 Proxy Authentication Required", "403 Forbidden"),
        "expected 407, but it is 403 Forbidden",
    ),
    Case(
        "exactly",
        "exactly: {steps: [PRACK], among: PRACK}",
        prack_call,
        changed(12, "ACK", "PRACK"),
        "message 12, PRACK sip:1001@10.0.0.2 from freeswitch to bob should not be there",
    ),
    Case(
        "count", "count: {message: 180 from bob, number: 3}", lost_180_call, without(5), "expected 3, but there are 2"
    ),
    Case(
        "count",
        'count: {message: "180 from bob, with RSeq"}',
        prack_call,
        changed(7, "RSeq", "X-RSeq"),
        "RSeq is missing",
    ),
    Case(
        "never",
        "never: {message: PRACK to alice}",
        prack_call,
        changed(10, "SIP/2.0 180 Ringing", "PRACK sip:a SIP/2.0"),
        "expected none, but there are 1",
    ),
    Case(
        "intervals",
        "intervals: {message: 180 from bob, are: [500ms, 1s]}",
        lost_180_call,
        later(6, ms(200)),
        "message 6 came 1.2 s after message 5, expected 1 s",
    ),
    Case(
        "intervals",
        "intervals: {message: 180 from bob, are: [500ms], or_more: true}",
        lost_180_call,
        without(5),
        "message 5 came 1.5 s after message 4, expected 0.5 s",
    ),
    Case(
        "intervals",
        "intervals: {message: 180 from bob, are: [500ms, 1s]}",
        lost_180_call,
        without(6),
        "expected 2 repetitions, but there are 1",
    ),
    Case(
        "delay",
        "delay: {begin: 180 from bob, end: PRACK, at_most: 10ms}",
        prack_call,
        later(8, ms(15)),
        "0.006 s too late",
    ),
    Case(
        "delay",
        "delay: {begin: 180 from bob, end: 200 from bob for INVITE, at_least: 1s}",
        prack_call,
        without(11),
        "expected it from bob, but it went from freeswitch",
    ),
    Case(
        "call",
        "call: {caller: alice, callee: bob, result: answered, hangs_up: alice}",
        prack_call,
        changed(13, "200 OK", "486 Busy Here"),
        "it was refused with 486",
    ),
    Case("call", "call: {caller: alice, status: 200, hangs_up: alice}", prack_call, without(15), "freeswitch hung up"),
    Case("call", "call: {caller: alice, callee: bob}", prack_call, without(6), "no INVITE reached bob"),
    Case(
        "registered",
        "registered: {who: bob, at: 5s}",
        registration,
        changed(4, "200 OK", "403 Forbidden"),
        "message 6 binds no contact of it",
    ),
    Case(
        "registered",
        "registered: {who: bob, at: 5s}",
        registration,
        changed(4, "expires=60", "expires=4"),
        "message 6 binds no contact of it",
    ),
    Case(
        "registered",
        "registered: {who: bob, when: never, at: 11s}",
        registration,
        changed(6, "\r\n\r\n", "\r\nContact: <sip:1001@10.0.0.12:5060>;expires=60\r\n\r\n"),
        "it was registered from 10.002000 to 70.002000",
    ),
    Case(
        "state",
        "state: {node: bob, kind: registration, is: registered}",
        registration,
        gone(REGISTERED),
        "it was unregistered from 10.003000 on",
    ),
    Case(
        "state",
        "state: {node: bob, kind: registration, is: un*, when: at end}",
        registration,
        gone(Moved("1001", "registration", "registered", "unregistered")),
        "it was registered from 0.007000 on",
    ),
    Case(
        "heard",
        'heard: {who: alice, what: "tone:*", after: INVITE from alice, before: 200 to alice, for: 1s}',
        prack_call,
        replaced(Heard("alice", "tone:ringback", "alice"), Heard("alice", "silence", "")),
        "alice heard silence instead",
    ),
    Case(
        "heard",
        "heard: {who: alice, what: 'tone:ringback', within: 100ms, after: INVITE}",
        prack_call,
        gone(Heard("alice", "tone:ringback", "alice")),
        "alice heard voice:bob instead",
    ),
    Case(
        "not_heard",
        "not_heard: {who: bob, what: 'tone:*'}",
        prack_call,
        replaced(Heard("bob", "voice:alice", "10.0.0.2:20002"), Heard("bob", "tone:busy", "x")),
        "bob hears tone:busy at 2.024000",
    ),
    Case(
        "written_by",
        "written_by: {message: INVITE to bob, header: Supported, line: enable-100rel=true, file: 'sip_prof*'}",
        prack_call,
        replaced(OFFERS, SettingRead(Place("sip_profiles/internal.xml", 13), "enable-timer", "true")),
        "it was sip_profiles/internal.xml:13 (enable-timer=true)",
    ),
    Case("ran", "ran: {node: freeswitch, line: 'bridge(*)', file: dialplan/default.xml}", prack_call, gone(BRIDGE), ""),
    Case(
        "logged",
        "logged: {node: freeswitch, text: '*1001 stored'}",
        registration,
        replaced(Logged("INFO", "Contact for 1001 stored"), Logged("INFO", "Contact for 1002 stored")),
        "the likest is: Contact for 1002 stored",
    ),
    Case(
        "shown",
        "shown: {phone: bob, text: '*registered'}",
        registration,
        replaced(Shown("bob", "1001 registered"), Shown("bob", "no line")),
        "the likest is: no line",
    ),
    Case(
        "console",
        "console: {node: freeswitch, command: 'sofia status*', text: '*1001@*'}",
        registration,
        replaced(
            Answered("sofia status profile internal reg", "Call-ID: x\nUser: 1001@10.0.0.2\n"), Answered("version", "1")
        ),
        "",
    ),
    Case(
        "answer",
        """
         answer:
           question: rack
           asks: What will stand in RAck?
           steps: ["180 from bob, RSeq as $rseq, CSeq.number as $cseq"]
           is: $rseq $cseq INVITE
         """,
        prack_call,
        changed(7, "RSeq: 39965", "RSeq: 39966"),
        'you wrote `"39965  123142653 invite"`',
    ),
    Case(
        "answer",
        "answer: {question: copies, asks: How many 180s?, count: 180 from bob}",
        lost_180_call,
        without(5),
        "you wrote `3`",
    ),
    Case(
        "answer",
        "answer: {question: gap, asks: When?, between: {begin: 180 from bob, end: '180 from bob, again'}}",
        lost_180_call,
        without(5),
        "you wrote `0.5s`",
    ),
    Case(
        "answer",
        "answer: {question: leg, asks: Who?, steps: ['200 for PRACK'], is: $sender}",
        prack_call,
        without(9),
        "",
        Outcome.NOT_REACHED,
    ),
    Case(
        "any_of",
        "any_of: [{never: {message: 180}}, {count: {message: PRACK, number: 1}}]",
        prack_call,
        without(8),
        "expected none, but there are 2",
    ),
    Case(
        "intervals",
        "intervals: {message: 180 from bob, are: [500ms, 1s]}",
        lost_180_call,
        later(6, -ms(300)),
        "message 6 came 0.7 s after message 5, expected 1 s",
    ),
    Case(
        "count",
        "count: {message: 180 from bob, until: 1s, number: 2}",
        lost_180_call,
        later(5, ms(600)),
        "expected 2, but there are 1",
    ),
    Case(
        "count",
        "count: {message: 180 from bob, since: 500ms, number: 2}",
        lost_180_call,
        later(1, -ms(40)),
        "expected 2, but there are 1",
    ),
    Case(
        "heard",
        "heard: {who: alice, what: 'tone:*', before: 200 to alice for INVITE, for: 1s}",
        prack_call,
        later(11, -ms(1500)),
        "it lasted 0.47 s",
    ),
    Case(
        "heard",
        "heard: {who: alice, what: 'tone:*', after: INVITE, within: 100ms}",
        prack_call,
        later(10, ms(200)),
        "it began 0.251 s after the beginning",
    ),
    Case(
        "state",
        "state: {node: bob, kind: registration, is: registered, since: 5s}",
        registration,
        later(5, -ms(6000)),
        "it was unregistered from 4.003000 on",
    ),
    Case(
        "ran",
        "ran: {node: freeswitch, line: 'bridge(*)', file: dialplan/default.xml}",
        prack_call,
        replaced(BRIDGE, LineRun(Place("dialplan/public.xml", 3), "bridge(user/1001@10.0.0.2)", "a-leg")),
        "",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}-{case.difference or case.outcome.value}")
def test_a_check_passes_what_is_right_and_fails_what_is_not(case: Case) -> None:
    check = check_of(case.check)
    right = judge(check, played(case.make()))
    assert right.outcome is Outcome.PASSED, right
    wrong = judge(check, played(case.mutation(case.make())))
    assert (wrong.outcome, wrong.difference) == (case.outcome, case.difference), wrong
    assert wrong.expected
    assert wrong.why


def test_every_kind_has_a_recording_that_it_must_fail() -> None:
    assert {case.kind for case in CASES} == {*CHECKS, ANY_OF} == set(OneCheck.model_fields)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_a_check_has_something_to_say_about_a_run_in_which_nothing_happened(case: Case) -> None:
    verdict = judge(check_of(case.check), played(Recording()))
    assert isinstance(verdict, Verdict)
    assert verdict.is_passed is (case.kind in ("never", "not_heard", "any_of") or "when: never" in case.check)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_evidence_is_events_of_the_recording(case: Case) -> None:
    recording = case.make()
    verdict = judge(check_of(case.check), played(recording))
    assert all(0 <= event < len(recording) for event in verdict.evidence)
