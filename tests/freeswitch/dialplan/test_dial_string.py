from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quickest import TOO_STEEP, growth
from voiplab.freeswitch.dialplan.dial_string import BadDialString, DialString, Leg, parse

Attempts = list[list[tuple[str, dict[str, str]]]]


def shown(strings: "list[DialString] | tuple[DialString, ...]") -> list[tuple[dict[str, str], Attempts]]:
    return [
        (dict(string.variables), [[(leg.target, dict(leg.variables)) for leg in legs] for legs in string.attempts])
        for string in strings
    ]


@pytest.mark.parametrize(
    ("text", "variables", "attempts"),
    [
        ("user/1001@dom", {}, [[("user/1001@dom", {})]]),
        ("user/1,user/2|user/3", {}, [[("user/1", {}), ("user/2", {})], [("user/3", {})]]),
        ("{originate_timeout=5}user/1", {"originate_timeout": "5"}, [[("user/1", {})]]),
        ("{a=1,b=2}{c=3} user/1", {"a": "1", "b": "2", "c": "3"}, [[("user/1", {})]]),
        ("{a='1,2',b=x\\,y}user/1", {"a": "1,2", "b": "x,y"}, [[("user/1", {})]]),
        ("{^^:a=1,2:b=3}user/1", {"a": "1,2", "b": "3"}, [[("user/1", {})]]),
        ("{a=b=c,d=,e}user/1", {"a": "b=c", "d": ""}, [[("user/1", {})]]),
        ("[leg_timeout=5]user/1,user/2", {}, [[("user/1", {"leg_timeout": "5"}), ("user/2", {})]]),
        ("[a=1,b=2]user/1,[c=3]user/2", {}, [[("user/1", {"a": "1", "b": "2"}), ("user/2", {"c": "3"})]]),
        ("[^^:a=1,2:b=3]user/1", {}, [[("user/1", {"a": "1,2", "b": "3"})]]),
        ("[a=1\\,2]user/1", {}, [[("user/1", {"a": "1,2"})]]),
        ("[a=1][b=2]user/1", {}, [[("user/1", {"a": "1", "b": "2"})]]),
        ("<x=1>{a=2}user/1", {"x": "1", "a": "2"}, [[("user/1", {})]]),
        ("user1001", {}, [[("user1001", {})]]),
        ("user/1,,user/2", {}, [[("user/1", {}), ("", {}), ("user/2", {})]]),
        (
            "sofia/internal/sip:1001@10.0.0.2:5060;transport=tcp",
            {},
            [[("sofia/internal/sip:1001@10.0.0.2:5060;transport=tcp", {})]],
        ),
        ("sofia/internal/1001@[::1]:5060,user/2", {}, [[("sofia/internal/1001@[::1]:5060", {}), ("user/2", {})]]),
        ("error/USER_BUSY", {}, [[("error/USER_BUSY", {})]]),
        # What the directory of the recordings gives for user/1001
        (
            "{^^:sip_invite_domain=127.0.0.20:presence_id=1001@127.0.0.20}sofia/internal/sip:1001@127.0.0.22:5060",
            {"sip_invite_domain": "127.0.0.20", "presence_id": "1001@127.0.0.20"},
            [[("sofia/internal/sip:1001@127.0.0.22:5060", {})]],
        ),
    ],
)
def test_a_dial_string_says_whom_to_call_in_which_order(
    text: str, variables: dict[str, str], attempts: Attempts
) -> None:
    assert shown(list(parse(text))) == [(variables, attempts)]


def test_quotes_do_not_protect_a_comma_between_square_brackets() -> None:
    # TRAP: the split at | takes the quotes away before the variables are read; ^^ or a backslash helps.
    assert shown(list(parse("[a='1,2']user/1"))) == [({}, [[("user/1", {"a": "1"})]])]


def test_several_dial_strings_may_be_tried_at_once() -> None:
    assert shown(list(parse("<x=1>{a=1}user/1:_:{a=2}user/2|user/3"))) == [
        ({"x": "1", "a": "1"}, [[("user/1", {})]]),
        ({"x": "1", "a": "2"}, [[("user/2", {})], [("user/3", {})]]),
    ]


def test_a_leg_is_an_endpoint_and_the_rest() -> None:
    assert parse("sofia/internal/1001@10.0.0.2")[0].attempts == ((Leg("sofia", "internal/1001@10.0.0.2", {}),),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{a=1 user/1", "Parse Error!"),
        ("[a=1 user/1", "Parse Error!"),
        ("<a=1 user/1", "Parse Error!"),
        ("{a=1}", "No origination URL specified!"),
        (" ", "No origination URL specified!"),
        ("user/1:_:", "No origination URL specified!"),
        ("user/1||user/2", "Empty dial string"),
    ],
)
def test_a_bad_dial_string_has_the_words_of_the_server(text: str, says: str) -> None:
    with pytest.raises(BadDialString) as caught:
        parse(text)
    assert caught.value.says == says


@given(st.text(alphabet="{}[]<>^:_,|='\\ /ab\x01\x02", max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_dial_string_or_a_bad_one(text: str) -> None:
    try:
        assert parse(text)
    except BadDialString:
        pass


LONG: Final[Mapping[str, Callable[[int], str]]] = {
    "brackets": lambda n: "[" * n,
    "variables": lambda n: "{a=1}" * (n // 5),
    "legs": lambda n: "user/1," * (n // 7),
    "quotes": lambda n: "'" * n,
    "braces": lambda n: "{" * (n // 2) + "}" * (n // 2),
    "escapes": lambda n: "\\" * n,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_the_time_for_a_long_dial_string_grows_with_its_length_only(text: Callable[[int], str]) -> None:
    def read(length: int) -> None:
        with suppress(BadDialString):
            parse(text(length))

    assert growth(read, 5_000) < TOO_STEEP
