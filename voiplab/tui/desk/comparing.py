"""What the run on the desk can be compared with: its other branches, and the same run on other files."""

from dataclasses import replace
from typing import Final

from voiplab.course.lesson import NodeFiles, overlaid
from voiplab.lab.run import Run
from voiplab.tui.desk.desk import Desk

START: Final = "the files of the start"
SOLUTION: Final = "the solution"


def others(desk: Desk) -> list[str]:
    """By name: the branches that were left, the latest first, and what can be played."""
    branches = [f"branch {branch.name}" for branch in desk.player.branches[:-1]]
    return [*reversed(branches), *([START, SOLUTION] if desk.lesson is not None else [])]


def name_of(desk: Desk) -> str:
    """Of the run as it is now."""
    return f"branch {desk.player.branches[-1].name}, as it is now"


def branch_run(desk: Desk, name: str) -> Run | None:
    """The run of a branch, as far as it came; None when the name is not that of a branch."""
    return next((branch.run for branch in desk.player.branches if name == f"branch {branch.name}"), None)


def other_run(desk: Desk, name: str) -> Run:
    """The same run on the files of the start or of the solution, to be played. ConfigError."""
    files: NodeFiles = desk.files
    if desk.lesson is not None:
        files = desk.lesson.lab.files if name == START else overlaid(desk.lesson.lab.files, desk.lesson.solution)
    return Run(replace(desk.lab, files=files), desk.plan, desk.seed)
