"""`voiplab run`: the ladder and its other forms, differences, reasons, a message in full."""

import re
from json import loads
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.cli.command import voiplab
from tests.lab.two_phones import LAB, write
from voiplab.cli.remarks import warn
from voiplab.course.workspace import open_workspace
from voiplab.text.place import Place
from voiplab.text.remark import Effect, Remark


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    return write(tmp_path)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    assert voiplab("start", "prack-enable", folder, "--seed", 7).code == 0
    return folder


def add(workspace: Path, name: str) -> None:
    """A parameter as line 7 of the profile."""
    profile = workspace / "freeswitch/sip_profiles/internal.xml"
    text = profile.read_text(encoding="utf-8")
    line = f'    <param name="{name}" value="true"/>'
    profile.write_text(text.replace("<settings>", f"<settings>\n{line}"), encoding="utf-8")


def solve(workspace: Path) -> None:
    add(workspace, "enable-100rel")


def test_the_ladder_is_data_and_which_runs_there_are_is_talk(tmp_path: Path) -> None:
    said = voiplab("run", write(tmp_path, LAB + "  quiet: {does: nobody calls}\n"))
    assert said.code == 0
    assert "|-- INVITE" in said.out
    assert said.err == "\nThis was the run call. With --run there are also:\n  quiet  nobody calls\n"


def test_what_a_server_logs_as_an_error_is_told_once_each(workspace: Path) -> None:
    external = workspace / "freeswitch/sip_profiles/external.xml"
    external.write_text(external.read_text(encoding="utf-8").replace('value="5080"', 'value="5060"'), encoding="utf-8")
    said = voiplab("run", workspace, "--run", "call")
    told = [line for line in said.err.splitlines() if "log of freeswitch: Error Creating SIP UA" in line]
    assert [line.partition(",")[0] for line in told] == ["0.000 s", "5.000 s", "10.000 s", "10.000 s"]
    assert "log of" not in said.out


def test_the_same_command_prints_the_same_bytes(lab: Path) -> None:
    assert voiplab("run", lab) == voiplab("run", lab)
    assert voiplab("run", lab).out != voiplab("run", lab, "--seed", 2).out


def test_until_a_moment_the_ladder_ends_there(lab: Path) -> None:
    out = voiplab("run", lab, "--until", "1.003").out
    assert "180 Ringing" in out
    assert "200 OK (INVITE)" not in out


@pytest.mark.parametrize(
    ("form", "begins"),
    [("mermaid", "sequenceDiagram\n"), ("svg", "<svg "), ("html", "<!doctype html>"), ("none", "")],
)
def test_a_ladder_has_other_forms(lab: Path, form: str, begins: str) -> None:
    assert voiplab("run", lab, "--ladder", form).out.startswith(begins)


def test_the_output_goes_into_a_file_when_one_is_named(lab: Path, tmp_path: Path) -> None:
    said = voiplab("run", lab, "--ladder", "mermaid", "--out", tmp_path / "call.mmd")
    assert (said.code, said.out) == (0, "")
    assert (tmp_path / "call.mmd").read_text(encoding="utf-8").startswith("sequenceDiagram\n")


def test_a_run_as_json_has_messages_with_their_causes_and_the_checks_of_this_run(workspace: Path) -> None:
    run = loads(voiplab("run", workspace, "--json").out)
    assert (run["schema"], run["lab"], run["run"], run["seed"]) == ("voiplab/run/1", "prack-enable", "call", 7)
    invite = next(message for message in run["messages"] if message["raw"].startswith("INVITE"))
    assert (invite["from"], invite["to"], invite["cause"]) == (
        "alice",
        "freeswitch",
        {"kind": "key", "node": "alice", "name": "dial 1001"},
    )
    assert [(check["id"], check["passed"]) for check in run["checks"]][:2] == [("offered", False), ("pracked", None)]
    assert "back-plain" not in [check["id"] for check in run["checks"]]


def test_a_message_in_full_explained_and_why_it_was_sent(workspace: Path) -> None:
    solve(workspace)
    shown = voiplab("run", workspace, "--show", "16").out
    assert shown.startswith("message 16, ")
    assert "\nPRACK sip:1001@192.168.10.12:5060 SIP/2.0\n" in shown
    explained = voiplab("run", workspace, "--explain", "16").out
    assert "\nRAck: " in explained
    assert "\n  that is message 15 (180 Ringing), which is not repeated any more\n" in explained
    answer = voiplab("run", workspace, "--explain", "19").out
    assert "\n  left: PCMU/8000 (0), telephone-event/8000 (101)\n" in answer
    why = voiplab("run", workspace, "--why", "16").out
    assert "because at alice somebody did: dial 1001" in why
    assert "written by sip_profiles/internal.xml:7  enable-100rel=true" in why


def test_against_the_start_shows_what_the_change_changed(workspace: Path) -> None:
    assert "PRACK" not in voiplab("run", workspace, "--against", "start").out
    solve(workspace)
    out = voiplab("run", workspace, "--against", "start").out
    assert "+16" in out
    assert "+ Require: 100rel" in out


def test_against_the_solution_nothing_is_left_when_all_is_right(workspace: Path) -> None:
    solve(workspace)
    out = voiplab("run", workspace, "--against", "solution").out
    assert [line for line in out.splitlines() if line[:1] in ("+", "-", "~")] == []


def test_against_another_workspace(workspace: Path, tmp_path: Path) -> None:
    assert voiplab("start", "prack-enable", tmp_path / "other").code == 0
    solve(tmp_path / "other")
    assert "-16" in voiplab("run", workspace, "--against", tmp_path / "other").out


def test_against_a_run_that_was_saved_before(workspace: Path, tmp_path: Path) -> None:
    saved = tmp_path / "before.json"
    voiplab("run", workspace, "--json", "--out", saved)
    solve(workspace)
    out = voiplab("run", workspace, "--against", saved).out
    assert out == voiplab("run", workspace, "--against", "start").out
    assert "+16" in out


def test_a_saved_run_keeps_what_was_lost_and_every_byte(tmp_path: Path) -> None:
    saved = tmp_path / "before.json"
    words = ("run", write(tmp_path, LAB + "    faults:\n      - {lose: 180 from bob, first: 1}\n"))
    voiplab(*words, "--json", "--out", saved)
    out = voiplab(*words, "--against", saved).out
    assert [line for line in out.splitlines() if line[:1] in ("+", "-", "~")] == []
    assert "lost by the script" in out


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"messages": [1]}', '{"messages": [], "schema": "x"}', "[" * 9_999]
)
def test_a_file_that_is_no_run_is_refused(lab: Path, tmp_path: Path, content: str) -> None:
    (tmp_path / "before.json").write_text(content, encoding="utf-8")
    said = voiplab("run", lab, "--against", tmp_path / "before.json")
    assert (said.code, said.out) == (4, "")
    assert said.err.startswith("Error: before.json:1: a run ")


def test_what_the_product_reads_past_is_told_beside_the_ladder(workspace: Path) -> None:
    add(workspace, "enable-100-rel")
    err = voiplab("run", workspace).err
    assert "freeswitch/sip_profiles/internal.xml:7: ignored there" in err
    assert "did you mean enable-100rel?" in err


def test_of_a_lab_file_all_that_is_read_past_is_told(lab: Path, tmp_path: Path) -> None:
    with (tmp_path / "files/bob/phone.ini").open("a", encoding="utf-8") as file:
        file.write("passwort=1234\n")
    assert (
        voiplab("run", lab).err == "bob/phone.ini:4: ignored there: `passwort` is not known; did you mean password?\n"
    )


def offer_eavesdropping(workspace: Path, number: str = "3...") -> None:
    """An extension that uses what is not simulated, in line 6 of the dialplan."""
    rules = workspace / "freeswitch/dialplan/default.xml"
    text = rules.read_text(encoding="utf-8")
    action = '<action application="eavesdrop" data="all"/>'
    added = f'<extension name="c">\n<condition field="destination_number" expression="^{number}$">\n{action}\n'
    place = '<context name="default">\n'
    rules.write_text(text.replace(place, f"{place}{added}</condition></extension>\n"), encoding="utf-8")


def test_what_is_not_simulated_is_said_even_if_no_call_comes_to_it(workspace: Path) -> None:
    offer_eavesdropping(workspace)
    for command in ("run", "check"):
        said = voiplab(command, workspace)
        assert "freeswitch/dialplan/default.xml:6: the application eavesdrop" in said.err
        assert "eavesdrop" not in said.out
        assert said.code == {"run": 0, "check": 1}[command]


def test_and_before_a_call_that_comes_to_it_ends_the_run(workspace: Path) -> None:
    offer_eavesdropping(workspace, "1001")
    said = voiplab("run", workspace)
    assert (said.code, said.out) == (4, "")
    warning, error = said.err.rstrip().split("\n\n")
    assert warning.endswith("\n  freeswitch/dialplan/default.xml:6: the application eavesdrop")
    assert error == "Error: freeswitch/dialplan/default.xml:6: not simulated: the application eavesdrop"


def test_of_a_configuration_for_a_real_server_the_first_lines_are_named_and_the_rest_counted() -> None:
    remarks = [Remark(Place("fs/a.xml", line), Effect.NOT_SIMULATED, "it") for line in range(1, 20)]
    said = CliRunner().invoke(click.command("warn")(lambda: warn(remarks))).stderr.splitlines()
    assert said[1:3] == ["  fs/a.xml:1: it", "  fs/a.xml:2: it"]
    assert said[-2:] == ["  and 7 more: `voiplab config explain FILE` tells of every line", ""]


def test_what_an_experienced_eye_sees_is_said_when_it_is_asked_for() -> None:
    said = voiplab("run", "prack-420", "--run", "ticket-1", "--findings").out
    assert said == (
        "freeswitch does not know 100rel, which carol demands by Require (RFC 3261 section 8.2.2.3; messages 9 10)\n"
    )
    assert voiplab("run", "prack-420", "--run", "plain", "--findings").out.startswith("nothing: ")
    assert "which carol demands" not in voiplab("run", "prack-420", "--run", "ticket-1").out


def test_a_lesson_runs_without_a_workspace(tmp_path: Path) -> None:
    assert "PRACK" not in voiplab("run", "prack-enable").out
    assert "PRACK" in voiplab("run", "prack-enable", "--solution").out
    assert "PRACK" not in voiplab("run", "prack-enable", "--mistake", "misspelt").out
    assert open_workspace(tmp_path) is None


def test_a_dialplan_that_transfers_to_itself_is_told_with_its_line(workspace: Path) -> None:
    dialplan = workspace / "freeswitch/dialplan/default.xml"
    text = dialplan.read_text(encoding="utf-8")
    bridge = 'application="bridge" data="user/$1@${domain_name}"'
    assert bridge in text
    dialplan.write_text(text.replace(bridge, 'application="transfer" data="$1 XML default"'), encoding="utf-8")
    said = voiplab("run", workspace)
    assert said.code == 6
    assert re.fullmatch(
        r"Error: freeswitch/dialplan/default\.xml:\d+: the dialplan transfers in circles, .*\n", said.err
    )
