"""A command of the console: what it takes, and the function that answers."""

from collections.abc import Callable
from dataclasses import dataclass

from voiplab.freeswitch.switch import Switch

Run = Callable[[Switch, str], str | None]
"""The server and all that stands behind the command's name; the answer is what fs_cli prints. None: it comes later."""


@dataclass(frozen=True)
class Command:
    """`syntax` and `help` as the server's own `help` lists them."""

    run: Run
    syntax: str
    help: str
    module: str = "mod_commands"

    @property
    def usage(self) -> str:
        return f"-USAGE: {self.syntax}"
