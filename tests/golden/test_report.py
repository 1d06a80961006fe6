"""The page: what it says about made-up outcomes."""

from tests.golden.artefacts import BY_NAME, Excused
from tests.golden.difference import Difference, Kind
from tests.golden.known import UNEXPLAINED, Known, Reason
from tests.golden.outcome import Outcome
from tests.golden.report import page

ORIGIN = Difference(Kind.BODY_LINE, 9, "o=", "o=a\r\n", "o=b\r\n")
LATE = Difference(Kind.TIME, 7, "since the phone's last message, message 4", "0.020 s", "0.300 s", 280_000)
LOST = Difference(Kind.MESSAGE_MISSING, 8, "server to phone", "SIP/2.0 180 Ringing", "")
OTHER = Difference(Kind.HEADER_VALUE, 8, "Contact", "Contact: <sip:a|b>", "Contact: <sip:c>")

NOTHING = Known((), {})

GOOD = Outcome("a-lab/good", 4, (), (Excused(ORIGIN, BY_NAME["origin-address"]),))
SLOW = Outcome("a-lab/slow", 4, (LATE,), ())
LACKING = Outcome("b-lab/lacking", 5, (LOST,), ())
DIFFERENT = Outcome("b-lab/different", 5, (OTHER,), ())


def test_a_case_that_is_only_late_has_the_same_sequence_and_the_same_messages() -> None:
    assert (SLOW.is_sequence_identical, SLOW.identical, SLOW.on_time) == (True, 4, 3)


def test_a_missing_message_spoils_the_sequence_and_is_not_identical() -> None:
    assert (LACKING.is_sequence_identical, LACKING.identical, LACKING.on_time) == (False, 4, 4)


def test_a_header_spoils_its_message_only() -> None:
    assert (DIFFERENT.is_sequence_identical, DIFFERENT.identical, DIFFERENT.on_time) == (True, 4, 5)


def test_an_excused_difference_spoils_nothing() -> None:
    assert (GOOD.is_sequence_identical, GOOD.identical, GOOD.on_time) == (True, 4, 4)


def test_the_result_is_a_row_per_lab_and_one_for_all() -> None:
    text = page([GOOD, SLOW, LACKING, DIFFERENT], NOTHING)
    assert "| a-lab | 2 | 2 of 2 (100 %) | 8 of 8 (100 %) | 7 of 8 (87.5 %) |" in text
    assert "| b-lab | 2 | 1 of 2 (50 %) | 8 of 10 (80 %) | 9 of 10 (90 %) |" in text
    assert "| all | 4 | 3 of 4 (75 %) | 16 of 18 (88.8 %) | 16 of 18 (88.8 %) |" in text


def test_every_difference_stands_there_with_its_reason_and_an_unknown_one_says_so() -> None:
    text = page([DIFFERENT], NOTHING)
    assert (
        r"| b-lab/different | 8 | header value | Contact | `Contact: <sip:a\|b>` | `Contact: <sip:c>` | not explained |"
        in text
    )


def test_a_reason_is_found_by_case_kind_and_place() -> None:
    contact = Reason("b-lab/*", Kind.HEADER_VALUE, "Contact", "ours has one address")
    known = Known((contact, Reason("*", None, "server*", "no 180 yet")), {})
    assert known.why("b-lab/different", OTHER) == "ours has one address"
    assert known.why("a-lab/different", OTHER) == UNEXPLAINED
    assert known.why("b-lab/lacking", LOST) == "no 180 yet"


def test_an_excuse_is_counted() -> None:
    assert "| origin-address | 2 |" in page([GOOD, GOOD], NOTHING)


def test_an_open_case_is_named_with_how_far_it_is_and_counts_for_nothing() -> None:
    unplayed = Outcome("b-lab/unplayed", 5, (), (), "the application park")
    text = page([GOOD, LACKING, unplayed], Known((), {"b-lab/lacking": "early media", "b-lab/unplayed": "park"}))
    assert "| b-lab/lacking | 4 of 5 (80 %) | early media |" in text
    assert "| b-lab/unplayed | `the application park` | park |" in text
    assert "| all | 1 | 1 of 1 (100 %)" in text
