"""OpenSIPS as a kind of node: its files are explained, and a server runs with them."""

from collections.abc import Sequence
from typing import Final

from voiplab.net.host import Host
from voiplab.opensips.server import Server
from voiplab.recording.events import Answered
from voiplab.text.place import Files
from voiplab.text.remark import Remark


class OpenSipsNode:
    """A running server. New files take effect when it starts again."""

    def __init__(self, host: Host, name: str, files: Files) -> None:
        self.name = name
        self.server = Server(host, name, files)

    def start(self) -> None:
        self.server.start()

    def perform(self, action: str) -> str:
        """What opensips-cli prints."""
        from voiplab.opensips.console.opensips_cli import execute

        said = execute(self.server, action)
        self.server.host.note(Answered(action, said))
        return said

    def completions(self, typed: str) -> Sequence[str]:
        from voiplab.opensips.console.completion import completions

        return completions(self.server, typed)

    def replace(self, files: Files) -> None:
        self.server.files = dict(files)

    def leftovers(self) -> Sequence[str]:
        return self.server.leftovers()


class OpenSipsKind:
    def build(self, _model: str | None, files: Files, host: Host, name: str) -> OpenSipsNode:
        return OpenSipsNode(host, name, files)

    def explain(self, _model: str | None, files: Files) -> Sequence[Remark]:
        from voiplab.opensips.explain.configuration import explain

        return explain(files)


KIND: Final = OpenSipsKind()
