"""The ladder as a file, in the forms that `voiplab run` knows, and as a capture for Wireshark."""

from collections.abc import Callable, Mapping
from itertools import chain, count
from pathlib import Path
from typing import Final

from voiplab.course.grading import messages_of
from voiplab.course.saving import save
from voiplab.explain.columns import Column
from voiplab.lab.run import Run

WIDTH: Final = 120
"""Columns of a text."""


def _text(run: Run) -> bytes:
    from voiplab.explain.ladder import ladder

    return str(ladder(messages_of(run), columns(run), width=WIDTH)).encode()


def _mermaid(run: Run) -> bytes:
    from voiplab.explain.mermaid import mermaid

    return mermaid(messages_of(run), columns(run)).encode()


def _svg(run: Run) -> bytes:
    from voiplab.explain.svg import svg

    return svg(messages_of(run), columns(run)).encode()


def _html(run: Run) -> bytes:
    from voiplab.explain.html import html

    return html(messages_of(run), f"{run.lab.name}: {run.plan.name}", columns(run)).encode()


def _pcapng(run: Run) -> bytes:
    from voiplab.live.run_capture import run_capture

    return run_capture(run, with_media=False).content


def _pcapng_with_media(run: Run) -> bytes:
    from voiplab.live.run_capture import run_capture

    return run_capture(run, with_media=True).content


FORMS: Final[Mapping[str, tuple[str, Callable[[Run], bytes]]]] = {
    "text": ("txt", _text),
    "Mermaid": ("mmd", _mermaid),
    "SVG": ("svg", _svg),
    "HTML": ("html", _html),
    "pcapng": ("pcapng", _pcapng),
    "pcapng with sound": ("pcapng", _pcapng_with_media),
}
"""What it is called, the ending of the file, and what makes it."""


def columns(run: Run) -> list[Column]:
    return [Column(plan.host, plan.label) for plan in run.lab.nodes.values()]


def export(run: Run, form: str, folder: Path) -> Path:
    """Into `<run>.<ending>` in the folder, or `<run>-2.<ending>` when there is a file of that name. OSError."""
    ending, make = FORMS[form]
    path = _free(folder, run.plan.name, ending)
    save(path, make(run))
    return path


def _free(folder: Path, name: str, ending: str) -> Path:
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(path for one in names if not (path := folder / f"{one}.{ending}").exists())
