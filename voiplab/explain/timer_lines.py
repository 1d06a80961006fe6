"""Timers that count: what they are for, when they fire, and how long that is from the moment that is looked at."""

from collections.abc import Iterator

from voiplab.explain.canvas import Role, Span
from voiplab.explain.machine_lines import instant
from voiplab.explain.state_line import Sight, StateLine
from voiplab.explain.states import Armed
from voiplab.sim.moment import Duration, Moment
from voiplab.sip.timer import Timer
from voiplab.text.harmless import harmless


def timers_of(sight: Sight, node: str, machine: str) -> Iterator[StateLine]:
    return (timer_line(armed, sight.moment) for armed in sight.states.timers(node, machine).values())


def timer_line(armed: Armed, moment: Moment) -> StateLine:
    """`timer B fires in 31.2 s, at 32.000: no response to INVITE: give up`."""
    does = Timer[armed.name].words if armed.name in Timer.__members__ else armed.name
    name = f"timer {armed.name}" if len(armed.name) == 1 else "timer"
    return StateLine(
        (
            Span(f"      {harmless(name)} fires in {left(max(0, armed.fires - moment))}", Role.TIMER),
            Span(f", at {instant(armed.fires)}", Role.TIME),
            Span(harmless(f": {does}"), Role.NOTE),
        )
    )


def left(duration: Duration) -> str:
    """`31.9 s`, to the nearest; what is long without tenths."""
    if duration >= 100_000_000:
        return f"{(duration + 500_000) // 1_000_000} s"
    whole, tenths = divmod((duration + 50_000) // 100_000, 10)
    return f"{whole}.{tenths} s"
