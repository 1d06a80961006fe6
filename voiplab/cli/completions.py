"""`voiplab completions`: the script that makes a shell complete our commands and options."""

import click
from click.shell_completion import get_completion_class

from voiplab.cli.screen import say

SHELLS = ("bash", "zsh", "fish")


@click.command(name="completions")
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print the completion script for SHELL.

    \b
      voiplab completions bash > ~/.voiplab.bash    and `source` that
      voiplab completions zsh > "${fpath[1]}/_voiplab"
      voiplab completions fish > ~/.config/fish/completions/voiplab.fish
    """
    from voiplab.cli.main import voiplab

    kind = get_completion_class(shell)
    assert kind is not None
    say(kind(voiplab, {}, "voiplab", "_VOIPLAB_COMPLETE").source())
