"""The log of OpenSIPS 3.2.10 in recorded cases, from when it was up: ours has the same lines in the same order.

A case without a file has none. What the server's core says of its own processes was left out.
"""

from pathlib import Path
from typing import Final

import pytest

from tests.golden.known_opensips import KNOWN_OPENSIPS
from tests.golden.run import log_of
from tests.golden.trace_file import OPENSIPS, committed, load
from tests.opensips.running import Running, configuration

LOGS: Final = Path(__file__).parent / "logs"
ASKED: Final = "a-register/15-two-contacts-one-aor"
"""Its lines come from questions to the management interface, which are no part of a replay."""
OTHERWISE: Final = {
    "e-proxy/10-parallel-fork-two-contacts": "two processes read one socket, and wrote in the other order",
    "e-proxy/24-options-message-info-stateless-replies": "the machine was too busy for a timer",
    "h-script/02-runtime-mistakes": "two processes read one socket; a line names a file of that machine",
}
"""Why they differ."""
CASES: Final = [
    f"{path.parent.name}/{path.stem}"
    for path in committed(OPENSIPS)
    if f"{path.parent.name}/{path.stem}" not in (*KNOWN_OPENSIPS.open_cases, *OTHERWISE, ASKED)
]


def recorded(case: str) -> list[str]:
    path = LOGS / f"{case.replace('/', '-')}.txt"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def ours(case: str) -> list[str]:
    return [line.partition("] ")[2] for line in log_of(load(OPENSIPS / f"{case}.trace"))]


@pytest.mark.parametrize("case", CASES)
def test_the_log_has_the_lines_of_the_recording(case: str) -> None:
    assert ours(case) == recorded(case)


@pytest.mark.parametrize("case", OTHERWISE)
def test_a_log_that_differs_is_still_different(case: str) -> None:
    assert ours(case) != recorded(case)


def test_every_file_is_of_a_case() -> None:
    names = [case.replace("/", "-") for case in (*CASES, *OTHERWISE, *KNOWN_OPENSIPS.open_cases)]
    assert [path.stem for path in sorted(LOGS.glob("*.txt")) if path.stem not in names] == []


def test_the_start_says_that_a_limit_was_raised() -> None:
    running = Running("log_level=3\n" + configuration("route { exit; }", '"registrar", "max_expires", 600'))
    assert list(running.log) == [
        "ERROR:core:reg_init_globals: max_expires < default_expires! Increasing max_expires to 3600..."
    ]
