"""The open file: its editor, how it differs from the lesson's, and below it what the line under the cursor does."""

from collections.abc import Sequence
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static, TextArea
from textual.worker import Worker

from voiplab.explain.executed import NEVER, Count
from voiplab.text.highlighting.language import Language
from voiplab.text.remark import Effect
from voiplab.tui.desk.breakpoints import Breakpoint
from voiplab.tui.desk.view import View
from voiplab.tui.widgets.config.alignment import difference
from voiplab.tui.widgets.config.course import Course
from voiplab.tui.widgets.config.editor import Editor
from voiplab.tui.widgets.config.findings import Findings
from voiplab.tui.widgets.config.margin import so_far, until_then
from voiplab.tui.widgets.config.page import NoText, page_of
from voiplab.tui.widgets.config.proofreader import Proofreader
from voiplab.tui.widgets.config.proofreading import Proof, Read
from voiplab.tui.widgets.config.sheet import Sheet
from voiplab.tui.widgets.config.showing import Showing
from voiplab.tui.widgets.config.telling import heading, telling

UNREAD: Final = Read(Findings(), ())


class OpenPage(Vertical):
    """`sheet` is the file as it is saved; the editor may have another text."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.sheet: Sheet | None = None
        self.showing = Showing.EDITOR
        self.refused = ""
        """Why a file cannot be shown."""

        self._view: View | None = None
        self._seen_stops: Sequence[Breakpoint] = ()
        self._course: Course | None = None
        self._read = UNREAD
        self._proofreader = Proofreader(self, self._proof, self._take)

    def compose(self) -> ComposeResult:
        yield Static(id="config-heading", markup=False)
        editor = Editor(id="config-editor")
        editor.effect, editor.count, editor.stops = self._effect, self._count, self._stops
        yield editor
        other = Editor(id="config-difference")
        other.read_only = True
        other.display = False
        yield other
        yield Static(id="config-says", markup=False)

    @property
    def editor(self) -> Editor:
        return self.query_one("#config-editor", Editor)

    @property
    def _difference(self) -> Editor:
        return self.query_one("#config-difference", Editor)

    # The file

    @property
    def is_edited(self) -> bool:
        return self.sheet is not None and self.sheet.is_edited(self.editor.text)

    @property
    def content(self) -> bytes:
        """What would be saved."""
        return b"" if self.sheet is None else self.sheet.encoded(self.editor.text)

    def open(self, sheet: Sheet, line: int = 1) -> None:
        """Also another text of the same file: the cursor stays at its line then."""
        self.sheet, self.refused = sheet, ""
        self._read = UNREAD
        self.editor.read_only = bool(sheet.page.locked)
        self.editor.load(sheet.page.text, sheet.language)
        self.editor.go_to(line)
        self.show(Showing.EDITOR)
        self.outdate()

    def refuse(self, says: str) -> None:
        """Instead of a file."""
        self.sheet, self.refused = None, says
        self._read = UNREAD
        self.editor.read_only = True
        self.editor.load("", Language.PLAIN)
        self.show(Showing.EDITOR)

    def keep(self, sheet: Sheet) -> None:
        """What is in the editor has been saved."""
        self.sheet = sheet
        self._tell()

    def replace(self, text: str) -> None:
        """As one edit, which can be undone."""
        self.editor.replace(text, (0, 0), self.editor.document.end)

    def go_to(self, line: int) -> None:
        self.show(Showing.EDITOR)
        self.editor.go_to(line)
        self._tell()

    def go_to_trouble(self, by: int) -> bool:
        line = self._read.findings.next(self.editor.line, by)
        if line is not None:
            self.go_to(line)
        return line is not None

    def take_keys(self) -> None:
        (self.editor if self.showing is Showing.EDITOR else self._difference).focus()

    # Differences

    def show(self, showing: Showing) -> None:
        had_keys = self.editor.has_focus or self._difference.has_focus
        self.showing = showing
        if showing is not Showing.EDITOR and self.sheet is not None:
            self._difference.load(self._to(showing, self.sheet), Language.DIFFERENCE)
        self.editor.display = showing is Showing.EDITOR
        self._difference.display = showing is not Showing.EDITOR
        if had_keys:
            self.take_keys()
        self._tell()

    def _to(self, showing: Showing, sheet: Sheet) -> str:
        assert self._view is not None
        desk = self._view.desk
        other = (desk.at_start if showing is Showing.START else desk.in_solution)(*sheet.file)
        try:
            before = None if other is None else page_of(other).text
        except NoText as problem:
            return f"The file in {showing.value} cannot be shown. {problem}\n"
        return difference(before, self.editor.text, sheet.name, showing.value)

    # Being shown

    def look(self, view: View) -> None:
        stops = list(view.player.breakpoints)
        moved = self._view is None or view.cursor != self._view.cursor or stops != self._seen_stops
        self._seen_stops = stops
        self._view = view
        if self._course is None or self._course.messages is not view.messages:
            self._course = Course(view.player, view.messages)
            self.outdate()
        ran, reread = self._course.catch_up()
        if reread:
            self.outdate()
        if moved or (ran and view.is_now):
            self.editor.refresh()
            self._tell()

    def _effect(self, line: int) -> Effect | None:
        return self._read.findings.effect(line)

    def _count(self, line: int) -> Count:
        if self._course is None or self._view is None or self.sheet is None:
            return NEVER
        return self._course.count(self.sheet.file, self._read.played, line, self._view.message)

    def _stops(self, line: int) -> bool:
        if self._view is None or self.sheet is None:
            return False
        node, path = self.sheet.file
        return self._view.desk.line_point(node, path, line) in self._view.player.breakpoints

    def _tell(self) -> None:
        """What stands above and below the editor."""
        self.query_one("#config-heading", Static).update(heading(self.sheet, self.showing, is_edited=self.is_edited))
        self.query_one("#config-says", Static).update(self._says())

    def _says(self) -> str:
        if self.sheet is None or self._view is None or self._course is None:
            return self.refused
        line = self.editor.line
        in_run = self._course.editions(self.sheet.file)[-1].content
        return telling(
            self.sheet, self._view, self._read.findings, line, self._ran(self._course, self.sheet, line), in_run
        )

    def _ran(self, course: Course, sheet: Sheet, line: int) -> str:
        count = self._count(line)
        if self._view is not None and not self._view.is_now:
            return until_then(count)
        return so_far(count, course.begun_by(sheet.file, self._read.played, line))

    @on(TextArea.SelectionChanged)
    def _moved(self) -> None:
        self._tell()

    # What it means

    @on(TextArea.Changed)
    def _typed(self, changed: TextArea.Changed) -> None:
        if changed.text_area is self.editor and self.sheet is not None:
            self._proofreader.soon()
            self._tell()

    def outdate(self) -> None:
        """Another file of the node has changed."""
        self._proofreader.now()

    def _proof(self) -> Proof | None:
        if self.sheet is None or self._view is None or self._course is None:
            return None
        desk = self._view.desk
        node, path = self.sheet.file
        plan = desk.lab.nodes[node]
        files = {**desk.files[node], path: self.content}
        return Proof(plan.kind, plan.model, path, files, self._course.editions(self.sheet.file))

    def _take(self, read: Read) -> None:
        self._read = read
        self.editor.refresh()
        self._tell()

    def on_worker_state_changed(self, changed: Worker.StateChanged) -> None:
        self._proofreader.told(changed)
