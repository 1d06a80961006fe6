"""Where the control sockets of live labs are, and the named pipes of their servers."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from voiplab.live.control import Gone, Unreachable, ask
from voiplab.live.pipe import take_away


class Unsafe(Exception):
    """Others could have put their socket in our place; the message is a sentence."""


def folder() -> Path:
    """Of this user. The path of a local socket may have about a hundred characters, so it is a short one."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and Path(runtime).is_dir():
        return Path(runtime) / "voiplab"
    return Path(tempfile.gettempdir()) / f"voiplab-{os.getuid()}"


def socket_of(process: int) -> Path:
    return folder() / f"live-{process}.sock"


def pipes_of(process: int) -> Path:
    """The folder of the named pipes of its servers."""
    return socket_of(process).with_suffix("")


def make_folder() -> None:
    """OSError, Unsafe."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    look_at(folder(), os.getuid())


def look_at(place: Path, user: int) -> None:
    """FileNotFoundError, Unsafe."""
    about = place.lstat()
    if about.st_uid != user or about.st_mode & 0o077:
        raise Unsafe(f"{place} has to be a folder of your own that only you may enter (chmod 700)")


def running(patience: float = 2) -> Sequence[tuple[Path, str]]:
    """The live labs that answer, each with its target as it was given; what dead ones have left is removed. Unsafe."""
    try:
        look_at(folder(), os.getuid())
    except FileNotFoundError:
        return ()
    found = []
    for path in sorted(folder().glob("live-*.sock")):
        try:
            found.append((path, str(ask(path, {"do": "about"}, timeout=patience).get("target", ""))))
        except Gone:
            path.unlink(missing_ok=True)
            take_away(path.with_suffix(""))
        except Unreachable:
            continue  # it is busy, or something else
    return found
