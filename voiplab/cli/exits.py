"""How a command ends: the exit codes of the contract, and one sentence for whatever went wrong."""

from typing import Final

import click

FINE: Final = 0
NOT_YET: Final = 1
USAGE: Final = 2
NOTHING_TO_CHECK: Final = 3
INVALID: Final = 4
INTERNAL: Final = 5
LIMIT: Final = 6
INTERRUPTED: Final = 130


class NothingToCheck(click.ClickException):
    exit_code = NOTHING_TO_CHECK


class Invalid(click.ClickException):
    """A lesson, a workspace or a configuration that cannot be used as it is."""

    exit_code = INVALID


def ending(error: Exception, debug: bool) -> int:
    """Say in one sentence why the command ended, and with which code it does."""
    from voiplab.lab.ending import LimitReached
    from voiplab.text.harmless import harmless
    from voiplab.text.place import ConfigError, NotSimulated

    match error:
        case NotSimulated(place=place, says=says) if "not simulated" not in says:
            click.echo(f"Error: {harmless(f'{place}: not simulated: {says}', 1000)}", err=True)
            return INVALID
        case ConfigError():
            click.echo(f"Error: {harmless(str(error), 1000)}", err=True)
            return INVALID
        case LimitReached():
            click.echo(f"Error: {harmless(str(error), 1000)}", err=True)
            return LIMIT
        case OSError(filename=str() as name, strerror=str() as says):
            click.echo(f"Error: {harmless(name)}: {says}", err=True)
            return USAGE
    from voiplab.cli.crash import report

    report(error, debug)
    return INTERNAL
