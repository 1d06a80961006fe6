"""`voiplab open`: the terminal application, with a lesson, a workspace, a lab or a capture on the desk."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from voiplab.cli.target import Opened, find_target
from voiplab.course.lesson import Lesson
from voiplab.lab.lab import Lab

if TYPE_CHECKING:
    from voiplab.tui.desk.desk import Desk
    from voiplab.tui.desk.opening import Capture

LABS: Final = (".yaml", ".yml")


@click.command(name="open")
@click.argument("target", required=False)
@click.option(
    "--ascii", "is_ascii", is_flag=True, help="Frames of +, - and |: for terminals that draw others too wide."
)
@click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal, for selecting and pasting.")
def command(target: str | None, is_ascii: bool, no_mouse: bool) -> None:
    """The lab on the whole screen: ladder, telephones, files, consoles; pause, step and rewind.

    \b
    TARGET is a workspace, a lesson's id, a lab file or a capture; without one
    it is the workspace that you stand in. `voiplab` alone begins with the course.

    \b
      voiplab open
      voiplab open prack-enable
      voiplab open office.yaml
      voiplab open call.pcapng
    """
    begin(_opened(target), is_ascii=is_ascii, mouse=not no_mouse)


def _opened(target: str | None) -> "Desk | Capture":
    from voiplab.tui.desk.desk import Desk
    from voiplab.tui.desk.opening import open_path
    from voiplab.tui.desk.pace import clock

    if target is not None and Path(target).is_file() and Path(target).suffix not in LABS:
        return open_path(Path(target), clock)
    match find_target(target):
        case Opened(workspace, lesson):
            return Desk.of_workspace(workspace, lesson, clock)
        case Lesson() as lesson:
            return Desk.of_lesson(lesson, clock)
        case Lab() as lab:
            return Desk(lab, clock)


def begin(begins_with: "Desk | Capture | None", *, is_ascii: bool = False, mouse: bool = True) -> None:
    """The application takes the screen; it begins with the course, unless something else is to be opened."""
    from voiplab.tui.app import VoiplabApp
    from voiplab.tui.desk.memory import Memory, config_folder, state_folder
    from voiplab.tui.keymap import FILE, read_preferences

    own = read_preferences(config_folder() / FILE)
    memory = Memory(state_folder())
    plain = is_ascii or own.ascii
    app = VoiplabApp(memory, Path.cwd(), begins_with, keymap=own.keymap, theme=own.theme, is_ascii=plain)
    app.run(mouse=mouse and own.mouse)
