"""`voiplab doctor`: whether this installation is well, and what to send along with a question."""

import platform
import sys
from importlib.metadata import PackageNotFoundError, requires, version

import click

from voiplab.cli.exits import FINE, INVALID
from voiplab.cli.screen import columns, say, table
from voiplab.course.catalogue import lesson_folders
from voiplab.course.lesson_file import read_lesson
from voiplab.text.place import ConfigError


@click.command(name="doctor")
def command() -> int:
    """Versions, the terminal, and whether all lessons can be read. Exit code 4 when something is wrong."""
    wrong = _missing() + _unreadable()
    rows = [
        ("voiplab", version("voiplab")),
        ("python", f"{platform.python_version()} on {platform.system()}"),
        *((name, _version(name) or "missing") for name in _needed()),
        ("terminal", f"{columns()} columns" if sys.stdout.isatty() else "none"),
        ("encoding", sys.stdout.encoding or "unknown"),
        ("lessons", str(len(lesson_folders()))),
    ]
    say(table(rows))
    for sentence in wrong:
        say(f"wrong: {sentence}")
    return INVALID if wrong else FINE


def _needed() -> list[str]:
    """The distributions that voiplab needs, without their extras."""
    wanted = [one for one in requires("voiplab") or [] if "extra ==" not in one]
    return [one.split(";")[0].split(">")[0].split("=")[0].strip() for one in wanted]


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _missing() -> list[str]:
    return [f"{name} is not installed" for name in _needed() if _version(name) is None]


def _unreadable() -> list[str]:
    found = []
    for folder in lesson_folders().values():
        try:
            read_lesson(folder)
        except ConfigError as error:
            found.append(str(error))
    return found
