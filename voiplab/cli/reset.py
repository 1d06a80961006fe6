"""`voiplab reset`: files as they were at the start; what was there is kept aside."""

from pathlib import Path

import click

from voiplab.cli.screen import say, talk
from voiplab.cli.target import Opened, opened
from voiplab.course.journals import journal_name
from voiplab.course.starting import first_files
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
    start = dict(first_files(work.lesson))
    known = [*start, *_journals(work)]
    wanted = [_known(name, known) for name in names] or _differing(work, start)
    if not wanted:
        talk("Everything is as it was at the start.")
        return
    kept = work.workspace.next_kept()
    for name in wanted:
        work.workspace.put_back(name, start.get(name), kept)
        say(name)
    talk(f"Yours are kept in {kept}.")


def _known(name: str, known: list[str]) -> str:
    path = Path(name).as_posix()
    if path not in known:
        raise click.UsageError(f"the lesson has no file {path}{did_you_mean(path, known)}")
    return path


def _journals(work: Opened) -> list[str]:
    """Those that are there: at the start nothing is done by hand."""
    names = map(journal_name, work.lesson.operated)
    return [name for name in names if work.workspace.path(name).is_file()]


def _differing(work: Opened, start: dict[str, bytes]) -> list[str]:
    names = dict.fromkeys([*start, *work.workspace.student_files()])
    return [name for name in names if _content(work.workspace.path(name)) != start.get(name)]


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
