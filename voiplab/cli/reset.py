"""`voiplab reset`: files as they were at the start; what was there is kept aside."""

from pathlib import Path

import click

from voiplab.cli.screen import say, talk
from voiplab.cli.target import opened
from voiplab.course.resetting import differing, known, put_back
from voiplab.text.nearest import did_you_mean


@click.command(name="reset")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--file", "names", multiple=True, metavar="PATH", help="Only this file, by its path in the workspace.")
def command(folder: Path, names: tuple[str, ...]) -> None:
    """Bring the files of a workspace back as they were at the start.

    \b
    What you wrote is not lost: it is moved into .voiplab/kept/, where its
    folder has a number. Files that the lesson does not have are moved too, and
    the journals of what you did by hand. Hints and progress stay.

    \b
      voiplab reset
      voiplab reset --file journal/mobile-only.yaml
      voiplab reset --file freeswitch/sip_profiles/internal.xml
    """
    work = opened(folder)
    there = known(work.workspace, work.lesson)
    wanted = [_known(name, there) for name in names] or differing(work.workspace, work.lesson)
    if not wanted:
        talk("Everything is as it was at the start.")
        return
    kept = put_back(work.workspace, work.lesson, wanted)
    for name in wanted:
        say(name)
    talk(f"Yours are kept in {kept}.")


def _known(name: str, there: list[str]) -> str:
    path = Path(name).as_posix()
    if path not in there:
        raise click.UsageError(f"the lesson has no file {path}{did_you_mean(path, there)}")
    return path
