"""Statements: where a script goes on, what $rc is then, and where the server's limits are."""

import pytest

from tests.opensips.bench import ALICE, MODULES, Bench, invite, said
from voiplab.opensips.patterns import SearchesExploded
from voiplab.opensips.script.allowance import Exhausted

ERROR = "ERROR:core:"


def test_statements_run_one_after_the_other_until_exit() -> None:
    assert said('xlog("a\\n");', "exit;", 'xlog("b\\n");') == ["a"]


def test_a_function_that_returns_nothing_true_goes_on() -> None:
    assert said('is_method("BYE");', 'xlog("on\\n");') == ["on"]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ('is_method("INVITE")', True),
        ('!is_method("INVITE")', False),
        ('is_method("BYE") || is_method("INVITE")', True),
        ('is_method("BYE") && is_method("INVITE")', False),
        ('!(is_method("BYE") && is_method("INVITE"))', True),
    ],
)
def test_conditions(condition: str, holds: bool) -> None:
    assert said(f'if ({condition}) xlog("yes"); else xlog("no");') == ["yes" if holds else "no"]


def test_else_if_takes_the_first_that_holds() -> None:
    lines = (
        "$var(x) = 2;",
        'if ($var(x) == 1) xlog("one"); else if ($var(x) == 2) xlog("two"); else xlog("many");',
    )
    assert said(*lines) == ["two"]


def test_rc_is_the_functions_value_behind_a_plain_call_and_in_the_body_and_0_behind_a_condition_that_failed() -> None:
    lines = (
        'is_method("BYE");',
        'xlog("$rc");',
        'if (!is_method("BYE")) { xlog("$rc"); }',
        'if (!is_method("INVITE")) { exit; }',
        'xlog("$rc");',
    )
    assert said(*lines) == ["-1", "-1", "0"]


def test_a_route_returns_its_value_as_rc() -> None:
    routes = 'route[check] { if (is_method("INVITE")) return(5); return(-1); }'
    assert said("route(check);", 'xlog("$rc");', 'if (route(check)) xlog("true");', routes=routes) == ["5", "true"]


def test_return_0_ends_the_script() -> None:
    assert said("route(end);", 'xlog("never");', routes="route[end] { return(0); }") == []


def test_a_function_that_returns_0_ends_the_script() -> None:
    bench = Bench('route { t_newtran(); xlog("new"); }\n')
    bench.send(ALICE, *invite())
    bench.send(ALICE, *invite())
    assert bench.log == ["new"]


def test_exit_in_a_condition_ends_the_script_and_holds_nothing() -> None:
    routes = 'route[end] { xlog("in"); exit; }'
    assert said('if (!route(end)) xlog("never");', 'xlog("nor here");', routes=routes) == ["in"]


def test_parameters_of_a_route_are_its_own() -> None:
    routes = 'route[one] { xlog("$param(1) $param(2)"); route(two, 7); xlog("$param(1)"); } route[two] { xlog("$param(1)"); }'
    assert said('route(one, "a", $rU);', routes=routes) == ["a bob", "7", "a"]


def test_a_while_runs_as_long_as_its_condition_holds() -> None:
    assert said("$var(i) = 0;", 'while ($var(i) < 3) { xlog("$var(i)"); $var(i) = $var(i) + 1; }') == ["0", "1", "2"]


def test_an_endless_while_ends_after_10000_rounds() -> None:
    lines = ("$var(i) = 0;", "while (1) { $var(i) = $var(i) + 1; }", 'xlog("$var(i)");')
    assert said(*lines) == ["10000"]


def test_break_leaves_the_innermost_loop() -> None:
    lines = (
        "$var(i) = 0;",
        'while (1) { $var(i) = $var(i) + 1; if ($var(i) == 2) { break; } xlog("$var(i)"); }',
        'xlog("out");',
    )
    assert said(*lines) == ["1", "out"]


def test_for_each_goes_through_all_values_the_last_pushed_first() -> None:
    lines = ('$avp(a) = "one";', '$avp(a) = "two";', 'for ($var(x) in $(avp(a)[*])) xlog("$var(x)");')
    assert said(*lines) == ["two", "one"]


def test_switch_runs_from_its_case_to_the_break() -> None:
    lines = (
        'switch ($rm) { case "BYE": xlog("bye"); break; case "INVITE": xlog("invite"); break; default: xlog("other"); }',
    )
    assert said(*lines) == ["invite"]


def test_switch_without_break_falls_into_the_next_case() -> None:
    lines = ("$var(x) = 1;", 'switch ($var(x)) { case 1: xlog("1"); case 2: xlog("2"); break; default: xlog("3"); }')
    assert said(*lines) == ["1", "2"]


def test_switch_takes_the_default_when_no_case_fits() -> None:
    assert said("$var(x) = 9;", 'switch ($var(x)) { case 1: xlog("1"); break; default: xlog("3"); }') == ["3"]


def test_a_route_that_calls_itself_is_given_up_100_deep() -> None:
    log = said("$var(n) = 0;", "route(a);", 'xlog("$var(n)");', routes="route[a] { $var(n) = $var(n) + 1; route(a); }")
    assert log == [f"{ERROR}run_actions: too many recursive routing table lookups (101) giving up!", "99"]


def test_recursion_in_conditions_and_blocks_meets_the_same_limit_and_not_pythons() -> None:
    inner = "route[a] { if (1) { if (1) { if (1) { if (1) { if (!route(a)) { $var(n) = $var(n) + 1; } } } } } }"
    log = said("$var(n) = 0;", "route(a);", 'xlog("$var(n)");', routes=inner)
    assert log[0].startswith(f"{ERROR}run_actions: too many recursive")


@pytest.mark.parametrize(
    "lines",
    [
        ("while (1) { while (1) { while (1) { } } }",),
        ("route(twice);",),
        ('$var(s) = "a";', "while (1) { $var(s) = $var(s) + $var(s); }"),
        ("while (1) { $avp(x) = 1; }", "while (1) { for ($var(i) in $(avp(x)[*])) break; }"),
        ("while (1) { $avp(x) = 1; }", 'while (1) xlog("$(avp(x)[*])");'),
    ],
)
def test_a_script_that_ends_at_no_limit_of_the_server_is_given_up_at_its_line(lines: tuple[str, ...]) -> None:
    with pytest.raises(Exhausted, match=r"opensips\.cfg:\d+: the script does not end"):
        said(*lines, routes="route[twice] { route(twice); route(twice); }")


SLOW = "(a*)*(a|aa)+(b|c)+d"
"""Takes some hundredths of a second for 22 letters, and ends."""


def test_many_slow_searches_are_given_up_together() -> None:
    with pytest.raises(SearchesExploded, match=r"opensips\.cfg:\d+: the searches for one call take more than 3.0 s"):
        said(f'$var(s) = "{"a" * 22}";', f'while (1) {{ if ($var(s) =~ "{SLOW}") exit; }}')


def test_there_are_at_most_eleven_branches_beside_the_first() -> None:
    script = 'route { while (append_branch("sip:bob@127.0.0.12")) $var(n) = $var(n) + 1; xlog("$var(n) $rc"); exit; }\n'
    bench = Bench(f"startup_route {{ $var(n) = 0; }}\n{script}")
    bench.send(ALICE, *invite())
    assert bench.log == [f"{ERROR}append_branch: max nr of branches exceeded", "11 -1"]


def test_a_failed_assert_is_told_only_when_asserts_are_enabled() -> None:
    assert said('assert($rm == "BYE", "no BYE");', 'xlog("on");') == ["on"]


def test_variables_of_the_process_outlive_the_message_and_avps_do_not() -> None:
    script = 'route { xlog("$var(x) $avp(y)"); $var(x) = 1; $avp(y) = 1; }\n'
    bench = Bench(script)
    for branch in ("z9hG4bK-1", "z9hG4bK-2"):
        bench.send(ALICE, *invite(branch=branch))
    assert bench.log == ["<null> <null>", "1 <null>"]


def test_each_executed_line_is_noted_once_however_many_statements_are_in_it() -> None:
    bench = Bench("route {\n    $var(a) = 1; $var(b) = 2;\n    exit;\n}\n")
    bench.send(ALICE, *invite())
    first = MODULES.count("\n") + 2
    assert bench.lines == [(first, "$var(a) = 1; $var(b) = 2;"), (first + 1, "exit;")]


def test_a_startup_route_runs_once_and_a_timer_route_again_and_again() -> None:
    bench = Bench('route { exit; }\nstartup_route { xlog("up"); }\ntimer_route[t, 2] { xlog("tick"); }\n')
    bench.wait(5)
    assert bench.log == ["up", "tick", "tick"]
