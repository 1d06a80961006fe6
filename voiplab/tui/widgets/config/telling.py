"""What is said above and below the editor."""

from voiplab.explain.executed import Count
from voiplab.text.harmless import harmless
from voiplab.tui.desk.view import View
from voiplab.tui.widgets.config.findings import Findings
from voiplab.tui.widgets.config.margin import sentence
from voiplab.tui.widgets.config.sheet import Sheet
from voiplab.tui.widgets.config.showing import Showing


def heading(sheet: Sheet | None, showing: Showing, *, is_edited: bool) -> str:
    if sheet is None:
        return ""
    name = harmless(sheet.name)
    if showing is not Showing.EDITOR:
        return f"{name}: difference to {showing.value}"
    return f"{name}  {sheet.language.value}{'  [not saved: ctrl+s]' if is_edited else ''}"


def telling(sheet: Sheet, view: View, findings: Findings, line: int, count: Count) -> str:
    """What the line does; what the run made of it; and what is to be said of the whole file."""
    ran = sentence(count, is_looking_back=not view.is_now)
    here = "; ".join(part for part in (findings.says(line), ran) if part)
    whole = ". ".join(part for part in (_locked(sheet), findings.summary, _of_run(sheet, view)) if part)
    return f"{line}  {here}\n{whole}"


def _locked(sheet: Sheet) -> str:
    return f"To be read only: {sheet.page.locked}" if sheet.page.locked else ""


def _of_run(sheet: Sheet, view: View) -> str:
    """When the run on the screen has another text of this file."""
    desk = view.desk
    node, path = sheet.file
    if desk.lesson is not None and desk.plan.name in desk.lesson.demonstrations:
        return f"The run {harmless(desk.plan.name)} is a demonstration: it plays the lesson's own files, not yours"
    if view.player.lab.files[node].get(path) != desk.files[node].get(path):
        return "The run on the screen began with another text of this file: R runs again with this one"
    return ""
