"""All runs of a lesson played on somebody's files, and what its checks say of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from voiplab.course.checks.one import judge as judge_one
from voiplab.course.checks.played import Played
from voiplab.course.checks.search import Undecided
from voiplab.course.checks.verdict import Outcome, Verdict
from voiplab.course.journals import NOTHING_DONE, Journals
from voiplab.course.lesson import Check, Exercise, Lesson, NodeFiles
from voiplab.explain.messages import Messages
from voiplab.lab.lab import Lab
from voiplab.lab.run import Run
from voiplab.sip.value import value
from voiplab.text.place import ConfigError

Play = Callable[[Run], None]
"""Takes a run to its end: `to_the_end`, or something that also shows how far it is."""


def to_the_end(run: Run) -> None:
    run.run()


@value(frozen=True, slots=False)
class Result:
    exercise: Exercise
    check: Check
    verdict: Verdict

    @property
    def points(self) -> int:
        return self.check.points if self.verdict.is_passed else 0


@value(frozen=True, slots=False)
class Report:
    """`played` has every run that a check looks at."""

    lesson: Lesson
    seed: int
    results: tuple[Result, ...]
    played: Mapping[str, Played]

    @property
    def is_passed(self) -> bool:
        return all(result.verdict.is_passed for result in self.results)

    @property
    def points(self) -> int:
        return sum(result.points for result in self.results)

    @property
    def most_points(self) -> int:
        return sum(result.check.points for result in self.results)

    def of(self, exercise: Exercise) -> list[Result]:
        return [result for result in self.results if result.exercise is exercise]

    def is_done(self, exercise: Exercise) -> bool:
        return all(result.verdict.is_passed for result in self.of(exercise))

    def verdict(self, check: str) -> Verdict:
        return next(result.verdict for result in self.results if result.check.id == check)


def grade(
    lesson: Lesson,
    files: NodeFiles,
    answers: Mapping[str, str],
    seed: int,
    play: Play = to_the_end,
    journals: Journals = NOTHING_DONE,
) -> Report:
    """ConfigError when a node refuses its files, LimitReached when a run does not end."""
    played = {name: _played(run, play, answers) for name, run in runs(lesson, files, seed, journals)}
    return Report(lesson, seed, judge(lesson, played), played)


def judge(lesson: Lesson, played: Mapping[str, Played]) -> tuple[Result, ...]:
    """What the checks of these runs say; those of other runs are left out, also where one has to be passed first."""
    results: dict[str, Result] = {}
    for exercise in lesson.exercises:
        for check in exercise.checks:
            if check.run in played:
                waiting = [name for name in check.after if name in results and not results[name].verdict.is_passed]
                verdict = _waits(check, waiting) if waiting else _verdict(check, played[check.run])
                results[check.id] = Result(exercise, check, verdict)
    return tuple(results.values())


def _verdict(check: Check, played: Played) -> Verdict:
    try:
        return judge_one(check.asks, played)
    except Undecided as undecided:
        raise ConfigError(check.place, str(undecided)) from None


def _waits(check: Check, first: Sequence[str]) -> Verdict:
    return Verdict(Outcome.NOT_REACHED, check.says, f"First: {', '.join(first)}.")


def runs(lesson: Lesson, files: NodeFiles, seed: int, journals: Journals = NOTHING_DONE) -> Iterator[tuple[str, Run]]:
    """The runs that checks look at, in the order of the lesson, ready to be played, with what was done by hand in each."""
    wanted = [check.run for check in lesson.checks]
    for name, plan in lesson.lab.runs.items():
        if name in wanted:
            yield name, Run(lesson.lab_for(name, files), plan, seed, journals.get(name, ()))


def messages_of(run: Run) -> Messages:
    return Messages(run.recording, names(run.lab))


def names(lab: Lab) -> Mapping[str, str]:
    """ip -> node, for addresses that take no part."""
    return {end.ip: node for node, plan in lab.nodes.items() for end in lab.topology.hosts[plan.host]}


def _played(run: Run, play: Play, answers: Mapping[str, str]) -> Played:
    play(run)
    return Played(messages_of(run), answers)
