"""`voiplab run --pcap` and `voiplab trace`: a run as a capture, and the ladder of a capture."""

import subprocess
import sys
from json import loads
from pathlib import Path

import pytest

from tests.capture.dissect import frames, has_right_checksums
from tests.capture.files import frame, pcap, udp
from tests.capture.scenes import ALICE, BOB, OPTIONS
from tests.cli.command import voiplab
from tests.lab.two_phones import write
from voiplab.net.address import Address


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    file = tmp_path / "call.pcapng"
    assert voiplab("run", write(tmp_path / "lab"), "--pcap", file).code == 0
    return file


# Writing


def test_a_run_writes_its_capture_and_draws_its_ladder_as_ever(tmp_path: Path) -> None:
    lab = write(tmp_path)
    assert voiplab("run", lab, "--pcap", tmp_path / "call.pcapng") == voiplab("run", lab)


def test_the_sound_is_there_when_it_is_asked_for(tmp_path: Path) -> None:
    lab = write(tmp_path)
    voiplab("run", lab, "--pcap", tmp_path / "silent.pcapng")
    voiplab("run", lab, "--pcap", tmp_path / "loud.pcapng", "--rtp")
    silent, loud = (frames((tmp_path / name).read_bytes()) for name in ("silent.pcapng", "loud.pcapng"))
    assert {frame.udp.dport for frame in silent} == {5060}
    assert len(loud) > len(silent) + 2 * 150  # four seconds, both ways, at least
    assert all(map(has_right_checksums, loud))


def test_the_same_run_gives_the_same_capture(tmp_path: Path) -> None:
    lab = write(tmp_path)
    for name in ("one", "two"):
        voiplab("run", lab, "--pcap", tmp_path / name, "--rtp")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_sound_without_a_capture_is_a_misunderstanding(tmp_path: Path) -> None:
    said = voiplab("run", write(tmp_path), "--rtp")
    assert said.code == 2
    assert "it needs --pcap FILE" in said.err


@pytest.mark.parametrize("run", ["plain-180-lost", "never-acknowledged", "200-to-prack-lost"])
def test_what_a_run_captures_a_trace_draws_message_by_message(tmp_path: Path, run: str) -> None:
    file = tmp_path / "run.pcapng"
    ran = loads(voiplab("run", "prack-loss", "--run", run, "--pcap", file, "--rtp", "--json").out)["messages"]
    traced = loads(voiplab("trace", file, "--json").out)["messages"]
    same = ("n", "t", "from", "to", "transport", "src", "dst", "raw", "lost", "copy_of")
    assert [[message[key] for key in same] for message in traced] == [[message[key] for key in same] for message in ran]
    assert any(message["lost"] for message in traced)


# Reading


def test_the_ladder_has_the_names_of_the_file(capture: Path) -> None:
    said = voiplab("trace", capture)
    assert said.code == 0
    assert said.out.splitlines()[0].split() == ["#", "s", "alice", "bob"]
    assert "|-- INVITE" in said.out
    assert said.err.startswith("8 of 8 SIP messages, in 8 packets.")


def test_a_filter_chooses_and_the_numbers_stay(capture: Path) -> None:
    said = voiplab("trace", capture, "--filter", "method=INVITE and status=2xx")
    (line,) = said.out.splitlines()[1:]
    assert line.split()[0] == "5"
    assert "200 OK" in line


def test_a_field_that_no_message_has_is_asked_about(capture: Path) -> None:
    said = voiplab("trace", capture, "--filter", "metod=INVITE")
    assert (said.code, said.out) == (0, "")
    assert "no message has a header metod; did you mean method?" in said.err


def test_a_filter_that_makes_no_sense_is_a_misunderstanding(capture: Path) -> None:
    said = voiplab("trace", capture, "--filter", "method=INVITE from~1000")
    assert said.code == 2
    assert "column 15: expected `and`, `or`, or the end" in said.err


def test_a_message_is_explained_among_those_of_the_capture(capture: Path) -> None:
    told = voiplab("trace", capture, "--explain", 7).out
    assert told.startswith("message 7: ")
    assert "\n  BYE: ends a session\n" in told
    assert "written by" not in told


def test_a_message_in_full_has_the_comments_of_its_packet(capture: Path) -> None:
    out = voiplab("trace", capture, "--raw", 1).out
    assert out.startswith("message 1, 0.000000 s, UDP, alice (10.0.0.1:5060) to bob (10.0.0.2:5060)\n\nINVITE sip:bob@")
    assert out.endswith("\nmessage 1 of the ladder\nkey: dial bob\n")


def test_two_messages_differ_in_these_lines(capture: Path) -> None:
    out = voiplab("trace", capture, "--diff", 1, 7).out.splitlines()
    assert out[0].startswith("from message 1 INVITE sip:bob@10.0.0.2 to message 7 BYE ")
    assert any(line.startswith("- Via: ") for line in out)  # branches too: it is one capture, and they tell something
    assert "- CSeq: 1 INVITE" in out
    assert voiplab("trace", capture, "--diff", 1, 1).out.splitlines()[1:] == ["no difference"]


def test_a_number_that_does_not_exist_is_a_misunderstanding(capture: Path) -> None:
    for words in (("--raw", 99), ("--diff", 1, 99)):
        said = voiplab("trace", capture, *words)
        assert said.code == 2
        assert "there is no message 99: this capture has 8" in said.err


def test_a_file_that_was_cut_off_is_drawn_and_said_to_be_so(capture: Path, tmp_path: Path) -> None:
    whole = capture.read_bytes()
    cut = tmp_path / "cut.pcapng"
    cut.write_bytes(whole[:-5])
    said = voiplab("trace", cut)
    assert said.code == 4
    assert "|-- INVITE" in said.out
    assert said.err == (
        f"Error: cut.pcapng, byte {len(whole) - 5}: the file ends in the middle of a block; "
        "7 packets before that were read\n"
    )


def test_whatever_is_no_capture_is_said_to_be_none(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("INVITE sip:bob")
    said = voiplab("trace", file)
    assert (said.code, said.out) == (4, "")
    assert said.err.startswith("Error: notes.txt, byte 0: the file is neither pcap nor pcapng")


def test_a_capture_may_come_through_a_pipe(capture: Path) -> None:
    command = [sys.executable, "-c", "from voiplab.cli.main import main; main()", "trace", "-"]
    piped = subprocess.run(command, input=capture.read_bytes(), capture_output=True, check=True)
    assert piped.stdout.decode() == voiplab("trace", capture).out


def test_more_addresses_than_a_ladder_has_room_for_are_left_to_a_filter(tmp_path: Path) -> None:
    file = tmp_path / "many.pcap"
    file.write_bytes(pcap([frame(udp(Address(f"10.0.1.{n}", 5060), BOB, OPTIONS)) for n in range(40)]))
    said = voiplab("trace", file)
    assert [line.split()[0] for line in said.out.splitlines()[2:]] == [str(n) for n in range(1, 30)]
    assert "41 addresses have a part in it, and a ladder has room for 30: 11 messages" in said.err
    assert len(voiplab("trace", file, "--filter", "src=10.0.1.39").out.splitlines()) == 2


def test_what_is_no_sip_has_no_headers_to_compare(tmp_path: Path) -> None:
    file = tmp_path / "odd.pcap"
    file.write_bytes(pcap([frame(udp(ALICE, BOB, OPTIONS)), frame(udp(ALICE, BOB, b"\x1b[2Jhello"))]))
    assert "(not SIP)" in voiplab("trace", file).out
    said = voiplab("trace", file, "--diff", 1, 2)
    assert said.code == 2
    assert "message 2 is no SIP message" in said.err
    assert "\x1b" not in voiplab("trace", file, "--raw", 2).out
