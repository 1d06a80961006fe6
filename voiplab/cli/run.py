"""`voiplab run`: play one run, and show what went over the wire."""

from collections.abc import Iterator, Sequence
from json import dumps
from pathlib import Path

import click

from voiplab.cli.captured import write_capture
from voiplab.cli.chosen import Chosen, Files, choose
from voiplab.cli.drawing import FORMS, difference_of, in_full, read_out
from voiplab.cli.false_start import explained
from voiplab.cli.logged import tell_errors
from voiplab.cli.progress import play
from voiplab.cli.remarks import tell, warn
from voiplab.cli.saved_run import read_run
from voiplab.cli.screen import table, talk
from voiplab.cli.target import find_target
from voiplab.cli.times import MomentType
from voiplab.cli.verdicts import PASSED
from voiplab.course.checks.played import Played
from voiplab.course.grading import judge, messages_of
from voiplab.course.journals import journal_name
from voiplab.course.saving import save
from voiplab.course.unheeded import unheeded, unheeded_of
from voiplab.explain.as_json import About, Checked, NodeShown, run_object
from voiplab.explain.findings import as_text, findings
from voiplab.explain.messages import Messages, SipMessage
from voiplab.explain.why import why as reasons
from voiplab.lab.run import Run
from voiplab.sim.moment import Moment
from voiplab.text.remark import Remark


@click.command(name="run")
@click.argument("target", required=False)
@click.option("--run", "name", metavar="NAME", help="Which run of the lab; by default its first.")
@click.option("--solution", is_flag=True, help="Play the lesson's solution in place of your files.")
@click.option("--mistake", metavar="NAME", help="Play a usual mistake in place of your files.")
@click.option("--seed", type=click.IntRange(0), metavar="N", help="Another seed than the workspace's or the lab's own.")
@click.option("--until", type=MomentType(), metavar="T", help="Stop at this moment: 4s, 500ms, 2m.")
@click.option(
    "--ladder", "form", type=click.Choice(list(FORMS)), default="text", help="How to draw it; text by default."
)
@click.option("--json", "wants_json", is_flag=True, help="One JSON object with all messages, instead of a ladder.")
@click.option(
    "--against", metavar="WHAT", help="What differs from start, solution, another workspace or lab, or a saved run."
)
@click.option("--show", "shown", type=click.IntRange(1), metavar="N", help="Message N in full.")
@click.option("--explain", "read", type=click.IntRange(1), metavar="N", help="Message N, header by header.")
@click.option("--why", "asked", type=click.IntRange(1), metavar="N", help="Why message N was sent.")
@click.option("--findings", "wants_findings", is_flag=True, help="What an experienced eye sees in it, with the clause.")
@click.option(
    "--pcap", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="A capture for Wireshark."
)
@click.option("--rtp", is_flag=True, help="With --pcap: the sound too, as RTP packets.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write into this file.")
def command(
    target: str | None,
    name: str | None,
    solution: bool,
    mistake: str | None,
    seed: int | None,
    until: Moment | None,
    form: str,
    wants_json: bool,
    against: str | None,
    shown: int | None,
    read: int | None,
    asked: int | None,
    wants_findings: bool,
    pcap: Path | None,
    rtp: bool,
    out: Path | None,
) -> None:
    """Run a lesson, a workspace or a lab file, and draw the ladder.

    \b
    TARGET is a workspace, a lesson's id, or a lab file; without one it is the
    workspace that you stand in.

    \b
      voiplab run                                   your files, the first run
      voiplab run --run prack-lost                  another run
      voiplab run --against start                   what your change changed
      voiplab run --json --out before.json          save it, and later:
      voiplab run --against before.json
      voiplab run --show 14                         all of message 14
      voiplab run --explain 14                      what each of its headers means
      voiplab run --why 16                          why message 16 was sent
      voiplab run --findings                        after your own diagnosis
      voiplab run prack-enable --solution           how it should look
      voiplab run --pcap call.pcapng --rtp          and open it in Wireshark
      voiplab run office.yaml --ladder mermaid --out office.mmd
    """
    if solution and mistake is not None:
        raise click.UsageError("--solution and --mistake exclude each other")
    if rtp and pcap is None:
        raise click.UsageError("--rtp says what goes into a capture: it needs --pcap FILE")
    chosen = choose(find_target(target), name, Files(solution, mistake), seed)
    remarks = _remarks(chosen)
    warn(remarks)
    run = played(chosen, until)
    if pcap is not None:
        write_capture(run, pcap, with_media=rtp)
    messages = messages_of(run)
    if asked is not None:
        text = str(reasons(messages, _message(messages, asked)))
    elif read is not None:
        text = read_out(messages, _message(messages, read))
    elif shown is not None:
        text = in_full(_message(messages, shown))
    elif wants_findings:
        text = as_text(findings(messages))
    elif against is not None:
        text = difference_of(_other(chosen, against, until), messages, chosen.lab, form)
    else:
        text = _json(chosen, messages) if wants_json else FORMS[form](run, messages)
    if out is None:
        click.echo(text, nl=False)
    else:
        save(out, text.encode("utf-8", "surrogateescape"))
    _talk(chosen, name)
    tell(remarks)
    tell_errors(run.recording)


def played(chosen: Chosen, until: Moment | None) -> Run:
    with explained(chosen.lesson, chosen.lab.files):
        run = Run(chosen.lab, chosen.plan, chosen.seed, chosen.journal)
        play(run, until)
    return run


def _json(chosen: Chosen, messages: Messages) -> str:
    nodes = {
        name: NodeShown(plan.kind, tuple(end.ip for end in chosen.lab.topology.hosts[plan.host]), plan.label)
        for name, plan in chosen.lab.nodes.items()
    }
    about = About(chosen.lab.name, chosen.plan.name, chosen.seed, nodes)
    return dumps(run_object(messages, about, list(_checked(chosen, Played(messages, chosen.answers)))), indent=2) + "\n"


def _checked(chosen: Chosen, played: Played) -> Iterator[Checked]:
    """What the lesson's checks of this run say."""
    for result in [] if chosen.lesson is None else judge(chosen.lesson, {chosen.plan.name: played}):
        verdict = result.verdict
        yield Checked(
            result.check.id,
            PASSED[verdict.outcome],
            result.points,
            verdict.expected,
            verdict.why,
            verdict.evidence,
            verdict.nearest,
            verdict.difference,
            verdict.look,
        )


def _other(chosen: Chosen, what: str, until: Moment | None) -> Messages:
    """A run that was saved, or the same run of other files."""
    if Path(what).suffix == ".json" and Path(what).is_file():
        return read_run(Path(what))
    return messages_of(played(chosen.against(what), until))


def _message(messages: Messages, number: int) -> SipMessage:
    message = messages.number(number)
    if message is None:
        raise click.UsageError(f"there is no message {number}: this run has {len(messages)}")
    return message


def _talk(chosen: Chosen, name: str | None) -> None:
    """What else there is to say: what was done by hand, and which other runs there are."""
    if chosen.own_files is not None and chosen.journal:
        talk(f"\nWith what you did by hand: {journal_name(chosen.plan.name)}")
    others = [plan for plan in chosen.lab.runs.values() if plan is not chosen.plan]
    if name is None and others:
        talk(f"\nThis was the run {chosen.plan.name}. With --run there are also:")
        talk(table([(f"  {plan.name}", plan.does) for plan in others]))


def _remarks(chosen: Chosen) -> Sequence[Remark]:
    """On the student's changes, or on all files of a lab."""
    if chosen.lesson is None:
        return unheeded_of(chosen.lab)
    return [] if chosen.own_files is None else unheeded(chosen.lesson, chosen.own_files)
