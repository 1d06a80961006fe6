"""`voiplab serve`: the application in a browser, for a class."""

import socket
import sys
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Final

import click

from voiplab.cli.screen import talk

SESSION: Final = (sys.executable, "-P", "-m", "voiplab.cli.kiosk")
"""`-P`: nothing is imported from the folder that somebody stands in."""


@click.command(name="serve")
@click.argument("folder", metavar="[DIR]", default="class", type=click.Path(file_okay=False, path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port; 0: a free one.")
@click.option("--allow-network", is_flag=True, help="Listen at an address that others can reach.")
@click.option("--seats", default=40, show_default=True, type=click.IntRange(min=1), help="The most sessions at a time.")
@click.option("--origin", metavar="URL", help="What browsers call it, when a reverse proxy changes the Host header.")
@click.option("--user-header", metavar="NAME", help="The header in which a reverse proxy says the student's name.")
def command(
    folder: Path,
    host: str,
    port: int,
    allow_network: bool,
    seats: int,
    origin: str | None,
    user_header: str | None,
) -> None:
    """The application in a browser: each student has a session, and a folder in DIR under their own name.

    \b
    A session is a process of this machine: no editor and no file of it can be
    opened from there, but who knows a name can go on under it. It listens on
    loopback only, unless you say --allow-network; then put a proxy with
    passwords and TLS before it: docs/class.md tells how.

    \b
      voiplab serve
      voiplab serve ~/tuesday --host 192.0.2.7 --allow-network

    Needs the extra: pip install "voiplab[web]"
    """
    if find_spec("textual_serve") is None:
        raise click.UsageError('this needs the extra: pip install "voiplab[web]"')
    if sys.platform == "win32":
        raise click.UsageError("a class is served on Linux and macOS; on Windows that works in WSL")
    if not _is_loopback(host) and not allow_network:
        raise click.UsageError(f"others can reach {host}: say --allow-network if that is what you want")
    from voiplab.cli.classroom import Classroom

    folder.mkdir(parents=True, exist_ok=True)
    session = [*SESSION, str(folder.resolve())]
    classroom = Classroom(session, seats, origin, user_header)
    with _listen(host, port) as listening:
        talk(f"{_url(listening)}  (ctrl+c ends it; the students' folders are in {folder})")
        classroom.serve(listening)
    talk("All sessions have ended.")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, at = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(at[:2], family=family)
    except OSError as error:
        raise click.UsageError(
            f"it cannot listen at {host} port {port}: {error.strerror}; --host and --port choose"
        ) from None


def _url(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
