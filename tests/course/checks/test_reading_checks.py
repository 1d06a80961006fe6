import pytest

from tests.course.checks.reading import check_of
from voiplab.course.checks.parameters import Amount
from voiplab.text.place import ConfigError


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (
            "sequence:\n  steps: [180 by bob]",
            2,
            "'180 by bob', column 5: expected `for`, `from`, `to` (each once) or a comma",
        ),
        (
            "sequence:\n  steps: ['PRACK, RAck is $rseq']",
            2,
            "`$rseq` in `PRACK, RAck is $rseq` is captured by no step before",
        ),
        ("count:\n  message: 'PRACK, RAck is $rseq'", 2, "`$rseq` is captured nowhere in `PRACK, RAck is $rseq`"),
        ("count:\n  message: 180\n  number: some", 3, "`some` is no amount; expected 3, >= 1, < 4, 2..5 or none"),
        ("count:\n  mesage: 180", 2, "`mesage` is no key here; did you mean message?"),
        ("delay: {begin: INVITE, end: 180, at_most: 3}", 1, "a time with its unit is expected, such as 500ms or 2s"),
        ("call: {caller: alice, result: busy}", 1, "'answered', 'refused', 'cancelled' or 'unanswered' is expected"),
        ("answer: {question: a, asks: b}", 1, "one of `is`, `count` and `between` is expected"),
        ("answer: {question: a, asks: b, is: $x}", 1, "`$x` in `$x` is captured by no step"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        check_of(text)
    assert (caught.value.place.line, caught.value.says) == (line, says)


def test_two_kinds_in_one_check_are_refused() -> None:
    with pytest.raises(ConfigError, match="one kind of check is expected here, not 2"):
        check_of("{count: {message: 180}, never: {message: 180}}")


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("3", [3]),
        (">= 3", [3, 4, 5]),
        ("> 3", [4, 5]),
        ("<= 1", [0, 1]),
        ("< 1", [0]),
        ("2..4", [2, 3, 4]),
        ("none", [0]),
    ],
)
def test_amounts(text: str, allowed: list[int]) -> None:
    assert [count for count in range(6) if Amount.parse(text).allows(count)] == allowed
