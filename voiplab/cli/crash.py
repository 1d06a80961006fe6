"""When voiplab itself fails: one sentence for the person, and a traceback that can be sent along with a report."""

import traceback
from hashlib import sha256
from pathlib import Path

import click


def report(error: Exception, debug: bool, crashes: Path | None = None) -> None:
    """`crashes`: where tracebacks are kept."""
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
