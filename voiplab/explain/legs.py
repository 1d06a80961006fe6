"""Which dialogs belong to one call: those that an element tied together, and by that all that hang together."""

from typing import NamedTuple

from voiplab.recording.events import Tied
from voiplab.recording.recording import Recording


class Leg(NamedTuple):
    """A dialog, by its Call-ID: the `number`-th leg (from 1) of the `call`-th call (from 1), as they appear on the wire."""

    call_id: str
    call: int
    number: int


class Legs:
    """Gives out legs in the order in which their first messages are met."""

    def __init__(self, recording: Recording) -> None:
        self._parent: dict[str, str] = {}
        self._calls: dict[str, int] = {}
        self._sizes: dict[str, int] = {}
        self._legs: dict[str, Leg] = {}
        for event in recording:
            if isinstance(event.what, Tied):
                self._tie(event.what.first, event.what.second)

    def leg(self, call_id: str) -> Leg:
        if call_id not in self._legs:
            root = self._root(call_id)
            call = self._calls.setdefault(root, len(self._calls) + 1)
            size = self._sizes[root] = self._sizes.get(root, 0) + 1
            self._legs[call_id] = Leg(call_id, call, size)
        return self._legs[call_id]

    def _root(self, call_id: str) -> str:
        while (parent := self._parent.get(call_id, call_id)) != call_id:
            call_id = parent
        return call_id

    def _tie(self, first: str, second: str) -> None:
        one, other = self._root(first), self._root(second)
        if one != other:
            self._parent[other] = one
