"""OpenSIPS as a kind of node: its files are explained, and a server runs with them."""

import re
from collections.abc import Sequence
from typing import Final

from voiplab.net.host import Host
from voiplab.opensips.checking import verdict
from voiplab.opensips.refusal import Refused
from voiplab.opensips.server import Server
from voiplab.recording.events import Answered
from voiplab.text.place import Files
from voiplab.text.remark import Remark

RESTART: Final = "systemctl restart opensips"
CHECK: Final = re.compile(
    r"opensips (?:-f (?:/etc/opensips/)?opensips\.cfg )?-C(?: (?:-f )?(?:/etc/opensips/)?opensips\.cfg)?"
)
"""In a shell, as systemctl is: the files as they were saved last are looked at, whether a server runs or not."""
NOT_RUNNING: Final = "ERROR: cannot connect to OpenSIPS: it is not running"


class OpenSipsNode:
    """A running server. New files take effect when it starts again."""

    def __init__(self, host: Host, name: str, files: Files) -> None:
        self.name = name
        self.server = Server(host, name, files)
        self._host = host
        self._files = files
        self._is_up = True

    def start(self) -> None:
        self.server.start()

    def perform(self, action: str) -> str:
        """What opensips-cli prints, or the start of the server, or the check of its files, when that is what was asked for."""
        said = self._said(" ".join(action.split()), action)
        self._host.note(Answered(action, said))
        return said

    def _said(self, words: str, action: str) -> str:
        if words == RESTART:
            return self._restart()
        if CHECK.fullmatch(words):
            return verdict(self._files).output.removesuffix("\n")
        return self._ask(action)

    def _ask(self, action: str) -> str:
        if not self._is_up:
            return NOT_RUNNING
        from voiplab.opensips.console.opensips_cli import execute

        return execute(self.server, action)

    def _restart(self) -> str:
        """With the files as they were saved last. Those that the server does not start with leave nobody there."""
        if self._is_up:
            self.server.stop()
        self._is_up = False
        try:
            self.server = Server(self._host, self.name, self._files)
        except Refused as refused:
            return refused.output
        self.server.start()
        self._is_up = True
        return ""

    def completions(self, typed: str) -> Sequence[str]:
        from voiplab.opensips.console.completion import completions

        return completions(self.server, typed) if self._is_up else ()

    def replace(self, files: Files) -> None:
        """They are read when the server starts again."""
        self._files = dict(files)

    def leftovers(self) -> Sequence[str]:
        return self.server.leftovers() if self._is_up else ()


class OpenSipsKind:
    def build(self, _model: str | None, files: Files, host: Host, name: str) -> OpenSipsNode:
        return OpenSipsNode(host, name, files)

    def explain(self, _model: str | None, files: Files) -> Sequence[Remark]:
        from voiplab.opensips.explain.configuration import explain

        return explain(files)


KIND: Final = OpenSipsKind()
