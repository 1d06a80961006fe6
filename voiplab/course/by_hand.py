"""What an author has somebody do by hand, done: it comes to a journal, another one for each seed and for other files."""

from voiplab.course.checks.search import Found, Series
from voiplab.course.grading import messages_of
from voiplab.course.journals import Journals
from voiplab.course.lesson import ByHand, Lesson, NodeFiles, Press
from voiplab.lab.actions import NodeAction, WhatToDo
from voiplab.lab.run import Entry, Run
from voiplab.sip.condition import fill
from voiplab.text.place import ConfigError


def journals_by_hand(lesson: Lesson, by_hand: ByHand, files: NodeFiles, seed: int) -> Journals:
    """Each run is played up to the last thing that is done in it. ConfigError when what is to be read was not sent."""
    return {
        name: _done(Run(lesson.lab_for(name, files), lesson.lab.runs[name], seed), presses)
        for name, presses in by_hand.items()
    }


def _done(run: Run, presses: tuple[Press, ...]) -> list[Entry]:
    for press in presses:
        run.run(until=press.entry.at)
        run.perform(press.entry.node, _action(run, press))
    return run.journal


def _action(run: Run, press: Press) -> WhatToDo:
    does = press.entry.action
    if not press.reads or not isinstance(does, NodeAction):
        return does
    found = Series(press.reads, messages_of(run)).search()
    if not isinstance(found, Found):
        raise ConfigError(press.place, f"nothing was sent by then that fits `{found.missing}`")
    return NodeAction(fill(does.text, found.bindings))
