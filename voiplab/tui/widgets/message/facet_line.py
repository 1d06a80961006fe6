"""The words for the sides of a message, the present one in brackets, and what is behind the line under the cursor."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widget import Widget

from voiplab.tui.widgets.message.facet import Facet


class FacetLine(Widget):
    COMPONENT_CLASSES: ClassVar[set[str]] = {"message--word", "message--chosen"}

    class Picked(Message):
        """A click on a word."""

        def __init__(self, facet: Facet) -> None:
            super().__init__()
            self.facet = facet

    def __init__(self) -> None:
        super().__init__()
        self._facets: Sequence[Facet] = ()
        self._present = Facet.EXPLAINED
        self._behind = ""

    def draw(self, facets: Sequence[Facet], present: Facet, behind: str) -> None:
        """`behind` is harmless."""
        self._facets, self._present, self._behind = facets, present, behind
        self.refresh()

    def render(self) -> Text:
        text = Text(no_wrap=True, end="", overflow="crop")
        for facet in self._facets:
            is_present = facet is self._present
            style = self.get_component_rich_style("message--chosen" if is_present else "message--word", partial=True)
            text.append(f"[{facet.value}]" if is_present else f" {facet.value} ", style)
        if self._behind:
            text.append(f"  {self._behind}", self.get_component_rich_style("message--word", partial=True))
        return text

    def on_click(self, event: events.Click) -> None:
        end = 0
        for facet in self._facets:
            end += len(facet.value) + 2
            if event.x < end:
                self.post_message(self.Picked(facet))
                return
