from contextlib import suppress
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quickest import MORE, TOO_STEEP, growth
from voiplab.freeswitch.dialplan.patterns import Match, PatternExploded, Refused, search
from voiplab.freeswitch.dialplan.pcre import LONGEST, BadPattern, Unsupported, translate
from voiplab.text.place import ConfigError, NotSimulated, Place

HERE: Final = Place("dialplan/default.xml", 7)


@pytest.mark.parametrize(
    ("expression", "subject", "groups"),
    [
        ("^80(08)$", "8008", ("8008", "08")),
        ("8031", "998031000", ("8031",)),
        ("^(10)(\\d\\d)$", "1003", ("1003", "10", "03")),
        ("^(7(?:0[1-9]|[1-9]\\d))$", "705", ("705", "705")),
        ("^(a)|(b)$", "b", ("b", "", "b")),
        ("^(a)|(b)$", "a", ("a", "a")),
        ("", "anything", ("",)),
        ("^100$", "100\n", ("100",)),
        ("^100\\Z", "100\n", ("100",)),
        ("^100\\z", "100", ("100",)),
        ("^\\*6(.*)$", "*61001", ("*61001", "1001")),
        ("^a.c$", "aéc", None),
        ("^a..c$", "aéc", ("aéc",)),
        ("^(a)(.)", "aéc", ("a\udcc3", "a", "\udcc3")),
        ("\\d", "٣", None),
        ("a{,2}", "aa", None),
        ("a{,2}", "a{,2}", ("a{,2}",)),
        ("(?:foo){e}", "foo{e}", ("foo{e}",)),
        ("[[]x", "[x", ("[x",)),
        ("[]a]+", "]a]", ("]a]",)),
        ("[^]]", "]", None),
        ("[a\\-z]", "-", ("-",)),
        ("[a-]", "-", ("-",)),
        ("[[:digit:]]+", "ab12", ("12",)),
        ("[&&~~||]+", "|&~", ("|&~",)),
        ("\\Q1.1\\E", "1x1", None),
        ("\\Q1.1\\E", "1.1", ("1.1",)),
        ("\\x41\\x{42}", "AB", ("AB",)),
        ("\\yes", "yes", ("yes",)),
        ("\\mx", "mx", ("mx",)),
        ("a++b", "aaab", ("aaab",)),
        ("(?>a+)b", "aab", ("aab",)),
        ("(?<=a{2})b", "aab", ("b",)),
        ("(?i)abc", "ABC", ("ABC",)),
        ("/abc/i", "xABC", ("ABC",)),
        ("/a.c/s", "a\nc", ("a\nc",)),
        ("a.c", "a\nc", None),
        ("/abc", "abc", None),
        ("_2XXX", "2345", ("2345",)),
        ("_2XXX", "12345", None),
        ("_NXX.", "234", ("234",)),
        ("(?<year>\\d+)", "2026", ("2026", "2026")),
        ("^ 8030$", "8030", None),
    ],
)
def test_an_expression_is_looked_for_as_pcre_does(
    expression: str, subject: str, groups: tuple[str, ...] | None
) -> None:
    assert search(expression, subject, HERE) == (groups if groups is None else Match(groups))


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("^(8017$", "7 [missing )]"),
        ("abc)", "3 [unmatched parentheses]"),
        ("[abcd", "5 [missing terminating ] for character class]"),
        ("*100", "0 [nothing to repeat]"),
        ("^*100", "1 [nothing to repeat]"),
        ("a**", "2 [nothing to repeat]"),
        ("(|*)", "2 [nothing to repeat]"),
        ("a[b-a]", "4 [range out of order in character class]"),
        ("a{37,17}", "7 [numbers out of order in {} quantifier]"),
        ("a\\", "2 [\\ at end of pattern]"),
        ("(?z)abc", "2 [unrecognized character after (? or (?-]"),
        ("(?<=a+)b", "6 [lookbehind assertion is not fixed length]"),
        ("(" * 300 + ")" * 300, "250 [parentheses are too deeply nested]"),
    ],
)
def test_a_bad_expression_has_the_words_and_the_offset_of_pcre(expression: str, says: str) -> None:
    assert search(expression, "8017", HERE) == Refused(f"COMPILE ERROR: {says}[{expression}]")


@pytest.mark.parametrize("expression", ["(?R)", "(*FAIL)", "a(?i)b", "(a)(?(1)b|c)", "\\p{Lu}", "x" * 20_000, "(a)\\2"])
def test_what_the_library_cannot_do_as_pcre_is_not_simulated(expression: str) -> None:
    with pytest.raises(NotSimulated) as caught:
        search(expression, "abc", HERE)
    assert caught.value.place == HERE


@pytest.mark.parametrize(
    "expression",
    [
        "(a{1000}){1000}",
        "((([0-9]{99}){99}){99}){99}",
        "(\\Q" + "a" * 999 + "\\E){999}",
        "a{65535}" * 9,
        "(" * 30 + "a" + "+)" * 30,
    ],
)
def test_repetitions_that_would_fill_the_memory_when_written_out_are_not_simulated(expression: str) -> None:
    with pytest.raises(NotSimulated, match="with its repetitions written out"):
        search(expression, "abc", HERE)


@pytest.mark.parametrize(
    "expression", ["a{65535}", "^(\\d{1,3}\\.){3}", "(.{0,999}){0,999}", "((a{50}){50}){50}", "(a|b)" * 1000]
)
def test_a_pattern_may_repeat_as_much_as_anybody_needs(expression: str) -> None:
    assert search(expression, "", HERE) in (None, Match(("", "")))


def test_an_expression_that_explodes_ends_the_run_and_is_never_a_non_match() -> None:
    with pytest.raises(PatternExploded) as caught:
        search("^(a?){40}(a*)*(a|aa)+$", "a" * 60 + "!", HERE)
    assert caught.value.place == HERE


def test_with_more_than_nine_captures_the_server_sees_no_match() -> None:
    assert search("(.)" * 9, "123456789", HERE) == Match(("123456789", *"123456789"))
    assert search("(.)" * 10, "1234567890", HERE) is None
    assert search("(.)" * 9 + "|(x)" * 5, "123456789", HERE) is not None


@pytest.mark.parametrize(
    ("text", "substituted"),
    [
        ("user/$1@dom", "user/10@dom"),
        ("$0 one=$1 two=$2 three=[$3]", "1003 one=10 two=03 three=[]"),
        ("$", "$"),
        ("$x ${y} $$1", "$x ${y} $10"),
        ("$10", ""),
        ("\\$1", "\\10"),
    ],
)
def test_captures_are_put_into_a_text(text: str, substituted: str) -> None:
    assert Match(("1003", "10", "03")).substitute(text) == substituted


@given(
    st.text(alphabet="()[]{}*+?|\\^$.-,:<=!#aQEZ109dxi/_\x80é ", max_size=25), st.text(alphabet="a1\n(é", max_size=8)
)
@settings(max_examples=200, deadline=None)
def test_any_expression_is_found_not_found_refused_or_located(expression: str, subject: str) -> None:
    try:
        search(expression, subject, HERE)
    except ConfigError as error:
        assert error.place == HERE  # noqa: PT017


@pytest.mark.parametrize(
    "part", ["(", "[", "a{1,", "\\", "a|", "(?:a)", "[[:digit:]]", "(a)*", "a*", "^(10", "\\Q", "$"]
)
def test_the_time_to_translate_an_expression_grows_with_its_length_only(part: str) -> None:
    def read(length: int) -> None:
        with suppress(BadPattern, Unsupported):
            translate(part * (length // len(part)))

    assert growth(read, LONGEST // MORE) < TOO_STEEP
