"""The form of a link: what it does to packets, in each direction."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label

from voiplab.lab.impairing import TROUBLES, Impair, Way
from voiplab.net.topology import Attachment
from voiplab.text.harmless import harmless
from voiplab.tui.screens.leaving import Dialog
from voiplab.tui.widgets.topology.changes import Form, changes, form


class ImpairScreen(Dialog[list[Impair]]):
    """What changes, when Enter was pressed; None after Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Leave it", id="impair.leave")]

    def __init__(self, host: str, end: Attachment) -> None:
        super().__init__(classes="dialog")
        self._host = harmless(host)
        self._end = end

    def compose(self) -> ComposeResult:
        out, into = form(self._end.outwards), form(self._end.inwards)
        with Vertical(id="impair"):
            yield Label(f"The link of {self._host} and {harmless(self._end.network)}", markup=False)
            with Horizontal(classes="row"):
                yield Label("", classes="name")
                yield Label(f"from {self._host}", classes="way", markup=False)
                yield Label(f"to {self._host}", classes="way", markup=False)
            for name, trouble in TROUBLES.items():
                with Horizontal(classes="row"):
                    yield Label(name, classes="name")
                    for way, was in ((Way.OUT, out), (Way.IN, into)):
                        yield Input(was[name], placeholder=trouble.write(0), id=_field(way, name), compact=True)
                    yield Label(trouble.says, classes="says")
            yield Label("", id="wrong", markup=False)
            yield Label(
                "Times like 50ms, shares like 5%.   Enter: take it   Esc: leave it", classes="keys", markup=False
            )

    def on_input_submitted(self) -> None:
        try:
            wanted = changes(self._end, self._typed(Way.OUT), self._typed(Way.IN))
        except ValueError as wrong:
            self.query_one("#wrong", Label).update(harmless(str(wrong)))
            return
        self.dismiss(wanted)

    def _typed(self, way: Way) -> Form:
        return {name: self.query_one(f"#{_field(way, name)}", Input).value for name in TROUBLES}


def _field(way: Way, name: str) -> str:
    return f"{way.value}-{name}"
