"""What lies on the desk: a workspace with its lesson, a lesson to look at, or a lab; its files as they are now; and one run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from voiplab.course.by_hand import journals_by_hand
from voiplab.course.journals import NOTHING_DONE, journal_of, journals_of, keep_journal
from voiplab.course.lesson import Lesson, NodeFiles, overlaid
from voiplab.course.resetting import differing, put_back
from voiplab.course.saving import save
from voiplab.course.workspace import ANSWERS, Workspace, read_answers
from voiplab.lab.actions import Edit, WhatToDo
from voiplab.lab.lab import Lab, RunPlan
from voiplab.lab.node import ImpossibleAction, kind
from voiplab.lab.node_files import node_files
from voiplab.lab.run import Entry
from voiplab.sim.moment import seconds
from voiplab.text.place import ConfigError, Files
from voiplab.text.remark import Remark
from voiplab.tui.desk.answering import answered
from voiplab.tui.desk.breakpoints import OnLine
from voiplab.tui.desk.grading import Grading
from voiplab.tui.desk.pace import Clock
from voiplab.tui.desk.player import Player
from voiplab.tui.desk.standing import Standing

SEED_OF_LESSONS: Final = 1
FREE: Final = "free"
"""A run without a script: nobody does anything but the person at the screen."""

A_DAY: Final = seconds(86_400)


class Desk:
    """`refused`: why no run could be made of the files; then the player has one with all nodes switched off."""

    def __init__(
        self,
        lab: Lab,
        clock: Clock,
        *,
        seed: int | None = None,
        lesson: Lesson | None = None,
        workspace: Workspace | None = None,
    ) -> None:
        self.lab = lab
        self.clock = clock
        self.lesson = lesson
        self.workspace = workspace
        self.seed = lab.seed if seed is None else seed
        self.files: dict[str, Files] = dict(lab.files)
        self.plans: dict[str, RunPlan] = {**lab.runs, FREE: RunPlan(FREE, "nobody does anything but you", limit=A_DAY)}
        self.plan = self.plans[lab.first_run if lab.runs else FREE]
        self.refused: ConfigError | None = None
        self.standing = None if lesson is None else Standing(lesson, workspace)
        self._answers: Mapping[str, str] | None = None
        self.shows_solution = False
        self.player = self._player()

    @classmethod
    def of_workspace(cls, workspace: Workspace, lesson: Lesson, clock: Clock) -> "Desk":
        files = {node: node_files(workspace.path(node)) for node in lesson.lab.nodes}
        return cls(lesson.lab_with(files), clock, seed=workspace.marker.seed, lesson=lesson, workspace=workspace)

    @classmethod
    def of_lesson(cls, lesson: Lesson, clock: Clock) -> "Desk":
        """To look at; nothing is saved."""
        return cls(lesson.lab, clock, seed=SEED_OF_LESSONS, lesson=lesson)

    @property
    def title(self) -> str:
        return self.lab.name if self.lesson is None else self.lesson.title

    # Running

    def start(self, run: str | None = None, *, solution: bool = False) -> Player:
        """Begin a run from its beginning, with the files as they are now, or with those of the solution."""
        if run is not None:
            self.plan = self.plans[run]
        self.shows_solution = solution
        before = self.player
        self.player = self._player(solution=solution)
        self.player.keep_habits(before)
        return self.player

    def _player(self, *, solution: bool = False) -> Player:
        lab = replace(self.lab, files=self._beginning(solution=solution))
        self.refused = None
        try:
            journal = self._solved() if solution else self._journal(lab)
            return Player(lab, self.plan, self.seed, self.clock, journal)
        except ConfigError as refused:
            self.refused = refused
            dark = replace(self.plan, off=tuple(lab.nodes), script=(), faults=())
            return Player(lab, dark, self.seed, self.clock)

    def _beginning(self, *, solution: bool = False) -> NodeFiles:
        """The files with which the present run begins now."""
        if self.lesson is not None and solution:
            return overlaid(self.lesson.lab.files, self.lesson.solution)
        if self.lesson is not None and self.plan.name in self.lesson.demonstrations:
            return self.lesson.lab.files
        return dict(self.files)  # what is saved later is no file of this run's beginning

    def is_graded(self, run: str) -> bool:
        """Whether it is on the screen as a check plays it: these files, one way, and nothing else done by hand."""
        player = self.player
        is_plain = not self.shows_solution and len(player.branches) == 1 and not player.run.journal
        return run == self.plan.name and is_plain and player.lab.files == self._beginning()

    def perform(self, node: str, action: WhatToDo) -> str:
        """ImpossibleAction, ConfigError."""
        if node not in self.player.run.nodes:
            raise ImpossibleAction(f"{node} is switched off in this run")
        answer = self.player.perform(node, action)
        self._keep_journal()
        return answer

    def undo(self) -> bool:
        """Take back the last thing that was done by hand. False when there is none."""
        is_undone = self.player.undo()
        if is_undone:
            self._keep_journal()
        return is_undone

    @property
    def is_operated(self) -> bool:
        """What is done in this run is part of what the student hands in."""
        return self.lesson is not None and self.workspace is not None and self.plan.name in self.lesson.operated

    def _journal(self, lab: Lab) -> Sequence[Entry]:
        """What was done in an earlier session is done again. ConfigError when the student's journal cannot be read."""
        if self.workspace is None or not self.is_operated:
            return ()
        return journal_of(self.workspace.folder, lab, self.plan)

    def _solved(self) -> Sequence[Entry]:
        """What the solution does by hand."""
        if self.lesson is None or self.plan.name not in self.lesson.by_hand:
            return ()
        files = overlaid(self.lesson.lab.files, self.lesson.solution)
        by_hand = {self.plan.name: self.lesson.by_hand[self.plan.name]}
        return journals_by_hand(self.lesson, by_hand, files, self.seed)[self.plan.name]

    def _keep_journal(self) -> None:
        """OSError, Unwritable."""
        if self.workspace is not None and self.is_operated and not self.shows_solution:
            keep_journal(self.workspace.folder, self.plan.name, self.player.journal)

    # Files

    def save(self, node: str, path: str, content: bytes) -> None:
        """Into the workspace, and into the running node, which reads it when it is told to. OSError."""
        if self.workspace is not None:
            save(self.workspace.path(f"{node}/{path}"), content)
        self._take_in(node, {**self.files[node], path: content})

    def _take_in(self, node: str, files: Files) -> list[str]:
        """The paths of what is another file now."""
        before, self.files[node] = self.files[node], files
        changed = [path for path in dict.fromkeys([*before, *files]) if before.get(path) != files.get(path)]
        if node in self.player.run.nodes:
            for path in changed:
                self.player.perform(node, Edit(path, files.get(path)))
        return changed

    def reread(self) -> list[str]:
        """Take in what another program has written into the workspace, or taken away; the names of those files.

        ConfigError: also of `answers.yaml`, when the files are taken in already.
        """
        if self.workspace is None:
            return []
        found = {node: node_files(self.workspace.path(node)) for node in self.files}
        changed = [
            f"{node}/{path}"
            for node, files in found.items()
            if files != self.files[node]
            for path in self._take_in(node, files)
        ]
        self.read_answers()
        return changed

    def at_start(self, node: str, path: str) -> bytes | None:
        """The file as the lesson had it."""
        return self.lab.files[node].get(path) if self.lesson is None else self.lesson.lab.files[node].get(path)

    def in_solution(self, node: str, path: str) -> bytes | None:
        if self.lesson is None:
            return None
        return overlaid(self.lesson.lab.files, self.lesson.solution)[node].get(path)

    def line_point(self, node: str, path: str, line: int) -> OnLine:
        """Where a run stops that comes to this line: events tell of hosts."""
        return OnLine(f"{self.lab.nodes[node].host}/{path}", line)

    def remarks(self, node: str, files: Files) -> list[Remark]:
        """What each line does here. ConfigError."""
        plan = self.lab.nodes[node]
        return list(kind(plan.kind).explain(plan.model, files))

    # The lesson

    def read_answers(self) -> Mapping[str, str]:
        """As they are on the disk. ConfigError when `answers.yaml` cannot be read."""
        if self.workspace is not None and self.lesson is not None:
            self._answers = read_answers(self.workspace.folder, self.lesson.questions)
        return self.answers_now

    def differing(self) -> list[str]:
        """What is not as it was at the start, by its path in the workspace. OSError."""
        return [] if self.workspace is None or self.lesson is None else differing(self.workspace, self.lesson)

    def reset(self, names: Sequence[str]) -> Path | None:
        """These as they were at the start; the folder in which the student's are kept. OSError, ConfigError."""
        if self.workspace is None or self.lesson is None:
            return None
        kept = put_back(self.workspace, self.lesson, names)
        if self.standing is not None:
            self.standing.forget()
        self.reread()
        return kept

    @property
    def answers_now(self) -> Mapping[str, str]:
        """As they were read last, or given since."""
        return self._answers or {}

    def answer(self, question: str, text: str) -> None:
        """Written into `answers.yaml`, all else in it left alone. OSError; without a workspace it is only remembered."""
        self._answers = {**self.answers_now, question: text}
        if self.workspace is not None:
            path = self.workspace.path(ANSWERS)
            save(path, answered(path.read_text("utf-8") if path.exists() else "", question, text).encode())

    def check(self) -> Grading | None:
        """All runs of the lesson on the files as they are; play its slices until it is over. ConfigError."""
        if self.lesson is None:
            return None
        journals = NOTHING_DONE if self.workspace is None else journals_of(self.workspace.folder, self.lesson)
        files = dict(self.files)  # what is saved while they are played is no part of it
        return Grading(self.lesson, files, self.read_answers(), self.seed, self.clock, journals)

    def paths(self) -> Iterator[tuple[str, str]]:
        """node and path of each file."""
        return ((node, path) for node, files in self.files.items() for path in files)

    def folder(self) -> Path | None:
        return None if self.workspace is None else self.workspace.folder
