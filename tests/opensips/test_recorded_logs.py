"""The log of OpenSIPS 3.2.10 in recorded cases, from when it was up: ours has the same lines in the same order.

A case without a file has none. What the server's core says of its own processes was left out.
"""

import re
from typing import Final

import pytest

from tests.golden.folder_log import OF_ITSELF
from tests.golden.known_opensips import KNOWN_OPENSIPS
from tests.golden.run import log_of
from tests.golden.trace_file import OPENSIPS, committed, load
from tests.opensips.bench import Bench, configuration

LOGS: Final = OPENSIPS / "logs"
BEYOND: Final = {
    "a-register/13-min-and-max-expires": "said at the start, before the recording",
    "a-register/15-two-contacts-one-aor": "said of questions to the management interface, which are no part of a replay",
}
"""Logs whose lines have other causes than what is replayed."""
OTHERWISE: Final = {
    "e-proxy/10-parallel-fork-two-contacts": "two processes read one socket, and wrote in the other order",
    "d-b2bua/14-originate-AOR-every-INVITE-407-fails": (
        "two processes read one socket: the ACK was read before the other one had noted that it had replied"
    ),
    "h-script/02-runtime-mistakes": "two processes read one socket; a line names a file of that machine",
}
"""Why they differ."""
CASES: Final = [
    f"{path.parent.name}/{path.stem}"
    for path in committed(OPENSIPS)
    if f"{path.parent.name}/{path.stem}" not in (*KNOWN_OPENSIPS.open_cases, *OTHERWISE, *BEYOND)
]


def recorded(case: str) -> list[str]:
    path = LOGS / f"{case.replace('/', '-')}.txt"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def ours(case: str) -> list[str]:
    said = [line.partition("] ")[2] for line in log_of(load(OPENSIPS / f"{case}.trace"))]
    return [line for line in said if not OF_ITSELF.match(line)]


def without_numbers(lines: list[str]) -> list[str]:
    """Of a key of the back-to-back user agent, and of the id of a dialog, only the place in its table is no chance."""
    keys = [re.sub(r"\[(B2B\.\d+)\.\d+\.\d+\]", r"[\1]", line) for line in lines]
    return [re.sub(r"\bdid=([0-9a-f]+)\.[0-9a-f]+", r"did=\1", line) for line in keys]


@pytest.mark.parametrize("case", CASES)
def test_the_log_has_the_lines_of_the_recording(case: str) -> None:
    assert without_numbers(ours(case)) == without_numbers(recorded(case))


@pytest.mark.parametrize("case", [*OTHERWISE, *BEYOND])
def test_a_log_that_differs_is_still_different(case: str) -> None:
    assert ours(case) != recorded(case)


def test_every_file_is_of_a_case() -> None:
    names = [case.replace("/", "-") for case in (*CASES, *OTHERWISE, *BEYOND, *KNOWN_OPENSIPS.open_cases)]
    assert [path.stem for path in sorted(LOGS.glob("*.txt")) if path.stem not in names] == []


def test_the_start_says_that_a_limit_was_raised() -> None:
    running = Bench.of("log_level=3\n" + configuration("route { exit; }", '"registrar", "max_expires", 600'))
    assert list(running.log) == [
        "ERROR:core:reg_init_globals: max_expires < default_expires! Increasing max_expires to 3600..."
    ]
