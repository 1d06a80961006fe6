"""What is proved of every lesson before a student meets it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voiplab.course.by_hand import journals_by_hand
from voiplab.course.by_hand_file import JOURNAL
from voiplab.course.checks.verdict import Outcome
from voiplab.course.grading import Report, grade, runs
from voiplab.course.journals import NOTHING_DONE, Journals
from voiplab.course.lesson import ByHand, ExerciseKind, FalseStart, Lesson, Mistake, NodeFiles, changed, overlaid
from voiplab.course.lesson_file import BRIEF, HINTS, LESSON, SOLUTION
from voiplab.course.mistakes_file import MISTAKES
from voiplab.course.recognising import recognised, recognised_start
from voiplab.course.right_answers import right_answers
from voiplab.lab.actions import Edit
from voiplab.lab.node import kind
from voiplab.lab.opening import FILES, LATER, TOPOLOGIES
from voiplab.lab.run import Run
from voiplab.sip.condition import fits_glob
from voiplab.text.place import ConfigError, NotSimulated, Place

SEED: Final = 1
OTHER_SEEDS: Final = (2, 3, 4)
"""More than one, because two seeds may agree by chance in a number that has few values."""


@dataclass(frozen=True)
class Problem:
    place: Place
    says: str

    def __str__(self) -> str:
        return f"{self.place}: {self.says}"


def lint(lesson: Lesson) -> list[Problem]:
    """What can be seen without playing; what makes a lesson unreadable was an error before."""
    found = [*_hints(lesson), *_edits(lesson), *_by_hand(lesson), *_questions(lesson), *_unused(lesson)]
    return [Problem(_whole(lesson), says) for says in found]


def verify(lesson: Lesson) -> list[Problem]:
    """All that is to be proved, by playing every run of it several times."""
    refused = [Problem(_whole(lesson), says) for says in _refused(lesson)]
    if refused:
        return [*lint(lesson), *refused]
    solved = Solved.of(lesson, SEED)
    found = [*_start(lesson), *_solution(solved), *_seeds(solved), *_leftovers(solved)]
    problems = [*lint(lesson), *(Problem(_whole(lesson), says) for says in found)]
    problems += [Problem(mistake.place, says) for mistake in lesson.mistakes for says in _mistake(solved, mistake)]
    return problems + [
        Problem(start.place, says) for start in lesson.false_starts for says in _false_start(solved, start)
    ]


def _whole(lesson: Lesson) -> Place:
    return Place(f"{lesson.id}/{LESSON}", 1)


@dataclass(frozen=True)
class Solved:
    """The lesson with its solution, and with the right answers, which are computed from what the solution does."""

    lesson: Lesson
    files: NodeFiles
    journals: Journals
    answers: Mapping[str, str]
    report: Report

    @classmethod
    def of(cls, lesson: Lesson, seed: int) -> "Solved":
        files = overlaid(lesson.lab.files, lesson.solution)
        journals = journals_by_hand(lesson, lesson.by_hand, files, seed)
        answers = right_answers(lesson, grade(lesson, files, {}, seed, journals=journals).played)
        return cls(lesson, files, journals, answers, grade(lesson, files, answers, seed, journals=journals))


# Without playing


def _hints(lesson: Lesson) -> Iterator[str]:
    for exercise in lesson.exercises:
        told = [hint.strip() for hint in exercise.hints]
        if len(told) != HINTS or len(dict.fromkeys(told)) != HINTS or not all(told):
            yield f"exercise {exercise.id} needs {HINTS} hints, each of which says something else"


def _edits(lesson: Lesson) -> Iterator[str]:
    for name in changed(lesson.lab.files, overlaid(lesson.lab.files, lesson.solution)):
        if name not in lesson.edits:
            yield f"the solution changes {name}, which `edits` does not name"


def _by_hand(lesson: Lesson) -> Iterator[str]:
    for run in lesson.operated:
        if run not in lesson.by_hand:
            yield f"the solution does nothing in the run {run}, which is operated: there is no {SOLUTION}/{JOURNAL}/{run}.yaml"
    for where, by_hand in _journals(lesson):
        for run in by_hand:
            if run not in lesson.operated:
                yield f"{where}/{JOURNAL}/{run}.yaml is of a run that no exercise of the kind operate is about"


def _journals(lesson: Lesson) -> Iterator[tuple[str, ByHand]]:
    yield SOLUTION, lesson.by_hand
    yield from ((f"{MISTAKES}/{mistake.name}", mistake.by_hand) for mistake in lesson.mistakes)


def _questions(lesson: Lesson) -> Iterator[str]:
    names = [check.question.question for check in lesson.checks if check.question is not None]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield f"the question {name} is asked by more than one check"
    if not any(check.question is not None and not _is_constant(check.question.text) for check in lesson.checks):
        yield "no question is answered from the recording"


def _is_constant(text: str | None) -> bool:
    return text is not None and "$" not in text


def _unused(lesson: Lesson) -> Iterator[str]:
    """Files that nobody reads."""
    known = (LESSON, BRIEF, FILES, SOLUTION, MISTAKES, LATER, TOPOLOGIES)
    yield from (f"nobody reads {path.name}" for path in _visible(lesson.folder) if path.name not in known)
    yield from (
        f"nobody reads {FILES}/{node}/{file}"
        for node, files in lesson.lab.files.items()
        for file in files
        if file not in _files_read(lesson, node)
    )
    folder = lesson.folder / MISTAKES
    yield from (
        f"{MISTAKES}/{path.name} is no mistake" for path in _visible(folder) if path.name not in lesson.wrong_turns
    )
    contents = [
        line.action.content
        for plan in lesson.lab.runs.values()
        for line in plan.script
        if isinstance(line.action, Edit)
    ]
    for path in _visible(lesson.folder / LATER):
        if path.read_bytes() not in contents:
            yield f"no script saves {LATER}/{path.name}"


def _files_read(lesson: Lesson, node: str) -> list[str]:
    """Files of which the node's product says what at least one line does."""
    plan = lesson.lab.nodes[node]
    return [remark.place.file for remark in kind(plan.kind).explain(plan.model, lesson.lab.files[node])]


def _visible(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith(".")) if folder.is_dir() else []


# By playing


def _refused(lesson: Lesson) -> Iterator[str]:
    """Nothing more can be proved of a lesson with which a node does not start."""
    for name, files in (("start", lesson.lab.files), ("solution", overlaid(lesson.lab.files, lesson.solution))):
        try:
            list(runs(lesson, files, SEED))
        except ConfigError as refused:
            yield f"the {name} is refused: {refused}"


def _start(lesson: Lesson) -> Iterator[str]:
    report = grade(lesson, lesson.lab.files, {}, SEED)
    for exercise in lesson.exercises:
        if report.is_done(exercise):
            yield f"exercise {exercise.id} is done before anybody has begun"


def _solution(solved: Solved) -> Iterator[str]:
    for result in solved.report.results:
        if not result.verdict.is_passed:
            yield f"the solution does not pass {result.check.id}: {result.verdict.why} {result.verdict.difference}".strip()


def _mistake(solved: Solved, mistake: Mistake) -> Iterator[str]:
    """It fails where it says, and what is said then is its own sentence."""
    lesson = solved.lesson
    files = overlaid(lesson.lab.files, mistake.files) if mistake.files else solved.files
    answers = {**solved.answers, **{name: wrong[0] for name, wrong in mistake.answers.items()}}
    try:
        journals = journals_by_hand(lesson, {**lesson.by_hand, **mistake.by_hand}, files, SEED)
        report = grade(lesson, files, answers, SEED, journals=journals)
    except ConfigError as refused:
        yield f"the mistake {mistake.name} was to fail {mistake.fails}, and is refused: {refused}"
        return
    outcome = report.verdict(mistake.fails).outcome
    if outcome is not Outcome.FAILED:
        yield f"the mistake {mistake.name} was to fail {mistake.fails}, which is {outcome.value}"
    elif mistake not in recognised(report, files, answers, journals):
        yield f"the mistake {mistake.name} is not recognised: another one fits first, or nothing does"


def _false_start(solved: Solved, start: FalseStart) -> Iterator[str]:
    """It is refused where and as it says, and what is said then is its own sentence."""
    lesson = solved.lesson
    files = overlaid(lesson.lab.files, start.files)
    try:
        grade(lesson, files, {}, SEED)
    except ConfigError as refused:
        own_words = isinstance(refused, NotSimulated)
        if own_words or refused.place[:2] != start.at[:2] or not fits_glob(refused.says, start.error):
            yield f"the mistake {start.name} was to be refused at {start.at}: {start.error}, and is at {refused}"
        elif recognised_start(lesson, refused, files) is not start:
            yield f"the mistake {start.name} is not recognised: another one fits first, or nothing does"
    else:
        yield f"the mistake {start.name} was to be refused, and every node starts with it"


def _seeds(solved: Solved) -> Iterator[str]:
    """An answer that is right for everybody can be copied from anybody."""
    others = [Solved.of(solved.lesson, seed).answers for seed in OTHER_SEEDS]
    observed = [
        check.question.question
        for exercise in solved.lesson.exercises
        for check in exercise.checks
        if check.question is not None and exercise.kind in (ExerciseKind.OBSERVE, ExerciseKind.PREDICT)
    ]
    for seed, answers in zip(OTHER_SEEDS, others, strict=True):
        if all(answers.get(name) == solved.answers.get(name) for name in observed):
            yield f"the seeds {SEED} and {seed} have the same answers"


def _leftovers(solved: Solved) -> Iterator[str]:
    """After every run, of the start and of the solution, also of runs that no check looks at."""
    lesson = solved.lesson
    for files, journals in ((lesson.lab.files, NOTHING_DONE), (solved.files, solved.journals)):
        for name, plan in lesson.lab.runs.items():
            run = Run(lesson.lab_for(name, files), plan, SEED, journals.get(name, ()))
            run.run()
            for node, things in run.leftovers().items():
                yield f"after the run {name}, {node} still has {', '.join(things)}"
