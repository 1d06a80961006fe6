"""The ladder of a run that goes on: what each further message costs, and what it costs to look.

    python -m benchmarks.ladder

The recording is that of `benchmarks.calls`, 10,000 messages and more. It grows event by event, and after each message that
is sent somebody catches up; beside it stands who looks once, at the end.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from math import log
from typing import Final, NamedTuple

from benchmarks.calls import MESSAGES, json_round_trip, run_of, solved
from benchmarks.figures import Figure, at_most, table
from benchmarks.timing import cpu_seconds, taking_turns
from voiplab.cli.main import collect_less_often
from voiplab.course.grading import names
from voiplab.explain.ladder import Show
from voiplab.explain.messages import Messages
from voiplab.explain.story import Story
from voiplab.explain.view import LadderView
from voiplab.recording.events import Event, Sent
from voiplab.recording.recording import Recording

CALLS: Final = (56, 560)
ROUNDS: Final = 3
SCREEN: Final = 48
"""Rows that a large terminal shows."""

SCREENS: Final = 100
GROWN: Final = 2
"""So many times what looking once costs may be spent by whoever looks at each message."""

OPENED: Final = 1
"""A ladder may be opened for so many round trips of json with an INVITE per message: the messages have cost more by then."""

DRAWN: Final = 4
"""A row may be drawn for so many: 48 in two milliseconds, at 11 us each."""


class Played(NamedTuple):
    events: Sequence[Event]
    names: Mapping[str, str]
    messages: int


def played(calls: int) -> Played:
    run = run_of(solved(), calls)
    run.run()
    of = names(run.lab)
    messages = len(Messages(run.recording, of))
    if messages < MESSAGES * calls:
        raise RuntimeError(f"{calls} calls sent {messages} messages only")
    return Played(list(run.recording), of, messages)


def figures() -> Iterator[Figure]:
    collect_less_often()
    few, many = map(played, CALLS)
    at_once, one_by_one, trip = taking_turns(
        ROUNDS, partial(told_at_once, many), partial(told_one_by_one, many), json_round_trip
    )
    said = (
        f"{many.messages:,} messages told one by one ({_us(one_by_one, many)}), over all at once ({_us(at_once, many)})"
    )
    yield at_most(said, one_by_one / at_once, GROWN, "times")
    small, large = taking_turns(ROUNDS, partial(shown_one_by_one, few), partial(shown_one_by_one, many))
    growth = log(large / small) / log(many.messages / few.messages)
    said = f"{few.messages:,}: {_us(small, few)}, {many.messages:,}: {_us(large, many)}"
    yield at_most(f"exponent of the cost of showing each message as it comes, over messages ({said})", growth, 1.1, "")
    story = Story(Messages(recorded(many), many.names))
    opening, drawing = taking_turns(ROUNDS, partial(opened, story), partial(drawn, story))
    said = f"opening a ladder, {opening * 1e3:.0f} ms for {many.messages:,} messages, each over json of an INVITE"
    yield at_most(said, opening / many.messages / trip, OPENED, "times")
    said = f"a row, {drawing * 1e6:.0f} us and {drawing * SCREEN * 1e3:.1f} ms for {SCREEN}, over json of an INVITE"
    yield at_most(said, drawing / trip, DRAWN, "times")


def _us(cost: float, run: Played) -> str:
    return f"{cost / run.messages * 1e6:.0f} us each"


def recorded(run: Played) -> Recording:
    recording = Recording()
    for event in run.events:
        recording.append(*event[1:])
    return recording


def told_at_once(run: Played) -> float:
    """CPU seconds, the recording being there."""
    recording = recorded(run)
    return cpu_seconds(lambda: Story(Messages(recording, run.names)))


def told_one_by_one(run: Played) -> float:
    recording = Recording()
    story = Story(Messages(recording, run.names))
    return followed(run, recording, story.catch_up)


def shown_one_by_one(run: Played) -> float:
    """With everything that can be shown, and the end of it on the screen."""
    recording = Recording()
    view = LadderView(Story(Messages(recording, run.names)), width=120, show=Show(media=True, legs=True))

    def look() -> None:
        view.catch_up()
        view.rows(len(view) - SCREEN, SCREEN)

    return followed(run, recording, look)


def followed(run: Played, recording: Recording, look: Callable[[], object]) -> float:
    """CPU seconds of looking after each message, without those of recording."""
    spent = 0.0
    for event in run.events:
        recording.append(*event[1:])
        if isinstance(event.what, Sent) and isinstance(event.what.packet.payload, bytes):
            spent += cpu_seconds(look)
    return spent + cpu_seconds(look)


def opened(story: Story) -> float:
    return cpu_seconds(lambda: LadderView(story, width=120))


def drawn(story: Story) -> float:
    """CPU seconds of a row that nobody has looked at before."""
    view = LadderView(story, width=120)
    step = len(view) // SCREENS

    def look() -> None:
        for screen in range(SCREENS):
            view.rows(screen * step, SCREEN)

    return cpu_seconds(look) / (SCREENS * SCREEN)


def main() -> int:
    measured = list(figures())
    print(table(measured))
    return 0 if all(figure.is_met for figure in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
