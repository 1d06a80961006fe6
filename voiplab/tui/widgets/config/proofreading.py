"""One reading of what is in the editor, on a copy of it: what the product says, and which lines a run has executed.

It takes up to a second for a large server, and touches nothing that changes: it is done beside the screen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voiplab.lab.node import kind
from voiplab.recording.events import EventId
from voiplab.text.place import ConfigError, Files
from voiplab.text.remark import Effect, Remark
from voiplab.tui.desk.editions import Edition
from voiplab.tui.widgets.config.alignment import aligned
from voiplab.tui.widgets.config.findings import Findings

Played = Sequence[tuple[EventId, Mapping[int, int]]]
"""Since which event a line in the editor was which line of the file as the node had read it."""


@dataclass(frozen=True)
class Read:
    findings: Findings
    played: Played


@dataclass(frozen=True)
class Proof:
    """`files` are those of the node with the editor's text among them; `editions`: the file as the run had it."""

    kind: str
    model: str | None
    path: str
    files: Files
    editions: Sequence[Edition]

    def read(self) -> Read:
        try:
            remarks = kind(self.kind).explain(self.model, self.files)
        except ConfigError as refused:
            remarks = [Remark(refused.place, Effect.ERROR, refused.says)]
        return Read(Findings.of(self.path, remarks), self._played())

    def _played(self) -> Played:
        now = _lines(self.files[self.path])
        return [(since, {} if content is None else aligned(_lines(content), now)) for since, content in self.editions]


def _lines(content: bytes) -> list[str]:
    """As servers count them."""
    return content.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
