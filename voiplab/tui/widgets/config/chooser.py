"""The files of the lab, to choose one from; a part of its name finds it."""

from collections.abc import Mapping, Sequence
from itertools import groupby

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
        self._shown: Mapping[str, Entry] = {}

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
        self._shown = {entry.name: entry for entry in named(self._entries, self._filter.value)}
        with self.prevent(OptionList.OptionHighlighted):
            self._list.clear_options()
            for group, entries in groupby(self._shown.values(), key=lambda entry: entry.group):
                self._list.add_option(Option(Text(harmless(group), "bold"), disabled=True))
                self._list.add_options(Option(Text(harmless(str(entry))), entry.name) for entry in entries)
        self.stand_on(current)

    def stand_on(self, file: File | None) -> None:
        """Without telling anybody."""
        name = "" if file is None else f"{file.node}/{file.path}"
        with self.prevent(OptionList.OptionHighlighted):
            self._list.highlighted = self._list.get_option_index(name) if name in self._shown else None

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
        self._list.action_first()

    @on(Input.Submitted)
    def _found(self, submitted: Input.Submitted) -> None:
        submitted.stop()
        if self._shown:
            self.post_message(self.Chosen())

    @on(OptionList.OptionHighlighted)
    def _see(self, highlighted: OptionList.OptionHighlighted) -> None:
        highlighted.stop()
        entry = self._shown.get(highlighted.option_id or "")
        if entry is not None:
            self.post_message(self.Seen(entry.file))

    @on(OptionList.OptionSelected)
    def _choose(self, selected: OptionList.OptionSelected) -> None:
        selected.stop()
        self.post_message(self.Chosen())
