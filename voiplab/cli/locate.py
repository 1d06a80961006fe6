"""`voiplab locate`: where things lie."""

from pathlib import Path

import click

from voiplab.cli.crash import crash_folder
from voiplab.cli.screen import say, table
from voiplab.text.content import shipped
from voiplab.tui.desk.memory import config_folder, state_folder


@click.command(name="locate")
def command() -> None:
    """Where voiplab's own files lie, and where it writes.

    \b
    Your work is in the folders that you gave to `voiplab start`, nowhere else.
    """
    rows = [
        ("program", str(Path(__file__).parent.parent)),
        ("lessons", str(shipped("lessons"))),
        ("topologies", str(shipped("topologies"))),
        ("crashes", str(crash_folder())),
        ("settings", str(config_folder())),
        ("memory", str(state_folder())),
    ]
    say(table(rows))
