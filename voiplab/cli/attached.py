"""A live lab that runs in another terminal: which one is meant, and what it says."""

from collections.abc import Mapping
from pathlib import Path

import click

from voiplab.course.workspace import around
from voiplab.live.control import Unreachable, ask
from voiplab.live.places import Unsafe, running


def meant(target: str | None) -> str:
    """A target in one form, whoever names it from wherever: a path in full, a lesson by its id; nothing when none is named."""
    if target is None:
        workspace = around(Path())
        return "" if workspace is None else str(workspace.folder.resolve())
    return str(Path(target).resolve()) if Path(target).exists() else target


def live_lab(target: str | None) -> Path | None:
    """The control socket of the live lab that is meant: of this target, or, where none is named, the only one there is."""
    wanted = meant(target)
    try:
        found = [(path, of) for path, of in running() if wanted in ("", of)]
    except Unsafe as refused:
        raise click.UsageError(str(refused)) from None
    if len(found) > 1:
        labs = ", ".join(of or "?" for _, of in found)
        raise click.UsageError(f"more than one live lab is running ({labs}): say which with --of TARGET")
    return found[0][0] if found else None


def asked(path: Path, request: Mapping[str, object]) -> str:
    """The text that a live lab answers with."""
    try:
        answer = ask(path, request)
    except Unreachable as refused:
        raise click.UsageError(str(refused)) from None
    if "error" in answer:
        raise click.UsageError(str(answer["error"]))
    return str(answer.get("text", ""))
