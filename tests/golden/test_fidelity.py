"""Our FreeSWITCH held against the recorded one, case by case; and the page that says how it came out."""

import pytest

from tests.golden.difference import SEQUENCE
from tests.golden.known import KNOWN, UNEXPLAINED
from tests.golden.outcome import Outcome
from tests.golden.report import PAGE, page
from tests.golden.run import outcomes
from tests.golden.trace_file import OPENSIPS, committed
from tests.interop import golden_figures
from tests.interop.golden_figures import read

CASES = [f"{path.parent.name}/{path.stem}" for path in committed()]
JUDGED = [case for case in CASES if case not in KNOWN.open_cases]


def outcome_of(case: str) -> Outcome:
    return next(one for one in outcomes() if one.case == case)


@pytest.mark.parametrize("case", JUDGED)
def test_what_differs_from_the_recording_has_its_reason(case: str) -> None:
    unexplained = [found for found in outcome_of(case).differences if KNOWN.why(case, found) == UNEXPLAINED]
    assert unexplained == []


@pytest.mark.parametrize("case", JUDGED)
def test_a_run_has_the_messages_of_the_recording_in_their_order(case: str) -> None:
    assert [found for found in outcome_of(case).differences if found.kind in SEQUENCE] == []


def test_of_all_messages_95_in_100_are_identical() -> None:
    judged = [outcome_of(case) for case in JUDGED]
    assert sum(one.identical for one in judged) * 100 >= sum(one.messages for one in judged) * 95


@pytest.mark.parametrize("case", list(KNOWN.open_cases))
def test_an_open_case_is_there_and_not_yet_as_recorded(case: str) -> None:
    """When it is, it is to be taken off the list."""
    outcome = outcome_of(case)
    assert outcome.refused or outcome.differences


def test_no_reason_stands_there_that_nothing_needs() -> None:
    found = [(case, one) for case in JUDGED for one in outcome_of(case).differences]
    used = [KNOWN.reason(case, one) for case, one in found]
    assert [reason.why for reason in KNOWN.reasons if reason not in used] == []


def test_the_page_says_how_the_cases_came_out() -> None:
    live, opensips_live = tuple(read(golden_figures.FREESWITCH)), tuple(read(golden_figures.OPENSIPS))
    assert PAGE.read_bytes().decode() == page(outcomes(), KNOWN, live, outcomes(OPENSIPS), opensips_live)
