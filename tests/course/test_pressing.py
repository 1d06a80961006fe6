"""One thing more is done in a run, at the end or in the middle."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from tests.lab.two_phones import write
from voiplab.course.pressing import Done, done_by_hand
from voiplab.lab.actions import NodeAction
from voiplab.lab.lab import Lab
from voiplab.lab.node import ImpossibleAction
from voiplab.lab.opening import open_lab
from voiplab.lab.run import Entry, Run
from voiplab.recording.events import Performed
from voiplab.sim.moment import Moment, seconds


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return open_lab(write(tmp_path))


def started(lab: Lab, journal: Sequence[Entry]) -> Run:
    return Run(lab, lab.runs["call"], 1, journal)


def done(lab: Lab, journal: Sequence[Entry], words: str, at: Moment | None = None) -> Done:
    return done_by_hand(partial(started, lab), Run.run, journal, "alice", NodeAction(words), at)


def acts(run: Run) -> list[str]:
    return [event.what.action for event in run.recording if isinstance(event.what, Performed)]


def test_it_is_done_when_nothing_happens_any_more(lab: Lab) -> None:
    quiet = started(lab, [])
    quiet.run()
    first = done(lab, [], "dial bob")
    assert first.entry == Entry(quiet.kernel.steps, quiet.kernel.now, "alice", NodeAction("dial bob"))
    assert acts(first.run) == ["dial bob", "answer", "hang up", "dial bob"]
    second = done(lab, first.run.journal, "dnd on")
    assert second.run.journal[0] == first.entry
    assert second.entry.at > first.entry.at


def test_at_a_moment_it_comes_before_what_was_done_later(lab: Lab) -> None:
    later = done(lab, [], "dnd on", seconds(60)).run.journal
    between = done(lab, later, "hang up", seconds(2))
    assert [(entry.at, str(entry.action)) for entry in between.run.journal] == [
        (seconds(2), "hang up"),
        (seconds(60), "dnd on"),
    ]
    assert acts(between.run) == ["dial bob", "hang up", "answer", "dnd on"]
    again = started(lab, between.run.journal)
    again.run()
    assert again.digest() == between.run.digest()


def test_what_its_owner_learns_at_once_is_told(lab: Lab) -> None:
    assert done(lab, [], "answer").answer == "there is no call to answer"


def test_what_nobody_can_do_is_refused(lab: Lab) -> None:
    with pytest.raises(ImpossibleAction):
        done(lab, [], "sing")
