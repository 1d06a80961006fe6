"""`voiplab console`: ask a node something in the middle of a run, in its own words."""

from collections.abc import Sequence

import click

from voiplab.cli.attached import asked, live_lab
from voiplab.cli.chosen import Files, choose
from voiplab.cli.false_start import explained
from voiplab.cli.keyboard import lines
from voiplab.cli.progress import play
from voiplab.cli.screen import say, talk
from voiplab.cli.target import Opened, find_target
from voiplab.cli.times import MomentType
from voiplab.course.lesson import Lesson
from voiplab.lab.actions import action
from voiplab.lab.lab import Lab
from voiplab.lab.node import ImpossibleAction
from voiplab.lab.run import Run
from voiplab.recording.events import Answered
from voiplab.sim.moment import Moment, stamp
from voiplab.text.harmless import harmless
from voiplab.text.nearest import did_you_mean


@click.command(name="console", context_settings={"ignore_unknown_options": True})
@click.argument("node")
@click.argument("words", metavar="[COMMAND]", nargs=-1, type=click.UNPROCESSED)
@click.option("--run", "name", metavar="NAME", help="In which run; by default the lesson's own choice.")
@click.option("--at", "at", type=MomentType(), metavar="T", help="At which moment: 4s, 500ms; by default mid-call.")
@click.option("--of", "target", metavar="TARGET", help="Of this workspace, lesson or lab file.")
def command(node: str, words: tuple[str, ...], name: str | None, at: Moment | None, target: str | None) -> None:
    """A server's own console (or the keys of a phone), in the middle of a run.

    \b
    The run is played up to the moment, then NODE is asked. Without COMMAND,
    commands are read from stdin, one per line, and time goes on in between as
    far as each of them asks for; at a terminal, Tab offers what may come next.
    Nothing of it is kept: in a run that you operate, `voiplab press` does that.
    If the lab is running live in another terminal (`voiplab live`), it is that
    one that is asked, now.

    \b
      voiplab console freeswitch sofia status
      voiplab console freeswitch --at 3s show channels
      voiplab console freeswitch --at 5s "sofia status profile internal"
      voiplab console freeswitch < commands.txt
    """
    if name is None and at is None and (live := live_lab(target)) is not None:
        for asked_for in [" ".join(words)] if words else lines(_nothing):
            print_answer(asked(live, {"do": "perform", "node": node, "action": asked_for}))
        return
    found = find_target(target)
    run = _run(found, name)
    _known(node, run)
    moment = _moment(found, name) if at is None else at
    play(run, moment)
    talk(f"{run.plan.name} at {stamp(run.kernel.now)} s")
    for asked_for in [" ".join(words)] if words else lines(run.nodes[node].completions):
        print_answer(_ask(run, node, asked_for))


def _nothing(_typed: str) -> Sequence[str]:
    """What may come next is known to the other process."""
    return ()


def print_answer(text: str) -> None:
    """Tabs are how consoles make columns."""
    for line in text.rstrip("\n").split("\n"):
        say("\t".join(harmless(part, 1_000) for part in line.split("\t")))


def _run(found: Opened | Lesson | Lab, name: str | None) -> Run:
    usual = None if isinstance(found, Lab) else _lesson(found).moment.run
    chosen = choose(found, name or usual, Files(), None)
    with explained(chosen.lesson, chosen.lab.files):
        return Run(chosen.lab, chosen.plan, chosen.seed, chosen.journal)


def _moment(found: Opened | Lesson | Lab, name: str | None) -> Moment | None:
    """The lesson's own moment, in its own run; of another run, or of a lab, the end."""
    if isinstance(found, Lab):
        return None
    moment = _lesson(found).moment
    return moment.at if name in (None, moment.run) else None


def _lesson(found: Opened | Lesson) -> Lesson:
    return found.lesson if isinstance(found, Opened) else found


def _known(node: str, run: Run) -> None:
    if node not in run.nodes:
        guess = did_you_mean(node, run.nodes) or f"; there are {', '.join(run.nodes)}"
        raise click.UsageError(f"no node is called {node}{guess}")


def _ask(run: Run, node: str, words: str) -> str:
    seen = len(run.recording)
    try:
        said = run.perform(node, action(words))
    except ImpossibleAction as unknown:
        raise click.UsageError(str(unknown)) from None
    if not said and run.lab.nodes[node].kind != "phone":
        said = _answer_to_come(run, node, seen)
    return said


def _answer_to_come(run: Run, node: str, seen: int) -> str:
    """What a server that has to wait for others first says in the end: time goes on until it does."""
    while run.go_on(1):
        fresh = run.recording[seen:]
        seen += len(fresh)
        for event in fresh:
            if event.node == node and isinstance(event.what, Answered):
                return event.what.text
    return ""
