"""A lesson from its folder.

lesson.yaml            what is below
brief.md               what the student reads first
files/<node>/...       the files as the student finds them
solution/<node>/...    what the solution changes
solution/journal/<run>.yaml  what it does by hand, where an exercise is to operate
mistakes/<name>/<node>/...   what a usual mistake changes
mistakes/<name>/journal/<run>.yaml   what it does by hand, in the place of the solution's
later/...              what scripts save while a run goes on
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from voiplab.course.by_hand_file import JOURNAL, read_by_hand
from voiplab.course.checks.one import OneCheck
from voiplab.course.lesson import (
    Check,
    ConsoleMoment,
    Exercise,
    ExerciseKind,
    Lesson,
)
from voiplab.course.mistakes_file import MistakeEntry, changed_files, read_false_starts, read_mistakes
from voiplab.lab.lab import Lab
from voiplab.lab.lab_file import LabEntry
from voiplab.lab.node_files import bounded_content
from voiplab.lab.opening import FILES, files_by_node, lab_of
from voiplab.lab.span import duration
from voiplab.text import yaml
from voiplab.text.document import Document
from voiplab.text.document import Path as Way
from voiplab.text.nearest import did_you_mean
from voiplab.text.place import ConfigError
from voiplab.text.schema import Schema, fit
from voiplab.text.utf8 import text_of

LESSON: Final = "lesson.yaml"
BRIEF: Final = "brief.md"
SOLUTION: Final = "solution"
LONGEST_BRIEF: Final = 65_536
HINTS: Final = 3


class CheckEntry(OneCheck):
    """`says`: what holds when it is passed. `after`: checks that have to be passed before this one is looked at."""

    id: str
    says: str
    run: str | None = None
    points: int = Field(default=1, ge=0, le=100)
    after: tuple[str, ...] = ()


class ExerciseEntry(Schema):
    """One task. `run` is the run of all its checks that name no other."""

    id: str
    kind: Literal["configure", "operate", "predict", "observe", "answer"]
    task: str
    run: str | None = None
    hints: tuple[str, ...] = Field(min_length=HINTS, max_length=HINTS)
    checks: tuple[CheckEntry, ...] = Field(min_length=1)


class MomentEntry(Schema):
    """When `voiplab console` asks, unless told otherwise."""

    run: str
    at: str


class LessonFile(Schema):
    title: str
    level: int = Field(ge=1, le=9)
    minutes: int = Field(ge=1, le=600)
    version: int = Field(default=1, ge=1)
    teaches: tuple[str, ...] = Field(min_length=1)
    needs: tuple[str, ...] = ()
    edits: tuple[str, ...] = ()
    demonstrations: tuple[str, ...] = ()
    moment: MomentEntry
    lab: LabEntry
    exercises: tuple[ExerciseEntry, ...] = Field(min_length=1)
    mistakes: dict[str, MistakeEntry] = Field(default_factory=dict)


def read_lesson(folder: Path) -> Lesson:
    """ConfigError with file and line for whatever is wrong."""
    document = yaml.read(f"{folder.name}/{LESSON}", _content(folder, LESSON))
    file = fit(LessonFile, document)
    lab = lab_of(folder.name, document, ("lab",), folder, files_by_node(folder / FILES))
    _refuse_strangers(document, file, lab)
    exercises = tuple(_exercise(document, place, entry, lab) for place, entry in enumerate(file.exercises))
    lesson = Lesson(
        id=folder.name,
        version=file.version,
        title=file.title,
        level=file.level,
        minutes=file.minutes,
        teaches=file.teaches,
        needs=file.needs,
        folder=folder,
        brief=text_of(f"{folder.name}/{BRIEF}", _content(folder, BRIEF), LONGEST_BRIEF),
        lab=lab,
        edits=file.edits,
        demonstrations=file.demonstrations,
        moment=_moment(document, file.moment),
        exercises=exercises,
        solution=changed_files(folder / SOLUTION),
        by_hand=read_by_hand(folder / SOLUTION, f"{folder.name}/{SOLUTION}", lab),
        mistakes=tuple(read_mistakes(document, file.mistakes, folder, lab)),
        false_starts=tuple(read_false_starts(document, file.mistakes, folder)),
    )
    _refuse_unknown_checks(document, lesson)
    return lesson


def _content(folder: Path, name: str) -> bytes:
    return bounded_content(folder / name, f"{folder.name}/{name}")


def _exercise(document: Document, place: int, entry: ExerciseEntry, lab: Lab) -> Exercise:
    way: Way = ("exercises", place)
    checks = tuple(
        _check(document, (*way, "checks", number), entry, one, lab) for number, one in enumerate(entry.checks)
    )
    run = entry.run or lab.first_run
    return Exercise(entry.id, ExerciseKind(entry.kind), entry.task.strip(), run, entry.hints, checks)


def _check(document: Document, way: Way, exercise: ExerciseEntry, entry: CheckEntry, lab: Lab) -> Check:
    run = entry.run or exercise.run or lab.first_run
    if run not in lab.runs:
        raise ConfigError(document.place((*way, "run")), f"no run is called {run}{did_you_mean(run, lab.runs)}")
    return Check(entry.id, entry.says, run, entry.points, entry.after, entry, document.place(way))


def _moment(document: Document, entry: MomentEntry) -> ConsoleMoment:
    try:
        return ConsoleMoment(entry.run, duration(entry.at))
    except ValueError as wrong:
        raise ConfigError(document.place(("moment", "at")), str(wrong)) from None


def _refuse_strangers(document: Document, file: LessonFile, lab: Lab) -> None:
    """Names of runs and files that are not there."""
    for way, run in _runs_named(file):
        if run not in lab.runs:
            raise ConfigError(document.place(way), f"no run is called {run}{did_you_mean(run, lab.runs)}")
    known = [f"{node}/{path}" for node, files in lab.files.items() for path in files]
    for place, name in enumerate(file.edits):
        if name not in known:
            raise ConfigError(document.place(("edits", place)), f"there is no file {name}{did_you_mean(name, known)}")
    if JOURNAL in lab.nodes:
        raise ConfigError(document.key(("lab", "nodes", JOURNAL)), f"the folder {JOURNAL} of a workspace is no node's")
    for node in lab.files:
        if node not in lab.nodes:
            raise ConfigError(document.place(("lab", "nodes")), f"the folder {FILES}/{node} belongs to no node")


def _runs_named(file: LessonFile) -> Iterator[tuple[Way, str]]:
    yield ("moment", "run"), file.moment.run
    yield from ((("demonstrations", place), run) for place, run in enumerate(file.demonstrations))
    yield from ((("exercises", n, "run"), one.run) for n, one in enumerate(file.exercises) if one.run is not None)


def _refuse_unknown_checks(document: Document, lesson: Lesson) -> None:
    """Checks have names of their own; what refers to one refers to one above, a mistake to any."""
    above: list[str] = []
    for check in lesson.checks:
        if check.id in above:
            raise ConfigError(check.place, f"a check is called {check.id} already")
        for name in check.after:
            if name not in above:
                raise ConfigError(check.place, f"no check above is called {name}{did_you_mean(name, above)}")
        above.append(check.id)
    for mistake in lesson.mistakes:
        if mistake.fails not in above:
            way: Way = ("mistakes", mistake.name, "fails")
            raise ConfigError(
                document.place(way), f"no check is called {mistake.fails}{did_you_mean(mistake.fails, above)}"
            )
        for question in mistake.answers:
            if question not in lesson.questions:
                way = ("mistakes", mistake.name, "answers", question)
                raise ConfigError(document.key(way), f"no question is called {question}")
