"""How far somebody is in a lesson: what the checks said last, and hints seen; kept in the workspace, if there is one."""

from collections.abc import Iterator, Mapping, Sequence

from voiplab.course.checks.played import Played
from voiplab.course.checks.verdict import Outcome, Verdict
from voiplab.course.grading import Report, judge
from voiplab.course.lesson import Check, Exercise, Lesson, Mistake
from voiplab.course.workspace import Progress, Workspace
from voiplab.explain.messages import Messages
from voiplab.sip.value import value


@value(frozen=True, slots=False)
class Judged:
    """`messages` are the numbers of those that prove it, in its run; or of those that came near, the nearest last."""

    verdict: Verdict
    messages: tuple[int, ...]

    @property
    def message(self) -> int | None:
        """With the last one it holds; the first ones are often only what it speaks of."""
        return self.messages[-1] if self.messages else None


class Standing:
    """`checked` is what the last check of all runs said; `here` what holds in the run on the screen, which is no proof yet."""

    def __init__(self, lesson: Lesson, workspace: Workspace | None) -> None:
        self.lesson = lesson
        self.checked: dict[str, Judged] = {}
        self.here: dict[str, Judged] = {}
        self.mistakes: Sequence[Mistake] = ()
        self.points = 0
        self._workspace = workspace
        self.progress = Progress() if workspace is None else workspace.progress

    def take(self, report: Report, mistakes: Sequence[Mistake]) -> None:
        """After a check of everything. OSError when progress cannot be kept."""
        self.mistakes = mistakes
        self.points = report.points
        self.checked = {
            result.check.id: _judged(result.verdict, report.played[result.check.run].messages)
            for result in report.results
        }
        done = [exercise.id for exercise in self.lesson.exercises if report.is_done(exercise)]
        passed = tuple(dict.fromkeys([*self.progress.passed, *done]))
        self._keep(self.progress.model_copy(update={"checks": self.progress.checks + 1, "passed": passed}))

    def forget(self) -> None:
        """What the last check said: it was about other files."""
        self.checked, self.mistakes, self.points = {}, (), 0

    def look_at(self, run: str, messages: Messages, answers: Mapping[str, str]) -> None:
        """At the run on the screen, as far as it has come."""
        results = judge(self.lesson, {run: Played(messages, answers)})
        self.here = {result.check.id: _judged(result.verdict, messages) for result in results}

    def hint(self, exercise: Exercise) -> Sequence[str]:
        """One hint more than before; all that were seen. OSError when that cannot be kept."""
        seen = min(self.progress.hints.get(exercise.id, 0) + 1, len(exercise.hints))
        self._keep(self.progress.model_copy(update={"hints": {**self.progress.hints, exercise.id: seen}}))
        return self.hints(exercise)

    def hints(self, exercise: Exercise) -> Sequence[str]:
        return exercise.hints[: self.progress.hints.get(exercise.id, 0)]

    def _keep(self, progress: Progress) -> None:
        self.progress = progress
        if self._workspace is not None:
            self._workspace.record(progress)

    # What is asked of it

    def is_done(self, exercise: Exercise) -> bool:
        """In the last check; before there was one, in an earlier session."""
        if not self.checked:
            return exercise.id in self.progress.passed
        return all(self.outcome(check) is Outcome.PASSED for check in exercise.checks)

    def is_passed_earlier(self, exercise: Exercise) -> bool:
        """In an earlier session: what its checks say now is not known yet."""
        return not self.checked and self.is_done(exercise)

    @property
    def is_all_done(self) -> bool:
        return all(self.is_done(exercise) for exercise in self.lesson.exercises)

    @property
    def present(self) -> Exercise:
        """The first that is not done; at last the last one."""
        exercises = self.lesson.exercises
        return next((exercise for exercise in exercises if not self.is_done(exercise)), exercises[-1])

    def outcome(self, check: Check) -> Outcome | None:
        judged = self.checked.get(check.id)
        return None if judged is None else judged.verdict.outcome

    def mistakes_at(self, check: Check) -> Iterator[Mistake]:
        return (mistake for mistake in self.mistakes if mistake.fails == check.id)


def _judged(verdict: Verdict, messages: Messages) -> Judged:
    events = [*verdict.evidence, *([] if verdict.nearest is None else [verdict.nearest])]
    found = (messages.of(event) for event in events)
    return Judged(verdict, tuple(dict.fromkeys(message.n for message in found if message is not None)))
