"""What is written becomes what the manual says it is."""

import pytest

from tests.opensips.scripts import FIRST, HEAD, body, cfg, in_route, problems, script
from voiplab.opensips.route_kind import RouteKind
from voiplab.opensips.tree import (
    Assert,
    Assignment,
    Async,
    Binary,
    Both,
    Call,
    Case,
    Comparison,
    Complement,
    Drop,
    Either,
    Exit,
    ForEach,
    If,
    Launch,
    Not,
    Null,
    Number,
    Operand,
    Return,
    RouteCall,
    Statement,
    Switch,
    Text,
    Truth,
    Variable,
    While,
)
from voiplab.text.place import Place


def shown(item: Statement | Operand | Null | object) -> object:
    """A tree without places, short enough to be read."""
    match item:
        case Text(_, text):
            return text
        case Number(_, value):
            return value
        case Variable(_, reference):
            return reference.text
        case Null():
            return None
        case Binary(_, operator, left, right):
            return (shown(left), operator, shown(right))
        case Complement(_, operand):
            return ("~", shown(operand))
        case Assignment(_, target, operator, value):
            return (target.reference.text, operator, shown(value))
        case Call(_, name, arguments, _):
            return (name, *(shown(argument) for argument in arguments))
        case Comparison(_, operator, left, right):
            return (shown(left), operator, shown(right))
        case Both(_, left, right):
            return ("and", shown(left), shown(right))
        case Either(_, left, right):
            return ("or", shown(left), shown(right))
        case Not(_, condition):
            return ("not", shown(condition))
        case Truth(_, operand):
            return ("true", shown(operand))
        case _:
            return item


@pytest.mark.parametrize(
    ("written", "operator"),
    [(sign, sign) for sign in ("=", ":=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "~=", "<<=", ">>=")],
)
def test_every_form_of_assignment(written: str, operator: str) -> None:
    assert [shown(one) for one in body(f"$var(x) {written} 0x1F;")] == [("$var(x)", operator, 31)]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1 + 2 * 3", (1, "+", (2, "*", 3))),
        ("(1 + 2) * 3", ((1, "+", 2), "*", 3)),
        ("1 - 2 - 3", ((1, "-", 2), "-", 3)),
        ("4 + ( 7 & ( ~2 ) )", (4, "+", (7, "&", ("~", 2)))),
        ("1 << 2 | 1", ((1, "<<", 2), "|", 1)),
        ("6 ^ 3 % 2", (6, "^", (3, "%", 2))),
        ('"sip:" + $rU + "@" + $rd', ((("sip:", "+", "$rU"), "+", "@"), "+", "$rd")),
        ("-5", -5),
        ("L_DBG", 4),
        ("off", 0),
        ("NULL", None),
        ("$(ru{uri.param,gr})", "$(ru{uri.param,gr})"),
        ("$(avp(x)[*])", "$(avp(x)[*])"),
    ],
)
def test_arithmetic_binds_as_in_c(written: str, value: object) -> None:
    assert [shown(one) for one in body(f"$var(x) = {written};")] == [("$var(x)", "=", value)]


@pytest.mark.parametrize(
    ("written", "condition"),
    [
        (
            '$rU == "a" || $rU == "b" && !has_totag()',
            ("or", ("$rU", "==", "a"), ("and", ("$rU", "==", "b"), ("not", ("has_totag",)))),
        ),
        (
            '($rU == "a" or $rU != $fU) and $rd == NULL',
            ("and", ("or", ("$rU", "==", "a"), ("$rU", "!=", "$fU")), ("$rd", "==", None)),
        ),
        ('$rU =~ "^\\*6" && $ua !~ "linphone"', ("and", ("$rU", "=~", "^\\*6"), ("$ua", "!~", "linphone"))),
        ("$(hdr(Expires){s.int}) > 0", ("$(hdr(Expires){s.int})", ">", 0)),
        ("[ $var(a) & 4 ]", ("true", ("$var(a)", "&", 4))),
        ("$var(ok)", ("true", "$var(ok)")),
        ("1", ("true", 1)),
        ("$var(x) = 5", ("$var(x)", "=", 5)),
    ],
)
def test_conditions(written: str, condition: object) -> None:
    [statement] = body(f"if ({written}) exit;")
    assert isinstance(statement, If)
    assert shown(statement.condition) == condition


def test_else_belongs_to_the_nearest_if_and_else_if_is_an_if_inside_of_it() -> None:
    [statement] = body("if ($rU) { exit; } else if ($rd) { drop; } else { return(-1); }")
    assert isinstance(statement, If)
    assert [type(one) for one in statement.then] == [Exit]
    [inner] = statement.otherwise
    assert isinstance(inner, If)
    assert [type(one) for one in inner.then] == [Drop]
    assert [type(one) for one in inner.otherwise] == [Return]


def test_loops_and_switches() -> None:
    loop, each, choice = body(
        "while ($var(i) < 3) { $var(i) += 1; }",
        'for ($var(one) in $(avp(all)[*])) { xlog("$var(one)\\n"); }',
        'switch ($rm) { case "INVITE": xlog("a"); break; case 5: case "BYE": drop(); default: exit; }',
    )
    assert isinstance(loop, While)
    assert [shown(one) for one in loop.body] == [("$var(i)", "+=", 1)]
    assert isinstance(each, ForEach)
    assert (shown(each.variable), shown(each.over)) == ("$var(one)", "$(avp(all)[*])")
    assert isinstance(choice, Switch)
    assert [(shown(case.value), len(case.body)) for case in choice.cases] == [("INVITE", 2), (5, 0), ("BYE", 1)]
    assert isinstance(choice.cases[0], Case)
    assert [type(one) for one in choice.default] == [Exit]


def test_arguments_may_be_left_out_and_texts_may_be_continued() -> None:
    calls = 'uac_replace_to( , "sip:a@b");\nlookup("location", , "sip:a@b");\nappend_to_reply("A: b\\r\\n"\n"C: d\\r\\n");\n'
    files = cfg(f'{HEAD}loadmodule "uac.so"\nroute {{\n{calls}}}\n')
    assert [shown(one) for one in script(files).routes[0].body] == [
        ("uac_replace_to", None, "sip:a@b"),
        ("lookup", "location", None, "sip:a@b"),
        ("append_to_reply", "A: b\r\nC: d\r\n"),
    ]


def test_the_level_of_xlog_may_be_left_out_without_a_comma() -> None:
    assert [shown(one) for one in body('xlog("hello\\n");', 'xlog("L_ERR", "oh\\n");')] == [
        ("xlog", None, "hello\n"),
        ("xlog", "L_ERR", "oh\n"),
    ]


def test_routes_are_called_with_parameters() -> None:
    [call] = body('route(relay, "a", $rU, 5);')
    assert isinstance(call, RouteCall)
    assert (call.name, [shown(one) for one in call.arguments]) == ("relay", ["a", "$rU", 5])


def test_the_rarer_statements() -> None:
    check, waiting, going = body(
        'assert($rU != NULL, "no user");', "async(t_relay(), resumed, 5);", "launch(t_relay(), reported);"
    )
    assert isinstance(check, Assert)
    assert check.says == "no user"
    assert isinstance(waiting, Async)
    assert (shown(waiting.call), waiting.resume, waiting.timeout) == (("t_relay",), "resumed", 5)
    assert isinstance(going, Launch)
    assert going.report == "reported"


def test_every_kind_of_route() -> None:
    text = "".join(
        f"{head} {{ exit; }}\n"
        for head in (
            "route", "route[a]", 'route["b c"]', "route[3]", "failure_route[f]", "onreply_route", "onreply_route[r]",
            "branch_route[b]", "error_route", "local_route", "startup_route", "timer_route[t, 30]",
            "event_route[E_PIKE_BLOCKED]", "event_route[E_DISPATCHER_STATUS, sync]",
        )
    )  # fmt: skip
    routes = script(cfg(HEAD + text)).routes
    assert [str(route) for route in routes] == [
        "route", "route[a]", "route[b c]", "route[3]", "failure_route[f]", "onreply_route", "onreply_route[r]",
        "branch_route[b]", "error_route", "local_route", "startup_route", "timer_route[t]", "event_route[E_PIKE_BLOCKED]",
        "event_route[E_DISPATCHER_STATUS]",
    ]  # fmt: skip
    assert [route.every for route in routes if route.kind is RouteKind.TIMER] == [30]


def test_every_node_knows_its_place() -> None:
    [statement] = body("    if ($rU == 5) {", "        t_relay();", "    }")
    assert isinstance(statement, If)
    assert statement.place == Place("opensips.cfg", FIRST, 5)
    assert isinstance(statement.condition, Comparison)
    assert statement.condition.place == Place("opensips.cfg", FIRST, 9)
    assert statement.then[0].place == Place("opensips.cfg", FIRST + 1, 9)


def test_comments_of_both_kinds_are_no_words_also_inside_of_each_other() -> None:
    assert [shown(one) for one in body("# exit;", "/* exit; /* drop; */ exit; */ t_relay(); # exit;")] == [("t_relay",)]


def test_a_text_keeps_a_backslash_that_escapes_nothing() -> None:
    assert [shown(one) for one in body(r'$var(x) = "a\*b\\c\"d\r\n\x41\101\0101";')] == [
        ("$var(x)", "=", 'a\\*b\\c"d\r\nA\\101\x081')
    ]


def test_sockets_and_aliases() -> None:
    files = cfg(
        "socket=udp:127.0.0.10:5060 use_workers 4\nsocket=tcp:127.0.0.10\nsocket=udp:*:5080\nsocket=udp:[::1]:5060\n"
        'alias=udp:sip.some-where.example:5060\nalias="example.com"\nauto_aliases=no\nmhomed=1\nudp_workers=2\n'
        'tos=IPTOS_LOWDELAY\nadvertised_address=192.0.2.1\nlog_stderror=yes\nserver_header="Server: x"\n'
        "auto_scaling_profile = P scale up to 6 on 70% for 4 cycles within 5 scale down to 2 on 18% for 10 cycles\n"
    )
    declarations = script(files).declarations
    assert [type(one).__name__ for one in declarations[:6]] == ["Socket"] * 4 + ["Alias"] * 2
    assert problems(files) == ["opensips.cfg:1: no transport protocol loaded"]


def test_a_function_of_a_module_is_tied_to_it() -> None:
    calls = body("t_relay();", "strip(2);", 'has_body("application/sdp");')
    assert [one.module for one in calls if isinstance(one, Call)] == ["tm", "core", "sipmsgops"]


def test_nothing_is_wrong_with_an_empty_statement() -> None:
    assert problems(in_route(";;", "exit;;")) == []
