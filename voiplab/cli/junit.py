"""A report of `voiplab check` as JUnit XML."""

from xml.etree import ElementTree

from voiplab.cli.verdicts import LONGEST, reasons
from voiplab.course.checks.verdict import Outcome
from voiplab.course.grading import Report
from voiplab.text.harmless import harmless


def as_junit(report: Report) -> bytes:
    """One test case per check; what was not reached is skipped."""
    outcomes = [result.verdict.outcome for result in report.results]
    suite = ElementTree.Element(
        "testsuite",
        name=report.lesson.id,
        tests=str(len(outcomes)),
        failures=str(outcomes.count(Outcome.FAILED)),
        skipped=str(outcomes.count(Outcome.NOT_REACHED)),
        errors="0",
    )
    for result in report.results:
        case = ElementTree.SubElement(suite, "testcase", classname=result.exercise.id, name=result.check.id)
        verdict = result.verdict
        if not verdict.is_passed:
            kind = "failure" if verdict.outcome is Outcome.FAILED else "skipped"
            told = ElementTree.SubElement(case, kind, message=_printable(f"{result.check.says} {verdict.why}"))
            told.text = _printable("\n".join(f"{name}: {text}" for name, text in reasons(result, verdict) if text))
    root = ElementTree.Element("testsuites")
    root.append(suite)
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'.encode()


def _printable(text: str) -> str:
    """XML has no control characters, not even escaped."""
    return "\n".join(harmless(line, LONGEST) for line in text.split("\n"))
