"""The named pipe of mi_fifo in a live lab: only its user reaches it, whoever asks is answered, and nothing is left of it."""

import os
import stat
from collections.abc import Iterator
from contextlib import closing
from json import loads
from pathlib import Path
from typing import Final

import pytest

from tests.interop.addresses import Block
from tests.live.stage import Stage
from voiplab.lab.lab import Lab
from voiplab.lab.opening import open_lab
from voiplab.live.limits import PATIENCE
from voiplab.live.pipe import MOST_REPLIES
from voiplab.live.reply import AGAIN, TRIES
from voiplab.recording.events import Performed
from voiplab.sim.moment import seconds

NETWORK: Final = "networks: {lan: 127.0.0.0/8}\nhosts: {proxy: PROXY}\n"
LAB: Final = "topology: pipes\nnodes:\n  proxy: {kind: opensips}\n"
RUNS: Final = "runs:\n  live: {script: []}\n"
SCRIPT: Final = """\
socket=udp:PROXY:5060
loadmodule "proto_udp.so"
loadmodule "signaling.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "sipmsgops.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "mi_fifo.so"
modparam("usrloc", "working_mode_preset", "single-instance-no-db")
modparam("mi_fifo", "fifo_name", "/var/run/opensips/mi")
route { save("location"); }
"""
VERSION: Final = b'{"jsonrpc": "2.0", "id": 7, "method": "version"}'
SAID: Final = {"jsonrpc": "2.0", "result": {"Server": "OpenSIPS (3.2.10 (x86_64/linux))"}, "id": 7}
"""As recorded."""


def lab_at(own: Block, folder: Path, script: str = SCRIPT) -> Lab:
    files = {
        "pipes.yaml": LAB + RUNS,
        "topologies/pipes.yaml": NETWORK,
        "files/proxy/opensips.cfg": script,
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content.replace("PROXY", own[20]), encoding="utf-8")
    return open_lab(folder / "pipes.yaml")


@pytest.fixture
def stage(own: Block, tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(lab_at(own, tmp_path), pipes=tmp_path / "run")
    with closing(stage.live):
        yield stage


class Asker:
    """A program out there with a pipe of its own for answers."""

    def __init__(self, stage: Stage, name: str = "me") -> None:
        self.got = bytearray()
        [(_, _, self.mi)] = stage.live.edge.pipes.places
        self.name = name
        self.own = self.mi.with_name(name)
        os.mkfifo(self.own)
        self._stage = stage
        self._reader: int | None = None

    def write(self, written: bytes) -> None:
        pipe = os.open(self.mi, os.O_WRONLY | os.O_NONBLOCK)
        os.write(pipe, written)
        os.close(pipe)

    def ask(self, request: bytes) -> object:
        self.got.clear()
        self.read()
        self.write(b":" + self.name.encode() + b":" + request)
        return self.answer()

    def answer(self) -> object:
        """All of it: whoever answers closes the pipe."""
        self._stage.until(lambda: self._reader is None)
        return loads(self.got)

    def read(self) -> None:
        if self._reader is None:
            self._reader = os.open(self.own, os.O_RDONLY | os.O_NONBLOCK)
            self._stage.watch.add(self._reader, self._ready)

    def go_away(self) -> None:
        if self._reader is not None:
            self._stage.watch.forget(self._reader)
            os.close(self._reader)
            self._reader = None

    def _ready(self, _events: int) -> None:
        assert self._reader is not None
        payload = os.read(self._reader, 1 << 16)
        self.got += payload
        if not payload:
            self.go_away()


def test_only_its_user_can_reach_the_pipe_and_it_is_told_where_it_is(stage: Stage, tmp_path: Path) -> None:
    place = tmp_path / "run" / "proxy" / "mi"
    assert stage.live.edge.pipes.places == [("proxy", "/var/run/opensips/mi", place)]
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert stat.S_ISFIFO(place.stat().st_mode)


def test_a_question_is_answered_in_the_pipe_that_it_names(stage: Stage) -> None:
    assert Asker(stage).ask(VERSION) == SAID
    performed = [event.what.action for event in stage.live.recording if isinstance(event.what, Performed)]
    assert performed == [VERSION.decode()]


def test_who_reads_a_little_later_is_answered_too(stage: Stage) -> None:
    asker = Asker(stage)
    asker.write(b":me:" + VERSION)
    stage.go_on(2 * AGAIN)
    assert not asker.got
    asker.read()
    assert asker.answer() == SAID


def test_a_request_that_is_not_over_is_answered_after_a_silence(stage: Stage) -> None:
    asker = Asker(stage)
    asker.read()
    asker.write(b":me:ps")
    stage.go_on(AGAIN)
    stage.hurry(seconds(1))
    error = {"code": -32700, "message": "Parse error"}
    assert asker.answer() == {"jsonrpc": "2.0", "error": error, "id": None}


def test_an_answer_longer_than_a_pipe_holds_arrives_as_a_whole(stage: Stage) -> None:
    asker = Asker(stage)
    for number in range(900):
        contact = (
            f'{{"method":"ul_add","params":["location","u{number}","sip:u{number}@127.0.0.1",600,"1","0",0,0,4095]}}'
        )
        asker.write(b"::" + contact.encode())
        if not number % 100:
            stage.turn()
    answer = asker.ask(b'{"id": 1, "method": "ul_dump"}')
    assert len(asker.got) > 1 << 16
    assert isinstance(answer, dict)
    assert len(answer["result"]["Domains"][0]["AORs"]) == 900


@pytest.mark.parametrize(
    "name",
    [b"../me", b"/etc/passwd", b"..", b".", b"mi", b"a/b", b"x" * 300, b"a\0b", b"\xff/", b"nobody"],
    ids=lambda name: repr(name)[:20],
)
def test_an_answer_goes_into_no_other_folder_and_not_to_who_is_not_there(stage: Stage, name: bytes) -> None:
    asker = Asker(stage)
    asker.write(b":" + name + b":" + VERSION)
    stage.until(lambda: stage.remarks)
    assert "is dropped" in stage.remarks[0]
    assert sorted(path.name for path in asker.mi.parent.iterdir()) == ["me", "mi"]


def test_an_answer_goes_into_no_file_and_follows_no_link(stage: Stage) -> None:
    asker = Asker(stage)
    file, link = asker.mi.with_name("file"), asker.mi.with_name("link")
    file.write_text("mine")
    link.symlink_to(file)
    for name in (b"file", b"link"):
        stage.remarks.clear()
        asker.write(b":" + name + b":" + VERSION)
        stage.until(lambda: stage.remarks)
    assert file.read_text() == "mine"


def test_answers_that_nobody_reads_are_given_up(stage: Stage) -> None:
    asker = Asker(stage)
    asker.write(b":me:" + VERSION)
    stage.go_on(AGAIN)
    for _ in range(TRIES):
        stage.hurry(AGAIN)
    assert [remark.rpartition(": ")[2] for remark in stage.remarks] == ["nobody reads there"]
    asker.ask(VERSION)
    asker.read()
    asker.write(b":me:" + VERSION)
    asker.go_away()
    asker.write(b":me:" + VERSION)
    stage.hurry(PATIENCE)
    assert Asker(stage, "you").ask(VERSION) == SAID


def test_a_flood_of_questions_without_readers_is_dropped_and_the_next_one_answered(stage: Stage) -> None:
    asker = Asker(stage)
    asker.write((b":me:" + VERSION) * 2 * MOST_REPLIES)
    stage.until(lambda: len(stage.remarks) == MOST_REPLIES)
    for _ in range(TRIES):
        stage.hurry(AGAIN)
    assert Asker(stage, "you").ask(VERSION) == SAID


@pytest.mark.parametrize(
    "noise",
    [b"\xff\x00{", b"ps\n", b":me\n", b"{" * 70_000, b":" * 70_000, b"\n" * 70_000],
    ids=["bytes", "words", "half", "braces", "colons", "lines"],
)
def test_noise_is_told_or_passed_over_and_the_next_question_answered(stage: Stage, noise: bytes) -> None:
    asker = Asker(stage)
    for at in range(0, len(noise), 4_000):
        asker.write(noise[at : at + 4_000])
        stage.turn()
    stage.hurry(seconds(1))
    assert asker.ask(VERSION) == SAID


def test_a_restart_makes_the_pipe_anew(stage: Stage) -> None:
    place = stage.live.edge.pipes.places[0][2]
    asked = {"do": "perform", "node": "proxy", "action": "systemctl restart opensips"}
    stage.live.serve(asked, lambda _: None, {}, lambda: None)
    assert [one for _, _, one in stage.live.edge.pipes.places] == [place]
    assert Asker(stage).ask(VERSION) == SAID


def test_nothing_is_left_but_what_is_somebody_elses(own: Block, tmp_path: Path) -> None:
    stage = Stage(lab_at(own, tmp_path), pipes=tmp_path / "run")
    asker = Asker(stage)
    asker.write(b":me:" + VERSION)
    stage.go_on(AGAIN)
    stage.live.close()
    assert not (tmp_path / "run").exists()
    again = Stage(lab_at(own, tmp_path), pipes=tmp_path / "run")
    (tmp_path / "run/proxy/notes").write_text("mine")
    again.live.close()
    assert [path.name for path in (tmp_path / "run/proxy").iterdir()] == ["notes"]


def test_a_pipe_that_an_earlier_lab_has_left_is_no_obstacle_and_a_file_is_told(own: Block, tmp_path: Path) -> None:
    place = tmp_path / "run/proxy/mi"
    place.parent.mkdir(parents=True)
    os.mkfifo(place)
    stage = Stage(lab_at(own, tmp_path), pipes=tmp_path / "run")
    assert Asker(stage).ask(VERSION) == SAID
    stage.live.close()
    place.parent.mkdir(parents=True)
    place.write_text("mine")
    stage = Stage(lab_at(own, tmp_path), pipes=tmp_path / "run")
    assert stage.remarks == ["proxy has no pipe /var/run/opensips/mi: [Errno 17] File exists"]
    stage.live.close()
    assert place.read_text() == "mine"


def test_without_a_folder_of_ones_own_there_is_no_pipe(own: Block, tmp_path: Path) -> None:
    stage = Stage(lab_at(own, tmp_path))
    assert stage.live.edge.pipes.places == []
    stage.live.close()
