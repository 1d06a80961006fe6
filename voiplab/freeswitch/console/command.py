"""A command of the console: what it takes, and the function that answers."""

from collections.abc import Callable

from voiplab.freeswitch.switch import Switch
from voiplab.sip.value import value

Run = Callable[[Switch, str], str | None]
"""The server and all that stands behind the command's name; the answer is what fs_cli prints. None: it comes later."""


@value(frozen=True, slots=False)
class Command:
    """`syntax` and `help` as the server's own `help` lists them."""

    run: Run
    syntax: str
    help: str
    module: str = "mod_commands"

    @property
    def usage(self) -> str:
        return f"-USAGE: {self.syntax}"
