"""Reads what is in the editor again whenever it has changed: in one worker beside the screen, and one text at a time."""

from collections.abc import Callable
from typing import Final

from textual.timer import Timer
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from voiplab.tui.widgets.config.proofreading import Proof, Read

PATIENCE: Final = 0.15
"""Seconds without a key before a text is read."""


class Proofreader:
    """`proof` makes the copy that is read, if there is a text; `done` gets what was found, unless the text has changed."""

    def __init__(self, owner: Widget, proof: Callable[[], Proof | None], done: Callable[[Read], None]) -> None:
        self._owner = owner
        self._proof = proof
        self._done = done
        self._is_stale = False
        self._worker: Worker[Read] | None = None
        self._due: Timer | None = None

    def soon(self) -> None:
        """When nobody types for a moment."""
        self._wait_no_longer()
        self._is_stale = True
        self._due = self._owner.set_timer(PATIENCE, self._begin)

    def now(self) -> None:
        self._wait_no_longer()
        self._is_stale = True
        self._begin()

    def _wait_no_longer(self) -> None:
        if self._due is not None:
            self._due.stop()
            self._due = None

    def _begin(self) -> None:
        """While the worker is busy it is not interrupted; it begins anew as soon as it is done."""
        proof = self._proof() if self._is_stale and self._worker is None else None
        if proof is not None:
            self._is_stale = False
            self._worker = self._owner.run_worker(proof.read, thread=True)

    def told(self, changed: Worker.StateChanged) -> None:
        """Of a worker of the owner's."""
        if changed.worker is not self._worker or changed.state not in (WorkerState.SUCCESS, WorkerState.CANCELLED):
            return
        found, self._worker = self._worker.result, None
        if self._is_stale:  # it was of another text
            self._begin()
        elif found is not None:
            self._done(found)
