"""A maintainer's tool: turns the folder of a recorded FreeSWITCH or OpenSIPS case into our compact text.

    python -m tests.golden.convert RECORDINGS/c-prack/* --into tests/golden/freeswitch

A folder holds `messages.txt` (every message: offset, addresses, text) and, as far as they were kept, `trace.pcapng`,
`NOTES.md`, `commands.txt`, `config-snippet.xml`, `changed-profile.txt`, `freeswitch.log` and the scripts of the phones.
The bytes are those of the capture; without one they are made from the text and its Content-Length. A case of OpenSIPS has its
`opensips.cfg`, which has to be one of `tests/opensips/recorded`, and the scripts of its phones in `clients`.
"""

import argparse
import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from tests.golden.artefacts import ARTEFACTS
from tests.golden.configuration import SINGLE
from tests.golden.folder_log import log_lines
from tests.golden.folder_messages import Recorded, Unreadable, from_capture, from_text, server_of, text_of, with_guests
from tests.golden.folder_mi import mi_commands
from tests.golden.folder_phones import accounts, bindings, digits
from tests.golden.folder_server import commands, common_inserts, edits, pings_left_out
from tests.golden.trace import Trace
from tests.golden.trace_file import write
from tests.interop.recorded_clients import bring

_FOLDER: Final = re.compile(r"^mpath=.*$", re.MULTILINE)
_PROFILES: Final = re.compile(r"(\w+)(?: \([^)]*\))? on :(\d+)")


def convert(folder: Path, base: Path) -> Trace:
    """`base`: the configuration that all cases share; what a case has more than that is written into its trace."""
    recorded = from_capture(folder) if (folder / "trace.pcapng").exists() else from_text(folder)
    server = server_of(folder, recorded.messages)
    if (folder / "opensips.cfg").exists():
        return _of_opensips(folder, recorded, server)
    profiles = tuple(f"{name} {port}" for name, port in _PROFILES.findall(text_of(folder / "NOTES.md")))
    trace = Trace(
        case=f"{folder.parent.name}/{folder.name}",
        server=server,
        began=recorded.began,
        profiles=profiles,
        accounts=tuple(accounts(folder, recorded.messages, server)),
        bindings=tuple(bindings(recorded.messages, server, text_of(base / "vars.xml"))),
        inserts=(
            *common_inserts(folder, base),
            *pings_left_out(profiles, recorded.messages, base),
            *edits(folder, recorded.began),
        ),
        commands=tuple(commands(folder, recorded.began)),
        artefacts=(),
        refused=recorded.refused,
        digits=tuple(digits(recorded, server)),
        rules=tuple(text_of(folder / "config-snippet.xml").splitlines()),
        messages=recorded.messages,
    )
    return replace(trace, artefacts=tuple(one.name for one in ARTEFACTS if one.shows_in(trace)))


def _of_opensips(folder: Path, whole: Recorded, server: str) -> Trace:
    recorded, guests = with_guests(whole, server)
    trace = Trace(
        case=f"{folder.parent.name}/{folder.name}",
        server=server,
        began=recorded.began,
        profiles=(),
        accounts=tuple(accounts(folder / "clients", recorded.messages, server)),
        bindings=(),
        inserts=(),
        commands=tuple(mi_commands(folder, recorded.messages, server)),
        artefacts=(),
        refused=recorded.refused,
        digits=(),
        rules=(),
        messages=recorded.messages,
        configuration=_configuration(folder),
        connections=recorded.connections,
        guests=guests,
    )
    return replace(trace, artefacts=tuple(one.name for one in ARTEFACTS if one.shows_in(trace)))


def _configuration(folder: Path) -> str:
    """Where its modules lie says nothing about it."""
    wanted = _FOLDER.sub("", text_of(folder / "opensips.cfg"))
    for path in sorted(SINGLE.glob("*.cfg")):
        if _FOLDER.sub("", text_of(path)) == wanted:
            return path.name
    raise Unreadable(f"{folder}: no configuration in {SINGLE.name} is its own")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folders", nargs="+", type=Path)
    arguments.add_argument("--into", required=True, type=Path, help="where LAB/CASE.trace is written")
    arguments.add_argument("--base", type=Path, help="the common configuration; else base-config beside the labs")
    given = arguments.parse_args()
    for folder in given.folders:
        trace = convert(folder, given.base or folder.parent.parent / "base-config")
        path = given.into / f"{trace.case}.trace"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(write(trace).encode())
        if not trace.configuration:
            bring(folder, path.with_suffix(""))
        elif lines := list(log_lines(folder)):
            log = given.into / "logs" / f"{trace.case.replace('/', '-')}.txt"
            log.parent.mkdir(exist_ok=True)
            log.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
