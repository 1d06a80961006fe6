"""What our server writes into its log in the recorded cases: the lines of the real one."""

import re
from pathlib import Path
from typing import Final

import pytest

from tests.golden.folder_log import OF_ITSELF
from tests.golden.known_opensips import KNOWN_OPENSIPS
from tests.golden.run import log_of
from tests.golden.trace_file import OPENSIPS, load

LOGS: Final = {path.stem: path for path in sorted((OPENSIPS / "logs").glob("*.txt"))}
CASES: Final = {
    case.replace("/", "-"): OPENSIPS / f"{case}.trace"
    for case in (f"{path.parent.name}/{path.stem}" for path in sorted(OPENSIPS.glob("*/*.trace")))
    if case not in KNOWN_OPENSIPS.open_cases and case.replace("/", "-") in LOGS
}

OTHERWISE: Final = {
    "a-register-15-two-contacts-one-aor": "it is about a command of the management interface",
    "a-register-13-min-and-max-expires": "said at the start, before the recording",
}
"""Logs that are not compared."""

TWO_PROCESSES: Final = ("e-proxy-10-parallel-fork-two-contacts", "h-script-02-runtime-mistakes")
"""Where two processes of the real server wrote at one moment: the same lines, in another order."""

_LEVEL: Final = re.compile(r"^\[\w+\] ")


def ours(trace: Path) -> list[str]:
    said = [_LEVEL.sub("", line) for line in log_of(load(trace))]
    return [line for line in said if not OF_ITSELF.match(line)]


@pytest.mark.parametrize("name", [name for name in CASES if name not in OTHERWISE])
def test_the_log_of_a_case_is_the_recorded_one(name: str) -> None:
    recorded, written = LOGS[name].read_text(encoding="utf-8").splitlines(), ours(CASES[name])
    if name in TWO_PROCESSES:
        recorded, written = sorted(recorded), sorted(written)
    assert written == recorded


@pytest.mark.parametrize("name", list(OTHERWISE))
def test_a_log_that_is_not_compared_differs_indeed(name: str) -> None:
    assert ours(CASES[name]) != LOGS[name].read_text(encoding="utf-8").splitlines()


def test_there_are_many_of_them() -> None:
    assert len(CASES) > 30
