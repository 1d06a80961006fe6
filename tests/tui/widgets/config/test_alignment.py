from hypothesis import given
from hypothesis import strategies as st

from voiplab.tui.widgets.config.alignment import aligned, difference

LINES = st.lists(st.sampled_from(["a", "b", " b", "}", ""]), max_size=12)


def test_lines_that_moved_are_found_again() -> None:
    assert aligned(["a", "b", "c"], ["new", "a", "  b", "c"]) == {2: 1, 3: 2, 4: 3}
    assert aligned(["a", "b", "c"], ["a", "x", "c"]) == {1: 1, 3: 3}
    assert aligned(["a", "b"], ["a"]) == {1: 1}


@given(LINES, LINES)
def test_a_line_is_only_taken_for_one_that_says_the_same_and_none_for_two(before: list[str], after: list[str]) -> None:
    found = aligned(before, after)
    assert all(after[new - 1].strip() == before[old - 1].strip() for new, old in found.items())
    order = [found[new] for new in sorted(found)]
    assert order == sorted(set(order))


@given(LINES)
def test_a_text_is_aligned_with_itself_line_by_line(lines: list[str]) -> None:
    assert aligned(lines, lines) == {line: line for line in range(1, len(lines) + 1)}


def test_a_difference_is_unified_and_names_both() -> None:
    shown = difference("a\nb\n", "a\nc\n", "pbx/x.cfg", "the start")
    assert shown == "--- pbx/x.cfg (the start)\n+++ pbx/x.cfg\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"


def test_that_there_is_no_difference_is_said() -> None:
    assert difference("a", "a", "x", "the start") == "x is the same as the start.\n"
    assert difference(None, "a", "x", "the start") == "x is not there in the start.\n"
    assert difference("a\r\n", "a\n", "x", "the start") == "x differs from the start only in how its lines end.\n"
