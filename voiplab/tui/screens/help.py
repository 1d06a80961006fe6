"""What F1 says: what the focused pane is for, and all keys that do something now."""

import re
from collections.abc import Iterator
from inspect import getdoc
from itertools import groupby
from typing import Final, NamedTuple

from rich.text import Text
from textual.screen import Screen

from voiplab.tui.pane import Pane
from voiplab.tui.panes import PANES
from voiplab.tui.screens.reading import ReadScreen

SCOPES: Final = {"time": "Time", "lab": "Panes", "lesson": "The lesson", "app": "Everywhere"}
"""What is not the pane's own, in this order."""


class HelpKey(NamedTuple):
    """`scope` is the first part of its id."""

    scope: str
    does: str
    keys: str


def help_for(screen: Screen[object]) -> ReadScreen:
    pane = _pane(screen)
    about: object = screen if pane is None else pane
    title = "Help" if pane is None else PANES[pane.slug].title
    text = Text(f"{_flowing(getdoc(type(about)) or '')}\n")
    for scope, keys in groupby(sorted(_keys(screen), key=_place), _scope):
        text.append(f"\n{SCOPES.get(scope, scope.capitalize())}\n", "bold")
        for _, description, key in keys:
            text.append(f"  {key:<22} {description}\n")
    return ReadScreen(title, text)


def _flowing(text: str) -> str:
    """Its paragraphs are as wide as the screen, and not as the source."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
    return re.sub(r"\*(\w+)\*", r"\1", "\n\n".join(paragraphs))


def _scope(key: HelpKey) -> str:
    return key.scope


def _place(key: HelpKey) -> int:
    """First what the pane has for itself."""
    return list(SCOPES).index(key.scope) if key.scope in SCOPES else -1


def _pane(screen: Screen[object]) -> Pane | None:
    widget = screen.focused
    while widget is not None and not isinstance(widget, Pane):
        widget = widget.parent  # type: ignore[assignment]
    return widget


def _keys(screen: Screen[object]) -> Iterator[HelpKey]:
    """All that do something now, also when they were changed."""
    keys: dict[tuple[str, str], list[str]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.description and not binding.system:
            scope = (binding.id or "app.").partition(".")[0]
            keys.setdefault((scope, binding.tooltip or binding.description), []).append(
                screen.app.get_key_display(binding)
            )
    for (scope, description), names in keys.items():
        yield HelpKey(scope, description, ", ".join(names))
