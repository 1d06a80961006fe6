"""Every run of every shipped lesson, on the student's files and on the solution's."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from voiplab.course.catalogue import lesson_folders
from voiplab.course.lesson import Lesson, overlaid
from voiplab.course.lesson_file import read_lesson
from voiplab.lab.lab import Lab
from voiplab.lab.run import Run
from voiplab.recording.recording import Recording


class Case(NamedTuple):
    lesson: str
    run: str
    is_solved: bool

    def __str__(self) -> str:
        return f"{self.lesson}-{self.run}-{'solution' if self.is_solved else 'start'}"


@cache
def lesson(name: str) -> Lesson:
    return read_lesson(lesson_folders()[name])


def lab(case: Case) -> Lab:
    shipped = lesson(case.lesson)
    found = shipped.lab.files
    return shipped.lab_for(case.run, overlaid(found, shipped.solution) if case.is_solved else found)


def begin(case: Case, seed: int = 1, recording: Recording | None = None) -> Run:
    of = lab(case)
    return Run(of, of.runs[case.run], seed, recording=recording)


def cases() -> Iterator[Case]:
    for name in lesson_folders():
        for run in lesson(name).lab.runs:
            for is_solved in (False, True):
                yield Case(name, run, is_solved)


CASES = tuple(cases())
