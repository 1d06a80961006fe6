"""The file of live figures, there and back again."""

from pathlib import Path

import pytest

from tests.golden.difference import Difference, Kind
from tests.golden.known import UNEXPLAINED
from tests.golden.outcome import Outcome
from tests.golden.report import page
from tests.interop.golden import unexplained
from tests.interop.golden_figures import Figures, PassedOver, figures, keep, read
from tests.interop.known_live import KNOWN_LIVE

GOOD = Figures("b-calls/good", 3, 3, 2, is_sequence_identical=True)
ODD = Figures("a-register/odd", 3, 4, 4, is_sequence_identical=False, reasons=("one thing", "another one"))
PJSUA = PassedOver("p-real-clients/pjsua", "pjsua")


def outcome(*differences: Difference) -> Outcome:
    return Outcome("b-calls/busy_486", 4, differences, ())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "golden.txt"
    path.touch()
    return path


def test_what_is_kept_is_read_again_in_the_order_of_the_cases(file: Path) -> None:
    keep([PJSUA, GOOD, ODD], file)
    assert list(read(file)) == [ODD, GOOD, PJSUA]


def test_a_case_that_is_played_again_replaces_what_was_kept_of_it(file: Path) -> None:
    keep([GOOD, PJSUA], file)
    again = GOOD._replace(identical=2)
    keep([again], file)
    assert list(read(file)) == [again, PJSUA]


def test_a_difference_without_a_reason_is_named_so() -> None:
    found = Difference(Kind.HEADER_VALUE, 2, "Reason", "Reason: a", "Reason: b")
    assert unexplained(outcome(found)) == [found]
    assert figures(outcome(found)) == Figures(
        "b-calls/busy_486", 3, 4, 4, is_sequence_identical=True, reasons=(UNEXPLAINED,)
    )


def test_a_late_message_counts_and_fails_nobody() -> None:
    """The machine may be busy with something else."""
    late = Difference(Kind.TIME, 2, "since the phone's last message", "0.020 s", "0.120 s", 100_000)
    assert unexplained(outcome(late)) == []
    assert figures(outcome(late)) == Figures("b-calls/busy_486", 4, 4, 3, is_sequence_identical=True)


def test_the_page_has_a_row_for_each_lab_and_names_what_was_not_played() -> None:
    text = page([], KNOWN_LIVE, [ODD, GOOD, PJSUA])
    assert "| b-calls | 1 | 1 of 1 (100 %) | 3 of 3 (100 %) | 2 of 3 (66.6 %) |" in text
    assert "| all | 2 | 1 of 2 (50 %) | 6 of 7 (85.7 %) | 6 of 7 (85.7 %) |" in text
    assert "| a-register/odd | another one |" in text
    assert "| p-real-clients/pjsua | pjsua |" in text
