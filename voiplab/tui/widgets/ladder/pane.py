"""The pane of the ladder, with the keys that people know from sngrep."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from voiplab.explain.ladder import ALL, Show
from voiplab.explain.margin import Clock
from voiplab.explain.messages import SipMessage
from voiplab.explain.story import Story
from voiplab.explain.view import Keeps, LadderView, everything, of_call
from voiplab.tui.desk.view import Look
from voiplab.tui.pane import Copy, GoTo, LookAt, Mark, Pane, Tell
from voiplab.tui.screens.asking import AskScreen
from voiplab.tui.widgets.ladder.filtering import EXAMPLE, keeps, refusal
from voiplab.tui.widgets.ladder.rows import LadderRows

QUESTION: Final = "Only messages that fit: a word on their arrows, or an expression; nothing shows all"

TURNS: Final[Mapping[str, Callable[[Show], Show]]] = {
    "sdp": lambda show: show._replace(sdp=not show.sdp),
    "media": lambda show: show._replace(media=not show.media),
    "acts": lambda show: show._replace(acts=not show.acts),
    "timers": lambda show: show._replace(timers=not show.timers),
    "sounds": lambda show: show._replace(sounds=not show.sounds),
    "legs": lambda show: show._replace(legs=not show.legs),
}
"""What can be shown beside the messages, or not."""


class LadderPane(Pane, can_focus=True):
    """The messages of the run, one line each, between the nodes that send and get them.

    Choose one with the arrows: all other panes then show the lab as it was at that moment; Escape leads back to now. Space
    marks the one that is chosen, and the message pane compares two that are marked; when none is chosen, space runs and
    pauses. What is marked * is what people do, o a timer, ~ what somebody hears; a lost message ends in x.
    """

    slug = "ladder"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "go(-1)", "The message before", id="ladder.up", show=False),
        Binding("down,j", "go(1)", "The next message", id="ladder.down", show=False),
        Binding("pageup", "go(-10)", "Ten before", id="ladder.page_up", show=False),
        Binding("pagedown", "go(10)", "Ten further", id="ladder.page_down", show=False),
        Binding("home", "first", "The first message", id="ladder.first", show=False),
        Binding("end,escape", "now", "Now", id="ladder.now"),
        Binding("enter", "message", "Message", id="ladder.message"),
        Binding("space", "mark", "Mark: two are compared", id="ladder.mark", show=False),
        Binding("x", "whole_call", "This call only, with all its legs", id="ladder.call", show=False),
        Binding("f,f7", "filter", "Filter", id="ladder.filter", show=False),
        Binding("slash", "search", "Search", id="ladder.search", show=False),
        Binding("n", "next(1)", "Next that was found", id="ladder.next", show=False),
        Binding("N", "next(-1)", "Last that was found", id="ladder.previous", show=False),
        Binding("w", "clock", "Times from the start, or from line to line", id="ladder.clock", show=False),
        Binding("d,f2", "turn('sdp')", "Session descriptions below their arrows", id="ladder.sdp", show=False),
        Binding("m,f3", "turn('media')", "Streams of media as rows", id="ladder.media", show=False),
        Binding("a", "turn('acts')", "What people do", id="ladder.acts", show=False),
        Binding("t", "turn('timers')", "Timers that fire", id="ladder.timers", show=False),
        Binding("s", "turn('sounds')", "What people hear", id="ladder.sounds", show=False),
        Binding("L", "turn('legs')", "The leg of each message", id="ladder.legs", show=False),
        Binding("y", "copy", "Copy the ladder", id="ladder.copy", show=False),
    ]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._story: Story | None = None
        self._filter = ""
        self._keeps: Keeps = everything
        self._only: int | None = None
        """A message; only its call is shown."""

        self._sought = ""
        self._show: Show = ALL

    def compose(self) -> ComposeResult:
        yield LadderRows(id="ladder-rows")

    @property
    def _rows(self) -> LadderRows:
        return self.query_one(LadderRows)

    @property
    def _cursor(self) -> int | None:
        return self._rows.cursor

    # Being shown

    def look(self, view: Look) -> None:
        rows = self._rows
        if view.story is not self._story:
            self._story = view.story
            self._only = None
            rows.show(LadderView(view.story, view.columns, width=rows.room, show=self._show))
            self._choose()
        if (rows.cursor is None) is not (view.cursor is None):
            self.refresh_bindings()
        if (rows.cursor, rows.marked) != (view.cursor, view.marked):
            rows.look_at(view.cursor, view.marked)
        rows.catch_up()

    # The cursor

    def action_go(self, by: int) -> None:
        shown = self._shown()
        if not shown:
            return
        if self._cursor is None:
            place = len(shown) - 1 if by < 0 else len(shown)
        else:
            place = shown.index(self._cursor) + by if self._cursor in shown else 0
        self.post_message(LookAt(None if place >= len(shown) else shown[max(place, 0)]))

    def action_first(self) -> None:
        shown = self._shown()
        if shown:
            self.post_message(LookAt(shown[0]))

    def action_now(self) -> None:
        self.post_message(LookAt(None))

    def action_message(self) -> None:
        self.post_message(GoTo("message"))

    def action_mark(self) -> None:
        if self._cursor is not None:
            self.post_message(Mark(self._cursor))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While no message is looked at there is none to mark: space is that of the lab then, and lets the run go on."""
        return super().check_action(action, parameters) and (action != "mark" or self._cursor is not None)

    @on(LadderRows.Picked)
    def _picked(self, picked: LadderRows.Picked) -> None:
        self.post_message(LookAt(picked.number))

    def _shown(self) -> Sequence[int]:
        """The numbers of the messages on the ladder."""
        ladder = self._rows.ladder
        return [] if ladder is None else [message.n for message in ladder.story.messages if ladder.keeps(message)]

    # What is shown

    def action_turn(self, what: str) -> None:
        """Something beside the messages on, or off."""
        self._present(TURNS[what](self._show))

    def action_clock(self) -> None:
        other = Clock.PREVIOUS if self._show.clock is Clock.START else Clock.START
        self._present(self._show._replace(clock=other))

    def _present(self, show: Show) -> None:
        self._show = show
        if self._rows.ladder is not None:
            self._rows.ladder.present(show)
            self._rows.renew()

    def action_whole_call(self) -> None:
        """Only the call of the message that is looked at; and all of them again."""
        self._only = self._cursor if self._only is None else None
        self._choose()

    def action_filter(self) -> None:
        self.app.push_screen(AskScreen(QUESTION, self._filter, EXAMPLE, refusal=refusal), self._filtered)

    def _filtered(self, text: str | None) -> None:
        if text is None:
            return
        self._keeps = keeps(text)
        self._filter = text.strip()
        self._choose()

    def _choose(self) -> None:
        ladder, story = self._rows.ladder, self._story
        if ladder is None or story is None:
            return
        call = everything if self._only is None else of_call(story.messages, self._only)
        fits = self._keeps
        ladder.filter(lambda message: call(message) and fits(message))
        self.border_subtitle = self._filter.replace("[", r"\[")
        self._rows.renew()

    # Search

    def action_search(self) -> None:
        self.app.push_screen(AskScreen("Search in all messages", self._sought, "a=sendonly"), self._search)

    def _search(self, text: str | None) -> None:
        if text is None:
            return
        self._sought = self._rows.sought = text
        self._rows.refresh()
        self.action_next(1)

    def action_next(self, by: int) -> None:
        """The next message that has it anywhere, after the one that is looked at."""
        if not self._sought or self._story is None:
            return
        found = [message.n for message in self._story.messages if self._has(message)]
        here = self._cursor or (0 if by > 0 else len(self._story.messages) + 1)
        ahead = [n for n in found if n > here] if by > 0 else [n for n in reversed(found) if n < here]
        around = found if by > 0 else found[::-1]
        if not found:
            self.post_message(Tell(f"No message has {self._sought}."))
            return
        self.post_message(LookAt((ahead or around)[0]))

    def _has(self, message: SipMessage) -> bool:
        ladder = self._rows.ladder
        is_shown = ladder is not None and ladder.keeps(message)
        return is_shown and self._sought.lower() in message.raw.decode("utf-8", "replace").lower()

    def action_copy(self) -> None:
        ladder = self._rows.ladder
        if ladder is not None:
            lines = [*ladder.heading, *ladder.rows(0, len(ladder))]
            self.post_message(Copy("".join(f"{row}\n" for row in lines), "the ladder"))
