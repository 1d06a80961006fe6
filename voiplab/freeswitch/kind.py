"""FreeSWITCH as a kind of node. Its console and its explanations are imported when somebody asks them something."""

from collections.abc import Sequence
from typing import Final

from voiplab.freeswitch.switch import Switch
from voiplab.net.host import Host
from voiplab.recording.events import Answered
from voiplab.text.place import Files
from voiplab.text.remark import Remark


class FreeSwitchNode:
    """A running server; its actions are commands of its console."""

    def __init__(self, host: Host, name: str, files: Files) -> None:
        self.name = name
        self.switch = Switch(host, name, files)

    def start(self) -> None:
        self.switch.start()

    def perform(self, action: str) -> str:
        """What fs_cli prints. A command that waits for something is answered later, and the answer recorded then."""
        from voiplab.freeswitch.console.table import execute

        said = execute(self.switch, action)
        if said:
            self.switch.host.note(Answered(action, said))
        return said

    def completions(self, typed: str) -> Sequence[str]:
        from voiplab.freeswitch.console.completion import completions

        return completions(self.switch, typed)

    def replace(self, files: Files) -> None:
        self.switch.replace(files)

    def leftovers(self) -> Sequence[str]:
        return self.switch.leftovers()


class FreeSwitchKind:
    def build(self, _model: str | None, files: Files, host: Host, name: str) -> FreeSwitchNode:
        return FreeSwitchNode(host, name, files)

    def explain(self, _model: str | None, files: Files) -> Sequence[Remark]:
        from voiplab.freeswitch.explain.configuration import explain

        return explain(files)


KIND: Final = FreeSwitchKind()
