"""One thing more done by hand in a run: it is executed again from the start, as it was, and then goes on with what is new."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voiplab.lab.actions import WhatToDo
from voiplab.lab.run import Entry, Run
from voiplab.sim.moment import Moment

Start = Callable[[Sequence[Entry]], Run]
"""The run with such a journal, ready to be played."""
Play = Callable[[Run, Moment | None], None]
"""Takes a run to its end, or to a moment."""


@dataclass(frozen=True)
class Done:
    """`run` is over; `entry` is what was added to its journal, and `answer` what the person read."""

    run: Run
    entry: Entry
    answer: str


def done_by_hand(
    start: Start, play: Play, journal: Sequence[Entry], node: str, action: WhatToDo, at: Moment | None
) -> Done:
    """At the moment `at`, or when nothing happens any more. ImpossibleAction, ConfigError, LimitReached."""
    earlier = [entry for entry in journal if at is None or entry.at <= at]
    run = start(earlier)
    play(run, at)
    answer = run.perform(node, action)
    entry = run.journal[-1]
    if len(earlier) < len(journal):  # what was done later was done in a run that is another one now
        run = start([*run.journal, *journal[len(earlier) :]])
    play(run, None)
    return Done(run, entry, answer)
