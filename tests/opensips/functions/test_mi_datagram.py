"""The management interface through datagrams, as it was recorded: whoever asks is answered where it asked from."""

import pytest

from tests.opensips.bench import Bench, configuration
from voiplab.net.address import Address
from voiplab.opensips.refusal import Refused

ASKER = Address("127.0.0.11", 40_000)
INTERFACE = Address("127.0.0.10", 8080)


def with_datagrams(*parameters: str, socket: str = "udp:127.0.0.10:8080") -> Bench:
    text = configuration("route { exit; }", f'"mi_datagram", "socket_name", "{socket}"', *parameters)
    return Bench.of(text.replace('loadmodule "mi_fifo.so"', 'loadmodule "mi_datagram.so"'))


def test_a_request_in_a_datagram_is_answered_in_one() -> None:
    proxy = with_datagrams()
    assert proxy.tell(b'{"jsonrpc": "2.0", "id": 8, "method": "nosuch"}', ASKER, INTERFACE) == [
        b'{"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found"},"id":8}'
    ]


def test_answers_may_be_printed_prettily() -> None:
    proxy = with_datagrams('"mi_datagram", "pretty_printing", 1')
    (said,) = proxy.tell(b'{"id": "1", "method": "which", "params": ["ul_dump"]}', ASKER, INTERFACE)
    assert said == b'{\n\t"jsonrpc":\t"2.0",\n\t"result":\t[[], ["brief"]],\n\t"id":\t"1"\n}'


def test_noise_is_answered_with_an_error_and_a_notice_not_at_all() -> None:
    proxy = with_datagrams()
    assert proxy.tell(b"\xff\x00{", ASKER, INTERFACE) == [
        b'{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"},"id":null}'
    ]
    assert proxy.tell(b'{"method": "ps"}', ASKER, INTERFACE) == []


def test_a_socket_on_a_foreign_address_keeps_the_server_from_starting() -> None:
    with pytest.raises(Refused):
        with_datagrams(socket="udp:10.9.9.9:8080")


def test_a_socket_of_the_file_system_is_nobodys() -> None:
    proxy = with_datagrams(socket="/tmp/opensips.sock")
    assert proxy.tell(b'{"id": 1, "method": "ps"}', ASKER, INTERFACE) == []


def test_half_a_surrogate_comes_back_as_it_was_written() -> None:
    proxy = with_datagrams()
    assert proxy.tell(b'{"id": "\\ud800", "method": "nosuch"}', ASKER, INTERFACE) == [
        b'{"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found"},"id":"\\ud800"}'
    ]


def test_who_stops_gives_the_port_back() -> None:
    proxy = with_datagrams()
    proxy.server.stop()
    assert proxy.tell(b'{"id": 1, "method": "ps"}', ASKER, INTERFACE) == []
    proxy.server.start()
    assert len(proxy.tell(b'{"id": 1, "method": "ps"}', ASKER, INTERFACE)) == 1
