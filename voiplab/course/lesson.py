"""A lesson as a value: a brief, a lab as the student finds it, exercises with checks and hints, a solution, usual mistakes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import Enum
from pathlib import Path

from voiplab.course.checks.answer import AnswerParameters
from voiplab.course.checks.one import OneCheck
from voiplab.course.checks.parameters import Group
from voiplab.lab.lab import Lab
from voiplab.lab.run import Entry
from voiplab.sim.moment import Moment
from voiplab.sip.value import value
from voiplab.text.place import Files, Place

NodeFiles = Mapping[str, Files]
"""node -> its files"""


class ExerciseKind(Enum):
    CONFIGURE = "configure"
    OPERATE = "operate"
    PREDICT = "predict"
    OBSERVE = "observe"
    ANSWER = "answer"


@value(frozen=True, slots=False)
class Check:
    """A question put to one run. `says`: what holds when it is passed. `after`: checks that have to be passed first."""

    id: str
    says: str
    run: str
    points: int
    after: tuple[str, ...]
    asks: OneCheck
    place: Place

    @property
    def question(self) -> AnswerParameters | None:
        """What the student answers in words, if that is what is checked."""
        return self.asks.answer


@value(frozen=True, slots=False)
class Exercise:
    """`run` is that of all its checks that name no other. `hints`: a nudge, where to look, the exact line."""

    id: str
    kind: ExerciseKind
    task: str
    run: str
    hints: tuple[str, ...]
    checks: tuple[Check, ...]


@value(frozen=True, slots=False)
class Press:
    """What an author has somebody do by hand: `$name` in the action is what the series `reads` finds in the run until then."""

    entry: Entry
    reads: tuple[Group, ...]
    place: Place


ByHand = Mapping[str, tuple[Press, ...]]
"""run -> what is done in it by hand, in the order of the moments"""


@value(frozen=True, slots=False)
class Pressed:
    """How a mistake is recognised in what the student did: an `action` (with wildcards) at that node in that run."""

    run: str
    node: str
    action: str


@value(frozen=True, slots=False)
class Seen:
    """How a mistake is recognised in what the student wrote: a line of `file` that the lesson did not have looks like this."""

    file: str
    line: str


@value(frozen=True, slots=False)
class Mistake:
    """A usual wrong turn: files in the place of those of the start, what is done by hand, or answers; the check that must fail.

    `says`: what to say then.
    """

    name: str
    fails: str
    says: str
    files: NodeFiles
    by_hand: ByHand
    answers: Mapping[str, tuple[str, ...]]
    seen: Seen | None
    pressed: Pressed | None
    place: Place


@value(frozen=True, slots=False)
class FalseStart:
    """A usual wrong turn with which a node does not start: where it stops, and what it says then (with wildcards)."""

    name: str
    at: Place
    error: str
    says: str
    files: NodeFiles
    seen: Seen | None
    place: Place


@value(frozen=True, slots=False)
class ConsoleMoment:
    """When a console is asked, unless somebody says otherwise."""

    run: str
    at: Moment


@value(frozen=True, slots=False)
class Lesson:
    """`lab` has the files as the student finds them, `solution` what changes; `edits` names what the student may change."""

    id: str
    version: int
    title: str
    level: int
    minutes: int
    teaches: tuple[str, ...]
    needs: tuple[str, ...]
    folder: Path
    brief: str
    lab: Lab
    edits: tuple[str, ...]
    demonstrations: tuple[str, ...]
    """Runs that are always played on the files of the start."""

    moment: ConsoleMoment
    exercises: tuple[Exercise, ...]
    solution: NodeFiles
    by_hand: ByHand
    """What the solution does by hand."""

    mistakes: tuple[Mistake, ...]
    false_starts: tuple[FalseStart, ...]

    @property
    def checks(self) -> Iterator[Check]:
        return (check for exercise in self.exercises for check in exercise.checks)

    @property
    def operated(self) -> tuple[str, ...]:
        """The runs in which the student acts: those that an exercise of the kind `operate` is about."""
        runs = [exercise.run for exercise in self.exercises if exercise.kind is ExerciseKind.OPERATE]
        return tuple(dict.fromkeys(runs))

    @property
    def wrong_turns(self) -> Mapping[str, NodeFiles]:
        """What each usual mistake changes, by its name."""
        failing = {mistake.name: mistake.files for mistake in self.mistakes}
        return failing | {start.name: start.files for start in self.false_starts}

    @property
    def questions(self) -> Mapping[str, Check]:
        return {check.question.question: check for check in self.checks if check.question is not None}

    def lab_with(self, files: NodeFiles) -> Lab:
        return replace(self.lab, files=files)

    def lab_for(self, run: str, files: NodeFiles) -> Lab:
        return self.lab if run in self.demonstrations else self.lab_with(files)


def overlaid(files: NodeFiles, changes: NodeFiles) -> NodeFiles:
    """The files with the changed ones in the place of theirs."""
    return {node: {**files.get(node, {}), **changes.get(node, {})} for node in dict.fromkeys([*files, *changes])}


def paths(files: NodeFiles) -> Iterator[tuple[str, bytes]]:
    """`freeswitch/sip_profiles/internal.xml` and its content, for each file."""
    return ((f"{node}/{path}", content) for node, own in files.items() for path, content in own.items())


def changed(before: NodeFiles, after: NodeFiles) -> list[str]:
    """The paths of what differs: changed, added, and taken away."""
    was, now = dict(paths(before)), dict(paths(after))
    return [name for name in dict.fromkeys([*was, *now]) if was.get(name) != now.get(name)]


def added_lines(before: bytes, after: bytes) -> list[str]:
    """Lines that were not there before, or not so often, without the blanks around them."""
    left = Counter(line.strip() for line in before.splitlines())
    added = []
    for line in (line.strip() for line in after.splitlines()):
        if left[line] > 0:
            left[line] -= 1
        elif line:
            added.append(line.decode("utf-8", "replace"))
    return added
