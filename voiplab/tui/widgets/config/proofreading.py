"""One reading of what is in the editor, on a copy of it: what the product says, and which lines a run has executed.

It takes up to a second for a large server, and touches nothing that changes: it is done beside the screen.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from voiplab.lab.node import kind
from voiplab.text.place import ConfigError, Files
from voiplab.text.remark import Effect, Remark
from voiplab.tui.widgets.config.alignment import aligned
from voiplab.tui.widgets.config.findings import Findings


@dataclass(frozen=True)
class Read:
    """`played`: line in the editor -> the line that the run had executed."""

    findings: Findings
    played: Mapping[int, int]


@dataclass(frozen=True)
class Proof:
    """`files` are those of the node with the editor's text among them; `run`: the file as the run has it."""

    kind: str
    model: str | None
    path: str
    files: Files
    run: bytes | None

    def read(self) -> Read:
        try:
            remarks = kind(self.kind).explain(self.model, self.files)
        except ConfigError as refused:
            remarks = [Remark(refused.place, Effect.ERROR, refused.says)]
        return Read(Findings.of(self.path, remarks), self._played())

    def _played(self) -> Mapping[int, int]:
        if self.run is None:
            return {}
        return aligned(_lines(self.run), _lines(self.files[self.path]))


def _lines(content: bytes) -> list[str]:
    """As servers count them."""
    return content.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
