"""What is said above and below the editor."""

from typing import Final

from voiplab.text.harmless import harmless
from voiplab.tui.desk.view import View
from voiplab.tui.widgets.config.findings import Findings
from voiplab.tui.widgets.config.sheet import Sheet
from voiplab.tui.widgets.config.showing import Showing

LEGEND: Final = "! error  x not simulated  ? ignored  - no effect  3 times  * this call  @ stop"
"""Of the margin: it stands below the editor while there is nothing to say of the line."""


def heading(sheet: Sheet | None, showing: Showing, *, is_edited: bool) -> str:
    if sheet is None:
        return ""
    name = harmless(sheet.name)
    if showing is not Showing.EDITOR:
        return f"{name}: difference to {showing.value}"
    return f"{name}  {sheet.language.value}{'  [not saved: ctrl+s]' if is_edited else ''}"


def telling(sheet: Sheet, view: View, findings: Findings, line: int, ran: str, in_run: bytes | None) -> str:
    """Of the line, what it does and what the run made of it; then of the whole file. `in_run`: the file as it is there."""
    here = " | ".join(part for part in (findings.says(line), ran) if part)
    whole = ". ".join(part for part in (_locked(sheet), findings.summary, _of_run(sheet, view, in_run)) if part)
    return f"{f'{line}  {here}' if here else LEGEND}\n{whole}"


def _locked(sheet: Sheet) -> str:
    return f"To be read only: {sheet.page.locked}" if sheet.page.locked else ""


_READ_BY: Final = {"freeswitch": "reloadxml on its console reads it", "opensips": "systemctl restart opensips reads it"}


def _of_run(sheet: Sheet, view: View, in_run: bytes | None) -> str:
    """When the run on the screen has another text of this file."""
    desk = view.desk
    if desk.lesson is not None and desk.plan.name in desk.lesson.demonstrations:
        return f"The run {harmless(desk.plan.name)} is a demonstration: it plays the lesson's own files, not yours"
    if in_run == sheet.content:
        return ""
    reads = _READ_BY.get(desk.lab.nodes[sheet.file.node].kind)
    return (
        f"The run has an older text of this file: {f'{reads}, ' if reads else ''}R begins the run again with this one"
    )
