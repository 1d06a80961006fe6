"""Values: comparisons, arithmetic, what is nothing, stacks, and what the server complains about."""

import pytest

from tests.opensips.bench import invite, said


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("2 + 3 * 4", "14"),
        ("7 / 2", "3"),
        ("-7 / 2", "-3"),
        ("7 % 3", "1"),
        ("6 & 3", "2"),
        ("6 | 1", "7"),
        ("6 ^ 3", "5"),
        ("1 << 4", "16"),
        ("2147483647 + 1", "-2147483648"),
        ('"a" + "b"', "ab"),
        ('"sip:" + $rU', "sip:bob"),
    ],
)
def test_arithmetic(expression: str, value: str) -> None:
    assert said(f"$var(x) = {expression};", 'xlog("$var(x)");') == [value]


@pytest.mark.parametrize("operation", [("+=", "7"), ("-=", "3"), ("*=", "10"), ("/=", "2"), ("%=", "1"), ("<<=", "20")])
def test_assignments_that_calculate(operation: tuple[str, str]) -> None:
    operator, value = operation
    assert said("$var(x) = 5;", f"$var(x) {operator} 2;", 'xlog("$var(x)");') == [value]


def test_a_text_and_a_number_cannot_be_added() -> None:
    log = said('$var(x) = "a";', "$var(y) = $var(x) + 1;", 'xlog("$var(y)");')
    assert log == [
        "ERROR:core:eval_elem: invalid string operands",
        "ERROR:core:do_assign: no value in right expression",
        "<null>",
    ]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("$var(none) == NULL", True),
        ("$var(none) != NULL", False),
        ("$var(none) == 0", False),
        ('$var(none) == ""', False),
        ('$rU == "BOB"', True),
        ('$var(big) == "bob"', True),
        ('$rU != "alice"', True),
        ("$var(five) == 5", True),
        ("$var(five) >= 6", False),
        ('$var(five) == "5"', True),
        ('$rU =~ "^b.b$"', True),
        ('$rU =~ "^B"', True),
        ('$rU !~ "x"', True),
        ("$rU == $fU", False),
        ("$var(none) == $var(other)", True),
        ("$var(five)", True),
        ("$var(none)", False),
    ],
)
def test_comparisons(condition: str, holds: bool) -> None:
    lines = ("$var(five) = 5;", '$var(big) = "BOB";', f'if ({condition}) xlog("yes"); else xlog("no");')
    assert said(*lines) == ["yes" if holds else "no"]


def test_a_text_is_not_compared_with_a_number() -> None:
    log = said('if ($rU == 5) xlog("yes"); else xlog("no");')
    assert (len(log), log[-1]) == (2, "no")


def test_an_avp_is_a_stack_whose_last_value_comes_first() -> None:
    lines = (
        '$avp(a) = "one";', '$avp(a) = "two";', 'xlog("$avp(a) $(avp(a)[1]) $(avp(a)[-1]) $(avp(a)[*])");',
        '$(avp(a)[1]) = "uno";', 'xlog("$(avp(a)[*])");',
        '$avp(a) := "only";', 'xlog("$(avp(a)[*])");',
        "$avp(a) = NULL;", 'xlog("$avp(a)");',
    )  # fmt: skip
    assert said(*lines) == ["two one one two,one", "two,uno", "only", "<null>"]


def test_the_parts_of_the_r_uri_follow_each_other() -> None:
    lines = (
        '$ru = "sip:al@10.0.0.1:5070;transport=tcp";', 'xlog("$rU $rd $rp $rP");',
        '$rU = "eve";', '$rd = "10.0.0.2";', "$rp = 5090;", 'xlog("$ru | $ou");',
    )  # fmt: skip
    expected = ["al 10.0.0.1 5070 TCP", "sip:eve@10.0.0.2:5090;transport=tcp | sip:bob@127.0.0.10"]
    assert said(*lines) == expected


def test_an_r_uri_that_is_none_reads_as_nothing_with_the_servers_complaint() -> None:
    assert said('$ru = "bob";', 'xlog("$ru");') == [
        "ERROR:core:parse_uri: uri too short: <bob> (3)",
        "ERROR:core:parse_sip_msg_uri: bad uri <bob>",
        "ERROR:core:pv_get_ruri: failed to parse the R-URI",
        "<null>",
    ]


@pytest.mark.parametrize(
    ("format_", "value"),
    [
        ("$rm $ci $cs", "INVITE call-1 1"),
        ("$fu $fU $fd $ft $fn", "sip:alice@127.0.0.10 alice 127.0.0.10 a1 <null>"),
        ("$tu $tU $td $tt", "sip:bob@127.0.0.10 bob 127.0.0.10 <null>"),
        ("$si:$sp $Ri:$Rp $(socket_in(proto))", "127.0.0.11:5060 127.0.0.10:5060 udp"),
        ("$ct $(ct.fields(uri))", "<sip:alice@127.0.0.11:5060> sip:alice@127.0.0.11:5060"),
        ("$hdr(Contact) $hdr(X-None) $(hdrcnt(via))", "<sip:alice@127.0.0.11:5060> <null> 1"),
        ("$cl $rb $ua $du", "0 <null> <null> <null>"),
        ("$$5", "$5"),
    ],
)
def test_variables_of_the_message(format_: str, value: str) -> None:
    assert said(f'xlog("{format_}");') == [value]


OTHERS = (
    'Diversion: "Desk" <sip:desk@example.com>;reason=no-answer;privacy="off"',
    "P-Preferred-Identity: Alice <sip:alice@example.org>",
    "Remote-Party-ID: <sip:rpid@example.net>;party=calling",
    'Proxy-Authorization: Digest username="alice", realm="r", nonce="n1", opaque="o1", uri="sip:r", response="x"',
)


@pytest.mark.parametrize(
    ("format_", "value"),
    [
        ("$di $dir $dip", "sip:desk@example.com no-answer off"),
        ("$pu $pU $pd $pn", "sip:alice@example.org alice example.org Alice"),
        ("$re", "sip:rpid@example.net"),
        ("$an $(auth.nonce) $(auth.opaque)", "n1 n1 o1"),
    ],
)
def test_variables_of_headers_that_not_every_call_has(format_: str, value: str) -> None:
    *lines, last = invite()
    assert said(f'xlog("{format_}");', request=(*lines, *OTHERS, last)) == [value]
    names = format_.split()
    assert said(f'xlog("{format_}");') == [" ".join(["<null>"] * len(names))]


def test_the_place_in_the_script() -> None:
    [first, second] = said('xlog("$cfg_line $cfg_file");', 'xlog("$cfg_line");')
    assert first == f"{int(second) - 1} opensips.cfg"


def test_what_header_functions_change_is_not_seen_by_the_script() -> None:
    assert said('append_hf("X-New: 1\\r\\n");', 'remove_hf("Contact");', 'xlog("$hdr(X-New) $ct");') == [
        "<null> <sip:alice@127.0.0.11:5060>"
    ]


def test_a_lowered_max_forwards_is_seen_with_its_width() -> None:
    lines = ("mf_process_maxfwd_header(10);", 'xlog("[$hdr(Max-Forwards)]");')
    assert said(*lines, request=invite(hops=10)) == ["[ 9]"]
