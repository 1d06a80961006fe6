"""What a lesson's solution changes: of its files, and of what is done by hand."""

from collections.abc import Iterator
from difflib import unified_diff

from voiplab.course.by_hand import journals_by_hand
from voiplab.course.journals import journal_name
from voiplab.course.lesson import Lesson, overlaid, paths
from voiplab.lab.journal_file import journal_file


def solution_lines(lesson: Lesson, seed: int) -> Iterator[str]:
    """A unified diff from the start to the solution; journals, which differ from seed to seed, are not there before."""
    before = dict(paths(lesson.lab.files))
    solved = overlaid(lesson.lab.files, lesson.solution)
    for name, content in paths(solved):
        yield from _changed(name, _lines(before.get(name, b"")), _lines(content))
    for run, entries in journals_by_hand(lesson, lesson.by_hand, solved, seed).items():
        done = [line for line in _lines(journal_file(run, entries)) if not line.startswith("#")]
        yield from _changed(journal_name(run), [], done)


def _changed(name: str, before: list[str], after: list[str]) -> Iterator[str]:
    return unified_diff(before, after, name, f"{name} (solution)", lineterm="")


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "replace").splitlines()
