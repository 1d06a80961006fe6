"""The first minutes: what is where, a page at a time."""

from collections.abc import Sequence
from typing import ClassVar, Final, NamedTuple

from rich.console import Group
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label, Static

from voiplab.tui.screens.leaving import Dialog


class Page(NamedTuple):
    """A text, or keys, each with what it does."""

    title: str
    text: str = ""
    keys: Sequence[tuple[str, str]] = ()


PAGES: Final = (
    Page(
        "A lab in your terminal",
        "Telephones and servers that behave as the real ones do, message by message. The servers read their real configuration "
        "files; you change them, let the telephones call, and see on the ladder what your change does.\n\n"
        "Nothing here is on a network, and its time is not yours: it can be paused, stepped, and taken back.",
    ),
    Page(
        "Time",
        keys=(
            ("space", "run and pause"),
            (".", "one message further"),
            (">", "on to the next stop (B says where)"),
            ("<", "back to the message that is looked at; from there it may go another way"),
            ("[ ]", "slower and faster"),
            ("R", "the run again from its beginning, with your files as they are now"),
            ("r", "another run of this lesson"),
        ),
    ),
    Page(
        "Looking",
        "The ladder has one line per message. Choose one with the arrows: all other panes show the lab as it was at that "
        "moment, and the message itself with what each of its headers means. Enter goes to it, Escape back to the ladder, and "
        "Escape there to now.\n\n"
        "tab goes from pane to pane, ctrl+o and a letter straight to one, + makes it as large as the screen.",
    ),
    Page(
        "Doing",
        keys=(
            ("Phones", "type a number and press Enter; Enter answers; b hangs up"),
            ("Config", "change a file, ctrl+s saves it; R runs the lab again with it"),
            ("Console", "the server's own commands, as on the real one"),
        ),
    ),
    Page(
        "The lesson",
        keys=(
            ("c", "check: all runs are played on your files, and what holds is proved"),
            ("h", "a hint, one step at a time"),
            ("F1", "all keys of the pane that you are in"),
            ("ctrl+p", "everything that can be done, by its name"),
        ),
    ),
)


class TourScreen(Dialog[None]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right,space", "turn(1)", "Next", id="tour.next"),
        Binding("left,backspace", "turn(-1)", "Back", id="tour.back"),
        Binding("escape,q", "dismiss", "Skip", id="tour.skip"),
    ]

    def __init__(self) -> None:
        super().__init__(classes="dialog")
        self._page = 0

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="tour-page", markup=False)
            yield Label("Enter: next   left: back   Esc: skip", classes="keys", markup=False)

    def on_mount(self) -> None:
        self._draw()

    def action_turn(self, by: int) -> None:
        if self._page + by >= len(PAGES):
            self.dismiss()
            return
        self._page = max(0, self._page + by)
        self._draw()

    def _draw(self) -> None:
        page = PAGES[self._page]
        head = Text.assemble((page.title, "bold"), f"   {self._page + 1} of {len(PAGES)}\n")
        keys = Table.grid(padding=(0, 2))
        for key, does in page.keys:
            keys.add_row(Text(key, no_wrap=True), Text(does))
        self.query_one("#tour-page", Static).update(Group(head, keys if page.keys else page.text, ""))
