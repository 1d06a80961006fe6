"""What stands in the list of exercises: each line is one thing that can be chosen."""

from collections.abc import Iterator, Sequence

from rich.text import Text

from voiplab.course.checks.verdict import Outcome, Verdict
from voiplab.course.lesson import Check, Exercise
from voiplab.text.harmless import harmless
from voiplab.tui.desk.standing import Judged, Standing

MARKS = {Outcome.PASSED: "[x]", Outcome.FAILED: "[ ]", Outcome.NOT_REACHED: "[-]"}
HOLDS_HERE = "[~]"
LONGEST = 2_000
MOST_NAMED = 4
"""Messages, in a proof."""


def exercise_line(standing: Standing, exercise: Exercise) -> Text:
    """Its task, and the hints that were seen."""
    mark = "[x]" if standing.is_done(exercise) else "[ ]"
    earlier = ", passed earlier" if standing.is_passed_earlier(exercise) else ""
    text = Text(f"{mark} {exercise.id} ({exercise.kind.value}){earlier}\n", style="bold")
    text.append(f"{_plain(exercise.task)}", "not bold")
    for number, hint in enumerate(standing.hints(exercise), start=1):
        text.append(f"\nHint {number} of {len(exercise.hints)}: {_plain(hint)}", "italic not bold")
    return text


def check_line(standing: Standing, check: Check, answer: str) -> Text:
    """What holds when it is passed; then what the last check said, or what the run on the screen shows."""
    checked, here = standing.checked.get(check.id), standing.here.get(check.id)
    text = Text(f"  {_mark(checked, here)} {_plain(check.says)}")
    if check.question is not None:
        text.append(f"\n      {_plain(check.question.asks)}", "italic")
        text.append(f"\n      your answer: {_plain(answer) or '(none; Enter writes it)'}")
    for line in _said(checked, here, check):
        text.append(f"\n      {line}")
    for mistake in standing.mistakes_at(check):
        text.append(f"\n      perhaps: {_plain(mistake.says)}", "bold")
    return text


def _mark(checked: Judged | None, here: Judged | None) -> str:
    if checked is not None:
        return MARKS[checked.verdict.outcome]
    return HOLDS_HERE if here is not None and here.verdict.is_passed else "[ ]"


def _said(checked: Judged | None, here: Judged | None, check: Check) -> Iterator[str]:
    if checked is not None and checked.verdict.is_passed:
        by = f"by {_named(checked.messages)} of" if checked.messages else "in"
        yield f"proved {by} run {check.run}"
    elif checked is not None:
        yield from _why_not(checked.verdict, check)
    elif here is not None and here.verdict.is_passed:
        proof = f" ({_named(here.messages)})" if here.messages else ""
        yield f"holds in this run{proof}; `c` checks all runs"


def _named(messages: Sequence[int]) -> str:
    """`message 3`, `messages 3, 7 and 9`; of many the last ones."""
    *most, last = messages[-MOST_NAMED:]
    return f"messages {', '.join(map(str, most))} and {last}" if most else f"message {last}"


def _why_not(verdict: Verdict, check: Check) -> Iterator[str]:
    yield f"in run {check.run}: {_plain(verdict.why)}"
    if verdict.difference:
        yield f"differs: {_plain(verdict.difference)}"


def _plain(text: str) -> str:
    return harmless(" ".join(text.split()), LONGEST)
