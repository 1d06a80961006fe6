"""Which line of a configuration did it: `written_by` for a header of a message, `ran` for a line or a setting that was used."""

from voiplab.course.checks.look import look_at, named
from voiplab.course.checks.parameters import AnyPattern, Parameters
from voiplab.course.checks.played import Played
from voiplab.course.checks.search import all_that_fit, nearest
from voiplab.course.checks.sequence import evidence_of, near_verdict
from voiplab.course.checks.verdict import Outcome, Verdict
from voiplab.recording.events import Event, LineRun, Sent, SettingRead
from voiplab.sip.condition import fits_glob
from voiplab.sip.field import Field


class WrittenByParameters(Parameters):
    """In the first message that fits, `header` was written by such a line of such a file; both may have `*` in them."""

    message: AnyPattern
    header: str
    line: str = "*"
    file: str = "*"


def written_by(played: Played, parameters: WrittenByParameters) -> Verdict:
    expected = f"{parameters.header} of `{parameters.message}` written by {_origin(parameters.file, parameters.line)}"
    found = all_that_fit(parameters.message, played.messages)
    if not found:
        why = f"No message fits `{parameters.message}`."
        miss = nearest(parameters.message, played.messages, {})
        if miss is None:
            return Verdict(Outcome.NOT_REACHED, expected, why)
        return near_verdict(played, Outcome.NOT_REACHED, expected, why, (), miss)
    message, sent = found[0], found[0].event.what
    assert isinstance(sent, Sent)
    origins = [origin for header, origin in sent.origins.items() if header.lower() == parameters.header.lower()]
    if not origins:
        why = f"No line of a configuration wrote {parameters.header} of {named(message)}."
        look = look_at(played, message, Field.parse(parameters.header))
        return Verdict(Outcome.FAILED, expected, why, (), message.event.id, look=look)
    writer = played.recording[origins[0]]
    why = f"{parameters.header} of {named(message)} was written by {told(writer)}."
    evidence = (*evidence_of([message]), writer.id)
    if _fits(writer, parameters.file, parameters.line):
        return Verdict(Outcome.PASSED, expected, why, evidence)
    return Verdict(Outcome.FAILED, expected, why, evidence, message.event.id, f"it was {told(writer)}")


class RanParameters(Parameters):
    """At `node`, a line that looks like `line` was executed, or a setting `name=value` that looks like it was used."""

    node: str
    line: str
    file: str = "*"


def ran(played: Played, parameters: RanParameters) -> Verdict:
    expected = f"{parameters.node} uses {_origin(parameters.file, parameters.line)}"
    used = [event for event in played.recording.lines() if event.node == parameters.node]
    fitting = [event for event in used if _fits(event, parameters.file, parameters.line)]
    if fitting:
        return Verdict(Outcome.PASSED, expected, f"It used {told(fitting[0])}.", tuple(event.id for event in fitting))
    if not used:
        return Verdict(Outcome.NOT_REACHED, expected, f"{parameters.node} used no line of its configuration.")
    lines = "; ".join(dict.fromkeys(told(event) for event in used))
    return Verdict(Outcome.FAILED, expected, f"It used only: {lines}.", nearest=used[-1].id)


def told(event: Event) -> str:
    """`dialplan/default.xml:14 (bridge(user/1001))`."""
    match event.what:
        case LineRun(place, text):
            return f"{place} ({text})"
        case SettingRead(place, name, value):
            return f"{place} ({name}={value})"
        case _:
            return event.node


def _fits(event: Event, file: str, line: str) -> bool:
    match event.what:
        case LineRun(place, text):
            return fits_glob(place.file, file) and fits_glob(text, line)
        case SettingRead(place, name, value):
            return fits_glob(place.file, file) and fits_glob(f"{name}={value}", line)
        case _:
            return False


def _origin(file: str, line: str) -> str:
    return f"`{line}`" if file == "*" else f"`{line}` in {file}"
