"""OpenSIPS as a kind of node: its files are explained, and a server runs with them."""

from collections.abc import Sequence
from typing import Final

from voiplab.net.host import Host
from voiplab.opensips.server import Server
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
        return f"the management interface is not simulated: {action}"

    def completions(self, _typed: str) -> Sequence[str]:
        return ()

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
