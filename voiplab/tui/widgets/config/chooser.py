"""The files of the lab, to choose one from; a part of its name finds it."""

from collections.abc import Sequence

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from voiplab.explain.executed import File
from voiplab.text.harmless import harmless
from voiplab.tui.widgets.config.listing import Entry, named


class Chooser(Vertical):
    class Seen(Message):
        """The bar stands on this file."""

        def __init__(self, file: File) -> None:
            super().__init__()
            self.file = file

    class Chosen(Message):
        """The one on which the bar stands."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._entries: Sequence[Entry] = ()
        self._shown: Sequence[Entry] = ()

    def compose(self) -> ComposeResult:
        yield Input(placeholder="/ a part of its name", id="config-filter", compact=True)
        yield OptionList(id="config-list", compact=True, markup=False)

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    @property
    def _filter(self) -> Input:
        return self.query_one(Input)

    def show(self, entries: Sequence[Entry], current: File | None) -> None:
        self._entries = entries
        self._fill(current)

    def _fill(self, current: File | None) -> None:
        self._shown = named(self._entries, self._filter.value)
        files = [entry.file for entry in self._shown]
        with self.prevent(OptionList.OptionHighlighted):
            self._list.clear_options()
            self._list.add_options(
                Option(Text(harmless(str(entry)), no_wrap=True), entry.name) for entry in self._shown
            )
            self._list.highlighted = files.index(current) if current in files else None

    def stand_on(self, file: File | None) -> None:
        """Without telling anybody."""
        files = [entry.file for entry in self._shown]
        with self.prevent(OptionList.OptionHighlighted):
            self._list.highlighted = files.index(file) if file in files else None

    def take_keys(self) -> None:
        self._list.focus()

    def search(self) -> None:
        self._filter.focus()

    def clear(self, current: File | None) -> bool:
        """Show all files again; whether some were hidden."""
        if not self._filter.value:
            return False
        with self.prevent(Input.Changed):
            self._filter.value = ""
        self._fill(current)
        return True

    @on(Input.Changed)
    def _narrow(self, typed: Input.Changed) -> None:
        typed.stop()
        self._fill(None)
        if self._shown:
            self._list.highlighted = 0

    @on(Input.Submitted)
    def _found(self, submitted: Input.Submitted) -> None:
        submitted.stop()
        if self._shown:
            self.post_message(self.Chosen())

    @on(OptionList.OptionHighlighted)
    def _see(self, highlighted: OptionList.OptionHighlighted) -> None:
        highlighted.stop()
        for entry in self._shown:
            if entry.name == highlighted.option_id:
                self.post_message(self.Seen(entry.file))

    @on(OptionList.OptionSelected)
    def _choose(self, selected: OptionList.OptionSelected) -> None:
        selected.stop()
        self.post_message(self.Chosen())
