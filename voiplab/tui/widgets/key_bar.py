"""The keys that are most used where one is, in the last row: help first, for what has no room is found there."""

from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

ROOMY: Final = 100
"""Columns with which there is room for more than the keys themselves."""


class KeyBar(Footer):
    def compose(self) -> ComposeResult:
        is_roomy = self.app.size.width >= ROOMY
        self.set_reactive(Footer.show_command_palette, is_roomy)
        self.set_reactive(Footer.compact, not is_roomy)
        self.set_class(not is_roomy, "-compact", update=False)
        for active in self.screen.active_bindings.values():
            if active.binding.id == "app.help":
                key = self.app.get_key_display(active.binding)
                yield FooterKey(active.binding.key, key, "Help", "app.help").data_bind(compact=Footer.compact)
                break
        yield from super().compose()

    def on_resize(self, event: events.Resize) -> None:
        if (event.size.width >= ROOMY) is not self.show_command_palette:
            self.call_after_refresh(self.recompose)
