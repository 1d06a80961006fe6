"""Questions that are asked before what they ask about is seen: a run pauses when the messages have come that they build on."""

from collections.abc import Mapping

from voiplab.course.checks.search import Found, Series, Undecided
from voiplab.course.lesson import Check, ExerciseKind, Lesson
from voiplab.explain.messages import Messages


class Predictions:
    """Of one run: those that have not been answered, each asked once."""

    def __init__(self, lesson: Lesson, run: str, messages: Messages, answers: Mapping[str, str]) -> None:
        self._messages = messages
        self._open = [
            check
            for exercise in lesson.exercises
            if exercise.kind is ExerciseKind.PREDICT
            for check in exercise.checks
            if check.run == run and check.question is not None and check.question.steps
            if not answers.get(check.question.question)
        ]
        self.due: Check | None = None
        """The one that the run has paused for."""

    def pause(self) -> str:
        """Why the run should pause now; nothing when it should not."""
        if self._open and self._messages.catch_up():
            for check in self._open:
                if self._is_due(check):
                    self._open.remove(check)
                    self.due = check
                    return "what comes next?"
        return ""

    def _is_due(self, check: Check) -> bool:
        question = check.question
        if question is None or question.steps is None:
            return False
        try:
            return isinstance(Series(question.steps, self._messages).search(), Found)
        except Undecided:
            return False
