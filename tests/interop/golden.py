"""Recorded cases played live: our server, and the SIPp clients that the real one was recorded with.

    python -m tests.interop.golden tests/golden/freeswitch/b-calls/hold_inactive
    python -m tests.interop.golden --all [--keep]

A folder has the case's `commands.txt` with its scenarios. The recording lies beside it (`hold_inactive.trace`), or in it as
`convert.py` expects it. `--keep` writes these cases' figures where docs/fidelity.md takes them from.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from tests.golden.convert import convert
from tests.golden.difference import Difference, Kind
from tests.golden.known import UNEXPLAINED
from tests.golden.outcome import Outcome, not_played
from tests.golden.trace_file import FREESWITCH, OPENSIPS, committed, load, write
from tests.interop import golden_figures
from tests.interop.golden_case import play
from tests.interop.golden_figures import Figures, PassedOver, figures
from tests.interop.known_live import KNOWN_LIVE
from tests.interop.recorded_clients import NotSipp, is_by_sipp
from voiplab.sim.moment import seconds

SIDE_BY_SIDE: Final = 4
"""Cases wait most of the time, and each has a network of its own."""

SHORT: Final = seconds(8)


FILES: Final = {FREESWITCH: golden_figures.FREESWITCH, OPENSIPS: golden_figures.OPENSIPS}
"""By the folder of a server's recordings, where its figures are kept."""


def folders(server: Path) -> tuple[Path, ...]:
    """Those of the committed cases, open ones left out."""
    cases = {path.with_suffix(""): f"{path.parent.name}/{path.stem}" for path in committed(server)}
    return tuple(folder for folder, case in cases.items() if case not in KNOWN_LIVE.open_cases)


def short(folder: Path) -> bool:
    """Played at every change: SIPp cases that are over soon and do not wait for a server to be old enough for a command."""
    trace = load(folder.with_suffix(".trace"))
    return is_by_sipp(folder) and not trace.commands and trace.messages[-1].at < SHORT


def play_folder(folder: Path) -> Outcome:
    """NotSipp when its phones were another program."""
    with tempfile.TemporaryDirectory(prefix="voiplab-golden-") as name:
        scratch = Path(name)
        trace = folder.with_suffix(".trace")
        if not trace.exists():
            trace = scratch / "case.trace"
            trace.write_text(write(convert(folder, folder.parent.parent / "base-config")))
        return play(trace, folder, scratch)


def unexplained(outcome: Outcome) -> Sequence[Difference]:
    """What no known reason explains. Times are not judged here: they are those of a machine that may be busy."""
    judged = [found for found in outcome.differences if found.kind is not Kind.TIME]
    return [found for found in judged if KNOWN_LIVE.why(outcome.case, found) == UNEXPLAINED]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folders", nargs="*", type=Path)
    arguments.add_argument("--all", action="store_true", help="all committed cases")
    arguments.add_argument("--keep", action="store_true", help="write their figures for the report")
    arguments.add_argument("--side-by-side", type=int, default=SIDE_BY_SIDE, metavar="N")
    given = arguments.parse_args()
    everything = [folder for server in FILES for folder in folders(server)]
    chosen = everything if given.all else [folder.resolve() for folder in given.folders]
    with ThreadPoolExecutor(given.side_by_side) as pool:
        results = dict(zip(chosen, map(_told, pool.map(played, chosen)), strict=True))
    if given.keep:
        for server, file in FILES.items():
            golden_figures.keep([one for folder, one in results.items() if folder.is_relative_to(server)], file)
    failed = [one for one in results.values() if isinstance(one, Figures) and UNEXPLAINED in one.reasons]
    sys.exit(1 if failed else 0)


def played(folder: Path) -> Outcome | PassedOver:
    """A lab or a client that does not do its part is an outcome, too."""
    try:
        return play_folder(folder)
    except NotSipp as other:
        return PassedOver(f"{folder.parent.name}/{folder.name}", str(other))
    except AssertionError as failed:
        return not_played(load(folder.with_suffix(".trace")), str(failed))


def _told(one: Outcome | PassedOver) -> Figures | PassedOver:
    """What came out; it is said at once, for all of them take some time."""
    result = one if isinstance(one, PassedOver) else figures(one)
    sys.stdout.write("".join(f"{line}\n" for line in _lines(one)))
    sys.stdout.flush()
    return result


def _lines(one: Outcome | PassedOver) -> Iterator[str]:
    if isinstance(one, PassedOver):
        yield f"{one.case}: passed over, its phones were {one.program}"
        return
    if one.refused:
        yield f"{one.case}: failed, {one.refused}"
        return
    sequence = "same sequence" if one.is_sequence_identical else "another sequence"
    yield f"{one.case}: {one.identical} of {one.messages} identical, {one.on_time} on time, {sequence}"
    for found in one.differences:
        what = f"{found.kind.value}, {found.where}: {found.recorded!r}, here {found.produced!r}"
        yield f"    {found.message} {what} ({KNOWN_LIVE.why(one.case, found)})"


if __name__ == "__main__":
    main()
