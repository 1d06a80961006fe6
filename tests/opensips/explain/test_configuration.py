"""What each line does here, by the classes that every product's lines fall into."""

from collections.abc import Sequence
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.opensips.scripts import FIRST, HEAD, cfg, in_route
from voiplab.opensips.explain.configuration import explain
from voiplab.text.place import Files

LAST: Final = HEAD.count("\n") + 1
ROUTE: Final = "route { t_relay(); }\n"
INSIDE: Final = "it changes how the module works inside, not what it sends"


def said(files: Files, line: int) -> Sequence[str]:
    return [f"{one.effect.value}: {one.says}" for one in explain(files) if one.place.line == line]


@pytest.mark.parametrize(
    ("line", "remarks"),
    [
        ("log_level=3", ["in force: log_level is 3: which lines the log shows"]),
        ("udp_workers=4", ["no effect here: udp_workers is 4: one process does all work here"]),
        ('dst_blacklist = gw:{(udp, 192.0.2.1, 5060, "")}', ["not simulated: dst_blacklist"]),
        ("mhomed=yes", ["not simulated: mhomed=1"]),
        ("mhomed=no", ["no effect here: mhomed is 0: whether the socket is chosen by the destination"]),
        ("socket=udp:127.0.0.12", ["in force: it listens on udp:127.0.0.12:5060"]),
        ("socket=udp:127.0.0.12 as 192.0.2.1", ["not simulated: as of a socket"]),
        ('loadmodule "maxfwd.so"', ["in force: the module maxfwd: Max-Forwards"]),
        ('loadmodule "pike.so"', ["not simulated: the module pike"]),
        ('loadmodule "uac_auth.so"', ["in force: the module uac_auth: credentials of the server itself"]),
        ('modparam("tm", "fr_timeout", 5)', ["in force: fr_timeout of tm is 5 (without this line 30)"]),
        ('modparam("usrloc", "db_url", "mysql://a")', ['not simulated: modparam("usrloc", "db_url", "mysql://a")']),
        ('modparam("registrar", "disable_gruu", 1)', ["in force: disable_gruu of registrar is 1, which it is anyway"]),
        (
            'modparam("usrloc", "working_mode_preset", "full-sharing-cluster")',
            ['not simulated: modparam("usrloc", "working_mode_preset", "full-sharing-cluster")'],
        ),
        (
            'modparam("tm", "timer_partitions", 2)',
            [f"no effect here: timer_partitions of tm is 2 (without this line 1); {INSIDE}"],
        ),
        (
            "route[a] { t_relay(); }",
            ["ignored there: route[a] is never executed: no route() names it", "in force: t_relay()"],
        ),
        ("event_route[E_X] { exit; }", ["not simulated: the event_route[E_X]"]),
        (
            'modparam("registrar", "received_avp", "rcv")',
            ["error: malformed or non AVP rcv AVP definition"],
        ),
        ("loglevel=3", ["error: syntax error"]),
    ],
)
def test_every_line_outside_of_the_main_route_falls_into_a_class(line: str, remarks: Sequence[str]) -> None:
    assert said(cfg(HEAD + line + "\n" + ROUTE), LAST) == remarks


@pytest.mark.parametrize(
    ("line", "remarks"),
    [
        ("t_relay();", ["in force: t_relay()"]),
        ('xlog("to $ru\\n");', ['in force: xlog("to $ru\\n")']),
        ('$du = "sip:" + $rd;', ['in force: $du = "sip:" + $rd']),
        ("$var(x) = 4 + (7 & ~2);", ["in force: $var(x) = 4 + (7 & ~2)"]),
        ("$du = NULL;", ["in force: $du = NULL"]),
        ("t_anycast_replicate();", ["not simulated: the function t_anycast_replicate()"]),
        ("async(t_relay(), resumed);", ["not simulated: async()", "in force: t_relay()"]),
        ('xlog("$msg.flag(a)");', ["not simulated: the variable $msg.flag"]),
        ("$var(x) = $(ru{ip.resolve});", ["not simulated: the transformation {ip.resolve}"]),
        ("if ($(ru{uri.params,gr}) == NULL) exit;", [
            "ignored there: {uri.params} takes no argument: what follows the comma is not looked at",
        ]),
        ("exit; t_relay();", [
            "ignored there: it is never reached: the statement before it ends the route",
            "in force: t_relay()",
        ]),
        ('t_on_failure("nope");', ["error: failure route <nope> does not exist"]),
        ("route(nope);", ["error: called route [nope] (id=1) is not defined"]),
        ('if ($rU =~ "^*6") exit;', ['error: bad re "^*6"']),
        ('if (t_check_status("*")) exit;', ["error: bad regular expression <*>"]),
        ("send_reply(999, \"Odd\");", ["error: wrong code: 999, allowed values: 1xx - 6xx only!"]),
        ("t_rely();", ["error: unknown command <t_rely>, missing loadmodule?"]),
    ],
)  # fmt: skip
def test_every_statement_falls_into_a_class(line: str, remarks: Sequence[str]) -> None:
    assert said(in_route(line), FIRST) == remarks


def test_of_a_parameter_that_is_set_twice_the_last_one_counts() -> None:
    files = cfg(HEAD + 'modparam("tm", "fr_timeout", 5)\nmodparam("tm", "fr_timeout", 7)\n' + ROUTE)
    assert said(files, LAST) == [f"ignored there: fr_timeout is set again in line {LAST + 1}: the last one counts"]
    assert said(files, LAST + 1) == ["in force: fr_timeout of tm is 7 (without this line 30)"]


def test_a_failure_route_that_is_misspelt_where_it_is_armed_is_named() -> None:
    text = 'route { t_on_failure("$var(x)"); }\nfailure_route[busy] { exit; }\n'
    assert said(cfg(HEAD + text), LAST + 1) == ["in force: failure_route[busy]"]
    nobody = ROUTE + "failure_route[busy] { exit; }\n"
    assert said(cfg(HEAD + nobody), LAST + 1) == [
        "ignored there: failure_route[busy] is never executed: no t_on_failure() names it"
    ]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(HEAD.splitlines() + ROUTE.split() + ["}", "{", "exit;", '"', "$ru", "=", "if (", ")"])))
def test_whatever_is_written_there_is_a_remark_and_never_an_accident(words: list[str]) -> None:
    assert all(remark.says for remark in explain(cfg("\n".join(words))))
