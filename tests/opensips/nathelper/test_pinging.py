from dataclasses import replace

from tests.opensips.registrar.registrations import NOW, SOCKET
from voiplab.opensips.nathelper.pinging import ZEROS, Ping, Pings, Settings
from voiplab.opensips.usrloc.contact import Contact
from voiplab.sim.chance import Chance
from voiplab.sip.message import Request, parse

BOB = Contact(
    "sip:bob@192.168.1.50:5060",
    1,
    NOW + 60,
    -1,
    "1",
    1,
    "SIPp",
    0xFFFFFFFF,
    NOW,
    SOCKET,
    "sip:127.0.0.12:6060",
    branch_flags=("NAT",),
)
PLAIN = replace(BOB, uri="sip:carol@127.0.0.13", received="", branch_flags=())
ASKING = Settings(10, nat_flag="NAT", request_flag="NAT", from_="sip:pinger@127.0.0.10")


def pings(settings: Settings) -> Pings:
    return Pings(settings, Chance(1, "proxy", "pings"))


def test_a_contact_gets_four_zero_bytes_where_it_came_from() -> None:
    sent = pings(Settings(10)).pings([BOB, PLAIN], NOW, 10)
    assert sent == [Ping(ZEROS, "sip:127.0.0.12:6060", SOCKET), Ping(ZEROS, "sip:carol@127.0.0.13", SOCKET)]


def test_with_ping_nated_only_others_get_none() -> None:
    sent = pings(Settings(10, nated_only=True, nat_flag="NAT")).pings([BOB, PLAIN], NOW, 10)
    assert [ping.to for ping in sent] == ["sip:127.0.0.12:6060"]


def test_expired_contacts_and_those_of_tcp_get_none() -> None:
    expired = replace(BOB, expires=NOW)
    connected = replace(PLAIN, uri="sip:carol@127.0.0.13;transport=tcp")
    assert pings(Settings(10)).pings([expired, connected, replace(BOB, socket=None)], NOW, 10) == []


def test_a_contact_with_the_flag_gets_a_request_of_its_own() -> None:
    pinger = pings(ASKING)
    first, second = (pinger.pings([BOB], NOW, age)[0] for age in (10, 20))
    request, again = parse(first.payload), parse(second.payload)
    assert isinstance(request, Request)
    assert [field.name for field in request.fields] == [
        "Via",
        "From",
        "To",
        "Call-ID",
        "CSeq",
        "Content-Length",
    ]
    assert (request.uri, request.get("To")) == (BOB.uri, BOB.uri)
    assert (request.get("From") or "").startswith("sip:pinger@127.0.0.10;tag=")
    assert request.via.branch is not None
    assert len(request.via.branch) == len("z9hG4bK") + 8
    assert request.call_id != again.call_id
    assert [ping.payload for ping in pinger.pings([PLAIN], NOW, 30)] == [ZEROS]


def test_a_path_is_the_route_and_the_next_hop_of_a_ping() -> None:
    path = "<sip:127.0.0.30:5060;lr>"
    (ping,) = pings(ASKING).pings([replace(BOB, path=path)], NOW, 10)
    assert ping.to == "sip:127.0.0.30:5060;lr"
    assert parse(ping.payload).get("Route") == path


def test_answers_to_pings_are_known_by_their_call_id() -> None:
    pinger = pings(ASKING)
    request = parse(pinger.pings([BOB], NOW, 10)[0].payload)
    answer = request.write().replace(request.start.encode(), b"SIP/2.0 200 OK")
    assert pinger.is_answer(parse(answer))
    assert not pings(replace(ASKING, method="INFO")).is_answer(parse(answer))
    assert not pinger.is_answer(parse(answer.replace(request.call_id.encode(), b"another")))
