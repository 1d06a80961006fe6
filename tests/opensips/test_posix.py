"""Regular expressions are POSIX's and not Perl's, held against the C library itself."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.opensips import glibc
from voiplab.opensips import patterns
from voiplab.opensips.patterns import TOGETHER, Patience, PatternExploded, SearchesExploded
from voiplab.opensips.posix import BadPattern, Unsupported, translate
from voiplab.text.place import NotSimulated, Place

PLACE = Place("opensips.cfg", 7)

here_is_glibc = pytest.mark.skipif(glibc.LIBRARY is None, reason="the C library of this system is another one")


def found(pattern: str, subject: str, lines: bool = False) -> tuple[int, int] | bool:
    """As `glibc.search` answers."""
    try:
        match = patterns.search(pattern, subject, PLACE, lines=lines)
    except BadPattern:
        return True
    return match.span() if match else False


@pytest.mark.parametrize(
    ("pattern", "subject", "is_found"),
    [
        (r"^\*6", "*6bob", True),
        (r"^\d+$", "1234", False),  # \d is the letter d,
        (r"^\d+$", "ddd", False),  # and even that is found only
        (r"^\D+$", "ddd", True),  # when it is a capital
        ("^[0-9]+$", "1234", True),
        (r"[\d]", "\\", True),  # in brackets a backslash is one
        ("INVITE", "invite", True),  # the server looks at no case
        ("^a.b$", "a\nb", True),
        ("487|408", "408", True),
        ("a{2}", "aa", True),
        ("a)b", "a)b", True),  # a bracket that closes nothing stands for itself
        ("[[:digit:]]{3}", "x123", True),
        ("[]a]", "]", True),
        ("[^]a]", "]", False),
        (r"\bob\b", "bob", False),
        (r"\<bob\>", "a bob.", True),
        ("()", "", True),
        ("a||b", "", True),
    ],
)
def test_a_pattern_means_what_it_means_to_the_c_library(pattern: str, subject: str, is_found: bool) -> None:
    assert bool(found(pattern, subject)) is is_found
    if glibc.LIBRARY is not None:
        assert found(pattern, subject) == glibc.search(pattern.encode(), subject.encode())


@pytest.mark.parametrize(
    "pattern",
    [
        "^*6",
        "*",
        "a|*b",
        "(",
        "(+)",
        "[a",
        "a\\",
        "[z-a]",
        "[[:digits:]]",
        "a{2,1}",
        "a{x}",
        "{1}",
        r"\1",
        "(?:a)",
        "[[.ab.]]",
    ],
)
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    assert patterns.is_bad(pattern, PLACE)
    if glibc.LIBRARY is not None:
        assert glibc.search(pattern.encode(), b"") is True


LETTERS = "ab1 _\n.*+?()[]{}|^$\\,-:d<>w=A2"


@here_is_glibc
@settings(max_examples=400, deadline=None)
@given(st.text(LETTERS, max_size=9), st.text("abAd1_ \n.*+]-\\", max_size=7), st.booleans())
@example("a|ab", "ab", False)
@example("(a|ab)(c|bcd)", "abcd", False)
@example("a**", "aa", False)
@example("^", "\n\n", True)
@example("b$", "ab\n", False)
@example("b$", "ab\n", True)
@example("[^a]", "\n", True)
@example("a{,2}", "aaa", False)
def test_it_finds_what_the_c_library_finds(pattern: str, subject: str, lines: bool) -> None:
    try:
        ours = found(pattern, subject, lines)
    except (NotSimulated, Unsupported):
        return
    assert ours == glibc.search(pattern.encode(), subject.encode(), lines)


def test_a_pattern_that_explodes_ends_the_run_and_is_no_mismatch() -> None:
    patience = Patience()
    with pytest.raises(PatternExploded) as caught:
        patterns.search("^(a?){40}(a*)*(a|aa)+$", "a" * 60 + "!", PLACE, patience)
    assert caught.value.place == PLACE
    assert patience.left < TOGETHER - 0.9


def test_where_little_time_is_left_it_is_all_searches_that_took_too_long() -> None:
    patience = Patience()
    patience.left = 0.01
    with pytest.raises(
        SearchesExploded, match=r"the searches for one call take more than 3\.0 s, the last for the pattern"
    ):
        patterns.search("^(a?){40}(a*)*(a|aa)+$", "a" * 60 + "!", PLACE, patience)


@pytest.mark.parametrize("pattern", ["((a{1000}){1000}){1000}", "((a{200}){200}){200}", "(a{32767}){32767}"])
def test_a_pattern_that_repeats_out_to_gigabytes_is_refused_before_it_is_compiled(pattern: str) -> None:
    with pytest.raises(Unsupported, match="repetitions written out"):
        translate(pattern)


def test_a_pattern_with_a_few_repetitions_is_taken() -> None:
    assert translate("(ab{2,3}){4}c") == "(?:(a(?:b{2,3})){4,4})c"


@pytest.mark.parametrize("pattern", ["(" * 150 + "a" + "*)" * 150 + "*", "a" + "{0,1}" * 300])
def test_repetitions_of_repetitions_go_down_so_far_and_no_further(pattern: str) -> None:
    with pytest.raises(Unsupported, match="inside of each other"):
        translate(pattern)


def test_what_the_library_would_write_out_twice_at_every_level_is_refused() -> None:
    with pytest.raises(Unsupported, match="repetitions written out"):
        translate("(" * 30 + "a" + "+)" * 30)


@pytest.mark.parametrize(
    ("signs", "one"), [("++", "+"), ("**", "*"), ("??", "?"), ("+?", "*"), ("?+", "*"), ("+*", "*"), ("+" * 1_000, "+")]
)
def test_signs_that_follow_each_other_are_one(signs: str, one: str) -> None:
    assert translate(f"a{signs}b") == translate(f"a{one}b")
