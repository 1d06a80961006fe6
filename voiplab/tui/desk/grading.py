"""A lesson graded while the screens stay alive: all of its runs, played in slices."""

from collections.abc import Iterator, Mapping
from typing import Final

from voiplab.course.checks.played import Played
from voiplab.course.grading import Report, judge, messages_of, runs
from voiplab.course.journals import NOTHING_DONE, Journals
from voiplab.course.lesson import Lesson, NodeFiles
from voiplab.lab.ending import LimitReached
from voiplab.lab.run import Run
from voiplab.text.place import ConfigError
from voiplab.tui.desk.pace import Clock
from voiplab.tui.desk.player import SLICE

STEPS: Final = 50
"""Of the kernel, between two looks at the clock."""


class Grading:
    """`report` is there when it is over; or `refused`, when a node refuses its files or a run does not end."""

    def __init__(
        self,
        lesson: Lesson,
        files: NodeFiles,
        answers: Mapping[str, str],
        seed: int,
        clock: Clock,
        journals: Journals = NOTHING_DONE,
    ) -> None:
        self.lesson = lesson
        self.files = files
        self.answers = answers
        self.seed = seed
        self.report: Report | None = None
        self.refused: ConfigError | LimitReached | None = None
        self.playing = ""
        """The run that is being played."""

        self._clock = clock
        self._journals = journals
        self._work = self._play()

    @property
    def is_over(self) -> bool:
        return self.report is not None or self.refused is not None

    def slice(self) -> None:
        ends = self._clock() + SLICE
        try:
            while self._clock() < ends and not self.is_over:
                next(self._work, None)
        except (ConfigError, LimitReached) as refused:
            self.refused = refused

    def _play(self) -> Iterator[None]:
        played: dict[str, Played] = {}
        for name, run in runs(self.lesson, self.files, self.seed, self._journals):
            self.playing = name
            yield from _to_the_end(run)
            played[name] = Played(messages_of(run), self.answers)
        self.report = Report(self.lesson, self.seed, judge(self.lesson, played), played)


def _to_the_end(run: Run) -> Iterator[None]:
    while run.go_on(STEPS):
        yield
