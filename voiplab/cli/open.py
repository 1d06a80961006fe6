"""`voiplab open`: the terminal application, with a lesson, a workspace, a lab or a capture on the desk."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from voiplab.cli.target import Opened, find_target
from voiplab.course.lesson import Lesson
from voiplab.lab.lab import Lab

if TYPE_CHECKING:
    from voiplab.tui.desk.desk import Desk


@click.command(name="open")
@click.argument("target", required=False)
def command(target: str | None) -> None:
    """The lab on the whole screen: ladder, telephones, files, consoles; pause, step and rewind.

    \b
    TARGET is a workspace, a lesson's id, or a lab file; without one it is the
    workspace that you stand in. `voiplab` alone begins with the course.

    \b
      voiplab open
      voiplab open prack-enable
      voiplab open office.yaml
    """
    from voiplab.tui.desk.desk import Desk
    from voiplab.tui.desk.pace import clock

    match find_target(target):
        case Opened(workspace, lesson):
            desk = Desk.of_workspace(workspace, lesson, clock)
        case Lesson() as lesson:
            desk = Desk.of_lesson(lesson, clock)
        case Lab() as lab:
            desk = Desk(lab, clock)
    begin(desk)


def begin(desk: "Desk | None") -> None:
    """The application takes the screen; without a desk it begins with the course."""
    from voiplab.tui.app import VoiplabApp
    from voiplab.tui.desk.memory import Memory, config_folder, state_folder
    from voiplab.tui.keymap import FILE, read_preferences

    own = read_preferences(config_folder() / FILE)
    VoiplabApp(Memory(state_folder()), Path.cwd(), desk, keymap=own.keymap, theme=own.theme).run()
