"""What a pane of the lab screen is: it is shown a `View` whenever something has changed, and says what its person wants.

Data flows down by `look`, wishes flow up as messages; a pane never changes a run and never looks at another pane.
"""

from collections.abc import Callable
from typing import ClassVar

from textual.message import Message
from textual.widget import Widget

from voiplab.lab.actions import WhatToDo
from voiplab.tui.desk.view import View


class Pane(Widget):
    """`slug` is the first part of the ids of its actions, `ladder.raw`, and its name in the table of panes.

    The keys of a pane are its BINDINGS, each with an id (`ladder.raw`) and a description; its docstring is what F1 says.
    """

    DEFAULT_CLASSES = "pane"

    slug: ClassVar[str]

    def look(self, view: View) -> None:
        """The run has gone on, or another message or run is looked at. Called twenty times a second: cheap if unchanged."""

    def when_made(self, do: Callable[[], object]) -> None:
        """At once; with a pane that comes to the screen for the first time, when what it is made of is there."""
        if self.is_mounted:
            do()
        else:
            self.call_later(do)

    def leave(self, then: Callable[[], object]) -> None:
        """The screen is left: `then` is done, after a question where something would be lost; or not at all."""
        then()

    def take_keys(self) -> None:
        """The keyboard, to the pane itself or to the first of its widgets that can have it."""
        if self.can_focus:
            self.focus()
            return
        for widget in self.query("*"):
            if widget.focusable:
                widget.focus()
                return


class LookAt(Message):
    """Another message is looked at: its number, or None for now."""

    def __init__(self, number: int | None) -> None:
        super().__init__()
        self.number = number


class Mark(Message):
    """A message is marked, or no longer; two that are marked are compared."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class Act(Message):
    """Somebody does something: a key of a phone, a console command, a cable."""

    def __init__(self, node: str, action: WhatToDo) -> None:
        super().__init__()
        self.node = node
        self.action = action


class GoTo(Message):
    """Another pane is wanted, by its slug."""

    def __init__(self, slug: str) -> None:
        super().__init__()
        self.slug = slug


class OpenFile(Message):
    """A line of a configuration is wanted on the screen; `line` from 1."""

    def __init__(self, node: str, path: str, line: int = 1) -> None:
        super().__init__()
        self.node = node
        self.path = path
        self.line = line


class SaveFile(Message):
    def __init__(self, node: str, path: str, content: bytes) -> None:
        super().__init__()
        self.node = node
        self.path = path
        self.content = content


class StopAtLine(Message):
    """A run stops where it comes to this line of a configuration, or no longer."""

    def __init__(self, node: str, path: str, line: int) -> None:
        super().__init__()
        self.node = node
        self.path = path
        self.line = line


class Copy(Message):
    """Into the clipboard; `what` says what it is: `message 14`."""

    def __init__(self, text: str, what: str) -> None:
        super().__init__()
        self.text = text
        self.what = what


class Tell(Message):
    """A sentence for the person at the screen."""

    def __init__(self, text: str, *, is_trouble: bool = False) -> None:
        super().__init__()
        self.text = text
        self.is_trouble = is_trouble
