"""What an author wrote is fitted into a model, or the first line that does not fit is named with what was expected there."""

from enum import Enum
from typing import Literal

import pytest
from pydantic import Field

from voiplab.text import yaml
from voiplab.text.document import Document
from voiplab.text.place import ConfigError
from voiplab.text.schema import Schema, Written, faults, fit


class Hold(Enum):
    SENDONLY = "sendonly"
    INACTIVE = "inactive"


class Step(Schema):
    at: float
    dial: Written | None = None
    show: Literal["text", "svg", "none"] = "text"


class Lesson(Schema):
    title: str
    level: int = Field(1, ge=1, le=5)
    hold: Hold = Hold.SENDONLY
    steps: tuple[Step, ...] = ()
    refusals: dict[int, str] = Field(default_factory=dict)
    is_open: bool = Field(False, alias="open")
    runs: dict[str, Step] = Field(default_factory=dict)


def document(text: str) -> Document:
    return yaml.read("lesson.yaml", text.encode())


FITTING = """
title: Loss
level: 3
hold: inactive
open: true
steps:
  - {at: 1, dial: 1001}
  - {at: 1.5, dial: 0700, show: svg}
refusals: {486: busy}
"""


def test_lists_words_and_numbers_become_what_the_model_says() -> None:
    assert fit(Lesson, document(FITTING)) == Lesson(
        title="Loss",
        level=3,
        hold=Hold.INACTIVE,
        open=True,
        steps=(Step(at=1, dial="1001"), Step(at=1.5, dial="0700", show="svg")),
        refusals={486: "busy"},
    )


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("titel: x", 1, "`titel` is no key here; did you mean title?"),
        ("title: x\nsteps:\n- at: 1\n  dail: 5", 4, "`dail` is no key here; did you mean dial?"),
        ("title: x\nruns:\n  lost:\n    at: 1\n    shwo: svg", 5, "`shwo` is no key here; did you mean show?"),
        ("title: x\nsteps:\n- at: 1\n  colour: red", 4, "`colour` is no key here; known are at, dial, show"),
        ("title: x\nopne: true", 2, "`opne` is no key here; did you mean open?"),
        ("title: x\nis_open: true", 2, "`is_open` is no key here; did you mean open?"),
        ("level: 1", 1, "`title` is missing here"),
        ("title: x\nsteps:\n- {at: 1}\n- {dial: 5}", 4, "`at` is missing here"),
        ("title: 5", 1, "text is expected (a number or true needs quotes to be text)"),
        ("title: x\nlevel: soon", 2, "a whole number is expected"),
        ("title: x\nlevel: 0700", 2, "a whole number is expected"),
        ("title: x\nlevel: 1.5", 2, "a whole number is expected"),
        ("title: x\nlevel: 9", 2, "the value should be less than or equal to 5"),
        ("title: x\nopen: no", 2, "true or false is expected"),
        ("title: x\nsteps: 5", 2, "a list is expected"),
        ("title: x\nsteps:\n- 5", 3, "keys with values are expected"),
        ("title: x\nsteps:\n- at: .nan", 3, "a number is expected"),
        ("title: x\nsteps:\n- {at: 1, dial: 1.50}", 3, "text is expected (a number or true needs quotes to be text)"),
        ("title: x\nsteps:\n- {at: 1, dial: true}", 3, "text is expected (a number or true needs quotes to be text)"),
        ("title: x\nhold: inactiv", 2, "'sendonly' or 'inactive' is expected; did you mean inactive?"),
        ("title: x\nsteps:\n- at: 1\n  show: txt", 4, "'text', 'svg' or 'none' is expected; did you mean text?"),
        ("title: x\nrefusals: {busy: 486}", 2, "a whole number is expected"),
        ("- title: x", 1, "keys with values are expected"),
        ("", 1, "keys with values are expected"),
    ],
)
def test_what_does_not_fit_is_named_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        fit(Lesson, document(text))
    assert (caught.value.place.file, caught.value.place.line, caught.value.says) == ("lesson.yaml", line, says)


def test_all_faults_are_told_in_the_order_of_the_file_and_missing_keys_last() -> None:
    found = faults(Lesson, document("level: 9\nopen: no\nsteps:\n- dial: 5\nhlod: x\n"))
    assert [(one.place.line, one.says.split(" is ")[0]) for one in found] == [
        (1, "the value should be less than or equal to 5"),
        (2, "true or false"),
        (5, "`hlod`"),
        (1, "`title`"),
        (4, "`at`"),
    ]
    assert faults(Lesson, document(FITTING)) == ()


def test_a_part_of_a_document_is_fitted_with_the_lines_of_the_whole() -> None:
    whole = document("first: 1\nstep:\n  at: 2\n")
    assert fit(Step, whole, ("step",)) == Step(at=2)
    assert [str(one) for one in faults(Step, document("step:\n  at: x\n"), ("step",))] == [
        "lesson.yaml:2: a number is expected"
    ]


def test_a_model_is_built_when_it_is_first_used() -> None:
    class Unused(Schema):
        name: str

    assert Unused.__pydantic_complete__ is False
