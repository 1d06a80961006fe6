"""The command `voiplab`: one module per command, imported when it is called, so that `--help` costs what click costs."""

import gc
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Final

import click

from voiplab.cli import exits

HELP: Final = """A VoIP training lab in your terminal: real configuration files, real SIP, simulated time.

\b
On the whole screen:
  voiplab                          the course, and the lab: ladder, telephones, files

\b
A command at a time:
  voiplab list                     the lessons
  voiplab start prack-enable       your own copy of one, in a folder
  cd prack-enable
  voiplab run                      what goes over the wire: the ladder
  voiplab check                    how far you are, and why

Change the files in any editor, then run and check again. `voiplab COMMAND --help` tells more."""


COMMANDS: Final[Mapping[str, str]] = {
    "open": "The lab on the whole screen: watch, act, pause, rewind.",
    "list": "The lessons, their levels, and how far you are.",
    "start": "Make a workspace: your own copy of a lesson's files.",
    "run": "Run a lesson, a workspace or a lab file, and draw the ladder.",
    "press": "Do something in a run: a phone's key, a server's command.",
    "check": "Run and grade a workspace.",
    "hint": "A hint, in three steps.",
    "solution": "What the solution changes.",
    "reset": "Bring files back as they were; yours are kept aside.",
    "live": "A lab on real sockets: real phones and SIPp join.",
    "serve": "The application in a browser, for a class.",
    "trace": "The ladder of a capture: pcap or pcapng.",
    "console": "A server's own console, in the middle of a run.",
    "config": "What each line of a configuration does here.",
    "lesson": "For authors: lint, verify, schema.",
    "keys": "All keys of the application, by what they do.",
    "locate": "Where things lie.",
    "doctor": "Whether this installation is well.",
    "completions": "Completion for your shell.",
}
"""Each is the value `command` of the module of that name."""


class LazyGroup(click.Group):
    """Commands of a table; the help is drawn from it without importing one."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"voiplab.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from voiplab.text.nearest import did_you_mean

            raise click.UsageError(f"voiplab has no command {args[0]!r}{did_you_mean(args[0], COMMANDS)}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        click.echo(f"voiplab {version('voiplab')}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    help=HELP,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "VOIPLAB"},
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Say the version.")
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback when voiplab itself fails.")
@click.option("--no-color", default="", envvar="NO_COLOR", hidden=True)
@click.pass_context
def voiplab(ctx: click.Context, no_color: str) -> None:
    if no_color:  # no-color.org: whatever its value
        ctx.color = False
    if ctx.invoked_subcommand is None:
        _begin(ctx)


def _begin(ctx: click.Context) -> None:
    """The application; where there is no terminal to draw on, what one can do."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        click.echo(ctx.get_help())
        return
    from voiplab.cli.open import begin

    begin(None)


def main() -> None:
    """The entry point of the installed command."""
    collect_less_often()
    code = run(sys.argv[1:])
    gc.freeze()  # memory goes back as a whole; looking through all of it for cycles first is a tenth of a command's time
    sys.exit(code)


def collect_less_often() -> None:
    """A run makes many small objects that live as long as it does, and few cycles: looking for those is expensive.

    So is looking for them among what has just been imported, some fifty thousand objects.
    """
    gc.set_threshold(100_000, 20, 50)


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line; the exit code of the contract."""
    debug = "--debug" in arguments
    try:
        outcome = voiplab.main(args=list(arguments), prog_name="voiplab", standalone_mode=False)
    except click.ClickException as refused:
        refused.show()
        return refused.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nStopped.", err=True)
        return exits.INTERRUPTED
    except Exception as error:  # here everything ends: what we can name is named, the rest is our own fault
        return exits.ending(error, debug)
    return outcome if isinstance(outcome, int) else exits.FINE
