"""How far somebody is: what a check says of each point."""

from tests.tui.desks import desk
from voiplab.course.lesson import overlaid
from voiplab.tui.desk.desk import Desk
from voiplab.tui.desk.standing import Judged, Standing


def checked(found: Desk) -> Standing:
    assert found.lesson is not None
    found.files = {**overlaid(found.lesson.lab.files, found.lesson.solution)}
    grading = found.check()
    assert grading is not None
    while not grading.is_over:
        grading.slice()
    assert grading.report is not None
    assert found.standing is not None
    found.standing.take(grading.report, ())
    return found.standing


def judged(found: Standing, check: str) -> Judged:
    return found.checked[check]


def test_a_sequence_is_proved_by_all_of_its_messages_and_holds_with_the_last_one() -> None:
    proof = judged(checked(desk("first-proxy")), "passes")
    assert len(proof.messages) == 5
    assert proof.message == max(proof.messages)


def test_what_was_said_of_other_files_is_forgotten() -> None:
    standing = checked(desk("first-proxy"))
    standing.forget()
    assert (standing.checked, standing.points) == ({}, 0)
