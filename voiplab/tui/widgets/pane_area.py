"""The room of the panes: which of them are on the screen, where, and which one is in front."""

from collections.abc import Mapping

from textual import events
from textual.containers import Container
from textual.message import Message
from textual.widget import Widget

from voiplab.tui.pane import Pane
from voiplab.tui.panes import PANES, PaneLayout, Place


class PaneArea(Container):
    """A pane is made when somebody goes to it for the first time, and stays."""

    class Arranged(Message):
        """`seen`: the panes on the screen, and what each is there."""

        def __init__(self, front: str, seen: Mapping[str, Place]) -> None:
            super().__init__()
            self.front = front
            self.seen = seen

    def __init__(self) -> None:
        super().__init__(id="panes")
        self._layout = PaneLayout()

    def show(self, name: str) -> None:
        """Bring a pane to the front and give it the keyboard."""
        self._layout.front = name
        self._arrange()
        pane = self.query_one(f"#{name}", Pane)
        pane.when_made(pane.take_keys)

    def beside(self, by: int) -> str:
        """The pane that is so many further, in the order of the tabs."""
        order = list(PANES)
        return order[(order.index(self._layout.front) + by) % len(order)]

    def zoom(self) -> None:
        """The pane in front alone; and the others again."""
        self._layout.is_zoomed = not self._layout.is_zoomed
        self._arrange()

    def _arrange(self) -> None:
        width, height = self.screen.size
        room = self._layout.room(width, height)
        seen = self._layout.seen(room)
        self.set_classes(room.value)
        made = [pane.slug for pane in self.query(Pane)]
        if missing := [name for name in seen if name not in made]:
            self.mount_all(PANES[name].load()(id=name) for name in missing)
            self.sort_children(key=_place)  # the grid fills in this order
        for pane in self.query(Pane):
            pane.display = pane.slug in seen
            pane.set_class(seen.get(pane.slug) is Place.LOW, "low")
        self.post_message(self.Arranged(self._layout.front, seen))

    def on_resize(self) -> None:
        self._arrange()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The mouse, too, brings a pane to the front."""
        for widget in event.widget.ancestors_with_self:
            if isinstance(widget, Pane) and widget.slug != self._layout.front:
                self._layout.front = widget.slug
                self._arrange()


def _place(pane: Widget) -> int:
    return list(Place).index(PANES[pane.id or ""].place)
