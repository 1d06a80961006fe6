"""What we write as Wireshark reads it: nothing malformed, every checksum right, its statistics and ours the same."""

from collections import Counter
from collections.abc import Sequence
from json import loads
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.capture.dissect import Frame, frames
from tests.capture.scenes import ALICE, ALICE_6, BOB, BOB_6, OPTIONS, Scenery, unread
from tests.cli.command import voiplab
from tests.interop.program import run
from tests.interop.tshark import BAD, SUSPICIOUS, Tshark
from voiplab.rtp.packet import RtpPacket
from voiplab.sim.moment import seconds

pytestmark = pytest.mark.interop

LESSON_RUNS: Final = ("plain-180-lost", "reliable-180-lost", "200-to-prack-lost", "never-acknowledged", "other-leg")

NETWORK: Final = """\
networks: {lan: 10.0.0.0/24}
hosts: {alice: 10.0.0.1, bob: 10.0.0.2}
cables: {delay: 3ms}
"""
LAB: Final = """\
topology: two
nodes:
  alice: {kind: phone, model: plain-rfc}
  bob: {kind: phone, model: plain-rfc}
runs:
  call:
    script:
      - {at: 1s, alice: dial bob}
      - {when: bob rings, after: 1s, bob: answer}
      - {when: bob talks, after: 1s, alice: "dtmf 42#"}
      - {when: bob talks, after: 3s, alice: hold}
      - {when: bob talks, after: 5s, alice: resume}
      - {when: bob talks, after: 7s, bob: hang up}
"""


class Taken(NamedTuple):
    """A capture, and the run that it is of."""

    tshark: Tshark
    messages: Sequence[dict[str, str]]

    def counts(self) -> dict[str, int]:
        """As `sip,stat` counts."""
        starts = [message["raw"].split() for message in self.messages]
        kinds = Counter(words[1] if words[0] == "SIP/2.0" else words[0] for words in starts)
        return {"": len(starts), **kinds}


def taken(file: Path, *words: object) -> Taken:
    said = voiplab("run", *words, "--pcap", file, "--rtp", "--json")
    assert said.code == 0, said.err
    return Taken(Tshark(file), loads(said.out)["messages"])


def is_media(frame: Frame) -> bool:
    return 5060 not in (frame.udp.sport, frame.udp.dport)


def write_lab(folder: Path, transport: str) -> Path:
    files = {"lab.yaml": LAB, "topologies/two.yaml": NETWORK}
    for user, other in (("alice", "10.0.0.2"), ("bob", "10.0.0.1")):
        files[f"files/{user}/phone.ini"] = f"[phone]\nuser={user}\ndomain={other}\ntransport={transport}\n"
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder / "lab.yaml"


def taken_of_lab(tmp_path: Path, transport: str) -> Taken:
    return taken(tmp_path / "call.pcapng", write_lab(tmp_path, transport))


def taken_of_lesson(tmp_path: Path, name: str) -> Taken:
    return taken(tmp_path / "run.pcapng", "prack-loss", "--run", name)


@pytest.mark.parametrize("name", LESSON_RUNS)
def test_a_lesson_has_nothing_malformed_and_the_same_counts(tmp_path: Path, name: str) -> None:
    capture = taken_of_lesson(tmp_path, name)
    assert capture.tshark.found(BAD) == []
    assert capture.tshark.found(SUSPICIOUS) == []
    assert capture.tshark.sip_counts() == capture.counts()


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_a_call_with_keys_and_hold_has_nothing_malformed_and_the_same_counts(tmp_path: Path, transport: str) -> None:
    capture = taken_of_lab(tmp_path, transport)
    assert {message["transport"] for message in capture.messages} == {transport.upper()}
    assert capture.tshark.found(BAD) == []
    assert capture.tshark.found(SUSPICIOUS) == []
    assert capture.tshark.sip_counts() == capture.counts()


def test_wireshark_does_complain_of_what_is_wrong(tmp_path: Path) -> None:
    capture = taken_of_lesson(tmp_path, "plain-180-lost")
    octets = bytearray(capture.tshark.file.read_bytes())
    place = octets.index(b"INVITE sip:1004")
    octets[place : place + 6] = b"invite"
    capture.tshark.file.write_bytes(octets)
    assert len(capture.tshark.found(BAD)) == 1


def test_every_rtp_stream_has_as_many_packets_as_its_flow_lasted(tmp_path: Path) -> None:
    """Seven seconds, a packet every 20 ms. Alice goes on while she holds bob, who is silent for two seconds of it."""
    capture = taken_of_lab(tmp_path, "udp")
    streams = {stream.source: (stream.packets, stream.lost) for stream in capture.tshark.rtp_streams()}
    assert streams == {"10.0.0.1:49170": (350, 0), "10.0.0.2:49170": (251, 0)}
    pressed = capture.tshark.fields("rtpevent", "rtpevent.event_id", "rtpevent.end_of_event")
    assert [key for key, end in pressed if end == "1"] == [*"444", *"222", *["11"] * 3]


@pytest.mark.parametrize("name", LESSON_RUNS)
def test_rtp_streams_and_our_own_packets_agree(tmp_path: Path, name: str) -> None:
    capture = taken_of_lesson(tmp_path, name)
    heard = [RtpPacket.decode(frame.udp.data) for frame in frames(capture.tshark.file.read_bytes()) if is_media(frame)]
    ours = Counter(packet.ssrc for packet in heard)
    assert {stream.ssrc: stream.packets for stream in capture.tshark.rtp_streams()} == ours
    assert [stream.lost for stream in capture.tshark.rtp_streams()] == [0] * len(ours)


def test_names_are_those_of_the_nodes(tmp_path: Path) -> None:
    tshark = taken_of_lesson(tmp_path, "plain-180-lost").tshark
    names = tshark.names()
    assert (names["192.168.10.11"], names["192.168.10.20"]) == ("alice", "freeswitch")
    ways = tshark.fields("sip.Method == INVITE", "frame.interface_name", "ip.src")
    assert ways == [["alice", "192.168.10.11"], ["alice", "192.168.10.11"], ["freeswitch", "192.168.10.20"]]


def test_causes_and_losses_are_comments(tmp_path: Path) -> None:
    tshark = taken_of_lesson(tmp_path, "plain-180-lost").tshark
    ((invite,), *_, (passed_on,)) = tshark.fields("sip.Method == INVITE", "frame.comment")
    assert invite == "message 9 of the ladder|key: dial 1004"
    assert passed_on.endswith("|line: dialplan/default.xml:6  bridge(user/1004@192.168.10.20)")
    assert len(tshark.found('frame.comment contains "not delivered"')) == 1


def test_large_datagrams_are_put_together_over_both_versions_of_ip(tmp_path: Path) -> None:
    lab = Scenery()
    body = OPTIONS.replace(b"Content-Length: 0", b"Content-Length: 4000") + b"x" * 4000
    for source, target, host in ((ALICE, BOB, lab.bob), (ALICE_6, BOB_6, lab.bob)):
        host.datagrams(target, unread)
        lab.alice.datagrams(source, unread).send(body, target)
    lab.run(seconds(1))
    file = tmp_path / "large.pcapng"
    file.write_bytes(lab.captured())
    tshark = Tshark(file)
    assert tshark.found(BAD) == []
    assert [row[0] for row in tshark.fields("sip", "udp.length")] == [str(8 + len(body))] * 2
    assert len(tshark.found("ip.flags.mf == 1 || ip.frag_offset > 0 || ipv6.fraghdr")) == 6


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_sngrep_finds_every_message_and_what_it_saves_is_read_again(tmp_path: Path, transport: str) -> None:
    """It reads with libpcap, and writes classic pcap of the messages alone."""
    capture = taken_of_lab(tmp_path, transport)
    command = ["sngrep", "--no-interface", "--quiet", "--input", str(capture.tshark.file), "--output", "saved.pcap"]
    assert run(command, tmp_path).code == 0
    traced = loads(voiplab("trace", tmp_path / "saved.pcap", "--json").out)["messages"]
    assert [message["raw"] for message in traced] == [message["raw"] for message in capture.messages]
