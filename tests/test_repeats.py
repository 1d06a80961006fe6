"""Every run repeats: the same lab, actions and seed give the same bytes, whatever the process, machine and observers."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from voiplab.course.catalogue import lesson_folders
from voiplab.course.lesson_file import read_lesson
from voiplab.lab.actions import Cable
from voiplab.lab.lab import Lab, NodePlan, RunPlan
from voiplab.lab.run import Run
from voiplab.net.packet import Packet
from voiplab.net.topology import Attachment
from voiplab.recording.events import Event, Sent
from voiplab.recording.recording import Recording, Unrecorded
from voiplab.rtp.flow import Flow

SEEDS: Final = (1, 2026)


class Case(NamedTuple):
    """One run of a shipped lesson, on the files of the start or on those of the solution."""

    name: str
    lab: Lab
    plan: RunPlan

    def run(self, seed: int, recording: Recording | None = None) -> Run:
        return Run(self.lab, self.plan, seed, recording=recording)


def cases() -> Iterator[Case]:
    for name, folder in lesson_folders().items():
        lesson = read_lesson(folder)
        solved = {node: {**files, **lesson.solution.get(node, {})} for node, files in lesson.lab.files.items()}
        for files, lab in (("start", lesson.lab), ("solution", lesson.lab_with(solved))):
            for plan in lab.runs.values():
                yield Case(f"{name}/{plan.name}/{files}", lab, plan)


CASES: Final = {case.name: case for case in cases()}
ALL: Final = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def fingerprint(recording: Recording) -> str:
    """Of everything that was recorded, not only of what was sent."""
    return sha256("\n".join(map(repr, recording)).encode("utf-8", "surrogateescape")).hexdigest()


def played(case: Case, seed: int) -> Run:
    run = case.run(seed)
    run.run()
    return run


def steps_of_messages(case: Case, seed: int) -> Sequence[int]:
    """How many kernel steps were done when each message had been sent."""
    run, steps, seen = case.run(seed), list[int](), 0
    while run.go_on(1):
        new, seen = run.recording[seen:], len(run.recording)
        if any(isinstance(event.what, Sent) and not isinstance(event.what.packet.payload, Flow) for event in new):
            steps.append(run.kernel.steps)
    return steps


def test_there_are_lessons_to_repeat() -> None:
    assert CASES


@ALL
def test_the_same_seed_gives_the_same_recording_and_another_seed_another_one(case: Case) -> None:
    one, again, other = (played(case, seed) for seed in (7, 7, 8))
    assert fingerprint(again.recording) == fingerprint(one.recording)
    assert again.digest() == one.digest()
    assert other.digest() != one.digest()


@ALL
def test_executing_again_up_to_any_message_and_going_on_changes_nothing(case: Case) -> None:
    whole = played(case, 7)
    steps = steps_of_messages(case, 7)
    assert steps
    for count in steps:
        again = whole.branch(count)
        again.go_on(count)
        assert list(again.recording) == list(whole.recording[: len(again.recording)])
        again.run()
        assert again.digest() == whole.digest()


@ALL
def test_what_a_person_did_is_done_again_at_its_step(case: Case) -> None:
    for count in steps_of_messages(case, 7)[::7]:
        live = case.run(7)
        live.go_on(count)
        live.perform(list(case.lab.nodes)[-1], Cable.UNPLUG)
        live.go_on(200)
        repeated = Run(case.lab, case.plan, 7, live.journal)
        repeated.go_on(live.kernel.steps)
        assert fingerprint(repeated.recording) == fingerprint(live.recording)


@ALL
def test_without_a_recording_the_same_bytes_are_sent(case: Case) -> None:
    sent: list[Event] = []
    unrecorded = Unrecorded()
    unrecorded.observe(lambda event: sent.append(event) if isinstance(event.what, Sent) else None)
    case.run(7, unrecorded).run()
    assert len(unrecorded) == 0
    assert sent == list(played(case, 7).recording.sent())


ELSEWHERE: Final = b"""\
[Settings]
accountId=1
[Account1]
server=192.0.2.1
domain=192.0.2.1
username=1999
"""


def crowded(lab: Lab) -> Lab:
    """The lab with one phone more, which is built first and looks for a server that is not there."""
    network, subnet = next(iter(lab.topology.networks.items()))
    hosts = {"idle": (Attachment(network, str(subnet[-3])),), **lab.topology.hosts}
    nodes = {"idle": NodePlan("idle", "phone", "idle", "microsip-3.21"), **lab.nodes}
    files = {"idle": {"MicroSIP.ini": ELSEWHERE}, **lab.files}
    return replace(lab, topology=replace(lab.topology, hosts=hosts), nodes=nodes, files=files)


def sent_by_others(run: Run) -> Sequence[tuple[int, str, Packet]]:
    sent = ((event.at, event.node, event.what) for event in run.recording.sent() if event.node != "idle")
    return [(at, node, what.packet) for at, node, what in sent if isinstance(what, Sent)]


@ALL
def test_an_idle_phone_more_changes_nothing_for_the_others(case: Case) -> None:
    with_idle_phone = played(case._replace(lab=crowded(case.lab)), 7)
    without = sent_by_others(played(case, 7))
    assert "idle" in [event.node for event in with_idle_phone.recording.sent()]
    # It rings out longer than the call takes; what the others do by then, such as refreshing, the shorter run did not reach.
    assert sent_by_others(with_idle_phone)[: len(without)] == without


REPORT: Final = """
import json
from tests.test_repeats import CASES, SEEDS, fingerprint, played
runs = [(name, case, seed) for name, case in CASES.items() for seed in SEEDS]
print(json.dumps({f"{name} {seed}": fingerprint(played(case, seed).recording) for name, case, seed in runs}))
"""


def fingerprints(cwd: Path, environment: Mapping[str, str]) -> Mapping[str, str]:
    top = Path(__file__).parent.parent
    surroundings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(top), **environment}
    command = [sys.executable, "-c", REPORT]
    done = subprocess.run(command, cwd=cwd, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def test_two_processes_with_other_hashes_zones_locales_and_folders_record_the_same(tmp_path: Path) -> None:
    here = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"}
    there = {"PYTHONHASHSEED": "4711", "TZ": "NPT-5:45", "LC_ALL": "de_DE.UTF-8", "PYTHONUTF8": "1"}
    assert fingerprints(Path("/"), here) == fingerprints(tmp_path, there)
