"""`voiplab press`: do something in a run that is operated by hand; it is kept in the journal of the run."""

from collections.abc import Sequence
from typing import Final

import click

from voiplab.cli.chosen import Files, choose
from voiplab.cli.console import print_answer
from voiplab.cli.false_start import explained
from voiplab.cli.followed import answer_since, displays_since, ladder_since
from voiplab.cli.keyboard import lines
from voiplab.cli.progress import play
from voiplab.cli.screen import say, table, talk
from voiplab.cli.target import Opened, find_target
from voiplab.cli.times import MomentType
from voiplab.course.journals import journal_name, keep_journal
from voiplab.course.pressing import Done, done_by_hand
from voiplab.lab.actions import action
from voiplab.lab.journal_file import Unwritable, moment_text
from voiplab.lab.node import ImpossibleAction
from voiplab.lab.run import Entry, Run
from voiplab.sim.moment import Duration, Moment
from voiplab.text.harmless import harmless
from voiplab.text.nearest import did_you_mean

LONGEST: Final = 300


@click.command(name="press", context_settings={"ignore_unknown_options": True})
@click.argument("node", required=False)
@click.argument("words", metavar="[ACTION]", nargs=-1, type=click.UNPROCESSED)
@click.option("--run", "name", metavar="NAME", help="In which run; by default the first one that is operated.")
@click.option("--at", "at", type=MomentType(), metavar="T", help="At this moment of the run: 4s, 500ms.")
@click.option("--after", "after", type=MomentType(), metavar="T", help="So long after what was done last.")
@click.option("--undo", is_flag=True, help="Take back what was done last.")
@click.option("--of", "target", metavar="DIR", help="Of this workspace; by default the one that you stand in.")
def command(
    node: str | None,
    words: tuple[str, ...],
    name: str | None,
    at: Moment | None,
    after: Duration | None,
    undo: bool,
    target: str | None,
) -> None:
    """Do something in a run: press a phone's key, type a server's command.

    \b
    In some lessons it is you who acts. What you do is added to the journal of
    the run, and the run is played again from its start: you see what follows.
    It happens when nothing happens any more, unless you say when: --at a
    moment of the run, or --after what was done last (a phone that rings does
    not ring for ever). Without NODE the journal is shown, without ACTION you
    are asked for it, line by line; at a terminal, Tab offers what may come.

    \b
    The keys of a phone: dial NUMBER, dial sip:ADDRESS, answer, reject [STATUS],
    hang up, hold, resume, transfer NUMBER, dtmf KEYS, dnd on, mute on, register,
    unregister, restart. The network cable of any node: unplug, plug in; what it
    does to packets: link NETWORK [in|out] delay 50ms jitter 10ms loss 5%
    duplication 1% reorder 2%, or link NETWORK mended.

    \b
      voiplab press                                  what was done so far
      voiplab press bob dial alice                   when all is quiet
      voiplab press mobile answer --after 2s         two seconds after that
      voiplab press mobile unregister --run gone     in another run
      voiplab press opensips opensips-cli -x mi ul_dump
      voiplab press --undo                           not the last one, please

    \b
    `voiplab run --run NAME --show N` shows message N in full. The journal is the
    file journal/NAME.yaml: one line for each thing done, and you may change it
    in your editor. `voiplab check` plays and grades it.
    """
    work = find_target(target)
    if not isinstance(work, Opened):
        raise click.UsageError("what you do is kept in a workspace: `voiplab start LESSON` makes one; name its folder")
    if at is not None and after is not None:
        raise click.UsageError("--at and --after exclude each other")
    if undo:
        _refuse_more(node)
        _take_back(work, _run_named(work, name))
    elif node is None:
        first = _run_named(work, name)
        _show(work, work.lesson.operated if name is None else [first])
    else:
        hand = Hand(work, _run_named(work, name), node)
        for asked in [" ".join(words)] if words else lines(hand.offered):
            hand.press(asked, at, after)


def _run_named(work: Opened, name: str | None) -> str:
    operated = work.lesson.operated
    if not operated:
        raise click.UsageError(
            f"in {work.lesson.id} nothing is done by hand, its runs play by themselves; "
            "`voiplab console` asks a node in the middle of one"
        )
    if name is not None and name not in operated:
        guess = did_you_mean(name, operated) or f"; there are {', '.join(operated)}"
        raise click.UsageError(f"no run that is operated by hand is called {name}{guess}")
    return operated[0] if name is None else name


def _refuse_more(node: str | None) -> None:
    if node is not None:
        raise click.UsageError("--undo takes back what was done last, and does nothing more")


def _take_back(work: Opened, run: str) -> None:
    journal = work.journal(run)
    if not journal:
        raise click.UsageError(f"nothing was done by hand in the run {run}")
    keep_journal(work.workspace.folder, run, journal[:-1])
    say(f"taken back in the run {run}: {_words(journal[-1])}")


def _show(work: Opened, runs: Sequence[str]) -> None:
    for run in runs:
        does = work.lesson.lab.runs[run].does
        say(f"{run}: {does}" if does else run)
        rows = [(f"  {moment_text(entry.at)}", entry.node, _shown(entry)) for entry in work.journal(run)]
        say(table(rows) if rows else "  nothing done so far")


def _words(entry: Entry) -> str:
    return f"{moment_text(entry.at)}, {entry.node}: {_shown(entry)}"


def _shown(entry: Entry) -> str:
    return harmless(str(entry.action), LONGEST)


class Hand:
    """What does things at one node of a run that is operated."""

    def __init__(self, work: Opened, run: str, node: str) -> None:
        self.work = work
        self.chosen = choose(work, run, Files(), None)
        on = [name for name in self.chosen.lab.nodes if name not in self.chosen.plan.off]
        if node not in on:
            guess = did_you_mean(node, on) or f"; there are {', '.join(on)}"
            raise click.UsageError(f"no node is called {node}{guess}")
        self.node = node
        self._played: Run | None = None

    def offered(self, typed: str) -> Sequence[str]:
        """The words that the last, unfinished one of a line may become, after all that was done so far."""
        if self._played is None:
            self._played = self._start(self.chosen.journal)
            play(self._played)
        return self._played.nodes[self.node].completions(typed)

    def press(self, words: str, at: Moment | None, after: Duration | None) -> None:
        run = self.chosen.plan.name
        journal = self.work.journal(run)
        done = self._done(journal, words, self._moment(journal, at, after))
        try:
            keep_journal(self.work.workspace.folder, run, done.run.journal)
        except Unwritable as refused:
            raise click.UsageError(str(refused)) from None
        self._played = done.run
        self._tell(done)

    def _moment(self, journal: Sequence[Entry], at: Moment | None, after: Duration | None) -> Moment | None:
        if after is not None:
            at = after + (journal[-1].at if journal else 0)
        limit = self.chosen.plan.limit
        if at is not None and at > limit:
            raise click.UsageError(f"the run {self.chosen.plan.name} ends after {moment_text(limit)} at the latest")
        return at

    def _done(self, journal: Sequence[Entry], words: str, at: Moment | None) -> Done:
        lesson, files = self.work.lesson, self.work.files
        with explained(lesson, files):
            try:
                return done_by_hand(self._start, play, journal, self.node, action(words), at)
            except ImpossibleAction as unknown:
                raise click.UsageError(str(unknown)) from None

    def _start(self, journal: Sequence[Entry]) -> Run:
        chosen = self.chosen
        return Run(chosen.lab, chosen.plan, chosen.seed, journal)

    def _tell(self, done: Done) -> None:
        run, entry = done.run, done.entry
        talk(f"{run.plan.name}, {_words(entry)}\n")
        click.echo(ladder_since(run, entry), nl=False)
        for line in displays_since(run, entry):
            say(line)
        answer = done.answer or answer_since(run, entry)
        if answer:
            print_answer(answer)
        talk(f"\nKept in {journal_name(run.plan.name)}; `voiplab press --undo` takes it back.")
