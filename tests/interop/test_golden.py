"""The recorded cases that are over soon, live: what our servers send to the recorded SIPp clients is what the real ones sent.

All of them: `python -m tests.interop.golden --all`.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest

from tests.golden.outcome import Outcome
from tests.interop.golden import FILES, SIDE_BY_SIDE, folders, played, short, unexplained
from tests.interop.golden_figures import PassedOver, read

pytestmark = pytest.mark.interop

SHORT: Final = [folder for server in FILES for folder in folders(server) if short(folder)]


@pytest.fixture(scope="module")
def outcomes() -> Mapping[Path, Outcome | PassedOver]:
    """Side by side; what differs is played once more by itself: an order within milliseconds needs a quiet machine."""
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        found = dict(zip(SHORT, pool.map(played, SHORT), strict=True))
    return {folder: outcome if is_good(outcome) else played(folder) for folder, outcome in found.items()}


def is_good(outcome: Outcome | PassedOver) -> bool:
    return isinstance(outcome, Outcome) and not outcome.refused and not unexplained(outcome)


@pytest.mark.parametrize("folder", SHORT, ids=lambda folder: "/".join(folder.parts[-3:]))
def test_the_server_says_to_real_clients_what_the_real_one_said(
    folder: Path, outcomes: Mapping[Path, Outcome | PassedOver]
) -> None:
    outcome = outcomes[folder]
    assert isinstance(outcome, Outcome)
    assert outcome.refused == ""
    assert unexplained(outcome) == []


@pytest.mark.parametrize("server", FILES, ids=lambda server: server.name)
def test_every_recorded_case_was_played_live_or_is_passed_over_by_name(server: Path) -> None:
    """After a new recording: `python -m tests.interop.golden FOLDER --keep`."""
    kept = [one.case for one in read(FILES[server])]
    assert kept == sorted(f"{folder.parent.name}/{folder.name}" for folder in folders(server))
