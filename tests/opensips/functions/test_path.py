"""The Path of a registration (RFC 3327 section 5.3) becomes the Route of a call to it."""

import pytest

from tests.opensips.bench import Bench, configuration, head
from tests.opensips.registrar.registrations import register
from voiplab.net.address import Address

ALICE = Address("127.0.0.11", 5060)
BOB = Address("127.0.0.12", 5060)
EDGE = "<sip:127.0.0.13:5060;lr>"
SCRIPT = 'route { if (is_method("REGISTER")) { save("location", "p0"); exit; } lookup("location"); t_relay(); }'


@pytest.mark.parametrize("route", ["", "Route: <sip:127.0.0.14;lr>\r\n"])
def test_a_call_goes_by_the_edge_that_the_phone_has_registered_through(route: str) -> None:
    proxy = Bench.of(configuration(SCRIPT))
    proxy.tell(register("bob", "127.0.0.12", more=f"Path: {EDGE}").buffer, BOB)
    call = (
        "INVITE sip:bob@127.0.0.10 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.11:5060;branch=z9hG4bK-1\r\n"
        f"Max-Forwards: 70\r\n{route}From: <sip:alice@127.0.0.10>;tag=1\r\nTo: <sip:bob@127.0.0.10>\r\n"
        "Call-ID: 1\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n"
    )
    lines = head(proxy.tell(call.encode(), ALICE)[-1])
    assert lines[0] == "INVITE sip:bob@127.0.0.12:5060 SIP/2.0"
    assert [line for line in lines if line.startswith("Route")] == [f"Route: {EDGE}", *route.splitlines()]
    assert proxy.sent[-1].target == Address("127.0.0.13", 5060)
    assert lines.index(f"Route: {EDGE}") == (4 if route else 3)
