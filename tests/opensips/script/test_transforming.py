"""Transformations, as the manual describes them and the recordings show them."""

import pytest

from tests.opensips.bench import said

URI = "sip:al@10.0.0.1:5070;transport=tcp;gr;x=y"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("{s.len}", "6"),
        ("{s.substr,1,3}", "bcd"),
        ("{s.substr,-2,0}", "ef"),
        ("{s.substr,3,0}", "def"),
        ("{s.substr,1,-1}", "bcde"),
        ("{s.toupper}", "ABCDEF"),
        ("{s.index,cd}", "2"),
        ("{s.reverse}", "fedcba"),
        ("{s.encode.hexa}", "616263646566"),
        ("{s.encode.hexa}{s.decode.hexa}", "abcdef"),
        ("{s.index,x}", "-1"),
        ("{s.md5}", "e80b5017098950fc58aad83c8c14978e"),
        ("{s.b64encode}", "YWJjZGVm"),
        ("{s.fill.left,0,8}", "00abcdef"),
        ("{s.select,0,c}", "ab"),
        ("{s.select,-1,c}", "def"),
        ("{s.toupper}{s.len}", "6"),
        ("{re.subst,/b(c)/<\\1>/}", "a<c>def"),
        ("{re.subst,/[a-c]/-/g}", "---def"),
    ],
)
def test_of_texts(written: str, value: str) -> None:
    written = written.replace("\\", "\\\\")
    assert said('$var(t) = "abcdef";', f'xlog("$(var(t){written})");') == [value]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("{uri.user}", "al"),
        ("{uri.passwd}", "<null>"),
        ("{uri.host}", "10.0.0.1"),
        ("{uri.port}", "5070"),
        ("{uri.transport}", "tcp"),
        ("{uri.param,x}", "y"),
        ("{uri.param,gr}", ""),
        ("{uri.param,none}", "<null>"),
        ("{uri.params}", "transport=tcp;gr;x=y"),
        ("{uri.schema}", "sip"),
    ],
)
def test_of_uris(written: str, value: str) -> None:
    assert said(f'$var(u) = "{URI}";', f'xlog("$(var(u){written})");') == [value]


def test_a_parameter_without_value_is_empty_and_not_nothing() -> None:
    lines = (f'$ru = "{URI}";', 'if ($(ru{uri.param,gr}) != NULL) xlog("gruu"); else xlog("none");')
    assert said(*lines) == ["gruu"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("{nameaddr.uri}", "sip:al@10.0.0.1"),
        ("{nameaddr.name}", '"Al"'),
        ("{nameaddr.param,tag}", "77"),
        ("{nameaddr.params}", "tag=77;x"),
    ],
)
def test_of_addresses(written: str, value: str) -> None:
    lines = ('$var(a) = "\\"Al\\" <sip:al@10.0.0.1>;tag=77;x";', f'xlog("$(var(a){written})");')
    assert said(*lines) == [value]


@pytest.mark.parametrize(
    ("text", "written", "value"),
    [
        ("a,b,c", "{csv.count}", "3"),
        ("a,b,c", "{csv.value,1}", "b"),
        ("a=1;b=2", "{param.value,b}", "2"),
        ("a=1;b", "{param.exist,b}", "1"),
        ("a=1;b=2", "{param.name,0}", "a"),
        ("12abc", "{s.int}", "12"),
        ("255", "{s.dec2hex}", "ff"),
        ("ff", "{s.hex2dec}", "255"),
        ("a b", "{s.escape.user}", "a%20b"),
        ("a%20b", "{s.unescape.user}", "a b"),
    ],
)
def test_of_lists_parameters_and_numbers(text: str, written: str, value: str) -> None:
    assert said(f'$var(t) = "{text}";', f'xlog("$(var(t){written})");') == [value]


def test_of_nothing_is_nothing() -> None:
    assert said('xlog("$(var(none){s.len}) $(hdr(X){uri.user})");') == ["<null> <null>"]


def test_the_password_of_a_uri() -> None:
    assert said('$var(t) = "sip:al:pw@10.0.0.1";', 'xlog("$(var(t){uri.passwd})");') == ["pw"]


def test_what_is_not_hexadecimal_decodes_to_nothing() -> None:
    assert said('$var(t) = "xyz";', 'xlog("$(var(t){s.decode.hexa})");') == ["<null>"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("name", "SIP"),
        ("version", "2.0"),
        ("transport", "UDP"),
        ("host", "10.0.0.1"),
        ("port", "5070"),
        ("branch", "z9hG4bK-1"),
        ("received", "10.0.0.2"),
        ("rport", ""),
        ("param,x", "y"),
        ("param,none", "<null>"),
        ("params", "branch=z9hG4bK-1;received=10.0.0.2;rport;x=y"),
    ],
)
def test_of_vias(written: str, value: str) -> None:
    via = "SIP/2.0/UDP 10.0.0.1:5070;branch=z9hG4bK-1;received=10.0.0.2;rport;x=y, SIP/2.0/TCP other"
    assert said(f'$var(t) = "{via}";', f'xlog("$(var(t){{via.{written}}})");') == [value]


def test_a_via_without_a_port_has_none_and_what_is_no_via_has_nothing() -> None:
    assert said('$var(t) = "SIP/2.0/TCP lab";', 'xlog("$(var(t){via.port})");') == ["<null>"]
    assert said('$var(t) = "no via";', 'xlog("$(var(t){via.host})");') == ["<null>"]


@pytest.mark.parametrize(("text", "said_of_it"), [("10.0.0.1", "1 1 0"), ("fe80::1", "1 0 1"), ("lab", "0 0 0")])
def test_what_is_an_address(text: str, said_of_it: str) -> None:
    questions = " ".join(f"$(var(t){{ip.{name}}})" for name in ("isip", "isip4", "isip6"))
    assert said(f'$var(t) = "{text}";', f'xlog("{questions}");') == [said_of_it]
