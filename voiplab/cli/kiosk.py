"""One session of a class, started by `voiplab serve`: the application, and nothing else of this machine."""

import os
from pathlib import Path
from resource import RLIM_INFINITY, RLIMIT_AS, getrlimit, setrlimit
from typing import Final

import click

MOST_MEMORY: Final = 1024**3
"""Bytes: ten times what a session takes. One that wants more ends, and not the machine."""


@click.command()
@click.argument("root", type=click.Path(path_type=Path))
@click.argument("name", required=False)
def main(root: Path, name: str | None) -> None:
    """`root` has the folders of all students; `name` is known when a proxy has asked for a password."""
    os.environ["VOIPLAB_KIOSK"] = "1"
    bound_memory()
    from voiplab.cli.main import collect_less_often
    from voiplab.tui.kiosk import KioskApp

    collect_less_often()
    KioskApp(root, name).run()


def bound_memory() -> None:
    """Of this process."""
    _, most = getrlimit(RLIMIT_AS)
    bound = MOST_MEMORY if most == RLIM_INFINITY else min(most, MOST_MEMORY)
    setrlimit(RLIMIT_AS, (bound, bound))


if __name__ == "__main__":
    main()
