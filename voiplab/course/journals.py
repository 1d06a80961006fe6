"""What a student did by hand: `journal/<run>.yaml` in the workspace, a file for each run that is operated.

It lies open beside the other files, because it is part of what the student hands in: it can be read, changed and copied, and
whoever grades it plays it again. Like these it is saved as a whole, so that a crash leaves the old one or the new one.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from voiplab.course.by_hand_file import JOURNAL
from voiplab.course.lesson import Lesson
from voiplab.course.saving import remove, save
from voiplab.lab.journal_file import journal_file, read_journal
from voiplab.lab.lab import Lab, RunPlan
from voiplab.lab.node_files import bounded_content
from voiplab.lab.run import Entry
from voiplab.text.nearest import did_you_mean
from voiplab.text.place import ConfigError, Place

Journals = Mapping[str, Sequence[Entry]]
"""run -> what was done in it by hand."""

NOTHING_DONE: Final[Journals] = MappingProxyType({})


def journal_name(run: str) -> str:
    """Its path in a workspace."""
    return f"{JOURNAL}/{run}.yaml"


def journal_of(folder: Path, lab: Lab, plan: RunPlan) -> list[Entry]:
    """In the order of the moments; nothing when there is no file. ConfigError with file and line."""
    name = journal_name(plan.name)
    path = folder / name
    return read_journal(name, bounded_content(path, name), lab, plan) if path.is_file() else []


def keep_journal(folder: Path, run: str, entries: Sequence[Entry]) -> None:
    """What was done is on the disk when this returns; the file of an empty journal is taken away. Unwritable, OSError."""
    path = folder / journal_name(run)
    if entries:
        save(path, journal_file(run, entries))
    else:
        remove(path)


def journals_of(folder: Path, lesson: Lesson) -> Journals:
    """Of all runs that are operated. ConfigError also for a journal of a run that is not: nobody would play it."""
    for path in sorted((folder / JOURNAL).glob("*.yaml")):
        if path.stem not in lesson.operated:
            known = did_you_mean(path.stem, lesson.operated) or f"; there are {', '.join(lesson.operated) or 'none'}"
            says = f"no run that is operated by hand is called {path.stem}{known}"
            raise ConfigError(Place(journal_name(path.stem), 1), says)
    return {run: journal_of(folder, lesson.lab, lesson.lab.runs[run]) for run in lesson.operated}
