"""What lies on the disk, and what would be lost: files are read again, saved, and brought back to the start."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from voiplab.text.place import ConfigError
from voiplab.tui.pane import Pane, SaveFile
from voiplab.tui.screens.confirming import ConfirmScreen

if TYPE_CHECKING:
    from voiplab.tui.screens.lab import LabScreen

MOST_NAMED: Final = 6
"""Files, in a question about all that would be put back."""


class Keeper:
    def __init__(self, screen: "LabScreen") -> None:
        self._screen = screen
        self._desk = screen.desk

    def reread(self) -> None:
        """What another program has written counts from now on."""
        try:
            changed = self._desk.reread()
        except (ConfigError, OSError) as refused:
            self._screen.notify(f"Not all files on the disk are taken in: {refused}", severity="error")
            return
        if changed:
            self._screen.notify(f"Changed outside, and taken in: {_some(changed)}")

    def save(self, wish: SaveFile) -> None:
        name = f"{wish.node}/{wish.path}"
        try:
            self._desk.save(wish.node, wish.path, wish.content)
        except OSError as error:
            self._screen.notify(f"{name} is not saved: {error.strerror}", severity="error")
            return
        is_kept = self._desk.workspace is not None
        kept = "is saved" if is_kept else "counts until you leave (there is no workspace: nothing is on the disk)"
        self._screen.notify(f"{name} {kept}. R runs the lab again with it.")

    # Back to the start

    def reset(self) -> None:
        if self._desk.workspace is None:
            self._screen.notify("There is no workspace here: nothing was written.")
            return
        try:
            names = self._desk.differing()
        except OSError as error:
            self._screen.notify(f"The files cannot be read: {error.strerror}.", severity="error")
            return
        if not names:
            self._screen.notify("Everything is as it was at the start.")
            return
        question = f"Back to the start: {_some(names)}? What you wrote and did is kept aside in .voiplab/kept."
        self._screen.app.push_screen(ConfirmScreen(question), partial(self._reset, names))

    def _reset(self, names: list[str], is_wanted: bool | None) -> None:
        if not is_wanted:
            return
        try:
            kept = self._desk.reset(names)
        except (ConfigError, OSError) as trouble:
            self._screen.notify(f"Not everything is put back: {trouble}", severity="error")
            return
        self._screen.notify(f"As it was at the start. Yours is kept in {kept}.", timeout=10)
        self._screen.begin()

    # Leaving

    def leave(self, then: Callable[[], object]) -> None:
        """Pane after pane is asked whether something in it would be lost."""
        for pane in self._screen.query(Pane):
            then = partial(pane.leave, then)
        then()


def _some(names: list[str]) -> str:
    rest = len(names) - MOST_NAMED
    return ", ".join([*names[:MOST_NAMED], *([f"and {rest} more"] if rest > 0 else [])])
