"""A lab that voiplab brings along says the same live, on real sockets, as in virtual time."""

from contextlib import closing

import pytest

from tests.interop.addresses import Block
from tests.live.stage import Stage
from voiplab.course.catalogue import lesson_folders
from voiplab.course.lesson_file import read_lesson
from voiplab.lab.lab import Lab, RunPlan
from voiplab.lab.run import Run
from voiplab.live.placing import Moving, place, sockets_needed
from voiplab.recording.events import Sent
from voiplab.recording.recording import Recording

RUNS = [(lesson, name) for lesson, folder in lesson_folders().items() for name in read_lesson(folder).lab.runs]


def said(recording: Recording) -> dict[tuple[str, str], list[str]]:
    """The start lines of each direction; sockets of different directions are read in no order."""
    found: dict[tuple[str, str], list[str]] = {}
    for event in recording:
        if isinstance(event.what, Sent) and isinstance(event.what.packet.payload, bytes):
            packet = event.what.packet
            start = event.what.packet.payload.partition(b"\r\n")[0].decode()
            found.setdefault((str(packet.source), str(packet.target)), []).append(start)
    return found


def moved(lab: Lab, own: Block) -> Lab:
    """Each server at an address of the test's own."""
    needed = sockets_needed(lab, [])
    for number, (name, plan) in enumerate(lab.nodes.items()):
        if lab.topology.hosts[plan.host][0].ip in needed:
            lab, _, _ = place(lab, Moving(name, own[20 + number]))
    return lab


def lived(lab: Lab, plan: RunPlan) -> Recording:
    """Live until nothing is left to be done; nobody waits for the wall clock."""
    stage = Stage(lab, plan)
    with closing(stage.live) as live:
        while not live.run.is_idle:
            upcoming = live.run.kernel.next_moment()
            assert upcoming is not None
            stage.hurry(max(0, upcoming - stage.clock.now()))
    assert stage.troubles == []
    assert stage.remarks == []
    return stage.live.recording.kept()


@pytest.mark.parametrize(("lesson", "name"), RUNS)
def test_a_run_is_the_same_on_real_sockets(lesson: str, name: str, own: Block) -> None:
    lab = moved(read_lesson(lesson_folders()[lesson]).lab, own)
    virtual = Run(lab, lab.runs[name], 1)
    virtual.run()
    assert said(lived(lab, lab.runs[name])) == said(virtual.recording)
    assert len(said(virtual.recording)) >= 2
