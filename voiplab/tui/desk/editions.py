"""What stood in a file when: a file may be saved in the middle of a run, and counts when its node has read it again."""

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from voiplab.explain.unread import Unread
from voiplab.lab.actions import Edit
from voiplab.recording.events import Answered, Event, EventId, Performed
from voiplab.tui.desk.player import Player


class Edition(NamedTuple):
    """In force from this event on."""

    since: EventId
    content: bytes | None


Reads = Callable[[Answered], bool]

_READS_XML: Final = re.compile(r"reloadxml|sofia profile \S+ (rescan|restart)\b.*")


def _freeswitch(answered: Answered) -> bool:
    return _READS_XML.fullmatch(answered.command.strip()) is not None and "[Success]" in answered.text


def _opensips(answered: Answered) -> bool:
    return answered.command.split() == ["systemctl", "restart", "opensips"] and not answered.text


_READS: Final[dict[str, Reads]] = {"freeswitch": _freeswitch, "opensips": _opensips}
"""By which answer of its console one knows that a server has read its files. A telephone reads them when a run begins."""


class Editions:
    """Of the files of one run."""

    def __init__(self, player: Player) -> None:
        self._player = player
        self._run = player.run
        self._unread = Unread(player.recording)
        self._marks: list[tuple[EventId, str, Edit | None]] = []
        """By host: a file was saved; or, without one, all of them were read."""

        self._met: dict[tuple[str, str, int], int] = {}

    def catch_up(self) -> bool:
        """Whether files were saved, or read, since."""
        known = len(self._marks)
        for event in self._unread:
            if isinstance(event.what, Performed):
                self._save(event, event.what)
            elif isinstance(event.what, Answered):
                self._read(event, event.what)
        return len(self._marks) > known

    def _save(self, event: Event, performed: Performed) -> None:
        key = event.node, performed.action, performed.step
        edits = [edit for host, edit in self._edits(performed.step) if (host, str(edit)) == key[:2]]
        if edits:
            place = self._met.get(key, 0)
            self._met[key] = place + 1
            self._marks.append((event.id, event.node, edits[min(place, len(edits) - 1)]))

    def _edits(self, step: int) -> Sequence[tuple[str, Edit]]:
        """Those of a person at that step, in their order; or of the run's own script."""
        by_hand = [(entry.node, entry.action) for entry in self._run.journal if entry.steps == step]
        script = [(line.node, line.action) for line in self._player.plan.script]
        hosts = self._player.lab.nodes
        return [(hosts[node].host, action) for node, action in (*by_hand, *script) if isinstance(action, Edit)]

    def _read(self, event: Event, answered: Answered) -> None:
        for plan in self._player.lab.nodes.values():
            if plan.host == event.node and plan.kind in _READS and _READS[plan.kind](answered):
                self._marks.append((event.id, event.node, None))

    def of(self, node: str, path: str) -> Sequence[Edition]:
        """The first is that with which the run began."""
        lab = self._player.lab
        saved = lab.files[node].get(path)
        editions = [Edition(0, saved)]
        for event, host, edit in self._marks:
            if host != lab.nodes[node].host:
                continue
            if edit is not None:
                saved = edit.content if edit.path == path else saved
            elif saved != editions[-1].content:
                editions.append(Edition(event, saved))
        return editions
