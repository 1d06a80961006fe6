"""Which lessons there are: those that voiplab brings along, by the names of their folders."""

from pathlib import Path

from voiplab.course.lesson_file import LESSON
from voiplab.text.content import shipped


def lesson_folders() -> dict[str, Path]:
    """id -> folder, in the order of the ids."""
    return {path.parent.name: path.parent for path in sorted(shipped("lessons").glob(f"*/{LESSON}"))}
