"""Where one begins: the course as a map, how far one is, and what else can be opened."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import ClassVar, Final

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from voiplab.course.lesson import Lesson
from voiplab.course.overview import Found, Row, missing, overview, search, suggested
from voiplab.course.workspace import Workspace
from voiplab.text.harmless import harmless
from voiplab.text.place import ConfigError
from voiplab.tui.screens.asking import AskScreen
from voiplab.tui.screens.leaving import Page
from voiplab.tui.widgets.key_bar import KeyBar

HEAD: Final = "a VoIP lab in your terminal: real configuration files, real SIP, simulated time"
FOUND: Final = {Found.TITLE: "In the title", Found.TEACHES: "In what it teaches", Found.BRIEF: "In the brief"}

BAR: Final = 10
"""Of the progress of a lesson, in columns."""


class HomeScreen(Page[None]):
    """Choose a lesson with the arrows; Enter opens it, in a new folder with your own copy of its files, or where you were."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", id="home.search"),
        Binding("w", "resume", "Where I was", id="home.resume"),
        Binding("b", "sandbox", "Sandbox", id="home.sandbox"),
        Binding("o", "open", "Open a capture or lab", id="home.open"),
        Binding("T", "tour", "Tour", id="home.tour"),
        Binding("q", "app.quit", "Quit", id="home.quit", show=False),
        Binding("escape", "all", "All lessons", id="home.all", show=False),
    ]

    class Wanted(Message):
        """A lesson: in its workspace, in a new one, or (`is_sandbox`) without one."""

        def __init__(self, lesson: Lesson, workspace: Workspace | None, *, is_sandbox: bool = False) -> None:
            super().__init__()
            self.lesson = lesson
            self.workspace = workspace
            self.is_sandbox = is_sandbox

    class ResumeWanted(Message):
        """Where somebody was last."""

    class FileWanted(Message):
        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    class TourWanted(Message):
        pass

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._rows: Mapping[str, Row] = {}
        self._shown: list[Row | None] = []

    def compose(self) -> ComposeResult:
        yield Static(f" voiplab | {HEAD}", id="home-head")
        yield Input(placeholder="search: a word of a title, or of what a lesson teaches", id="home-search")
        with Horizontal():
            yield OptionList(id="home-map")
            with VerticalScroll(id="home-about", can_focus=False):
                yield Static(id="home-lesson", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#home-search").display = False
        self.query_one("#home-map").focus()

    def on_screen_resume(self) -> None:
        """Progress may have been made meanwhile. The screen is drawn first: lessons take a moment each."""
        if not self._rows:
            self.query_one("#home-map", OptionList).add_option(Option("reading the course ...", disabled=True))
        self.call_after_refresh(self._read)

    def _read(self) -> None:
        try:
            self._rows = {row.lesson.id: row for row in overview(self._folder)}
        except ConfigError as trouble:
            self.notify(str(trouble), severity="error", markup=False)
        self._draw(self.query_one(Input).value)

    def _draw(self, part: str) -> None:
        options = self.query_one("#home-map", OptionList)
        before = self._chosen
        options.clear_options()
        self._shown = []
        for heading, rows in self._groups(part):
            options.add_option(Option(Text(heading, "bold"), disabled=True))
            options.add_options(Option(_line(row, self._rows)) for row in rows)
            self._shown += [None, *rows]
        marked = None if part else before or suggested(self._rows)
        lessons = {row.lesson.id: place for place, row in enumerate(self._shown) if row is not None}
        if lessons:
            first = next(iter(lessons.values()))
            options.highlighted = first if marked is None else lessons.get(marked.lesson.id, first)

    def _groups(self, part: str) -> Iterator[tuple[str, Sequence[Row]]]:
        """By level; what was searched for by where it was found."""
        if not part:
            for level, rows in groupby(self._rows.values(), lambda row: row.lesson.level):
                yield f"Level {level}", list(rows)
            return
        for place, found in search(self._rows.values(), part).items():
            if found:
                yield FOUND[place], found

    @property
    def _chosen(self) -> Row | None:
        place = self.query_one("#home-map", OptionList).highlighted
        return self._shown[place] if place is not None and place < len(self._shown) else None

    @on(OptionList.OptionHighlighted)
    def _looked_at(self) -> None:
        row = self._chosen
        self.query_one("#home-lesson", Static).update("" if row is None else _about(row, self._rows))

    @on(OptionList.OptionSelected)
    def _open(self) -> None:
        row = self._chosen
        if row is not None:
            self.post_message(self.Wanted(row.lesson, row.workspace))

    def action_sandbox(self) -> None:
        """The lab of the lesson, without the lesson: nothing is saved, nobody acts but you."""
        row = self._chosen
        if row is not None:
            self.post_message(self.Wanted(row.lesson, None, is_sandbox=True))

    def action_resume(self) -> None:
        self.post_message(self.ResumeWanted())

    def action_tour(self) -> None:
        self.post_message(self.TourWanted())

    def action_open(self) -> None:
        question = "A capture (pcap, pcapng), a lab file (YAML) or a workspace"
        self.app.push_screen(AskScreen(question, example="call.pcapng"), self._asked)

    def _asked(self, path: str | None) -> None:
        if path:
            self.post_message(self.FileWanted(Path(path).expanduser()))

    # Search

    def action_search(self) -> None:
        search = self.query_one("#home-search", Input)
        search.display = True
        search.focus()

    def action_all(self) -> None:
        search = self.query_one("#home-search", Input)
        search.value = ""
        search.display = False
        self.query_one("#home-map").focus()

    @on(Input.Changed)
    def _typed(self, changed: Input.Changed) -> None:
        self._draw(changed.value)

    def on_key(self, event: events.Key) -> None:
        """From the search down into what was found."""
        if event.key == "down" and self.focused is self.query_one("#home-search"):
            self.query_one("#home-map").focus()

    @on(Input.Submitted)
    def _found(self) -> None:
        """The one that is marked."""
        self.query_one("#home-map").focus()
        self._open()


def _line(row: Row, rows: Mapping[str, Row]) -> Text:
    lesson = row.lesson
    mark = "[x]" if row.is_complete else "[~]" if row.done or row.workspace is not None else "[ ]"
    text = Text.assemble(f"  {mark} ", (harmless(lesson.title), "bold"))
    before = missing(row, rows)
    if before and not row.is_complete:
        text.append(f"\n        after {', '.join(before)}", "italic")
    return text


def _about(row: Row, rows: Mapping[str, Row]) -> Text:
    lesson = row.lesson
    text = Text(f"{harmless(lesson.title)}\n", "bold")
    text.append(f"{lesson.id}, level {lesson.level}, about {lesson.minutes} minutes\n\n", "not bold")
    full = BAR * row.done // max(1, len(lesson.exercises))
    bar = "#" * full + "." * (BAR - full)
    text.append(f"[{bar}] {row.done} of {len(lesson.exercises)} exercises\n\n", "not bold")
    text.append("It teaches\n")
    text.append("".join(f"  - {harmless(one)}\n" for one in lesson.teaches), "not bold")
    if lesson.needs:
        text.append("\nIt builds on\n")
        titles = [(name, rows[name].lesson.title if name in rows else name) for name in lesson.needs]
        text.append("".join(f"  - {harmless(title)} ({name})\n" for name, title in titles), "not bold")
    where = "Enter makes a folder with your own copy of its files."
    if row.workspace is not None:
        where = f"Yours is in {row.workspace.folder}; Enter goes on there."
    text.append(f"\n{harmless(where)}\n", "italic not bold")
    return text
