"""The ends of calls on a node, with their dialogs and with what waits for an answer."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from voiplab.explain.canvas import Role, Span
from voiplab.explain.dialogs import dialogs
from voiplab.explain.state_line import Group, Sight, StateLine, machines, standing_line
from voiplab.explain.states import Standing
from voiplab.explain.timer_lines import timer_line, timers_of
from voiplab.sip.dialog import Dialog
from voiplab.sip.dialog import Role as End
from voiplab.text.harmless import harmless

CALLS: Final = ("call", "b2b entity")
"""Kinds of machines that are ends of a call; what merely passes one on has none."""


def calls(sight: Sight, node: str) -> Iterator[Group]:
    for standing in machines(sight, node):
        if standing.id.kind in CALLS:
            yield (
                standing_line(sight, standing, standing.id.kind, f"  {standing.id.call}"),
                *chain.from_iterable(map(_dialog, _dialogs(sight, standing))),
                *timers_of(sight, node, f"leg {standing.id.name}"),
                *_answers(sight, node, standing.id.name),
            )


def _dialogs(sight: Sight, standing: Standing) -> Sequence[Dialog]:
    """A B2B entity is named by its Call-ID when it calls, by its tag when it was called; what it sends may come to itself."""
    name, call = standing.id.name, standing.id.call or ""
    found = dialogs(sight.calls.of(call), standing.id.node, sight.moment)
    if standing.id.kind == "call":
        return found
    return [one for one in found if (one.role is End.UAC if name == call else one.local_tag == name)]


def _answers(sight: Sight, node: str, call_id: str) -> Iterator[StateLine]:
    """A 2xx that waits for its ACK is no transaction any more."""
    for owner, machine, armed in sight.states.armed:
        if owner == node and machine.startswith("answer ") and machine.endswith(f" of {call_id}"):
            yield timer_line(armed, sight.moment)


def _dialog(dialog: Dialog) -> Iterator[StateLine]:
    end = "caller" if dialog.role is End.UAC else "callee"
    theirs = "none yet" if dialog.remote_number is None else str(dialog.remote_number)
    routes = " ".join(map(str, dialog.route_set)) or "none"
    for text in (
        f"dialog {dialog.state.value}, as {end}: local tag {dialog.local_tag}, remote tag {dialog.remote_tag}",
        f"  CSeq: ours {dialog.local_number}, theirs {theirs}; route set: {routes}",
        f"  remote target {dialog.remote_target}",
    ):
        yield StateLine((Span(harmless(f"      {text}"), Role.PLAIN),))
