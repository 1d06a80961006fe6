"""The pane of the files."""

from collections.abc import Callable, Sequence
from os import environ
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType

from voiplab.explain.executed import File
from voiplab.text.harmless import harmless
from voiplab.text.place import ConfigError, Files
from voiplab.tui.desk.desk import Desk
from voiplab.tui.desk.view import View
from voiplab.tui.pane import GoTo, Pane, SaveFile, StopAtLine, Tell
from voiplab.tui.screens.choosing import Choice
from voiplab.tui.screens.confirming import ConfirmScreen
from voiplab.tui.screens.deciding import decide
from voiplab.tui.widgets.config import external
from voiplab.tui.widgets.config.chooser import Chooser
from voiplab.tui.widgets.config.listing import listing
from voiplab.tui.widgets.config.open_page import OpenPage
from voiplab.tui.widgets.config.page import NoText, page_of
from voiplab.tui.widgets.config.sheet import Sheet
from voiplab.tui.widgets.config.showing import NEXT, Showing

BESIDE: Final = 100
"""From so many columns on the list of files stands beside the editor."""

HIGH: Final = 18
"""With fewer lines the list has only four of them."""

SAVE: Final = Choice("save", "and go on")
DISCARD: Final = Choice("throw away", "what was not saved")
STAY: Final = Choice("stay", "and go on editing")
TAKE: Final = Choice("take", "the file as it is on the disk")
KEEP: Final = Choice("keep", "what is in the editor")


class ConfigPane(Pane):
    """The files of the servers and telephones, as they are: * marks those that the lesson asks you to edit.

    Enter opens a file, Escape leads back to the list. What you type is read as the product would read it. Left of each line
    stands ! (the product refuses it), x (voiplab does not simulate it), ? (the product passes over it without a word) or
    - (no effect in a lab), and right of the number how often the run came to it: 3* says that the call which you look at did.
    Below the editor stands what the line under the cursor does; with F2 a run stops there (@). ctrl+s saves; a server reads its
    files when it is told to.
    """

    slug = "config"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Files", id="config.back"),
        Binding("ctrl+s", "save", "Save", id="config.save"),
        Binding("f8,n", "trouble(1)", "Next trouble", id="config.next", show=False),
        Binding("N", "trouble(-1)", "Previous trouble", id="config.previous", show=False),
        Binding("f9,D", "difference", "Differences", id="config.difference"),
        Binding("f4,e", "external", "Your own editor", id="config.external", show=False),
        Binding("f2", "stop", "Stop at this line, or no longer", id="config.stop", show=False),
        Binding("slash", "search", "Find a file", id="config.search", show=False),
        Binding("y", "copy", "Copy line or selection", id="config.copy", show=False),
        Binding("u", "undo", "Undo", id="config.undo", show=False),
        Binding("U", "redo", "Redo", id="config.redo", show=False),
    ]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._desk: Desk | None = None
        self._seen: Sequence[Files] = ()
        """The files of each node, as they were listed last."""

        self._when_saved: Callable[[], object] | None = None
        """What somebody wanted to do; it is not done when the file cannot be saved."""

        self._told = ""

    def compose(self) -> ComposeResult:
        yield Chooser(id="config-files")
        yield OpenPage(id="config-page")

    @property
    def _chooser(self) -> Chooser:
        return self.query_one(Chooser)

    @property
    def _page(self) -> OpenPage:
        return self.query_one(OpenPage)

    @property
    def _current(self) -> File | None:
        return None if self._page.sheet is None else self._page.sheet.file

    def on_mount(self) -> None:
        self.watch(self.app, "app_focus", self._come_back, init=False)

    def _come_back(self, is_here: bool) -> None:
        """From another window, where perhaps a file was saved."""
        if is_here:
            self._reread()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= BESIDE, "-beside")
        self.set_class(event.size.height < HIGH, "-low")

    # Being shown

    def look(self, view: View) -> None:
        if view.desk is not self._desk:
            self._desk = view.desk
            self._seen = ()
        self._page.look(view)
        files = list(view.desk.files.values())
        if len(files) != len(self._seen) or any(one is not other for one, other in zip(files, self._seen, strict=True)):
            self._take_in(view.desk)

    def _take_in(self, desk: Desk) -> None:
        """Files were saved, here or elsewhere."""
        self._seen = list(desk.files.values())
        entries = listing(desk)
        sheet = self._page.sheet
        if sheet is None and not self._page.refused and entries:
            self._turn_to(entries[0].file)
        elif sheet is not None:
            content = desk.files[sheet.file.node].get(sheet.file.path)
            if content is None:
                self._page.refuse(f"{harmless(sheet.name)} is gone.")
            elif content != sheet.content:
                self._renew(sheet, content)
            else:
                self._page.outdate()
        self._chooser.show(entries, self._current)

    def _renew(self, sheet: Sheet, content: bytes) -> None:
        """The open file has another content now."""
        if content == self._page.content:
            self._keep(sheet.file, content)
        elif not self._page.is_edited:
            self._turn_to(sheet.file, self._page.editor.line)
        else:
            decide(
                self.app,
                f"{sheet.name} was changed outside, and here is a text that is not saved.",
                {TAKE: lambda: self._turn_to(sheet.file, self._page.editor.line), KEEP: lambda: None},
            )

    def _keep(self, file: File, content: bytes) -> None:
        """It was saved; what somebody pasted may be more than is opened here."""
        try:
            self._page.keep(Sheet.of(file, content))
        except NoText as problem:
            self._page.refuse(f"{harmless(f'{file.node}/{file.path}')} is saved, and no longer shown. {problem}")
        if (then := self._when_saved) is not None:
            self._when_saved = None
            self.call_later(then)

    def take_keys(self) -> None:
        """To the editor, if it had them last."""
        if self._current is not None and self.has_class("-editing"):
            self._page.take_keys()
        else:
            self._chooser.take_keys()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.set_class(self._chooser not in event.widget.ancestors, "-editing")
        self._reread()

    def _reread(self) -> None:
        """What another program has written meanwhile is taken in."""
        if self._desk is None:
            return
        try:
            changed = self._desk.reread()
        except ConfigError as refused:
            self._tell_once(f"Files on the disk are not taken in: {refused}")
            return
        self._told = ""
        if changed:
            self._take_in(self._desk)
            self.post_message(Tell(f"Changed outside, and taken in: {', '.join(changed[:3])}"))

    def _tell_once(self, text: str) -> None:
        if text != self._told:
            self._told = text
            self.post_message(Tell(harmless(text, 500), is_trouble=True))

    def leave(self, then: Callable[[], object]) -> None:
        if self._desk is None:
            then()
            return
        if self._page.is_edited:
            self.post_message(GoTo(self.slug))  # so that it is seen what is not saved
        self._leaving(None, then)

    # Opening

    def open(self, node: str, path: str, line: int = 1) -> None:
        """For whoever wants to see a line."""
        if self._desk is None or path not in self._desk.files.get(node, {}):
            self.post_message(Tell(f"{harmless(f'{node}/{path}')} is no file of this lab.", is_trouble=True))
            return
        self._leaving(File(node, path), lambda: self._enter(File(node, path), line))

    def _enter(self, file: File, line: int) -> None:
        if file != self._current:
            self._turn_to(file, line)
            self._chooser.stand_on(self._current)
        self._page.go_to(line)
        self._page.take_keys()

    def _turn_to(self, file: File, line: int = 1) -> None:
        assert self._desk is not None
        try:
            sheet = Sheet.of(file, self._desk.files[file.node][file.path])
        except NoText as problem:
            self._page.refuse(f"{harmless(f'{file.node}/{file.path}')} is not shown. {problem}")
        else:
            self._page.open(sheet, line)

    def _leaving(self, to: File | None, then: Callable[[], object]) -> None:
        """Ask first when something would be lost."""
        sheet = self._page.sheet
        if sheet is None or to == sheet.file or not self._page.is_edited:
            then()
            return
        decide(
            self.app,
            f"{sheet.name} is not saved.",
            {SAVE: lambda: self._save_and(then), DISCARD: lambda: self._discard_and(then), STAY: self._stay},
        )

    def _save_and(self, then: Callable[[], object]) -> None:
        self.action_save()
        self._when_saved = then

    def _discard_and(self, then: Callable[[], object]) -> None:
        assert self._page.sheet is not None
        self._turn_to(self._page.sheet.file, self._page.editor.line)
        then()

    def _stay(self) -> None:
        self._chooser.stand_on(self._current)
        self._page.take_keys()

    @on(Chooser.Seen)
    def _see(self, seen: Chooser.Seen) -> None:
        if seen.file != self._current:
            self._leaving(seen.file, lambda: self._turn_to(seen.file))

    @on(Chooser.Chosen)
    def _choose(self) -> None:
        if self._current is not None:
            self._page.take_keys()

    # Keys

    def action_back(self) -> None:
        if self._page.showing is not Showing.EDITOR:
            self._page.show(Showing.EDITOR)
        elif self._chooser.clear(self._current):
            self._chooser.take_keys()
        else:
            self._leaving(None, self._chooser.take_keys)

    def action_save(self) -> None:
        sheet = self._page.sheet
        if sheet is None or not self._page.is_edited:
            self.post_message(Tell("Nothing is to be saved: the text is as it was."))
            return
        self._when_saved = None
        self.post_message(SaveFile(*sheet.file, self._page.content))

    def action_trouble(self, by: int) -> None:
        if not self._page.go_to_trouble(by):
            self.post_message(Tell("In this file is nothing that the product refuses or passes over."))

    def action_stop(self) -> None:
        if self._current is not None:
            self.post_message(StopAtLine(*self._current, self._page.editor.line))

    def action_difference(self) -> None:
        wanted = NEXT[self._page.showing]
        if self._desk is None or self._current is None:
            return
        if wanted is not Showing.SOLUTION or self._desk.standing is None:
            self._page.show(wanted if self._desk.lesson is not None or wanted is Showing.START else Showing.EDITOR)
        elif self._desk.standing.is_all_done:
            self._page.show(wanted)
        else:
            self.app.push_screen(ConfirmScreen("Not everything is passed yet. Show the solution?"), self._reveal)

    def _reveal(self, is_wanted: bool | None) -> None:
        self._page.show(Showing.SOLUTION if is_wanted else Showing.EDITOR)

    def action_search(self) -> None:
        self._chooser.search()

    def action_copy(self) -> None:
        self._page.editor.copy()

    def action_undo(self) -> None:
        self._page.editor.undo()

    def action_redo(self) -> None:
        self._page.editor.redo()

    # Another editor

    def action_external(self) -> None:
        sheet = self._page.sheet
        if self._desk is None or sheet is None:
            return
        if self._page.is_edited:
            self.post_message(Tell("Save first (ctrl+s): the other editor opens the file on the disk."))
            return
        try:
            words = external.command(environ)
            written = external.edit(words, sheet, self._page.editor.line, self._desk.folder(), self.app.suspend)
            if written is not None:
                self._page.replace(page_of(written).text)
        except (external.NoEditor, NoText, ConfigError) as refused:
            self.post_message(Tell(harmless(str(refused)), is_trouble=True))
        except SuspendNotSupported:
            self.post_message(Tell("Here the screen cannot be given to another program.", is_trouble=True))
        self._reread()
