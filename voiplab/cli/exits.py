"""How a command ends: the exit codes of the contract, and one sentence for whatever went wrong."""

import traceback
from hashlib import sha256
from pathlib import Path
from typing import Final

import click

FINE: Final = 0
NOT_YET: Final = 1
USAGE: Final = 2
NOTHING_TO_CHECK: Final = 3
INVALID: Final = 4
INTERNAL: Final = 5
LIMIT: Final = 6
INTERRUPTED: Final = 130


class NothingToCheck(click.ClickException):
    exit_code = NOTHING_TO_CHECK


class Invalid(click.ClickException):
    """A lesson, a workspace or a configuration that cannot be used as it is."""

    exit_code = INVALID


def ending(error: Exception, debug: bool, crashes: Path | None = None) -> int:
    """Say in one sentence why the command ended, and with which code it does. `crashes`: where tracebacks of ours are kept."""
    from voiplab.lab.ending import LimitReached
    from voiplab.text.harmless import harmless
    from voiplab.text.place import ConfigError, NotSimulated

    match error:
        case NotSimulated(place=place, says=says) if "not simulated" not in says:
            click.echo(f"Error: {harmless(f'{place}: not simulated: {says}', 1000)}", err=True)
            return INVALID
        case ConfigError():
            click.echo(f"Error: {harmless(str(error), 1000)}", err=True)
            return INVALID
        case LimitReached():
            click.echo(f"Error: {harmless(str(error), 1000)}", err=True)
            return LIMIT
        case OSError(filename=str() as name, strerror=str() as says):
            click.echo(f"Error: {harmless(name)}: {says}", err=True)
            return USAGE
    _report(error, debug, crashes)
    return INTERNAL


def _report(error: Exception, debug: bool, crashes: Path | None) -> None:
    text = "".join(traceback.format_exception(error))
    what = f"voiplab itself failed ({type(error).__name__}); your files are as they were."
    if debug:
        click.echo(f"{text}{what} Please report it.", err=True)
        return
    kept = _keep(text, crashes or crash_folder())
    where = (
        f"Please report it with {kept}."
        if kept
        else "Run it again as `voiplab --debug ...`, and please report what it says."
    )
    click.echo(f"{what} {where}", err=True)


def crash_folder() -> Path:
    from platformdirs import user_log_path

    return user_log_path("voiplab", appauthor=False)


def _keep(text: str, folder: Path) -> Path | None:
    """Write the traceback into the folder for such things; equal ones share a file."""
    path = folder / f"crash-{sha256(text.encode()).hexdigest()[:12]}.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError:
        return None
    return path
