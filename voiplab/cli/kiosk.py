"""One session of a class, started by `voiplab serve`: the application, and nothing else of this machine."""

import os
from pathlib import Path

import click


@click.command()
@click.argument("root", type=click.Path(path_type=Path))
@click.argument("name", required=False)
def main(root: Path, name: str | None) -> None:
    """`root` has the folders of all students; `name` is known when a proxy has asked for a password."""
    os.environ["VOIPLAB_KIOSK"] = "1"
    from voiplab.cli.main import collect_less_often
    from voiplab.tui.kiosk import KioskApp

    collect_less_often()
    KioskApp(root, name).run()


if __name__ == "__main__":
    main()
