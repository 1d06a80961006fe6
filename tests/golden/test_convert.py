"""The maintainer's tool, on folders made from what is committed: there and back again."""

import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.golden.capture import datagrams
from tests.golden.configuration import COMMON
from tests.golden.convert import convert
from tests.golden.folder_messages import Unreadable
from tests.golden.trace import Message, Trace
from tests.golden.trace_file import FREESWITCH, load
from voiplab.net.address import Address
from voiplab.sim.moment import stamp

PLAIN = "c-prack/on_callee_180_require_100rel"


def trace_of(name: str) -> Trace:
    return load(FREESWITCH / f"{name}.trace")


def folder_of(trace: Trace, root: Path) -> Path:
    """As the recordings come: messages.txt, and the notes that say what else is to be known."""
    folder = root / trace.case
    folder.mkdir(parents=True)
    (folder / "messages.txt").write_text("".join(_block(message) for message in trace.messages))
    profile, port = trace.profiles[0].split()
    (folder / "NOTES.md").write_text(f"Profile(s): {profile} (enable-100rel=true) on :{port}. Dialled: 1004.\n")
    (folder / "caller.xml").write_text("[authentication username=1000 password=1234]\n")
    (folder / "config-snippet.xml").write_text("\n".join(trace.rules) + "\n")
    (folder / "freeswitch.log").write_text(f"uuid {trace.began:%Y-%m-%d %H:%M:%S.%f} 96.10% [INFO] x\n")
    return folder


def _block(message: Message) -> str:
    text = message.raw.decode().replace("\r\n", "\n")
    return f"### {message.number}  +{stamp(message.at)}s  {message.source} -> {message.target}\n{text}\n"


def capture_of(trace: Trace, refused: Message | None = None) -> bytes:
    """A pcapng file with nanosecond stamps, as dumpcap writes it; the last packet may be an ICMP error about one before."""
    section = _block_of(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
    interface = _block_of(1, struct.pack("<HHI", 1, 0, 0) + struct.pack("<HHB3x", 9, 1, 9) + struct.pack("<HH", 0, 0))
    packets = [_packet(trace, message, _udp(message)) for message in trace.messages]
    if refused is not None:
        error = b"\x03\x03\x00\x00\x00\x00\x00\x00" + _ip(17, refused.source, refused.target, _udp(refused))[:200]
        packets.append(_packet(trace, refused, error, protocol=1))
    return section + interface + b"".join(packets)


def _block_of(kind: int, body: bytes) -> bytes:
    body += b"\0" * (-len(body) % 4)
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


def _packet(trace: Trace, message: Message, payload: bytes, protocol: int = 17) -> bytes:
    frame = b"\0" * 12 + b"\x08\x00" + _ip(protocol, message.source, message.target, payload)
    since = trace.began + timedelta(microseconds=message.at) - datetime.fromtimestamp(0, UTC)
    at = (since // timedelta(microseconds=1)) * 1000
    return _block_of(6, struct.pack("<IIIII", 0, at >> 32, at & 0xFFFFFFFF, len(frame), len(frame)) + frame)


def _ip(protocol: int, source: Address, target: Address, payload: bytes) -> bytes:
    head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), 0, 0, 64, protocol, 0)
    return head + _dotted(source) + _dotted(target) + payload


def _dotted(at: Address) -> bytes:
    return bytes(int(part) for part in at.ip.split("."))


def _udp(message: Message) -> bytes:
    return struct.pack(">HHHH", message.source.port, message.target.port, 8 + len(message.raw), 0) + message.raw


def test_a_trace_comes_back_from_its_text(tmp_path: Path) -> None:
    trace = trace_of(PLAIN)
    assert convert(folder_of(trace, tmp_path), COMMON) == trace


def test_a_trace_comes_back_from_its_capture(tmp_path: Path) -> None:
    trace = trace_of(PLAIN)
    folder = folder_of(trace, tmp_path)
    (folder / "trace.pcapng").write_bytes(capture_of(trace))
    assert convert(folder, COMMON) == trace


def test_an_icmp_error_is_no_message_but_says_which_one_was_refused(tmp_path: Path) -> None:
    trace = trace_of(PLAIN)
    folder = folder_of(trace, tmp_path)
    last = [message for message in trace.messages if trace.is_from_server(message)][-1]
    (folder / "trace.pcapng").write_bytes(capture_of(trace, refused=last))
    found = convert(folder, COMMON)
    assert (found.messages, found.refused) == (trace.messages, (last.number,))


def test_the_same_in_text_is_a_block_with_four_addresses(tmp_path: Path) -> None:
    trace = trace_of(PLAIN)
    folder = folder_of(trace, tmp_path)
    caller = Address("127.0.0.21", 5060)
    last = [message for message in trace.messages if message.target == caller][-1]
    text = (folder / "messages.txt").read_text()
    quoted = f"### 99  +{stamp(last.at)}s  127.0.0.21,127.0.0.20:5060 -> 127.0.0.20,127.0.0.21:5060\nSIP/2.0 481 x\n\n"
    (folder / "messages.txt").write_text(text + quoted)
    assert convert(folder, COMMON).refused == (last.number,)


def test_a_capture_and_a_text_that_disagree_are_refused(tmp_path: Path) -> None:
    trace = trace_of(PLAIN)
    folder = folder_of(trace, tmp_path)
    (folder / "trace.pcapng").write_bytes(capture_of(trace))
    text = (folder / "messages.txt").read_text()
    (folder / "messages.txt").write_text(
        text + "### 99  +9.000000s  127.0.0.20:5070 -> 127.0.0.21:5060\nSIP/2.0 200 OK\n\n"
    )
    with pytest.raises(Unreadable, match="18 messages in the capture, 19 in"):
        convert(folder, COMMON)


def test_an_answer_that_no_known_password_explains_is_refused(tmp_path: Path) -> None:
    folder = folder_of(trace_of(PLAIN), tmp_path)
    (folder / "caller.xml").write_text("[authentication username=1000 password=4321]\n")
    with pytest.raises(Unreadable, match="no known password"):
        convert(folder, COMMON)


def test_a_command_whose_moment_is_unknown_is_refused(tmp_path: Path) -> None:
    folder = folder_of(trace_of(PLAIN), tmp_path)
    (folder / "commands.txt").write_text("fs_cli -x 'show calls'\nfs_cli -x 'uuid_kill 1'\n")
    with pytest.raises(Unreadable, match="cannot tell when \\['uuid_kill 1'\\]"):
        convert(folder, COMMON)


def test_a_datagram_of_a_capture_has_its_time_in_microseconds() -> None:
    trace = trace_of(PLAIN)
    first, second, *_ = datagrams(capture_of(trace))
    assert second.at - first.at == trace.messages[1].at
    assert datetime.fromtimestamp(0, UTC) + timedelta(microseconds=first.at) == trace.began
