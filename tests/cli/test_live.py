"""`voiplab live` as its user meets it: what it says, what it refuses, and how it ends."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from tests.cli.command import Said, voiplab
from tests.interop.addresses import Block, block
from tests.interop.labs import lab_at
from tests.live.softphone import options
from voiplab.cli import exits
from voiplab.cli.main import run

SERVER = 20
CAROL = 13


@pytest.fixture
def own() -> Iterator[Block]:
    with block() as free:
        yield free


@pytest.fixture
def office(own: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A FreeSWITCH with two simulated phones on the test's own addresses; nobody else's live labs are met."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return lab_at("office-with-phones", own.prefix, tmp_path / "lab")


def live(lab: Path, *words: str) -> Said:
    """Its data goes to a real file, since it asks the system whether there is room."""
    out, err = lab.parent / "out", StringIO()
    with out.open("w") as file, redirect_stdout(file), redirect_stderr(err):
        code = run(["live", str(lab), "--for", "30ms", *words])
    return Said(code, out.read_text(), err.getvalue())


def test_it_says_where_it_listens_and_how_it_ended(office: Path, own: Block) -> None:
    said = live(office)
    assert said.code == exits.FINE
    ports = [f"{kind} {own.at(SERVER, port)}" for kind in ("UDP", "TCP") for port in (5080, 5060, 5070)]
    assert said.err.splitlines()[0] == f"freeswitch listens on {', '.join(ports)}"
    assert "Ready. Ctrl-c ends it" in said.err
    assert re.search(r"Ended after 0 s and \d+ messages\.\n$", said.err)
    assert "REGISTER 1002" in said.out


def test_each_message_is_a_line_of_json_in_the_form_of_the_contract(office: Path, own: Block) -> None:
    said = live(office, "--json", "--seed", "3")
    messages = [json.loads(line) for line in said.out.splitlines()]
    assert [message["n"] for message in messages] == list(range(1, len(messages) + 1))
    assert len(messages) == 8
    for message in messages:
        assert {"n", "t", "from", "to", "transport", "src", "dst", "raw", "cause"} <= message.keys()
        assert message["transport"] == "UDP"
        assert 0 <= message["t"] < 1
    first, challenge = messages[0], messages[2]
    assert (first["from"], first["to"]) == ("carol", "freeswitch")
    assert (first["src"], first["dst"]) == (str(own.at(CAROL)), str(own.at(SERVER)))
    assert first["raw"].startswith("REGISTER sip:")
    assert challenge["raw"].startswith("SIP/2.0 401 Unauthorized\r\n")
    assert challenge["cause"]["kind"] == "packet"
    assert challenge["cause"]["message"] == 1


def test_the_lines_say_the_same_as_the_run(office: Path) -> None:
    """Times and causes are those of `run --json`, message by message, for the same seed."""
    lines = [json.loads(line) for line in live(office, "--json", "--run", "answers", "--seed", "3").out.splitlines()]
    ran = json.loads(voiplab("run", office, "--json", "--run", "answers", "--seed", "3", "--until", "30ms").out)
    assert len(lines) == 8
    for line, message in zip(lines, ran["messages"], strict=True):
        for name in ("n", "from", "to", "transport", "src", "dst", "cause"):
            assert line[name] == message[name]
        assert start(line["raw"]) == start(message["raw"])


def start(raw: str) -> str:
    return raw.partition("\r\n")[0]


def test_nobody_is_called_so(office: Path) -> None:
    said = live(office, "--map", "freeswich=127.0.0.9")
    assert said.code == exits.USAGE
    assert "no node is called freeswich; did you mean freeswitch?" in said.err
    assert "no node is called x; there are freeswitch, carol, dave" in live(office, "--expose", "x").err


def test_what_was_replaced_is_told(office: Path, own: Block) -> None:
    said = live(office, "--map", f"freeswitch={own[99]}:5071")
    told = [line for line in said.err.splitlines() if line.startswith("freeswitch: ")]
    assert told == [
        f"freeswitch: {own[SERVER]} is {own[99]} here, in topology, freeswitch/vars.xml (2 times)",
        f"freeswitch: {own[SERVER]} is {own.at(99, 5071)} here, in carol/phone.ini (2 times), dave/phone.ini (2 times)",
        "freeswitch: 5060 is 5071 here, in freeswitch/sip_profiles/internal.xml",
    ]
    assert f"UDP {own.at(99, 5071)}" in said.err


def test_a_port_in_use_is_told_in_a_sentence(office: Path, own: Block) -> None:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as other:
        other.bind(tuple(own.at(SERVER)))
        said = live(office)
    assert said.code == exits.USAGE
    sentence = f"UDP port 5060 of {own[SERVER]} is in use by another program; --map NODE=IP:PORT puts a node elsewhere"
    assert sentence in said.err
    assert live(office).code == exits.FINE


def test_a_port_in_use_of_an_exposed_phone_is_told_in_a_sentence(office: Path, own: Block) -> None:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as other:
        other.bind(tuple(own.at(CAROL)))
        other.listen()
        said = live(office, "--expose", "carol")
    assert said.code == exits.USAGE
    assert f"TCP port 5060 of {own[CAROL]} is in use by another program" in said.err


def test_an_address_that_is_not_here_is_told_in_a_sentence(office: Path) -> None:
    said = live(office, "--allow-network", "--map", "freeswitch=192.0.2.1")
    assert said.code == exits.USAGE
    assert "192.0.2.1 is no address of this machine" in said.err


def test_an_address_that_others_could_reach_needs_permission(office: Path) -> None:
    said = live(office, "--map", "freeswitch=192.0.2.1")
    assert said.code == exits.USAGE
    assert "192.0.2.1 is no loopback address: --allow-network lets others reach this lab" in said.err


def test_two_nodes_at_one_address_are_refused(office: Path, own: Block) -> None:
    said = live(office, "--map", f"freeswitch={own[99]}", "--map", f"carol={own[99]}")
    assert said.code == exits.USAGE
    assert f"carol cannot be at {own[99]}: freeswitch is there; --map carol=IP puts it elsewhere" in said.err


def test_a_server_needs_no_exposing(office: Path) -> None:
    said = live(office, "--expose", "freeswitch")
    assert said.code == exits.FINE
    assert "freeswitch has real sockets anyway: it is a server" in said.err


def test_a_broken_lab_is_told_with_file_and_line(office: Path) -> None:
    office.write_text("topology: loopback\nnodes:\n  freeswitch: {kind: freeswich}\n")
    said = live(office)
    assert said.code == exits.INVALID
    assert "office-with-phones.yaml:3:" in said.err
    assert len(said.err.splitlines()) == 1


def test_a_broken_configuration_is_told_with_file_and_line(office: Path) -> None:
    profile = office.parent / "files/freeswitch/sip_profiles/internal.xml"
    profile.write_text(profile.read_text().replace("</settings>", "</setings>"))
    said = live(office)
    assert said.code == exits.INVALID
    assert "freeswitch/sip_profiles/internal.xml:" in said.err
    assert len(said.err.splitlines()) == 1


def test_a_terminal_of_40_columns_gets_rows_that_fit(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    said = live(office)
    assert said.code == exits.FINE
    assert said.out.count("REGISTER") >= 4
    assert max(map(len, said.out.splitlines())) <= 40


class Child:
    """The command as a child of its own, for what happens to a whole process."""

    def __init__(self, lab: Path, *words: str, out: int = subprocess.PIPE) -> None:
        command = [sys.executable, "-m", "voiplab", "live", str(lab), *words]
        self._process = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE, text=True, env={**os.environ})

    @property
    def process(self) -> int:
        return self._process.pid

    def wait_until_ready(self) -> None:
        assert self._process.stderr is not None
        assert any(line.startswith("Ready") for line in self._process.stderr)

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def __enter__(self) -> "Child":
        self.wait_until_ready()
        return self

    def __exit__(self, *_error: object) -> None:
        """Whatever happened, nothing is left behind."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()

    def end(self) -> Said:
        out, err = self._process.communicate(timeout=20)
        return Said(self._process.returncode, out or "", err)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_cleanly(office: Path, number: signal.Signals) -> None:
    with Child(office) as child:
        child.signal(number)
        said = child.end()
    assert said.code == exits.FINE
    assert re.fullmatch(r"\n*Ended after 0 s and \d+ messages\.\n", said.err)


def test_a_reader_that_goes_away_ends_it_quietly(office: Path) -> None:
    reader, writer = os.pipe()
    with Child(office, "--json", out=writer) as child:
        os.close(writer)
        os.close(reader)
        said = child.end()
    assert "Traceback" not in said.err
    assert "failed" not in said.err
    assert said.code == exits.NOT_YET  # as every command of click ends then


def test_a_reader_that_does_not_read_keeps_nobody_waiting(office: Path, own: Block) -> None:
    """The pipe is full long before the last answer is written."""
    reader, writer = os.pipe()
    with (
        Child(office, "--json", out=writer) as child,
        closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as program,
    ):
        os.close(writer)
        program.bind(tuple(own.at(30)))
        program.settimeout(10)
        for number in range(300):
            program.sendto(options(own.at(30), number), tuple(own.at(SERVER)))
            assert program.recv(65_535).startswith(b"SIP/2.0 200 OK")
        child.signal(signal.SIGTERM)
        with os.fdopen(reader) as unread:
            messages = [json.loads(line)["n"] for line in unread]
        assert child.end().code == exits.FINE
    assert messages == list(range(1, 8 + 600 + 1))


def test_two_labs_live_side_by_side_and_a_console_says_which_it_means(office: Path, own: Block, tmp_path: Path) -> None:
    other = lab_at("office", own.prefix, tmp_path / "other")
    with Child(office) as one, Child(other, "--map", f"freeswitch={own[99]}") as another:
        unclear = voiplab("console", "freeswitch", "sofia", "status")
        assert unclear.code == exits.USAGE
        assert "more than one live lab is running" in unclear.err
        assert own[99] in voiplab("console", "freeswitch", "--of", other, "sofia", "status").out
        assert own[SERVER] in voiplab("console", "freeswitch", "--of", office, "sofia", "status").out
        wrong = voiplab("console", "alice", "--of", office, "dial", "1")
        assert wrong.code == exits.USAGE
        assert "no node is called alice; there are freeswitch, carol, dave" in wrong.err
        for lab in (one, another):
            lab.signal(signal.SIGTERM)
            assert lab.end().code == exits.FINE
    assert list((tmp_path / "voiplab").iterdir()) == []


def test_a_folder_that_others_may_enter_is_told_and_the_lab_goes_on(office: Path, tmp_path: Path) -> None:
    (tmp_path / "voiplab").mkdir(mode=0o755)
    said = live(office)
    assert said.code == exits.FINE
    assert "No other terminal can reach this lab: " in said.err
    assert "only you may enter" in said.err
    assert "only you may enter" in voiplab("console", "freeswitch", "sofia", "status").err


def test_a_mistake_saved_meanwhile_is_told_with_its_line_and_the_lab_goes_on(office: Path) -> None:
    with Child(office) as child:
        profile = office.parent / "files/freeswitch/sip_profiles/internal.xml"
        profile.write_text(profile.read_text().replace("</settings>", "</setings>"))
        refused = voiplab("console", "freeswitch", "--of", office, "reloadxml")
        assert refused.out.startswith("+OK [[error near line ")  # the real server's words
        assert "internal" in voiplab("console", "freeswitch", "--of", office, "sofia", "status").out
        child.signal(signal.SIGTERM)
        assert child.end().code == exits.FINE
