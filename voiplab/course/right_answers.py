"""The right answers to a lesson's questions, as computed from runs: for proving lessons, and for nobody's screen."""

from collections.abc import Mapping

from voiplab.course.checks.answer import AnswerParameters, Between
from voiplab.course.checks.played import Played
from voiplab.course.checks.search import Found, Series, all_that_fit, first_that_fits
from voiplab.course.lesson import Lesson
from voiplab.sip.condition import fill


def right_answers(lesson: Lesson, played: Mapping[str, Played]) -> dict[str, str]:
    """question -> answer; a question that these runs do not answer is left out."""
    asked = {name: (check.question, check.run) for name, check in lesson.questions.items()}
    found = {name: _right(question, played[run]) for name, (question, run) in asked.items() if question is not None}
    return {name: answer for name, answer in found.items() if answer is not None}


def _right(question: AnswerParameters, played: Played) -> str | None:
    if question.count is not None:
        return str(len(all_that_fit(question.count, played.messages)))
    if question.between is not None:
        return _between(question.between, played)
    assert question.text is not None
    if question.steps is None:
        return question.text
    found = Series(question.steps, played.messages).search()
    if not isinstance(found, Found):
        return None
    last = found.messages[-1]
    own = {"number": str(last.n), "sender": last.source, "receiver": last.target}
    return fill(question.text, {**found.bindings, **own})


def _between(between: Between, played: Played) -> str | None:
    begin = first_that_fits(between.begin, played.messages)
    end = None if begin is None else first_that_fits(between.end, played.messages[begin.n :])
    return None if begin is None or end is None else f"{(end.at - begin.at) / 1_000_000:.6f} s"
