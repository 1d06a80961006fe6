"""The rules of the dialplan and its traps, one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.freeswitch.dialplan.standing_channel import StandingChannel, core
from voiplab.freeswitch import vanilla
from voiplab.freeswitch.dialplan.channel import Action, ForgetVariables, LineTaken, RunInline, SetVariable
from voiplab.freeswitch.dialplan.hunt import Hunted, hunt
from voiplab.freeswitch.dialplan.patterns import PatternExploded, SearchesExploded
from voiplab.freeswitch.log import LogLine
from voiplab.freeswitch.reader import read
from voiplab.freeswitch.tree import Node
from voiplab.text.place import ConfigError, Place

FILE: Final = "dialplan/default.xml"


@dataclass
class Hunt:
    """A hunt for a call by 1003 to `number`; inline `set` is executed as the server does."""

    text: str
    number: str = "1001"
    channel: StandingChannel = field(default_factory=StandingChannel)
    log: list[str] = field(default_factory=list)
    lines: list[LineTaken] = field(default_factory=list)
    inline: list[Action] = field(default_factory=list)

    def dialplan(self) -> Node:
        text = f'<context name="rules">\n{self.text}\n</context>'
        return read({FILE: text.encode()}, vanilla.variables("127.0.0.20", "lab")).section("dialplan")

    def run(self, context: str = "rules") -> Hunted:
        self.channel.fields["destination_number"] = self.number
        steps = hunt(self.dialplan(), context, self.channel, core())
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                assert isinstance(end.value, Hunted)  # noqa: PT017
                return end.value
            match step:
                case LogLine():
                    self.log.append(step.text)
                case LineTaken():
                    self.lines.append(step)
                case SetVariable(name, value):
                    self.channel.variables[name.lower()] = value
                case ForgetVariables(prefix):
                    for name in [name for name in self.channel.variables if name.startswith(prefix.lower())]:
                        del self.channel.variables[name]
                case RunInline(action):
                    self.inline.append(action)
                    name, _, value = action.data.partition("=")
                    self.channel.variables[name] = value


def asked(text: str, number: str = "1001") -> Sequence[str]:
    """The data of the queued actions."""
    return [action.data for action in Hunt(text, number).run().actions]


def extension(*conditions: str, name: str = "e", more: str = "") -> str:
    return f'<extension name="{name}" {more}>{"".join(conditions)}</extension>\n'


def condition(expression: str, yes: str = "", no: str = "", more: str = "", inside: str = "") -> str:
    """On the number; `yes` and `no` are the data of an action and an anti-action."""
    action = f'<action application="log" data="{yes}"/>' if yes else ""
    anti_action = f'<anti-action application="log" data="{no}"/>' if no else ""
    head = f'<condition field="destination_number" expression="{expression}" {more}>'
    return f"{head}{action}{anti_action}{inside}</condition>"


def test_the_first_extension_that_matches_ends_the_hunt() -> None:
    assert asked(extension(condition("1001", "first")) + extension(condition("1001", "second"))) == ["first"]


def test_with_continue_the_hunt_goes_on() -> None:
    text = extension(condition("1001", "first"), more='continue="true"') + extension(condition("1001", "second"))
    assert asked(text) == ["first", "second"]


def test_nothing_found_is_no_route() -> None:
    assert Hunt(extension(condition("2002", "x"))).run() == Hunted(found=False, actions=())


def test_an_action_of_a_continue_extension_alone_makes_the_call_found() -> None:
    # TRAP (recorded: b-calls/no_route_dialplan): the caller gets 480 then, where 404 was expected.
    text = extension('<condition><action application="set" data="x=1"/></condition>', more='continue="true"')
    assert Hunt(text + extension(condition("2002", "x"))).run().found


@pytest.mark.parametrize(
    ("breaks", "first_holds", "expected"),
    [
        ("on-false", True, ["first", "second"]),
        ("on-false", False, ["anti"]),
        ("on-true", True, ["first"]),
        ("on-true", False, ["anti", "second"]),
        ("always", True, ["first"]),
        ("always", False, ["anti"]),
        ("never", True, ["first", "second"]),
        ("never", False, ["anti", "second"]),
        ("ON-TRUE", True, ["first"]),
        ("no such word", False, ["anti"]),
    ],
)
def test_break_says_when_the_next_condition_is_not_looked_at(
    breaks: str, first_holds: bool, expected: list[str]
) -> None:
    first = condition("1001" if first_holds else "2002", "first", "anti", f'break="{breaks}"')
    assert asked(extension(first, condition("1001", "second"))) == expected


def test_an_unguarded_anti_action_swallows_every_call() -> None:
    # TRAP: a failing condition with an anti-action counts as found, and so ends the hunt.
    assert asked(extension(condition("2002", "x", "swallowed")) + extension(condition("1001", "never reached"))) == [
        "swallowed"
    ]


def test_a_set_is_invisible_to_the_conditions_of_its_own_hunt_unless_it_is_inline() -> None:
    def text(more: str) -> str:
        action = f'<action application="set" data="x=yes" {more}/>'
        seen = '<condition field="${x}" expression="^yes$"><action application="log" data="seen"/>'
        return extension(
            condition("1001", inside=action), seen + '<anti-action application="log" data="not seen"/></condition>'
        )

    assert asked(text("")) == ["x=yes", "not seen"]
    assert asked(text('inline="true"')) == ["seen"]
    hunt_ = Hunt(text('inline="true"'))
    hunt_.run()
    assert "Dialplan: sofia/internal/1003@127.0.0.20 Action set(x=yes) INLINE" in hunt_.log


def test_inline_actions_alone_are_a_route_with_nothing_to_do() -> None:
    text = extension(condition("1001", inside='<action application="set" data="x=1" inline="true"/>'))
    assert Hunt(text).run() == Hunted(found=True, actions=())


def test_captures_belong_to_the_condition_in_which_the_action_stands() -> None:
    text = extension(condition("^(10)01$", "$1"), condition("^1(0)(0)1$", "$1$2 $3$0 ${x}"), condition("^1001$", "$1"))
    assert asked(text) == ["10", "00 1001 ${x}", "$1"]


def test_captures_are_also_in_a_variable() -> None:
    hunt_ = Hunt(extension(condition("^(10)(01)$", "x")))
    hunt_.run()
    assert hunt_.channel.variables["dp_match"] == "ARRAY::1001|:10|:01"


def test_a_pattern_is_not_anchored() -> None:
    assert asked(extension(condition("001", "x"))) == ["x"]


@pytest.mark.parametrize(
    ("field_", "value"),
    [
        ("destination_number", "1001"),
        ("Caller_ID_Number", "1003"),
        ("${caller_id_number}@${domain}", "1003@127.0.0.20"),
        ("my_variable", "mine"),
        ("destination_numbre", ""),
    ],
)
def test_a_field_is_of_the_profile_a_variable_or_empty_without_a_word(field_: str, value: str) -> None:
    hunt_ = Hunt(
        extension(f'<condition field="{field_}" expression="^{value}$"><action application="log"/></condition>')
    )
    hunt_.channel.variables["my_variable"] = "mine"
    assert hunt_.run().found


def test_a_condition_without_a_field_always_holds() -> None:
    assert asked(
        extension('<condition expression="never looked at"><action application="log" data="x"/></condition>')
    ) == ["x"]


def test_a_pattern_that_does_not_compile_fails_at_each_call_with_a_line_in_the_log() -> None:
    hunt_ = Hunt(extension(condition("^(8017$", "x", "anti")))
    assert [action.data for action in hunt_.run().actions] == ["anti"]
    assert hunt_.log[2] == "COMPILE ERROR: 7 [missing )][^(8017$]"


def test_a_pattern_that_explodes_says_its_line() -> None:
    with pytest.raises(PatternExploded) as caught:
        Hunt("\n" + extension(condition("^(a?){40}(a*)*(a|aa)+$", "x")), "a" * 60 + "!").run()
    assert caught.value.place == Place(FILE, 3)


def test_many_slow_patterns_of_one_hunt_are_given_up_together() -> None:
    slow = "".join(extension(condition(f"^(a*)*(a|aa)+(b|c)+{number}$", "x")) for number in range(2_000))
    with pytest.raises(SearchesExploded, match=r"the searches take more than 3\.0 s, the last for the pattern"):
        Hunt(slow, "a" * 22).run()


def regex(rule: str, *patterns: str, number: str = "1001") -> tuple[Sequence[str], bool]:
    """The data asked for, and whether the hunt ends there."""
    children = "".join(f'<regex field="destination_number" expression="{pattern}"/>' for pattern in patterns)
    actions = '<action application="log" data="yes $1"/><anti-action application="log" data="no"/>'
    text = extension(f'<condition regex="{rule}">{children}{actions}</condition>')
    hunted = Hunt(text + extension(condition("", "next")), number).run()
    return [action.data for action in hunted.actions], hunted.actions[-1].data != "next"


@pytest.mark.parametrize(
    ("rule", "patterns", "expected"),
    [
        ("all", ("1001", "^(10)"), "yes 10"),
        ("all", ("^(10)", "2002"), "no"),
        ("any", ("2002", "^1(0)"), "yes 0"),
        ("any", ("2002", "3003"), "no"),
        ("xor", ("2002", "1001"), "yes $1"),
        ("xor", ("1001", "100"), "no"),
        ("xor", ("2002", "3003"), "no"),
        ("nosuch", ("2002", "1001"), "yes $1"),
    ],
)
def test_several_patterns_hold_together(rule: str, patterns: tuple[str, ...], expected: str) -> None:
    assert regex(rule, *patterns) == ([expected], True)


def test_an_xor_whose_last_pattern_fails_asks_for_its_actions_and_the_hunt_goes_on() -> None:
    # TRAP: whether an extension counts as found is what the last pattern left.
    assert regex("xor", "1001", "2002") == (["yes $1", "next"], False)


def test_a_failed_all_counts_as_found_when_an_earlier_pattern_had_captures() -> None:
    # TRAP: without an anti-action nothing is asked for, and yet the hunt ends here.
    children = (
        '<regex field="destination_number" expression="^(10)"/><regex field="destination_number" expression="2002"/>'
    )
    text = extension(f'<condition regex="all">{children}<action application="log" data="x"/></condition>')
    assert Hunt(text + extension(condition("1001", "next"))).run() == Hunted(found=False, actions=())


def test_a_nested_condition_comes_after_all_the_actions_of_its_parent() -> None:
    inside = condition("1001", "inner") + '<action application="log" data="outer too"/>'
    assert asked(extension(condition("1001", "outer", inside=inside))) == ["outer", "outer too", "inner"]


def test_a_failing_nested_condition_makes_the_extension_not_found_unless_it_is_not_required() -> None:
    def text(more: str) -> str:
        return extension(condition("1001", "outer", more=more, inside=condition("2002", "inner"))) + extension(
            condition("1001", "next")
        )

    assert asked(text("")) == ["outer", "next"]
    assert asked(text('require-nested="false"')) == ["outer"]


def test_auto_hunt_begins_at_the_extension_that_is_called_like_the_number() -> None:
    text = extension(condition("1001", "first")) + extension(condition("1001", "named"), name="1001")
    hunt_ = Hunt(text)
    hunt_.channel.variables["auto_hunt"] = "true"
    assert [action.data for action in hunt_.run().actions] == ["named"]


def test_loop_asks_several_times() -> None:
    assert asked(extension(condition("1001", inside='<action application="log" data="x" loop="3"/>'))) == ["x"] * 3


def test_a_loop_without_end_is_given_up_with_its_line() -> None:
    with pytest.raises(ConfigError, match="more than 10,000 actions") as caught:
        asked("\n" + extension(condition("1001", inside='<action application="log" loop="999999999"/>')))
    assert caught.value.place == Place(FILE, 3)


def test_the_text_inside_of_an_action_is_its_data() -> None:
    action = '<action application="log" data="not this">INFO <![CDATA[a < b]]></action>'
    assert asked(extension(condition("1001", inside=action))) == ["INFO a < b"]


def test_the_expression_may_be_an_element() -> None:
    inside = '<expression><![CDATA[^(1001)$]]></expression><action application="log" data="$1"/>'
    assert asked(extension(f'<condition field="destination_number">{inside}</condition>')) == ["1001"]


def test_an_unknown_context_is_a_warning_and_no_route_unless_there_is_a_global_one() -> None:
    hunt_ = Hunt(extension(condition("1001", "x")))
    assert not hunt_.run("defualt").found
    assert hunt_.log[-1] == "Context defualt not found"
    hunt_ = Hunt('</context><context name="global">' + extension(condition("1001", "x")))
    assert hunt_.run("defualt").found


@pytest.mark.parametrize(
    ("attributes", "holds"),
    [
        ('wday="2" hour="0"', True),
        ('wday="mon-fri"', True),
        ('wday="sun,tue-sat"', False),
        ('year="2026" mon="11" mday="20-25" week="47" yday="327"', True),
        ('hour="22-6"', False),
        ('hour="0,12"', True),
        ('minute-of-day="1-30" minute="23"', True),
        ('time-of-day="00:00-00:24"', True),
        ('time-of-day="00:00:00-00:23:59"', False),
        ('time-of-day="nonsense"', False),
        ('mweek="4"', True),
        ('date-time="2026-11-22 08:00:00~2026-11-24 00:00:00"', True),
        ('date-time="2026-12-24 08:00~2026-12-26 00:00"', False),
        ('tz-offset="0"', True),
        ('tz-offset="2"', False),
        ('dst="false"', False),
    ],
)
def test_date_and_time_attributes(attributes: str, holds: bool) -> None:
    # It is Monday, 2026-11-23 00:23:59 UTC.
    actions = '<action application="log" data="yes"/><anti-action application="log" data="no"/>'
    assert asked(extension(f"<condition {attributes}>{actions}</condition>")) == ["yes" if holds else "no"]


def test_a_channel_may_have_its_own_offset_from_gmt() -> None:
    hunt_ = Hunt(extension('<condition hour="2"><action application="log" data="x"/></condition>'))
    hunt_.channel.variables["tod_tz_offset"] = "2"
    assert hunt_.run().found


def test_a_pattern_beside_date_and_time_attributes_overrides_them() -> None:
    # TRAP: the condition below asks for 1999, and is executed all the same.
    assert asked(extension(condition("1001", "yes", more='year="1999"'))) == ["yes"]


def test_every_line_that_was_looked_at_is_told_with_its_place() -> None:
    hunt_ = Hunt(extension(condition("2002", "x")) + extension("\n", condition("1001", "y")))
    hunt_.run()
    assert hunt_.lines == [
        LineTaken(Place(FILE, 2), "extension e"),
        LineTaken(Place(FILE, 2), "condition destination_number =~ 2002: FAIL"),
        LineTaken(Place(FILE, 3), "extension e"),
        LineTaken(Place(FILE, 4), "condition destination_number =~ 1001: PASS"),
        LineTaken(Place(FILE, 4), "action log(y)"),
    ]


WORDS: Final = (
    "on-true",
    "never",
    "any",
    "xor",
    "1-5",
    "mon",
    "${x}",
    "^(1",
    "(1)",
    "1",
    "",
    "true",
    "false",
    "-1",
    "2",
    "context",
)
NAMES: Final = (
    "field",
    "expression",
    "break",
    "regex",
    "wday",
    "time-of-day",
    "require-nested",
    "inline",
    "loop",
    "data",
)
TAGS: Final = ("condition", "action", "anti-action", "regex", "expression")


def element(tag: str, attributes: dict[str, str], children: Sequence[str] = ()) -> str:
    given_ = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{given_}>{''.join(children)}</{tag}>"


ATTRIBUTES: Final = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(WORDS))
ELEMENTS: Final = st.recursive(
    st.builds(element, st.sampled_from(TAGS), ATTRIBUTES),
    lambda inner: st.builds(element, st.sampled_from(TAGS), ATTRIBUTES, st.lists(inner, max_size=4)),
    max_leaves=12,
)


@given(st.lists(ELEMENTS, max_size=4).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_extension_is_hunted_or_located(text: str) -> None:
    try:
        Hunt(extension(text)).run()
    except ConfigError as error:
        assert error.place.file == FILE  # noqa: PT017
