"""What F1 says: what the focused pane is for, and all keys that do something now."""

from collections.abc import Iterator
from inspect import getdoc
from itertools import groupby

from rich.text import Text
from textual.screen import Screen

from voiplab.tui.pane import Pane
from voiplab.tui.panes import PANES
from voiplab.tui.screens.reading import ReadScreen

SCOPES = {"lab": "Panes", "time": "Time", "lesson": "The lesson", "app": "Everywhere"}


def help_for(screen: Screen[object]) -> ReadScreen:
    pane = _pane(screen)
    about: object = screen if pane is None else pane
    title = "Help" if pane is None else PANES[pane.slug].title
    text = Text(f"{getdoc(type(about)) or ''}\n")
    for scope, keys in groupby(sorted(_keys(screen)), key=lambda key: key[0]):
        text.append(f"\n{SCOPES.get(scope, scope.capitalize())}\n", "bold")
        for _, description, key in keys:
            text.append(f"  {key:<22} {description}\n")
    return ReadScreen(title, text)


def _pane(screen: Screen[object]) -> Pane | None:
    widget = screen.focused
    while widget is not None and not isinstance(widget, Pane):
        widget = widget.parent  # type: ignore[assignment]
    return widget


def _keys(screen: Screen[object]) -> Iterator[tuple[str, str, str]]:
    """Scope, what it does, and its keys, also when they were changed."""
    keys: dict[tuple[str, str], list[str]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.description and not binding.system:
            scope = (binding.id or "app.").partition(".")[0]
            keys.setdefault((scope, binding.tooltip or binding.description), []).append(
                screen.app.get_key_display(binding)
            )
    for (scope, description), names in keys.items():
        yield scope, description, ", ".join(names)
