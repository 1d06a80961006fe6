"""`voiplab live`: a lab on real sockets and on the wall clock."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from secrets import randbelow
from typing import Final

import click

from voiplab.cli.attached import meant
from voiplab.cli.captured import live_capture
from voiplab.cli.chosen import Files, choose
from voiplab.cli.drawing import coloured, lab_columns
from voiplab.cli.false_start import explained
from voiplab.cli.placed import placed
from voiplab.cli.screen import columns, has_colours, talk
from voiplab.cli.target import Opened, find_target
from voiplab.cli.times import MomentType
from voiplab.course.lesson import Lesson
from voiplab.explain.as_json import NodeShown
from voiplab.explain.ladder import Ladder, Row
from voiplab.lab.lab import Lab, RunPlan
from voiplab.lab.node_files import node_files
from voiplab.lab.opening import FILES
from voiplab.live.control import Control
from voiplab.live.driver import Driver
from voiplab.live.interruption import interruptible
from voiplab.live.lab import CannotLive, Conditions, LiveLab
from voiplab.live.output import Output
from voiplab.live.places import Unsafe, make_folder, pipes_of, socket_of
from voiplab.live.placing import Move, Moving, moved
from voiplab.live.remarks import Remarks
from voiplab.live.show import Lines, Rows
from voiplab.live.sockets import allow_many_sockets
from voiplab.live.telling import Telling
from voiplab.sim.moment import Duration
from voiplab.text.harmless import harmless
from voiplab.text.place import Files as OwnFiles

LONGEST_SENTENCE: Final = 1_000


class MovingType(click.ParamType[Moving]):
    name = "NODE=IP"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Moving:
        try:
            return Moving.parse(value)
        except ValueError as wrong:
            self.fail(str(wrong), param, ctx)


@click.command(name="live")
@click.argument("target", required=False)
@click.option("--run", "name", metavar="NAME", help="Play this run's script, too; by default nobody does anything.")
@click.option("--solution", is_flag=True, help="With the lesson's solution in place of your files.")
@click.option("--mistake", metavar="NAME", help="With a usual mistake in place of your files.")
@click.option(
    "--seed", type=click.IntRange(0), metavar="N", help="Of tags and the like; by default a new one each time."
)
@click.option("--map", "moves", type=MovingType(), multiple=True, help="Put a node at another address, in all files.")
@click.option("--expose", "exposed", multiple=True, metavar="NODE", help="Real sockets for this phone, too.")
@click.option("--allow-network", is_flag=True, help="Let packets leave this machine, and real addresses be bound.")
@click.option("--json", "wants_json", is_flag=True, help="Each message as a line of JSON, instead of a ladder.")
@click.option(
    "--pcap", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="A capture for Wireshark."
)
@click.option("--rtp", "with_media", is_flag=True, help="With --pcap: the sound, too.")
@click.option("--for", "duration", type=MomentType(), metavar="T", help="End after this time: 30s, 5m.")
def command(
    target: str | None,
    name: str | None,
    solution: bool,
    mistake: str | None,
    seed: int | None,
    moves: tuple[Moving, ...],
    exposed: tuple[str, ...],
    allow_network: bool,
    wants_json: bool,
    pcap: Path | None,
    with_media: bool,
    duration: Duration | None,
) -> None:
    """A lab on real sockets: real phones and SIPp register, call, and are called.

    \b
    Servers listen on addresses of this machine (127.x.y.z): a server at
    192.168.10.20 in the lab listens on 127.168.10.20. Telephones of the lab go
    on working, and `voiplab console` reaches all of them from another terminal.

    \b
      voiplab live prack-enable                     point your softphone at it
      voiplab live --map freeswitch=127.0.0.20      at another address
      voiplab live --map freeswitch=127.0.0.20:5070 at another port
      voiplab live --expose bob                     bob can be reached directly
      voiplab live --run call                       the lab's own call is made
      voiplab console alice dial 1001               (in another terminal)
    """
    if with_media and pcap is None:
        raise click.UsageError("--rtp belongs to --pcap FILE")
    found = find_target(target)
    chosen = choose(found, name, Files(solution, mistake), seed)
    plan = RunPlan("live") if name is None else chosen.plan
    lab, moved_nodes = placed(chosen.lab, moves, exposed, anywhere=allow_network)
    disk = _on_disk(found, target, moved_nodes) if not (solution or mistake) else None
    allow_many_sockets()
    remarks = Remarks(lambda sentence: talk(harmless(sentence, LONGEST_SENTENCE)))
    conditions = Conditions(_seed(seed), datetime.now(UTC), exposed, allow_network, _folder_of_pipes())
    with explained(chosen.lesson, chosen.lab.files):
        live = _live(lab, plan, conditions, remarks, disk)
    nodes = {
        node: NodeShown(plan.kind, tuple(end.ip for end in lab.topology.hosts[plan.host]), plan.label)
        for node, plan in lab.nodes.items()
    }
    telling = Telling(live.recording, lambda: live.run.network.routes, nodes)
    out = Output(live.watch, sys.stdout.fileno(), remarks)
    show: Lines | Rows
    if wants_json:
        show = Lines(telling.as_json, out.write)
    else:
        show = Rows(lab_columns(lab), columns(), partial(_draw, out, has_colours()))
    about = {"target": meant(target), "lab": lab.name, "nodes": list(lab.nodes)}
    with closing(live), live_capture(live, pcap, with_media=with_media) as settle:
        driver = Driver(
            live.run,
            live.watch,
            live.clock,
            lambda: _after_each(show, live, out, settle),
            lambda refused: remarks(f"Error: {refused}"),
        )
        with interruptible(live.watch, driver.stop), _controlled(live, driver, about):
            _say_ready(live)
            telling.tell(show)
            live.edge.report = show.report
            driver.go(duration)
        out.finish()
    talk(f"\nEnded after {live.clock.now() / 1e6:.0f} s and {telling.count:,} messages.")


def _after_each(show: Lines | Rows, live: LiveLab, out: Output, settle: Callable[[], None]) -> None:
    show.flush(live.clock.now())
    out.flush()
    settle()


def _on_disk(
    found: Opened | Lesson | Lab, target: str | None, moves: Sequence[Move]
) -> Callable[[str], OwnFiles] | None:
    """How the files of a node are read again: of a workspace and of a lab file, where somebody edits them."""
    folder: Callable[[str], Path]
    match found:
        case Opened():
            folder = found.workspace.path
        case Lab() if target is not None:
            folder = (Path(target).parent / FILES).joinpath
        case _:
            return None
    return lambda node: moved(node, node_files(folder(node)), moves)


def _live(
    lab: Lab, plan: RunPlan, conditions: Conditions, remarks: Remarks, disk: Callable[[str], OwnFiles] | None
) -> LiveLab:
    try:
        return LiveLab(lab, plan, conditions, remarks, disk)
    except CannotLive as refused:
        raise click.UsageError(f"{refused}; --map NODE=IP:PORT puts a node elsewhere") from None


def _seed(seed: int | None) -> int:
    """Telephones out there remember tags and Call-IDs of yesterday."""
    return randbelow(1 << 32) if seed is None else seed


def _folder_of_pipes() -> Path | None:
    """None, when others could get into it; whoever wants another terminal is told so later."""
    try:
        make_folder()
    except (OSError, Unsafe):
        return None
    return pipes_of(os.getpid())


@contextmanager
def _controlled(live: LiveLab, driver: Driver, about: Mapping[str, object]) -> Iterator[None]:
    try:
        make_folder()
        control = Control(
            live.watch, socket_of(os.getpid()), lambda request, reply: live.serve(request, reply, about, driver.stop)
        )
    except (OSError, Unsafe) as refused:
        talk(f"No other terminal can reach this lab: {refused}.")
        yield
        return
    try:
        yield
    finally:
        control.close()


def _say_ready(live: LiveLab) -> None:
    for node, addresses in live.listening().items():
        talk(f"{node} listens on {', '.join(addresses)}")
    for node, path, place in live.edge.pipes.places:
        talk(f"{node}: {path} is {place} here")
    talk("Ready. Ctrl-c ends it; `voiplab console NODE COMMAND` works in another terminal.\n")


def _draw(out: Output, is_coloured: bool, rows: Sequence[Row]) -> None:
    text = coloured(Ladder((), tuple(rows)))
    out.write(text if is_coloured else click.unstyle(text))
