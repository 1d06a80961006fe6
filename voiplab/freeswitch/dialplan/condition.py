"""One <condition>: whether it holds, and what its actions may take from it.

The server keeps two answers apart, and so do we, because its traps come from that: whether the anti-actions are due, and
whether the extension counts as found. A pattern beside date and time attributes overrides the second and not always the first.
"""

from collections.abc import Generator
from dataclasses import replace
from enum import Enum
from typing import Final

from voiplab.freeswitch.dialplan.channel import ForgetVariables, HuntStep, LineTaken, Scope, SetVariable
from voiplab.freeswitch.dialplan.date_time import date_time_match
from voiplab.freeswitch.dialplan.expand import expand, several
from voiplab.freeswitch.dialplan.patterns import Match, Refused, search
from voiplab.freeswitch.log import Level, LogLine
from voiplab.freeswitch.tree import Node
from voiplab.sip.value import value


class Break(Enum):
    """When the conditions that follow are not looked at any more."""

    ON_TRUE = "on-true"
    ON_FALSE = "on-false"
    ALWAYS = "always"
    NEVER = "never"

    __hash__ = object.__hash__

    @classmethod
    def of(cls, text: str) -> "Break":
        """A word that the server does not know is as none at all."""
        return _BREAKS.get(text.lower(), cls.ON_FALSE)


_BREAKS: Final = {known.value: known for known in Break}


@value(frozen=True, slots=True)
class Outcome:
    """`fails`: the anti-actions are due. `goes_on`: the extension counts as found so far. `captures`: for `$1`."""

    fails: bool
    goes_on: bool
    captures: Match | None = None


@value(frozen=True, slots=True)
class _Compared:
    """A field compared with a pattern. Only a pattern with a parenthesis in it gives captures to the actions."""

    found: Match | None
    has_captures: bool
    is_expanded: bool
    """The pattern had variables in it."""


class Condition:
    """`head` begins each line of the log: `Dialplan: <channel>`, behind the indent of a nested one."""

    def __init__(self, node: Node, head: str, extension: str, scope: Scope) -> None:
        self.node = node
        self.head = head
        self.extension = extension
        self.scope = scope
        self.breaks = Break.of(node.get("break"))
        self.shown_break = node.get("break") if node.get("break").lower() == self.breaks.value else "on-false"

    def evaluate(self) -> Generator[HuntStep, None, Outcome]:
        errors: list[LogLine] = []
        timed = date_time_match(self.node, self.scope, errors)
        yield from errors
        if timed is not None:
            yield self.say(f"{_timed(timed)} [{self.extension}] break={self.shown_break}")
        outcome = Outcome(fails=timed is not True, goes_on=timed is True)
        if "regex" in self.node.attributes:
            return (yield from self.several_patterns(outcome))
        if "field" in self.node.attributes:
            return (yield from self.one_pattern(outcome))
        if timed is None:
            yield self.say(f"Absolute Condition [{self.extension}]")
            yield LineTaken(self.node.place, "condition")
            return Outcome(fails=False, goes_on=True)
        yield LineTaken(self.node.place, "condition on date and time")
        return outcome

    def one_pattern(self, outcome: Outcome) -> Generator[HuntStep, None, Outcome]:
        compared = yield from self.compare(self.node, f"break={self.shown_break}")
        if compared.found is None:
            return replace(outcome, goes_on=False)
        captures = compared.found if compared.has_captures else None
        if captures:
            yield SetVariable("DP_MATCH", several(captures.groups))
        return Outcome(False, True, captures)

    def several_patterns(self, outcome: Outcome) -> Generator[HuntStep, None, Outcome]:
        """`regex="all|any|xor"` with its <regex> children; any other word is read as any."""
        rule = self.node.get("regex").lower()
        rule = rule if rule in ("all", "xor") else "any"
        passed = failed = 0
        goes_on, captures = outcome.goes_on, None
        yield ForgetVariables("DP_REGEX_MATCH")
        for total, child in enumerate(self.node.all("regex"), 1):
            holds, compared = yield from self.child(child, "all" if rule == "all" else "any")
            goes_on = compared.found is not None if compared else goes_on or holds
            passed, failed = passed + holds, failed + (not holds)
            if rule == "any" and holds:
                # The server leaves the loop before it puts captures away, and has lost a pattern with variables by then.
                captures = compared.found if compared and compared.has_captures and not compared.is_expanded else None
                break
            if rule == "all" and not holds:
                break
            if compared and compared.has_captures:
                captures = compared.found
                if captures:
                    yield SetVariable(f"DP_REGEX_MATCH_{total}", several(captures.groups))
        together = {"xor": passed == 1, "all": not failed, "any": passed > 0}[rule]
        fails = outcome.fails and not together
        if captures and not fails:
            yield SetVariable("DP_MATCH", several(captures.groups))
        return Outcome(fails, goes_on or captures is not None, captures)

    def child(self, node: Node, rule: str) -> Generator[HuntStep, None, tuple[bool, _Compared | None]]:
        """One <regex>: whether it holds, and what its field was compared with when it has one."""
        errors: list[LogLine] = []
        timed = date_time_match(node, self.scope, errors)
        yield from errors
        if timed is not None:
            yield self.say(f"{_timed(timed)} [{self.extension}]")
        if "field" in node.attributes:
            compared = yield from self.compare(node, f"match={rule}")
            return compared.found is not None, compared
        if timed is None:
            yield self.say(f"Absolute Condition [{self.extension}] match={rule}")
        return timed is not False, None

    def compare(self, node: Node, tail: str) -> Generator[HuntStep, None, _Compared]:
        inside = node.first("expression")
        written = inside.text if inside else node.get("expression")
        expression = expand(written, self.scope)
        field = node.get("field")
        value = self.value_of(field)
        found = search(expression, value, self.scope.place, self.scope.patience)
        if isinstance(found, Refused):
            yield LogLine(Level.ERR, found.says)
            found = None
        verdict = "PASS" if found else "FAIL"
        yield LineTaken(node.place, f"{node.name} {field} =~ {expression}: {verdict}")
        yield self.say(f"Regex ({verdict}) [{self.extension}] {field}({value}) =~ /{expression}/ {tail}")
        return _Compared(found, "(" in expression, expression != written)

    def value_of(self, field: str) -> str:
        """A `${...}` expression, a field of the caller profile, or a variable; what is none is empty, without a word."""
        if "$" in field:
            return expand(field, self.scope)
        found = self.scope.channel.field(field.lower())
        return (self.scope.channel.variable(field) if found is None else found) or ""

    def say(self, text: str) -> LogLine:
        return LogLine(Level.RAW, f"{self.head} {text}")


def _timed(passed: bool) -> str:
    # The blank that is missing in the second one is missing in the server's log, too.
    return "Date/Time Match (PASS)" if passed else "Date/TimeMatch (FAIL)"
