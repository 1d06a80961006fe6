"""What was written or shown: `logged` by a server, `shown` on a phone's display, `console` answers."""

from collections.abc import Sequence

from voiplab.course.checks.parameters import Parameters
from voiplab.course.checks.played import Played
from voiplab.course.checks.verdict import Outcome, Verdict
from voiplab.recording.events import Answered, EventId, Logged, Shown
from voiplab.sip.condition import fits_glob


class LoggedParameters(Parameters):
    """`node` wrote a line that looks like `text` into its log."""

    node: str
    text: str


def logged(played: Played, parameters: LoggedParameters) -> Verdict:
    expected = f"{parameters.node} logs `{parameters.text}`"
    events = [event for event in played.recording if event.node == parameters.node]
    lines = [(event.id, event.what.text) for event in events if isinstance(event.what, Logged)]
    return _said(expected, f"The log of {parameters.node}", lines, parameters.text)


class ShownParameters(Parameters):
    """The display of `phone` shows a text that looks like `text`."""

    phone: str
    text: str


def shown(played: Played, parameters: ShownParameters) -> Verdict:
    expected = f"the display of {parameters.phone} shows `{parameters.text}`"
    displays = [(event.id, event.what) for event in played.recording if isinstance(event.what, Shown)]
    texts = [(number, display.text) for number, display in displays if display.phone == parameters.phone]
    return _said(expected, f"The display of {parameters.phone}", texts, parameters.text)


class ConsoleParameters(Parameters):
    """A command that looks like `command` was given to `node`, and its answer has a line that looks like `text`."""

    node: str
    command: str
    text: str = "*"


def console(played: Played, parameters: ConsoleParameters) -> Verdict:
    expected = f"`{parameters.command}` on the console of {parameters.node} answers `{parameters.text}`"
    events = [event for event in played.recording if event.node == parameters.node]
    answers = [(event.id, event.what) for event in events if isinstance(event.what, Answered)]
    asked = [(number, answer) for number, answer in answers if fits_glob(answer.command, parameters.command)]
    if not asked:
        given = ", ".join(f"`{answer.command}`" for _, answer in answers)
        why = f"No such command was given to {parameters.node}" + (f"; given were {given}." if given else ".")
        return Verdict(Outcome.FAILED, expected, why)
    lines = [(number, line) for number, answer in asked for line in answer.text.split("\n")]
    return _said(expected, f"The console of {parameters.node}", lines, parameters.text)


def _said(expected: str, who: str, lines: Sequence[tuple[EventId, str]], wanted: str) -> Verdict:
    fitting = [(number, text) for number, text in lines if fits_glob(text.strip(), wanted)]
    if fitting:
        evidence = tuple(dict.fromkeys(number for number, _ in fitting))
        return Verdict(Outcome.PASSED, expected, f"{who} says: {fitting[0][1].strip()}", evidence)
    if not lines:
        return Verdict(Outcome.FAILED, expected, f"{who} says nothing.")
    number, text = _likest(lines, wanted)
    return Verdict(Outcome.FAILED, expected, f"{who} says no such thing.", (), number, f"the likest is: {text.strip()}")


def _likest(lines: Sequence[tuple[EventId, str]], wanted: str) -> tuple[EventId, str]:
    """The line that has most words of what is wanted; of equal ones the last."""
    words = [word for word in wanted.replace("*", " ").casefold().split() if word]
    return max(reversed(lines), key=lambda line: sum(word in line[1].casefold() for word in words))
