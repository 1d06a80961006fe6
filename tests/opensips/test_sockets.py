"""TCP beside UDP: connections that come and go, replies on the connection of their request, calls from UDP to TCP."""

from typing import Final

from tests.opensips.bench import ALICE, BOB, MODULES, SERVER, Bench, invite
from voiplab.net.address import Address
from voiplab.net.stream import Stream

HEAD: Final = 'socket=tcp:127.0.0.10:5060\nloadmodule "proto_tcp.so"\n' + MODULES


class Caller:
    """A phone that speaks TCP."""

    def __init__(self, bench: Bench, name: str, at: Address) -> None:
        self.bench = bench
        self.host = bench.host(name)
        self.at = at
        self.heard = b""
        self.streams: list[Stream] = []

    def connect(self) -> Stream:
        self.host.connect(self.at.ip, SERVER, self._opened)
        self.bench.run(1000)
        return self.streams[-1]

    def listen(self) -> None:
        self.host.listen(self.at, self._opened)

    def _opened(self, stream: Stream | str) -> None:
        assert isinstance(stream, Stream)
        self.streams.append(stream)
        stream.on_bytes = self._bytes

    def _bytes(self, payload: bytes) -> None:
        self.heard += payload


def over_tcp(lines: tuple[str, ...]) -> bytes:
    return ("\r\n".join(line.replace("SIP/2.0/UDP", "SIP/2.0/TCP") for line in lines) + "\r\n\r\n").encode()


def test_a_reply_goes_back_on_the_connection_of_its_request() -> None:
    bench = Bench('route { sl_send_reply(404, "No"); }\n', HEAD)
    alice = Caller(bench, "alice", ALICE)
    alice.connect().send(over_tcp(invite()))
    bench.run(1000)
    assert alice.heard.startswith(b"SIP/2.0 404 No\r\nVia: SIP/2.0/TCP 127.0.0.11:5060;branch=z9hG4bK-1\r\n")


def test_two_messages_in_one_segment_are_two_and_a_message_in_two_segments_is_one() -> None:
    bench = Bench('route { xlog("$ci"); }\n', HEAD)
    stream = Caller(bench, "alice", ALICE).connect()
    message = over_tcp(invite(call="three"))
    stream.send(over_tcp(invite(call="one")) + over_tcp(invite(call="two")) + message[:40])
    bench.run(1000)
    stream.send(message[40:])
    bench.run(1000)
    assert bench.log == ["one", "two", "three"]


def test_a_call_from_udp_to_tcp_has_two_record_routes_and_a_via_of_tcp() -> None:
    bench = Bench('route { record_route(); $ru = "sip:bob@127.0.0.12:5060;transport=tcp"; t_relay(); }\n', HEAD)
    bob = Caller(bench, "bob", BOB)
    bob.listen()
    bench.send(ALICE, *invite())
    bench.run(1000)
    lines = bob.heard.decode().split("\r\n")
    assert lines[0] == "INVITE sip:bob@127.0.0.12:5060;transport=tcp SIP/2.0"
    assert lines[1:3] == [
        "Record-Route: <sip:127.0.0.10;transport=tcp;r2=on;lr;ftag=a1>",
        "Record-Route: <sip:127.0.0.10;r2=on;lr;ftag=a1>",
    ]
    assert lines[3].startswith("Via: SIP/2.0/TCP 127.0.0.10:5060;branch=z9hG4bK")


def test_nothing_is_repeated_over_tcp() -> None:
    bench = Bench('route { $ru = "sip:bob@127.0.0.12:5060;transport=tcp"; t_relay(); }\n', HEAD)
    Caller(bench, "bob", BOB).listen()
    bench.send(ALICE, *invite())
    assert [seen for seen in bench.wait(10) if seen.target == BOB and seen.at > 0] == []


def test_a_connection_without_messages_is_closed_and_told() -> None:
    bench = Bench("route { exit; }\n", HEAD)
    stream = Caller(bench, "alice", ALICE).connect()
    stream.send(b"Content-Length: many\r\n\r\n")
    bench.run(1000)
    assert not stream.is_open
    assert "bad request, closing" in bench.log[-1]


def test_a_server_without_tcp_socket_takes_no_connection() -> None:
    bench = Bench("route { exit; }\n")
    told: list[Stream | str] = []
    bench.host("alice").connect(ALICE.ip, SERVER, told.append)
    bench.run(1000)
    assert isinstance(told[0], str)
