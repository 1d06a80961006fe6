"""The pane of one message: which message it is, from which side it is looked at, and where a line of its page leads."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from voiplab.explain.messages import Messages, SipMessage
from voiplab.explain.page import Paragraph, ToLine, ToMessage
from voiplab.text.harmless import harmless
from voiplab.tui.desk.view import Look, View
from voiplab.tui.pane import Copy, GoTo, LookAt, OpenFile, Pane, Tell
from voiplab.tui.widgets.message.facet import Facet, missing, page
from voiplab.tui.widgets.message.facet_line import FacetLine
from voiplab.tui.widgets.message.page_view import PageView


class MessagePane(Pane):
    """The message under the cursor of the ladder, or the latest one.

    It is shown in four ways: *explained*, each header with what it means in this call, who wrote it and where that is
    specified; *raw*, as it went over the wire; *SDP*, its session description and what is agreed by it; *why*, what
    caused it, back to a key or to a line of a configuration. Two messages that are marked in the ladder are *compared*.
    Enter opens the line that wrote a header, or goes to the message that a sentence speaks of. Escape leads back to the ladder.
    """

    slug = "message"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "turn('EXPLAINED')", "Explain", id="message.explained", tooltip="Each header in words."),
        Binding("r", "turn('RAW')", "Raw", id="message.raw", tooltip="As it went over the wire."),
        Binding("d", "turn('SDP')", "SDP", id="message.sdp", tooltip="The session description, line by line."),
        Binding("w", "turn('WHY')", "Why", id="message.why", tooltip="What caused it, link by link."),
        Binding("equals_sign", "turn('COMPARED')", "Compared", id="message.compared", show=False),
        Binding("enter", "follow", "Open", id="message.follow", show=False, tooltip="The line or message behind it."),
        Binding("y", "copy", "Copy", id="message.copy", show=False, tooltip="The raw message, into the clipboard."),
        Binding("left", "neighbour(-1)", "Message before", id="message.before", show=False),
        Binding("right", "neighbour(1)", "Message after", id="message.after", show=False),
        Binding("escape", "back", "Ladder", id="message.back", tooltip="The ladder, at this message."),
    ]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.facet = Facet.EXPLAINED
        self._look: Look | None = None
        self._message: SipMessage | None = None
        self._marked: tuple[int, ...] = ()
        self._known = 0
        """How much of the recording is in the page."""

    def compose(self) -> ComposeResult:
        yield FacetLine()
        yield PageView()

    # Being shown

    def look(self, view: Look) -> None:
        message = view.message or _latest(view.messages)
        is_marked = view.marked != self._marked
        if is_marked:
            self._compare(view.marked)
        is_other = (
            self._look is None or view.story is not self._look.story or _number(message) != _number(self._message)
        )
        is_changed = message is not self._message or (
            len(view.messages.changes) != self._known and not _is_moving(view)
        )
        self._look, self._message = view, message
        if is_other or is_marked:
            self._turn()
        elif is_changed:
            self._known = len(view.messages.changes)
            self.query_one(PageView).write(self._page())

    def _compare(self, marked: tuple[int, ...]) -> None:
        """Who marks two messages wants to see what differs; who takes a mark away, no more."""
        self._marked = marked
        if len(marked) == 2:
            self.facet = Facet.COMPARED
        elif self.facet is Facet.COMPARED:
            self.facet = Facet.EXPLAINED

    def _turn(self) -> None:
        self._known = 0 if self._look is None else len(self._look.messages.changes)
        self.query_one(PageView).turn_to(self._page())

    def _page(self) -> list[Paragraph]:
        if self._look is None or self._message is None:
            return []
        return page(self.facet, self._look.messages, self._message, self._marked)

    def on_page_view_chosen(self, chosen: PageView.Chosen) -> None:
        there = [facet for facet in Facet if not missing(facet, self._marked, is_run=self._is_run)]
        self.query_one(FacetLine).draw(there, self.facet, self._behind)
        if chosen.twice:
            self.action_follow()

    @property
    def _is_run(self) -> bool:
        """A run knows the causes of its messages, a capture does not."""
        return isinstance(self._look, View)

    @property
    def _behind(self) -> str:
        match self.query_one(PageView).lead:
            case ToMessage(number):
                return f"enter: message {number}"
            case ToLine(node, place):
                return harmless(f"enter: {node}/{place}")
            case _:
                return ""

    # Keys

    def action_turn(self, name: str) -> None:
        facet = Facet[name]
        if why := missing(facet, self._marked, is_run=self._is_run):
            self.post_message(Tell(why))
            return
        self.facet = facet
        self._turn()

    def on_facet_line_picked(self, picked: FacetLine.Picked) -> None:
        self.action_turn(picked.facet.name)

    def action_follow(self) -> None:
        match self.query_one(PageView).lead:
            case ToMessage(number):
                self.post_message(LookAt(number))
            case ToLine(node, place):
                self.post_message(OpenFile(node, place.file, place.line))
            case _:
                self.post_message(Tell("Nothing stands behind this line."))

    def action_copy(self) -> None:
        message = self._message
        if message is not None:
            self.post_message(Copy(message.raw.decode("utf-8", "replace"), f"message {message.n}"))

    def action_neighbour(self, by: int) -> None:
        if self._look is not None and self._message is not None:
            number = self._message.n + by
            if 1 <= number <= len(self._look.messages):
                self.post_message(LookAt(number))

    def action_back(self) -> None:
        """As one came, by Enter; the ladder itself leads back to now."""
        self.post_message(GoTo("ladder"))


def _latest(messages: Messages) -> SipMessage | None:
    return messages[-1] if messages else None


def _number(message: SipMessage | None) -> int:
    return 0 if message is None else message.n


def _is_moving(view: Look) -> bool:
    return isinstance(view, View) and view.player.is_moving
