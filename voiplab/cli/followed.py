"""What followed from something that was done in a run: the ladder from there on, and what displays and consoles said."""

from collections.abc import Iterator, Sequence
from typing import Final

from voiplab.cli.drawing import coloured, lab_columns
from voiplab.cli.screen import columns
from voiplab.course.grading import messages_of
from voiplab.explain.asides import Act
from voiplab.explain.ladder import Line, drawn
from voiplab.explain.story import Told, story
from voiplab.lab.run import Entry, Run
from voiplab.recording.events import Answered, Event, Performed, Shown
from voiplab.text.harmless import harmless

LONGEST: Final = 500


def ladder_since(run: Run, entry: Entry) -> str:
    """The numbers are those of the whole run."""
    told = _since(story(messages_of(run)), run, entry)
    return coloured(drawn([Line(happening) for happening in told], lab_columns(run.lab), width=columns()))


def _since(told: Sequence[Told], run: Run, entry: Entry) -> Sequence[Told]:
    host = run.lab.nodes[entry.node].host
    acts = [place for place, one in enumerate(told) if isinstance(one, Act) and (one.at, one.node) == (entry.at, host)]
    return told[acts[-1] :]


def displays_since(run: Run, entry: Entry) -> Iterator[str]:
    """`12.003 s, bob shows: Not Found`, each new text of a display."""
    for event in _events_since(run, entry):
        if isinstance(event.what, Shown) and event.what.text:
            yield harmless(f"{event.at / 1_000_000:.3f} s, {event.what.phone} shows: {event.what.text}", LONGEST)


def answer_since(run: Run, entry: Entry) -> str:
    """What the console of the node said, also to a command that had to wait for others."""
    host = run.lab.nodes[entry.node].host
    texts = [
        event.what.text
        for event in _events_since(run, entry)
        if isinstance(event.what, Answered) and event.node == host and event.what.command == str(entry.action)
    ]
    return next((text for text in texts if text), "")


def _events_since(run: Run, entry: Entry) -> Sequence[Event]:
    what = Performed(str(entry.action), entry.steps)
    begun = [event.id for event in run.recording if event.what == what and event.at == entry.at]
    return run.recording[begun[-1] :]
