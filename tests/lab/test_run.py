"""A run is a function of lab, run, seed and journal."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.lab.two_phones import LAB, write
from voiplab.lab.actions import Cable, NodeAction
from voiplab.lab.ending import LimitReached
from voiplab.lab.lab import Lab
from voiplab.lab.node import ImpossibleAction
from voiplab.lab.opening import open_lab
from voiplab.lab.run import Entry, Run
from voiplab.recording.events import Lost, Performed, Sent
from voiplab.rtp.flow import Flow
from voiplab.sim.moment import ms, seconds
from voiplab.sip.message import parse
from voiplab.text.place import ConfigError


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return open_lab(write(tmp_path))


def played(lab: Lab, seed: int = 1) -> Run:
    run = Run(lab, lab.runs["call"], seed)
    run.run()
    return run


def starts(run: Run) -> list[str]:
    """The first line of each SIP message, in order."""
    packets = [event.what.packet.payload for event in run.recording if isinstance(event.what, Sent)]
    return [parse(payload).start for payload in packets if not isinstance(payload, Flow)]


def acts(run: Run) -> list[tuple[int, str, str]]:
    return [(event.at, event.node, event.what.action) for event in run.recording if isinstance(event.what, Performed)]


def losses(run: Run) -> list[str]:
    return [event.what.reason for event in run.recording if isinstance(event.what, Lost)]


def test_the_script_is_acted_and_the_call_goes_over_the_wire(lab: Lab) -> None:
    run = played(lab)
    assert [start.split()[0] for start in starts(run)] == [
        "INVITE",
        "SIP/2.0",
        "PRACK",
        "SIP/2.0",
        "SIP/2.0",
        "ACK",
        "BYE",
        "SIP/2.0",
    ]
    assert [(node, what) for _, node, what in acts(run)] == [
        ("alice", "dial bob"),
        ("bob", "answer"),
        ("alice", "hang up"),
    ]


def test_a_script_goes_on_when_a_call_was_refused(tmp_path: Path) -> None:
    lines = (
        "{at: 1s, alice: dial bob}",
        "{when: bob rings, bob: reject}",
        "{when: alice is refused, after: 1s, alice: dial bob}",
        "{at: 6s, alice: hang up}",
    )
    script = "".join(f"      - {line}\n" for line in lines)
    run = played(open_lab(write(tmp_path, LAB.partition("      - ")[0] + script)))
    assert [what for _, _, what in acts(run)] == ["dial bob", "reject", "dial bob", "hang up"]


def test_the_seed_chooses_how_long_it_rings_and_nothing_else_of_the_script(lab: Lab) -> None:
    waits = [acts(played(lab, seed))[1][0] for seed in range(1, 9)]
    assert len(dict.fromkeys(waits)) > 1
    assert all(seconds(1) + ms(1002) <= wait <= seconds(3) + ms(1002) for wait in waits)


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(lab: Lab) -> None:
    assert played(lab).digest() == played(lab).digest()
    assert played(lab).digest() != played(lab, 2).digest()


def test_a_node_that_is_switched_off_is_not_there(lab: Lab) -> None:
    plan = replace(lab.runs["call"], off=("bob",), script=lab.runs["call"].script[:1])
    run = Run(lab, plan, 1)
    run.run()
    assert list(run.nodes) == ["alice"]
    assert "10.0.0.2:5060" in losses(run)[0]


def test_what_a_person_does_enters_the_journal_and_is_done_again_at_its_step(lab: Lab) -> None:
    run = Run(lab, lab.runs["call"], 1)
    run.run(until=seconds(2))
    run.perform("alice", NodeAction("hang up"))
    run.run()
    again = Run(lab, lab.runs["call"], 1, run.journal)
    again.run()
    assert [(entry.node, str(entry.action)) for entry in run.journal] == [("alice", "hang up")]
    assert again.digest() == run.digest() != played(lab).digest()
    assert again.journal == run.journal


def test_an_action_comes_at_its_moment_also_when_other_files_make_more_or_fewer_steps_before_it(lab: Lab) -> None:
    quiet = replace(lab.runs["call"], script=())
    entry = Entry(20, seconds(2), "alice", NodeAction("hang up"))
    for plan in (lab.runs["call"], quiet):
        run = Run(lab, plan, 1, [entry])
        run.run()
        assert (seconds(2), "alice", "hang up") in acts(run)


def test_at_one_moment_the_steps_say_what_comes_first(lab: Lab) -> None:
    order = []
    for steps in (0, 1_000):
        run = Run(lab, lab.runs["call"], 1, [Entry(steps, seconds(1), "bob", NodeAction("dnd on"))])
        run.run()
        order.append([what for _, _, what in acts(run)][:2])
    assert order == [["dnd on", "dial bob"], ["dial bob", "dnd on"]]


def test_a_run_that_has_nothing_else_to_do_goes_on_to_what_a_person_does_later(lab: Lab) -> None:
    quiet = replace(lab.runs["call"], script=())
    run = Run(lab, quiet, 1, [Entry(0, seconds(70), "alice", NodeAction("dial bob"))])
    assert not run.is_idle
    run.run()
    assert acts(run) == [(seconds(70), "alice", "dial bob")]
    assert starts(run)[0].split()[0] == "INVITE"


def test_up_to_a_moment_nothing_is_done_that_comes_later(lab: Lab) -> None:
    journal = [Entry(0, seconds(at), "alice", NodeAction(f"dnd {word}")) for at, word in ((1, "on"), (3, "off"))]
    run = Run(lab, replace(lab.runs["call"], script=()), 1, journal)
    run.run(until=seconds(2))
    assert (run.kernel.now, acts(run)) == (seconds(2), [(seconds(1), "alice", "dnd on")])
    run.run(until=seconds(3))
    assert len(acts(run)) == 2


def test_what_a_person_does_after_the_limit_of_a_run_is_beyond_it(lab: Lab) -> None:
    run = Run(lab, lab.runs["call"], 1, [Entry(0, seconds(301), "alice", NodeAction("dial bob"))])
    with pytest.raises(LimitReached, match="call was not over after 300 s"):
        run.run()


def test_a_branch_is_the_run_without_what_was_done_later(lab: Lab) -> None:
    run = Run(lab, lab.runs["call"], 1)
    run.run(until=seconds(2))
    run.perform("alice", NodeAction("hang up"))
    [entry] = run.journal
    branch = run.branch(entry.steps)
    branch.run()
    assert branch.digest() == played(lab).digest()


def test_what_nobody_can_do_is_refused_and_not_written_down(lab: Lab) -> None:
    run = Run(lab, lab.runs["call"], 1)
    with pytest.raises(ImpossibleAction, match="'sing' is nothing that a phone can do"):
        run.perform("alice", NodeAction("sing"))
    assert run.journal == []


def test_an_unplugged_cable_loses_what_is_sent_and_says_so(lab: Lab) -> None:
    run = Run(lab, lab.runs["call"], 1)
    run.perform("bob", Cable.UNPLUG)
    run.run()
    assert len(losses(run)) == 7  # RFC 3261 section 17.1.1.2: at 0, 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 s
    assert dict.fromkeys(losses(run)) == {"bob is unplugged": None}


def test_a_run_that_does_not_end_is_stopped_at_its_limit(lab: Lab) -> None:
    plan = replace(lab.runs["call"], limit=seconds(2))
    with pytest.raises(LimitReached, match="call was not over after 2 s"):
        Run(lab, plan, 1).run()


def test_a_run_that_makes_no_headway_is_stopped_by_its_steps(lab: Lab) -> None:
    with pytest.raises(LimitReached, match="call was not over after 5 steps"):
        Run(lab, replace(lab.runs["call"], most_steps=5), 1).run()


def test_until_a_moment_a_run_goes_on_also_in_the_background(lab: Lab) -> None:
    run = Run(lab, lab.runs["call"], 1)
    run.run(until=seconds(200))
    assert run.kernel.now == seconds(200)


def test_what_a_node_refuses_is_said_with_the_name_of_its_folder(tmp_path: Path) -> None:
    path = write(tmp_path)
    (tmp_path / "files" / "bob" / "phone.ini").write_text("[phone]\nuser=bob\n", encoding="utf-8")
    lab = open_lab(path)
    with pytest.raises(ConfigError, match=r"^bob/phone\.ini:1: `domain` is missing"):
        Run(lab, lab.runs["call"], 1)


def test_a_fault_of_the_script_hits_as_many_as_the_seed_says(tmp_path: Path) -> None:
    lab = open_lab(write(tmp_path, LAB + "    faults:\n      - {lose: 180 from bob, first: 1..3}\n"))
    lost = [losses(played(lab, seed)).count("lost by the script of this run (180 from bob)") for seed in range(1, 13)]
    assert sorted(dict.fromkeys(lost)) == [1, 2, 3]


def test_a_line_of_the_script_may_wait_for_what_a_phone_does_when_it_is_switched_on(tmp_path: Path) -> None:
    lab_file = write(tmp_path, LAB.replace("at: 1s, alice", "when: REGISTER from alice to bob, after: 2s, alice"))
    ini = "[phone]\nuser=alice\ndomain=10.0.0.2\nserver=10.0.0.2\n"
    (tmp_path / "files/alice/phone.ini").write_text(ini, encoding="utf-8")
    assert acts(played(open_lab(lab_file)))[0][1:] == ("alice", "dial bob")


def test_what_is_done_at_a_node_stands_in_the_column_of_its_host(tmp_path: Path) -> None:
    elsewhere = LAB.replace("bob: {kind: phone, model: plain-rfc,", "bert: {kind: phone, model: plain-rfc, host: bob,")
    file = write(
        tmp_path,
        elsewhere.replace("bob rings", "bert rings")
        .replace("bob: answer", "bert: answer")
        .replace("bob talks", "bert talks"),
    )
    (tmp_path / "files/bob").rename(tmp_path / "files/bert")
    run = played(open_lab(file))
    answered = next(
        event for event in run.recording if isinstance(event.what, Performed) and event.what.action == "answer"
    )
    assert answered.node == "bob"
