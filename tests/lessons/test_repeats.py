"""The same bytes, whatever is different outside of the lab: the promise that everything else stands on."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.lessons.shipped import CASES, Case, begin, lab
from voiplab.lab.lab import NodePlan
from voiplab.lab.run import Run
from voiplab.net.topology import Attachment
from voiplab.recording.events import Event, Sent
from voiplab.recording.recording import Recording, Unrecorded

Packets = list[tuple[int, str, object]]

WORLDS = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8"},
)


def watched(recording: Recording) -> Packets:
    """What goes over the wire from now on."""
    packets: Packets = []

    def note(event: Event) -> None:
        if isinstance(event.what, Sent):
            packets.append((event.at, event.node, event.what.packet))

    recording.observe(note)
    return packets


@pytest.mark.parametrize("lesson", list(dict.fromkeys(case.lesson for case in CASES)))
def test_two_processes_in_different_worlds_write_the_same_bytes(lesson: str, tmp_path: Path) -> None:
    outputs = []
    for number, world in enumerate(WORLDS):
        folder = tmp_path / str(number)
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-m", "voiplab", "run", lesson, "--solution", "--json"],
            env={**os.environ, **world},
            cwd=folder,
            capture_output=True,
            check=True,
        )
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1]
    assert len(json.loads(outputs[0])["messages"]) > 3


@pytest.mark.parametrize("case", CASES, ids=str)
def test_recording_or_not_the_wire_is_the_same(case: Case) -> None:
    recorded, unrecorded = Recording(), Unrecorded()
    wires = [watched(recorded), watched(unrecorded)]
    for recording in (recorded, unrecorded):
        begin(case, recording=recording).run()
    assert wires[0] == wires[1] != []
    assert len(unrecorded) == 0


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_idle_phone_more_changes_nothing_for_the_others(case: Case) -> None:
    plain = lab(case)
    network, subnet = next(iter(plain.topology.networks.items()))
    topology = replace(
        plain.topology,
        hosts={"idler": (Attachment(network, str(subnet[99])),), **plain.topology.hosts},
    )
    files = {**plain.files, "idler": {"phone.ini": b"[phone]\nuser=idler\ndomain=localhost\nserver=\n"}}
    crowded = replace(
        plain,
        topology=topology,
        nodes={"idler": NodePlan("idler", "phone", "idler", "plain-rfc"), **plain.nodes},
        files=files,
    )
    digests = []
    for one in (plain, crowded):
        run = Run(one, one.runs[case.run], 1)
        run.run()
        digests.append(run.digest())
    assert digests[0] == digests[1]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_executing_again_up_to_each_message_and_going_on_gives_the_same_run(case: Case) -> None:
    whole = begin(case)
    steps_at_messages = [0]
    packets = watched(whole.recording)
    seen = 0
    while whole.step() and not whole.is_idle:
        if len(packets) > seen:
            seen = len(packets)
            steps_at_messages.append(whole.kernel.steps)
    expected = whole.digest()
    for steps in steps_at_messages[:: max(1, len(steps_at_messages) // 12)]:
        again = begin(case)
        again.go_on(steps)
        assert again.kernel.steps == steps
        again.run()
        assert again.digest() == expected


@pytest.mark.parametrize("case", CASES, ids=str)
def test_nothing_is_left_after_a_run(case: Case) -> None:
    """No dialog, transaction or timer that the protocol says should be gone."""
    run = begin(case)
    run.run()
    assert run.leftovers() == {}
    assert run.kernel.is_idle


@pytest.mark.parametrize("case", CASES, ids=str)
def test_another_seed_makes_other_tokens(case: Case) -> None:
    digests = []
    for seed in (1, 2):
        run = begin(case, seed)
        run.run()
        digests.append(run.digest())
    assert digests[0] != digests[1]
