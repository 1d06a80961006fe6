"""Questions answered in the text of `answers.yaml`."""

import yaml
from hypothesis import given
from hypothesis import strategies as st

from voiplab.tui.desk.answering import answered

SHEET = "# Your answers\n\n# predict: the RAck\nrack:\n\n# observe\nleg:\n"


def test_the_line_of_the_question_is_replaced_and_all_else_stays() -> None:
    assert answered(SHEET, "rack", "1 2 INVITE") == SHEET.replace("rack:\n", 'rack: "1 2 INVITE"\n')


def test_a_question_that_has_no_line_gets_one() -> None:
    assert answered("leg: x\n", "rack", "PRACK") == "leg: x\nrack: PRACK\n"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60))
def test_every_answer_is_read_back_as_it_was_given(text: str) -> None:
    read = yaml.safe_load(answered(SHEET, "leg", text))["leg"]
    assert ("" if read is None else read) == text.strip()
