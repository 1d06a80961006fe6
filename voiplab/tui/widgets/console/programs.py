"""The programs with which one talks to the servers: their prompts, the words that leave them, their function keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class Program:
    """`prompt` over `host`. `keys`: what each function key types. `own`: how commands begin that never reach the server.

    `help`: what is told to who asks for it where the server has no such command.
    """

    name: str
    prompt: str
    leaves: tuple[str, ...]
    keys: Mapping[int, str] = field(default_factory=dict)
    own: str | None = None
    help: str = ""


FS_CLI: Final = Program(
    "fs_cli",
    "freeswitch@{host}> ",
    ("/exit", "/quit", "/bye", "..."),
    # As libs/esl/fs_cli.c of FreeSWITCH 1.10 sets them. F1 helps with this screen.
    {
        2: "status",
        3: "show channels",
        4: "show calls",
        5: "sofia status",
        6: "reloadxml",
        7: "/log console",
        8: "/log debug",
        9: "sofia status profile internal",
        10: "fsctl pause",
        11: "fsctl resume",
        12: "version",
    },
    own="/",
)

OPENSIPS_CLI: Final = Program(
    "opensips-cli",
    "(opensips-cli): ",
    ("exit", "quit", "EOF"),
    help="which lists the commands, tab completes one; shift+tab leaves the console",
)
"""Its prompt is the default of `prompt_name`; it binds no function keys."""

PROGRAMS: Final[Mapping[str, Program]] = {"freeswitch": FS_CLI, "opensips": OPENSIPS_CLI}
"""By the kind of the server."""

SHELL: Final = "# "


def prompt(program: Program, host: str, command: str = "") -> str:
    """A server is started again from a shell, and its files are checked there, and not from its console."""
    return SHELL if command.startswith(("systemctl ", "opensips -")) else program.prompt.format(host=host)
