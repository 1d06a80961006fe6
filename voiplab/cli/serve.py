"""`voiplab serve`: the application in a browser, for a class."""

import sys
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from shlex import join

import click

from voiplab.cli.screen import talk


@click.command(name="serve")
@click.argument("folder", metavar="[DIR]", default="class", type=click.Path(file_okay=False, path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port.")
@click.option("--allow-network", is_flag=True, help="Listen at an address that others can reach.")
@click.option("--public-url", metavar="URL", help="What browsers call it, behind a reverse proxy.")
def command(folder: Path, host: str, port: int, allow_network: bool, public_url: str | None) -> None:
    """The application in a browser: each student has a session, and a folder in DIR under their own name.

    \b
    A session is a process of this machine: no editor and no file of it can be
    opened from there, but who knows a name can go on under it. It listens on
    loopback only, unless you say --allow-network; then put a proxy with
    passwords and TLS before it.

    \b
      voiplab serve
      voiplab serve ~/tuesday --host 192.0.2.7 --allow-network

    Needs the extra: pip install "voiplab[web]"
    """
    if find_spec("textual_serve") is None:
        raise click.UsageError('this needs the extra: pip install "voiplab[web]"')
    if not _is_loopback(host) and not allow_network:
        raise click.UsageError(f"others can reach {host}: say --allow-network if that is what you want")
    from textual_serve.server import Server

    folder.mkdir(parents=True, exist_ok=True)
    session = join([sys.executable, "-m", "voiplab.cli.kiosk", str(folder.resolve())])
    talk(f"http://{host}:{port}  (ctrl+c ends it; the students' folders are in {folder})")
    Server(session, host=host, port=port, title="voiplab", public_url=public_url).serve()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
