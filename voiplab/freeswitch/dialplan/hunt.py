"""The hunt: which extensions of a context are found for a call, and which actions they ask for.

Nothing is executed here. The hunt yields what happens, in order, and is resumed; its caller executes what is marked inline.
"""

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import Final

from voiplab.freeswitch.dialplan.channel import Action, ChannelView, Core, HuntStep, LineTaken, RunInline, Scope
from voiplab.freeswitch.dialplan.condition import Break, Condition, Outcome
from voiplab.freeswitch.log import Level, LogLine
from voiplab.freeswitch.settings import is_true, number
from voiplab.freeswitch.tree import Node
from voiplab.sip.value import value
from voiplab.text.place import ConfigError

DEEPEST: Final = 100  # the server's own limit of nested conditions
MOST_ACTIONS: Final = 10_000


@value(frozen=True, slots=True)
class Hunted:
    """`found` is false when no extension asked for anything: the call has no route. Inline actions alone make it true."""

    found: bool
    actions: Sequence[Action]


def hunt(dialplan: Node, context: str, channel: ChannelView, core: Core) -> Generator[HuntStep, None, Hunted]:
    """`dialplan` is the section of the configuration. The number is the channel's field `destination_number`."""
    hunter = _Hunter(context, Scope(channel, core, dialplan.place))
    yield from hunter.begin(dialplan)
    return Hunted(hunter.found, tuple(hunter.actions))


class _Hunter:
    def __init__(self, context: str, scope: Scope) -> None:
        self.context = context
        self.scope = scope
        self.found = False
        self.actions: list[Action] = []

    def begin(self, dialplan: Node) -> Generator[HuntStep, None, None]:
        who, number_, destination = (
            self.scope.channel.field(name) or ""
            for name in ("caller_id_name", "caller_id_number", "destination_number")
        )
        says = f"Processing {who} <{number_}>->{destination} in context {self.context}"
        yield LogLine(Level.INFO, says)
        context = dialplan.find("context", "name", self.context) or dialplan.find("context", "name", "global")
        if context is None:
            yield LogLine(Level.WARNING, f"Context {self.context} not found")
            return
        for extension in self.extensions(context, destination):
            is_last = yield from self.extension(extension)
            if is_last:
                return

    def extensions(self, context: Node, destination: str) -> Sequence[Node]:
        """All in file order; with the variable auto_hunt from the one on that is called like the number."""
        everything = list(context.all("extension"))
        if is_true(self.scope.channel.variable("auto_hunt") or ""):
            wanted = context.find("extension", "name", destination)
            return everything[everything.index(wanted) :] if wanted else everything
        return everything

    def extension(self, node: Node) -> Generator[HuntStep, None, bool]:
        """The answer is whether the hunt ends with it."""
        name = node.attributes.get("name", "UNKNOWN")
        goes_on = node.attributes.get("continue", "false")
        yield LineTaken(node.place, f"extension {name}")
        channel = self.scope.channel.name
        yield LogLine(Level.RAW, f"Dialplan: {channel} parsing [{self.context}->{name}] continue={goes_on}")
        found = yield from self.conditions(node, name, 0)
        return found and not is_true(goes_on)

    def conditions(self, parent: Node, name: str, depth: int) -> Generator[HuntStep, None, bool]:
        """The conditions of an extension or inside of a condition. The answer is what the last of them left."""
        if depth > DEEPEST:
            yield LogLine(Level.ERR, "Recursion LIMIT!")
            return False
        indent = f"|{'-' * (4 * depth - 1)} " if depth else ""
        shown_name = f"{name}_recur_{depth}" if depth else name
        requires = not depth or is_true(parent.attributes.get("require-nested", "true"))
        if depth:
            says = (
                f"Processing recursive conditions level:{depth} [{shown_name}] require-nested={str(requires).upper()}"
            )
            yield LogLine(Level.RAW, f"{indent}Dialplan: {says}")
        head = f"{indent}Dialplan: {self.scope.channel.name}"
        goes_on = False
        for node in parent.all("condition"):
            condition = Condition(node, head, shown_name, replace(self.scope, place=node.place))
            outcome = yield from condition.evaluate()
            goes_on = yield from self.act(condition, outcome)
            if _stops(condition.breaks, outcome):
                break
            if goes_on and node.first("condition") is not None:
                goes_on = yield from self.conditions(node, name, depth + 1)
                if not goes_on and condition.breaks is not Break.NEVER:
                    break
        return goes_on or not requires

    def act(self, condition: Condition, outcome: Outcome) -> Generator[HuntStep, None, bool]:
        """Asks for the actions or the anti-actions. TRAP: an anti-action makes the extension count as found."""
        goes_on = outcome.goes_on
        for node in condition.node.all("anti-action" if outcome.fails else "action"):
            self.found = True
            data = node.text or node.get("data")
            if outcome.fails:
                goes_on = True
            elif outcome.captures:
                data = outcome.captures.substitute(data)
            action = Action(node.get("application"), data, node.place)
            for _ in range(self.times(node)):
                yield from self.ask_for(action, condition, "ANTI-Action" if outcome.fails else "Action", node)
        return goes_on

    def times(self, node: Node) -> int:
        times = number(node.get("loop")) if "loop" in node.attributes else 1
        if len(self.actions) + times > MOST_ACTIONS:
            raise ConfigError(node.place, f"more than {MOST_ACTIONS:,} actions for one call")
        return times

    def ask_for(self, action: Action, condition: Condition, kind: str, node: Node) -> Generator[HuntStep, None, None]:
        inline = is_true(node.get("inline"))
        text = f"{action.application}({action.data})"
        yield condition.say(f"{kind} {text}{' INLINE' if inline else ''}")
        yield LineTaken(action.place, f"{node.name} {text}")
        if inline:
            yield RunInline(action)
        else:
            self.actions.append(action)


def _stops(breaks: Break, outcome: Outcome) -> bool:
    match breaks:
        case Break.ALWAYS:
            return True
        case Break.ON_TRUE:
            return not outcome.fails
        case Break.ON_FALSE:
            return outcome.fails
        case Break.NEVER:
            return False
