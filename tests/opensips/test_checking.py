"""What `opensips -C` says, beyond the recorded mistakes: the sentences follow from them."""

import pytest

from tests.opensips.scripts import FIRST, HEAD, cfg, in_route, problems
from voiplab.opensips.checking import verdict


def said_of(*lines: str) -> list[str]:
    """What is said about lines of a main route, the first of them called line 1."""
    found = (problem.split(":", 2) for problem in problems(in_route(*lines)))
    return [f"{int(line) - FIRST + 1}:{says}" for _, line, says in found]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("exit();", []),
        ('t_relay(1, "udp:127.0.0.1:5060");', []),
        ('t_relay("0x01");', [
            "1: Param [1] expected to be an integer or variable",
            f"1: check failed for function <t_relay>, opensips.cfg:{FIRST}",
        ]),
        ("strip($var(n));", []),
        ("prefix(5);", [
            "1: Param [1] expected to be a string or variable",
            f"1: check failed for function <prefix>, opensips.cfg:{FIRST}",
        ]),
        ('get_timestamp("a", $var(b));', [
            "1: Param [1] expected to be a variable",
            f"1: check failed for function <get_timestamp>, opensips.cfg:{FIRST}",
        ]),
        ("send_reply(, \"OK\");", ["1: mandatory parameter [1] omitted for command <send_reply>"]),
        ("t_was_cancelled();", ["1: Command <t_was_cancelled> cannot be used in the block"]),
        ("$T_branch_idx = 5;", ["1: invalid left operand in assignment"]),
        ("$DLG_timeout = 5;", [
            "1: unknown script var $DLG_timeout(), maybe a 'loadmodule' statement is missing?",
            "1: wrong char [\0/0] in [$DLG_timeout]",
            "1: unknown script variable",
        ]),
        ("$var(x;", ["1: invalid script variable name", "2: syntax error"]),
        ("append_hf(\"a\"", ["2: syntax error"]),
    ],
)  # fmt: skip
def test_what_is_said_about_one_line(line: str, says: list[str]) -> None:
    found = said_of(line)
    assert found[: len(says)] == says
    assert bool(found) is bool(says)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("log_level=high", "number expected"),
        ('log_stderror="a"', "boolean value expected"),
        ("wdir=5", "string value expected"),
        ("mpath=5", "string value expected"),
        ("loadmodule tm", "string value expected"),
        ("socket=5", "ip address, interface or hostname expected"),
        ("route[x { }", "invalid route statement"),
        ("failure_route { exit; }", "invalid failure_route statement"),
    ],
)
def test_what_is_said_about_a_line_outside_of_routes(line: str, says: str) -> None:
    assert problems(cfg(line + "\n"))[1] == f"opensips.cfg:1: {says}"


@pytest.mark.parametrize(
    ("words", "is_new"),
    [("% t_relay(%);", False), ("% t_relay(5, %);", True)],
)
def test_a_mistake_is_a_new_one_when_three_words_have_fitted_since_the_last(words: str, is_new: bool) -> None:
    assert said_of("exit;", words) == [
        "2: syntax error",
        "2: bad command!)",
        "2: bad command!)",
        *(["2: syntax error"] if is_new else []),
        "2: bad arguments for command <t_relay>",
    ]


def test_routes_of_one_kind_have_different_names_and_those_of_different_kinds_need_not() -> None:
    fine = "route { exit; }\nroute[x] { exit; }\nfailure_route[x] { exit; }\n"
    assert problems(cfg(HEAD + fine)) == []
    again = problems(cfg(HEAD + fine + "failure_route[x] { exit; }\n"))
    assert [problem.partition(": ")[2] for problem in again] == ["Script route <x> is redefined"]
    twice = problems(cfg(HEAD + "onreply_route { exit; }\nonreply_route { exit; }\n"))
    assert [problem.partition(": ")[2] for problem in twice] == ["overwriting default onreply routing table"]


def test_what_seems_unknown_may_belong_to_a_module_of_which_only_the_name_is_known() -> None:
    line = "if ($json(a) == 1) ds_select_dst(1, 4);"
    assert problems(in_route(line))
    assert (
        problems(cfg(HEAD + 'loadmodule "dispatcher.so"\nmodparam("dispatcher", "x", 1)\nroute {\n' + line + "\n}\n"))
        == []
    )


def test_a_socket_needs_the_module_of_its_transport() -> None:
    [says] = problems(cfg(HEAD + "socket=tcp:127.0.0.10:5060\nroute { exit; }\n"))
    assert says.endswith("listeners found for protocol tcp, but no module can handle it")


def test_sockets_are_listed_by_transport_with_the_usual_port_where_none_is_written() -> None:
    more = 'loadmodule "proto_tcp.so"\nsocket=tcp:127.0.0.10\nsocket=udp:127.0.0.11\nalias=udp:lab.example:5060\n'
    assert verdict(cfg(f"{HEAD}{more}route {{ exit; }}\n")).output.split("\n")[-7:] == [
        "Listening on ",
        "             udp: 127.0.0.10 [127.0.0.10]:5060",
        "             udp: 127.0.0.11 [127.0.0.11]:5060",
        "             tcp: 127.0.0.10 [127.0.0.10]:5060",
        "Aliases: ",
        "             udp: lab.example:5060",
        "",
    ]


def test_one_modparam_may_be_for_several_modules() -> None:
    text = (
        HEAD
        + 'loadmodule "nathelper.so"\nmodparam("nathelper|registrar", "received_avp", "$avp(r)")\nroute { exit; }\n'
    )
    assert problems(cfg(text)) == []


def test_a_text_over_several_lines_does_not_shift_the_lines_after_it() -> None:
    assert said_of('xlog("one', 'two");', "t_rely();") == ["3: unknown command <t_rely>, missing loadmodule?"]
    output = verdict(in_route('xlog("one', 'two");', "t_rely();")).output
    assert f"opensips.cfg:{FIRST + 2}:8-9: unknown command" in output
