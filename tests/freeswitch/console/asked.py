"""What our console answers in the middle of a recorded call, and what a real one has answered there.

The call is b-calls/plain_call_caller_bye, two seconds in: 1000 talks to 1001. 1002 and 1003 are registered at `internal`, and
1004 at `prack`. `$A` and `$B` stand for the uuids of the two channels.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from tests.golden.run import Stage
from tests.golden.trace import Binding, Command
from tests.golden.trace_file import FREESWITCH, load
from voiplab.freeswitch.kind import FreeSwitchNode
from voiplab.net.address import Address
from voiplab.net.host import Host
from voiplab.sim.moment import seconds
from voiplab.text.place import Files

CALL: Final = load(FREESWITCH / "b-calls" / "plain_call_caller_bye.trace")
MOMENT: Final = seconds(2)


class Listener:
    """The node, with what it said; `$A` and `$B` become uuids when they are typed."""

    def __init__(self, files: Files, host: Host) -> None:
        self.node = FreeSwitchNode(host, "freeswitch", files)
        self.name = self.node.name
        self.said: list[str] = []

    def start(self) -> None:
        self.node.start()

    def perform(self, action: str) -> str:
        for name, uuid in zip(("$A", "$B"), self.node.switch.channels, strict=False):
            action = action.replace(name, uuid)
        self.said.append(self.node.perform(action))
        return ""  # it is judged afterwards, not by the stage

    def completions(self, typed: str) -> Sequence[str]:
        return self.node.completions(typed)

    def replace(self, files: Files) -> None:
        self.node.replace(files)

    def leftovers(self) -> list[str]:
        return list(self.node.leftovers())


def answers(*commands: str) -> list[str]:
    """What each command is answered, one after the other, in the middle of the call."""
    there: list[Listener] = []

    def build(files: Files, host: Host) -> Listener:
        there.append(Listener(files, host))
        return there[0]

    trace = replace(
        CALL,
        profiles=("internal 5060", "prack 5070"),
        bindings=tuple(_bindings()),
        commands=tuple(Command(MOMENT, command) for command in commands),
    )
    Stage(trace, 1, build).play()
    return there[0].said


def _bindings() -> Iterator[Binding]:
    for user, port in ((1004, 5070), (1003, 5060), (1000, 5060), (1001, 5060), (1002, 5060)):
        phone = Address(f"127.0.0.{user - 979}", 5060)
        yield Binding(
            str(user), "127.0.0.20", "1234", phone, Address("127.0.0.20", port), f"<sip:{user}@{phone.ip}:{phone.port}>"
        )
