"""A capture that grows while a lab is live: what real programs sent and got stands in it as it was on the wire."""

from pathlib import Path

import dpkt

from tests.interop.addresses import Block
from tests.live.conftest import Open
from tests.live.test_media import media, registered
from voiplab.cli.captured import live_capture

VOICE = [b"voiplab!" * 20]


def datagrams(path: Path) -> list[tuple[str, int, int, bytes]]:
    """Sender, ports and payload of each UDP datagram, as another library reads them."""
    found = []
    with path.open("rb") as file:
        for _, frame in dpkt.pcapng.Reader(file):
            packet = dpkt.ethernet.Ethernet(frame).data
            if isinstance(packet.data, dpkt.udp.UDP):
                sender = ".".join(str(octet) for octet in packet.src)
                found.append((sender, packet.data.sport, packet.data.dport, bytes(packet.data.data)))
    return found


def test_real_media_are_captured_as_they_were_and_only_once(opened: Open, own: Block, tmp_path: Path) -> None:
    stage, path = opened("office"), tmp_path / "live.pcapng"
    with live_capture(stage.live, path, with_media=True):
        caller = registered(stage, own, "1000")
        voice = media(stage, caller)
        caller.dial("9196")
        server = caller.media_of(caller.talk())
        for _ in range(5):
            voice.say(server, *VOICE)
            stage.go_on(20_000)
        stage.until(lambda: voice.heard)
    heard = [payload for sender, port, _, payload in datagrams(path) if (sender, port) == server]
    assert [payload[12:] for payload in heard] == [packet.payload for packet in voice.heard]
    said = [payload[12:] for sender, _, port, payload in datagrams(path) if port == server.port and sender != server.ip]
    assert said == VOICE * 5


def test_a_capture_can_be_read_while_it_grows(opened: Open, own: Block, tmp_path: Path) -> None:
    stage, path = opened("office"), tmp_path / "live.pcapng"
    with live_capture(stage.live, path, with_media=False) as settle:
        registered(stage, own, "1000")
        stage.go_on(700_000)
        settle()
        starts = [payload.split(b" ")[0] for *_, payload in datagrams(path)]
    assert starts.count(b"REGISTER") == 2
    assert starts.count(b"SIP/2.0") == 2


def test_without_a_file_nothing_is_written(opened: Open, own: Block, tmp_path: Path) -> None:
    stage = opened("office")
    with live_capture(stage.live, None, with_media=False) as settle:
        registered(stage, own, "1000")
        settle()
    assert list(tmp_path.glob("*.pcapng")) == []
