"""What a command is about: a lesson by its id or its folder, a workspace, or a lab file."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

import click

from voiplab.cli.exits import Invalid
from voiplab.cli.screen import talk
from voiplab.course.catalogue import lesson_folders
from voiplab.course.journals import Journals, journal_of, journals_of
from voiplab.course.lesson import Lesson, NodeFiles
from voiplab.course.lesson_file import LESSON, read_lesson
from voiplab.course.workspace import Progress, Workspace, around, open_workspace, read_answers
from voiplab.lab.lab import Lab
from voiplab.lab.node_files import node_files
from voiplab.lab.opening import open_lab
from voiplab.lab.run import Entry
from voiplab.sip.value import value
from voiplab.text.nearest import did_you_mean

SEED_OF_LESSONS: Final = 1
"""Of a lesson that is played without a workspace."""


@value(frozen=True, slots=False)
class Opened:
    """A workspace with its lesson. What the student wrote is read once, so that all of a command speaks of the same."""

    workspace: Workspace
    lesson: Lesson

    @property
    def seed(self) -> int:
        return self.workspace.marker.seed

    @cached_property
    def files(self) -> NodeFiles:
        return {node: node_files(self.workspace.path(node)) for node in self.lesson.lab.nodes}

    @cached_property
    def journals(self) -> Journals:
        """What was done by hand in the runs that are operated."""
        return journals_of(self.workspace.folder, self.lesson)

    def journal(self, run: str) -> Sequence[Entry]:
        """As it is now; of a run that is not operated there is none."""
        lab = self.lesson.lab
        return journal_of(self.workspace.folder, lab, lab.runs[run]) if run in self.lesson.operated else ()

    @cached_property
    def answers(self) -> dict[str, str]:
        return read_answers(self.workspace.folder, self.lesson.questions)

    def remember(self, progress: Progress) -> None:
        """A folder that may not be written into is no reason to say nothing of what was found."""
        try:
            self.workspace.record(progress)
        except OSError as error:
            talk(f"Progress is not kept: {error.strerror}.")


def find_lesson(name: str) -> Lesson:
    """By its id, or by its folder."""
    path = Path(name)
    if (path / LESSON).is_file():
        return read_lesson(path.resolve())
    folders = lesson_folders()
    if name not in folders:
        guess = did_you_mean(name, folders) or "; `voiplab list` says which there are"
        raise click.UsageError(f"no lesson is called {name}{guess}")
    return read_lesson(folders[name])


def opened(folder: Path) -> Opened:
    """The workspace that a folder is, or lies in."""
    workspace = around(folder)
    if workspace is None:
        raise click.UsageError(
            f"{folder} is no workspace. `voiplab start LESSON` makes one; then go there, or name its folder."
        )
    return _with_lesson(workspace)


def _with_lesson(workspace: Workspace) -> Opened:
    lesson = find_lesson(workspace.marker.lesson)
    if workspace.marker.version > lesson.version:
        raise Invalid(
            f"this workspace was made by a newer voiplab: version {workspace.marker.version} of {lesson.id}, "
            f"and here is version {lesson.version}"
        )
    return Opened(workspace, lesson)


def find_target(name: str | None) -> Opened | Lesson | Lab:
    """No name stands for the workspace around the current folder. A workspace comes before a lesson of the same name."""
    if name is None:
        return opened(Path())
    path = Path(name)
    if path.is_dir() and (workspace := open_workspace(path)) is not None:
        return _with_lesson(workspace)
    if path.is_file():
        return read_lesson(path.resolve().parent) if path.name == LESSON else open_lab(path)
    if path.suffix in (".yaml", ".yml"):
        raise click.UsageError(f"there is no file {name}")
    if path.is_dir() and not (path / LESSON).is_file() and name not in lesson_folders():
        return opened(path)
    return find_lesson(name)
