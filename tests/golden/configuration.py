"""The files that a case was recorded with: the common ones, and what the case had more."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from tests.golden.trace import Insert, Trace
from tests.golden.trace_file import FREESWITCH

COMMON: Final = FREESWITCH / "base-config"
SINGLE: Final = Path(__file__).parents[1] / "opensips" / "recorded"
"""Where the configurations stand that are one file each; the tests of the language read them, too."""


class NoSuchLine(Exception):
    """The line that an insert stands before is not in the file, or more than once."""


def configuration(trace: Trace) -> Mapping[str, bytes]:
    """The files from the start; what was written into them later is not in yet.

    A configuration of one file stands where the trace says.

    Of the profiles only those that the case uses: some of the others ask for what is not simulated.
    """
    if trace.configuration:
        return {"opensips.cfg": (SINGLE / trace.configuration).read_bytes()}
    used = [f"sip_profiles/{profile.split()[0]}.xml" for profile in trace.profiles]
    files = _common()
    for insert in trace.inserts:
        if insert.at is None and insert.file in files:
            files = inserted(files, insert)
    return {path: text for path, text in files.items() if not path.startswith("sip_profiles/") or path in used}


@cache
def _common() -> Mapping[str, bytes]:
    paths = sorted(path for path in COMMON.rglob("*") if path.is_file())
    return {path.relative_to(COMMON).as_posix(): path.read_bytes() for path in paths}


def inserted(files: Mapping[str, bytes], insert: Insert) -> Mapping[str, bytes]:
    lines = files[insert.file].decode().split("\n")
    places = [place for place, line in enumerate(lines) if line.strip() == insert.before]
    if len(places) != 1:
        raise NoSuchLine(f"{insert.file}: {insert.before!r} is there {len(places)} times")
    changed = [*lines[: places[0]], *insert.lines, *lines[places[0] :]]
    return {**files, insert.file: "\n".join(changed).encode()}
