"""The first minutes: what is where, a page at a time."""

from typing import ClassVar, Final, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label, Static

from voiplab.tui.screens.leaving import Dialog


class Page(NamedTuple):
    title: str
    text: str


PAGES: Final = (
    Page(
        "A lab in your terminal",
        "Telephones and servers that behave as the real ones do, message by message. The servers read their real configuration "
        "files; you change them, let the telephones call, and see on the ladder what your change does.\n\n"
        "Nothing here is on a network, and its time is not yours: it can be paused, stepped, and taken back.",
    ),
    Page(
        "Time",
        "space   run and pause             .   one message further\n"
        "[  ]    slower and faster         >   on to the next stop (B says where)\n"
        "<       back to the message that is looked at; from there it may go another way\n"
        "R       the run again from its beginning, with your files as they are now\n"
        "r       another run of this lesson",
    ),
    Page(
        "Looking",
        "The ladder has one line per message. Choose one with the arrows: all other panes show the lab as it was at that "
        "moment, and the message itself with what each of its headers means. Escape leads back to now.\n\n"
        "tab goes from pane to pane, ctrl+o and a letter straight to one, + makes it as large as the screen.",
    ),
    Page(
        "Doing",
        "Phones: type a number and press Enter; Enter answers; b hangs up.\n"
        "Config: change a file, ctrl+s saves it; R runs the lab again with it.\n"
        "Console: the server's own commands, as on the real one.",
    ),
    Page(
        "The lesson",
        "c   check: all runs are played on your files, and what holds is proved\n"
        "h   a hint, one step at a time\n"
        "F1  all keys of the pane that you are in\n"
        "ctrl+p  everything that can be done, by its name",
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
        text = Text.assemble((page.title, "bold"), f"   {self._page + 1} of {len(PAGES)}\n\n", page.text, "\n")
        self.query_one("#tour-page", Static).update(text)
