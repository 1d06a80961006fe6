"""`voiplab open`: the terminal application, with a lesson, a workspace or a lab on the desk."""

import click

from voiplab.cli.target import Opened, find_target
from voiplab.course.lesson import Lesson
from voiplab.lab.lab import Lab


@click.command(name="open")
@click.argument("target", required=False)
def command(target: str | None) -> None:
    """The lab on the whole screen: ladder, telephones, files, consoles; pause, step and rewind.

    \b
    TARGET is a workspace, a lesson's id, or a lab file; without one it is the
    workspace that you stand in. `voiplab` alone begins with the course.
    """
    from voiplab.tui.app import VoiplabApp, clock
    from voiplab.tui.desk.desk import Desk

    match find_target(target):
        case Opened(workspace, lesson):
            desk = Desk.of_workspace(workspace, lesson, clock)
        case Lesson() as lesson:
            desk = Desk.of_lesson(lesson, clock)
        case Lab() as lab:
            desk = Desk(lab, clock)
    VoiplabApp(desk).run()
