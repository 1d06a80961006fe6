from collections.abc import Callable

import pytest

from tests.course.checks.mutations import Mutation, changed, without
from tests.explain.calls import lost_180_call, plain_call, prack_call
from tests.explain.golden_text import check_golden
from voiplab.explain.columns import Column
from voiplab.explain.difference import Appeared, Gone, Kept, difference, difference_ladder, is_same
from voiplab.explain.header_difference import Change
from voiplab.explain.messages import Messages
from voiplab.recording.recording import Recording

COLUMNS = (Column("alice", "1000 MicroSIP"), Column("freeswitch"), Column("bob", "1001 OBi1062"))


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("difference-prack", plain_call, prack_call),
        ("difference-no-prack", prack_call, plain_call),
        ("difference-lost", prack_call, lost_180_call),
        ("difference-none", prack_call, prack_call),
    ],
)
def test_two_ladders_are_laid_over_each_other(
    name: str, before: Callable[[], Recording], after: Callable[[], Recording]
) -> None:
    drawn = difference_ladder(Messages(before()), Messages(after()), COLUMNS)
    check_golden(f"{name}.txt", str(drawn))


def test_what_differs_between_any_two_runs_is_no_difference() -> None:
    before, after = Messages(plain_call()), Messages(plain_call())
    assert is_same(difference(before, after))
    renamed = plain_call()
    for n in range(1, len(after) + 1):
        renamed = changed(n, "-leg-2", "-other")(renamed)
    assert is_same(difference(before, Messages(renamed)))


def only_change(mutation: Mutation) -> tuple[Change, ...]:
    steps = difference(Messages(prack_call()), Messages(mutation(prack_call())))
    found = [step for step in steps if not (isinstance(step, Kept) and not step.changes)]
    assert len(found) == 1, found
    step = found[0]
    assert isinstance(step, Kept), step
    return step.changes


@pytest.mark.parametrize(
    ("mutation", "lines"),
    [
        (changed(6, "100rel, timer", "timer"), ["~ Supported: - 100rel"]),
        (changed(6, "100rel, timer", "timer, 100rel"), ["~ Supported: in another order"]),
        (changed(7, "Require: 100rel", "Require: 100rel, x"), ["~ Require: + x"]),
        (changed(7, "Require: 100rel\r\n", ""), ["- Require: 100rel"]),
        (
            changed(7, "180 Ringing", "180 Alerting"),
            ["- Start line: SIP/2.0 180 Ringing", "+ Start line: SIP/2.0 180 Alerting"],
        ),
        (changed(17, "cause=16", "cause=17"), ["- Reason: Q.850;cause=16", "+ Reason: Q.850;cause=17"]),
        (changed(17, "CSeq: 123142655", "CSeq: 123142656"), ["- CSeq: first+2 BYE", "+ CSeq: first+3 BYE"]),
        (changed(1, "RTP/AVP 0", "RTP/AVP 8"), ["- SDP: m=audio 4000 RTP/AVP 0", "+ SDP: m=audio 4000 RTP/AVP 8"]),
        (changed(1, "m=audio 4000", "m=audio 0"), ["- SDP: m=audio 4000 RTP/AVP 0", "+ SDP: m=audio 0 RTP/AVP 0"]),
        (changed(7, "RSeq: 39965\r\n", "Subject: \x1b[1m\r\nRSeq: 1\r\n"), [r"+ Subject: \x1b[1m"]),
    ],
)
def test_a_change_is_told_header_by_header(mutation: Mutation, lines: list[str]) -> None:
    assert [line for change in only_change(mutation) for line in change.lines()] == lines


@pytest.mark.parametrize(
    ("n", "old", "new"),
    [
        (7, "RSeq: 39965", "RSeq: 1"),
        (8, "RAck: 39965 123142653", "RAck: 1 2"),
        (7, ";tag=tb-leg", ";tag=other"),
        (7, "branch=z9hG4bKb", "branch=z9hG4bKx"),
        (1, "o=- 1 1 ", "o=- 12345 12346 "),
        (1, "m=audio 4000 ", "m=audio 4002 "),
    ],
)
def test_what_is_in_the_table_of_ignored_things_is_ignored(n: int, old: str, new: str) -> None:
    assert is_same(difference(Messages(prack_call()), Messages(changed(n, old, new)(prack_call()))))


def test_a_message_that_is_missing_vanished_and_the_other_way_round_appeared() -> None:
    whole, lacking = Messages(prack_call()), Messages(without(9)(prack_call()))
    assert [step.before.n for step in difference(whole, lacking) if isinstance(step, Gone)] == [9]
    assert [step.after.n for step in difference(lacking, whole) if isinstance(step, Appeared)] == [9]


def test_what_is_new_about_a_repeated_message_is_the_repetition_and_not_the_first_one() -> None:
    repeated = without(2)(lost_180_call())
    once = without(4)(without(5)(repeated))
    steps = difference(Messages(once), Messages(repeated))
    assert [step.after.n for step in steps if isinstance(step, Appeared)] == [4, 5]
