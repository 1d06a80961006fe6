"""What stands in a new workspace."""

from collections.abc import Iterator

from voiplab.course.lesson import Check, Exercise, Lesson, paths
from voiplab.course.workspace import ANSWERS, BRIEF


def first_files(lesson: Lesson) -> Iterator[tuple[str, bytes]]:
    """By their paths in the workspace."""
    yield BRIEF, lesson.brief.encode()
    if lesson.questions:
        yield ANSWERS, answer_sheet(lesson).encode()
    yield from paths(lesson.lab.files)


def answer_sheet(lesson: Lesson) -> str:
    """A YAML file with a key for each question, empty, and the question above it."""
    head = ["# Your answers. Write each behind its colon, on the same line; then run `voiplab check`.", ""]
    entries = [
        _entry(exercise, check)
        for exercise in lesson.exercises
        for check in exercise.checks
        if check.question is not None
    ]
    return "\n".join([*head, *entries])


def _entry(exercise: Exercise, check: Check) -> str:
    assert check.question is not None
    asked = f"{exercise.kind.value} (run {check.run}): {check.question.asks}"
    lines = [f"# {line}" for line in _wrapped(asked)]
    return "\n".join([*lines, f"{check.question.question}:", ""])


def _wrapped(text: str) -> list[str]:
    from textwrap import wrap

    return wrap(text, 110, break_long_words=False)
