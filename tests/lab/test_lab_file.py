"""Labs from YAML: scripts, faults, and what is said of wrong ones."""

from pathlib import Path

import pytest

from tests.lab.two_phones import LAB, write
from voiplab.lab.actions import Cable, Edit, NodeAction
from voiplab.lab.lab import Lab
from voiplab.lab.opening import open_lab
from voiplab.lab.script import AtStart, WhenMessage, WhenPhone
from voiplab.lab.span import Span
from voiplab.net.faults import Damage
from voiplab.sim.moment import ms, seconds
from voiplab.text.place import ConfigError


def lab(folder: Path, text: str = LAB) -> Lab:
    return open_lab(write(folder, text))


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        lab(folder, text)
    return str(caught.value)


def with_line(line: str) -> str:
    """The lab with another script: this line, which is line 9 of the file."""
    head = LAB[: LAB.index("    script:")]
    return f"{head}    script:\n      - {line}\n"


def test_nodes_runs_and_files_are_those_of_the_folder(tmp_path: Path) -> None:
    read = lab(tmp_path)
    assert list(read.nodes) == ["alice", "bob"]
    assert read.nodes["bob"].label == "rings reliably"
    assert (read.first_run, read.runs["call"].does, read.runs["call"].limit) == (
        "call",
        "alice calls bob",
        seconds(300),
    )
    assert list(read.files) == ["alice", "bob"]
    assert read.topology.host_of("10.0.0.2") == "bob"


def test_a_line_of_a_script_has_a_moment_or_a_state_or_a_message_before_it(tmp_path: Path) -> None:
    text = with_line("{at: 1s, alice: dial bob}") + (
        "      - {when: bob rings, after: 1s..2s, bob: answer}\n"
        "      - {when: 200 for INVITE from bob, alice: unplug}\n"
    )
    first, second, third = lab(tmp_path, text).runs["call"].script
    assert (first.when, first.after, first.node, first.action) == (
        AtStart(),
        Span(seconds(1), seconds(1)),
        "alice",
        NodeAction("dial bob"),
    )
    assert (second.when, second.after) == (WhenPhone("bob", "rings"), Span(seconds(1), seconds(2)))
    assert isinstance(third.when, WhenMessage)
    assert (str(third.when.pattern), third.action) == ("200 for INVITE from bob", Cable.UNPLUG)


def test_a_script_waits_for_a_transfer(tmp_path: Path) -> None:
    [line] = lab(tmp_path, with_line("{when: bob has transferred, alice: hang up}")).runs["call"].script
    assert line.when == WhenPhone("bob", "has transferred")


def test_a_script_saves_a_file_of_the_folder_later(tmp_path: Path) -> None:
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "louder.ini").write_bytes(b"[phone]\n")
    [line] = lab(tmp_path, with_line("{at: 4s, bob: {save: phone.ini, from: louder.ini}}")).runs["call"].script
    assert line.action == Edit("phone.ini", b"[phone]\n")


def test_faults_name_a_message_and_how_many_of_it_are_hit(tmp_path: Path) -> None:
    text = LAB + (
        "    faults:\n"
        "      - {lose: 180 from bob to alice, first: 1..3}\n"
        "      - {delay: BYE from alice, by: 20ms, skip: 1}\n"
        "      - {duplicate: ACK}\n"
    )
    lost, late, double = lab(tmp_path, text).runs["call"].faults
    assert (lost.damage, str(lost.pattern)) == (Damage.LOSE, "180 from bob to alice")
    assert lost.first is not None
    assert (lost.first.least, lost.first.most) == (1, 3)
    assert (late.damage, late.skip, late.by) == (Damage.DELAY, 1, Span(ms(20), ms(20)))
    assert (double.damage, double.first) == (Damage.DUPLICATE, None)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{at: 1s}", "a line of a script names one node, and what it does"),
        ("{at: 1s, alice: dial 1, bob: dial 2}", "a line of a script names one node, and what it does"),
        ("{at: 1s, alise: dial 1}", "no node is called alise, or it is switched off in this run; did you mean alice?"),
        ("{alice: dial 1}", "a line of a script has either `at` or `when`"),
        ("{at: 1s, when: bob rings, alice: dial 1}", "a line of a script has either `at` or `when`"),
        ("{at: 1s, after: 1s, alice: dial 1}", "`after` belongs to `when`"),
        ("{at: soon, alice: dial 1}", "`soon` is no time; expected something like 500ms, 2s, 1.5s or 2m"),
        ("{when: bob dances, alice: hang up}", "`dances` is no state of a phone; there are: dials"),
        ("{when: 180 form bob, alice: hang up}", "'180 form bob', column 5: expected `for`, `from`, `to`"),
        ("{at: 1s, alice: dail 1001}", "'dail 1001' is nothing that a phone can do; it can register"),
        ("{at: 1s, bob: {save: phone.ini, from: none.ini}}", "the folder `later` has no file none.ini"),
    ],
)
def test_a_wrong_line_of_a_script_is_said_with_its_line(tmp_path: Path, line: str, says: str) -> None:
    assert refusal(tmp_path, with_line(line)).startswith(f"lab.yaml:9: {says}")


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("{first: 1}", "a fault has one of `lose`, `delay`, `duplicate`"),
        ("{lose: 180, delay: 200, by: 1s}", "a fault has one of `lose`, `delay`, `duplicate`"),
        ("{delay: 180}", "`delay` needs `by`, the others do without"),
        ("{lose: 180, by: 1s}", "`delay` needs `by`, the others do without"),
        ("{lose: 180, first: many}", "`many` is no number; expected something like 2 or 1..3"),
        ("{loose: 180}", "`loose` is no key here; did you mean lose?"),
    ],
)
def test_a_wrong_fault_is_said_with_its_line(tmp_path: Path, fault: str, says: str) -> None:
    assert refusal(tmp_path, f"{LAB}    faults:\n      - {fault}\n").startswith(f"lab.yaml:13: {says}")


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        (
            "topology: two",
            "topology: one-ofice",
            "lab.yaml:1: no topology is called one-ofice; did you mean one-office?",
        ),
        ("alice: {kind", "alise: {kind", "lab.yaml:3: the topology has no host alise; did you mean alice?"),
        ("kind: phone", "kind: phon", "lab.yaml:3: 'phone', 'freeswitch' or 'opensips' is expected"),
        (", model: plain-rfc}", "}", "lab.yaml:3: a phone needs its `model`"),
        ("does: alice", "of: [carol]\n    does: alice", "lab.yaml:7: `of` is no key here"),
        ("does: alice", "off: [carol]\n    does: alice", "lab.yaml:7: no node is called carol"),
        ("does: alice calls bob", "limit: never", "lab.yaml:7: `never` is no time"),
        ("runs:", "date: tomorrow\nruns:", "lab.yaml:5: `tomorrow` is no date"),
        ("runs:", "seed: -1\nruns:", "lab.yaml:5: the value should be greater than or equal to 0"),
    ],
)
def test_a_wrong_lab_is_said_with_its_line(tmp_path: Path, was: str, becomes: str, says: str) -> None:
    assert refusal(tmp_path, LAB.replace(was, becomes, 1)).startswith(says)
