import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.freeswitch.dialplan.standing_channel import HERE, scope
from voiplab.freeswitch.dialplan.expand import expand, several
from voiplab.text.place import ConfigError, NotSimulated


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        # Recorded: i-dialplan-rules/captures_and_expansion
        ("dst=${destination_number} undefined=[${nope}]", "dst=8008 undefined=[]"),
        ("upper=${caller_id_number:2} neg=${caller_id_number:-2}", "upper=03 neg=03"),
        ("cut=${caller_id_number:0:2}", "cut=10"),
        ("cond=${cond(1 == 1 ? yes : no)}", "cond=yes"),
        ("rgx=${regex(hello|^h(.*)$|%1)}", "rgx=ello"),
        ("strftime=${strftime(%Y)}", "strftime=2026"),
        ("user/4444@${domain_name}", "user/4444@127.0.0.20"),
        # Rules of the expansion
        ("no variable \\$ \\\\x", "no variable $ \\x"),
        ("\\d+", "\\d+"),
        ("\\${domain}", "\\${domain}".replace("\\", "")),
        ("${domain}\\'s", "127.0.0.20s"),
        ("$${domain}", "127.0.0.20"),
        ("${DOMAIN} ${Caller_ID_Number}", "127.0.0.20 1003"),
        ("${caller_id_number:1:2}", "00"),
        ("${caller_id_number:9}", ""),
        ("${caller_id_number:-9}", "1003"),
        ("${caller_id_number:0:-1}", "1003"),
        ("${which}", "8008"),
        ("${${inner}}", "127.0.0.20"),
        ("${list} ${list[1]} ${list[7]}", "ARRAY::a|:b b "),
        ("${which[0]}", "8008"),
        ("${unclosed", ""),
        ("a ${domain", "a 127.0.0.20"),
        ("{not} $x $ ${", "{not} $x $ "),
        ("${nosuchcommand(x)}", ""),
        ("${cond(${caller_id_number} == 1003 ? (a) : b)}", "(a)"),
        ("${echo a (b) c}", "a (b) c"),
    ],
)
def test_a_text_is_expanded(text: str, expanded: str) -> None:
    assert expand(text, scope(which="${destination_number}", inner="domain", list="ARRAY::a|:b")) == expanded


def test_a_variable_of_the_channel_comes_before_a_field_and_this_before_a_global() -> None:
    assert expand("${domain} ${context}", scope(domain="mine", context="own")) == "mine own"
    assert expand("${domain} ${context}", scope()) == "127.0.0.20 rules"


@pytest.mark.parametrize("text", ["${sofia_contact(1000)}", "${system(rm -rf /)}", "${lua(x)}", "${db(select/a/b)}"])
def test_a_command_that_the_server_has_and_we_have_not_is_refused_by_name(text: str) -> None:
    with pytest.raises(NotSimulated) as caught:
        expand(text, scope())
    assert caught.value.place == HERE


def test_a_variable_that_names_itself_ends_after_a_hundred_rounds() -> None:
    assert expand("${loop}", scope(loop="x${loop}")).startswith("xxxx")


def test_variables_that_multiply_each_other_are_given_up() -> None:
    bombs = {f"v{n}": f"${{v{n + 1}}}" * 10 for n in range(20)}
    with pytest.raises(ConfigError, match="grows over"):
        expand("${v0}", scope(**bombs, v20="boom"))


def test_several_values_stand_in_one_variable() -> None:
    assert several(["1001", "1001"]) == "ARRAY::1001|:1001"
    assert several(["1001"]) == "1001"


@given(st.text(alphabet="${}()[]:\\'|% abd10-", max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_expanded_or_located(text: str) -> None:
    try:
        assert isinstance(expand(text, scope(a="1${b}", b="\\$")), str)
    except ConfigError as error:
        assert error.place == HERE  # noqa: PT017
