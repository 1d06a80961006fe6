"""save(), lookup() and the questions as a script calls them, in a server that runs."""

import pytest

from tests.opensips.bench import Bench, configuration, head
from tests.opensips.registrar.registrations import DESK, register
from voiplab.net.address import Address
from voiplab.opensips.functions.usrloc import Tables
from voiplab.sim.moment import seconds

ALICE = Address("127.0.0.11", 5060)
BOB = Address("127.0.0.12", 5060)
SAVES = 'route { if (is_method("REGISTER")) { save("location"); exit; } %s }'
"""What follows is done with other requests."""


def request(method: str = "MESSAGE", uri: str = "sip:alice@127.0.0.10", from_: str = "sip:bob@127.0.0.10") -> bytes:
    return (
        f"{method} {uri} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.12:5060;branch=z9hG4bK-2\r\nMax-Forwards: 70\r\n"
        f"From: <{from_}>;tag=1\r\nTo: <{uri}>\r\nCall-ID: 2\r\nCSeq: 1 {method}\r\nContent-Length: 0\r\n\r\n"
    ).encode()


def test_a_register_is_answered_as_it_was_recorded() -> None:
    running = Bench.of(configuration(SAVES % ""))
    (reply,) = running.tell(register(more="Expires: 3600").buffer, ALICE)
    lines = head(reply)
    assert [*lines[:2], *lines[3:]] == [
        "SIP/2.0 200 OK",
        "Via: SIP/2.0/UDP 127.0.0.11:5060;branch=z9hG4bK-7491-1-1",
        "From: <sip:alice@127.0.0.10>;tag=7491SIPpTag001",
        "Call-ID: 1-7493@127.0.0.11",
        "CSeq: 1 REGISTER",
        "Contact: <sip:alice@127.0.0.11:5060>;expires=3600",
        "Server: OpenSIPS (3.2.10 (x86_64/linux))",
        "Content-Length: 0",
    ]
    assert lines[2].startswith("To: <sip:alice@127.0.0.10>;tag=60ca.")


def test_gruus_have_the_address_of_the_socket() -> None:
    running = Bench.of(configuration(SAVES % "", '"registrar", "disable_gruu", 0'))
    contact = f'<sip:alice@127.0.0.11:5060>;+sip.instance="{DESK}"'
    (reply,) = running.tell(register(contact=contact, more="Supported: gruu").buffer, ALICE)
    (line,) = [line for line in head(reply) if line.startswith("Contact")]
    assert f';pub-gruu="sip:alice@127.0.0.10:5060;gr={DESK[1:-1]}";temp-gruu="sip:tgruu.' in line


def returned(running: Bench) -> list[str]:
    return [line for line in running.log if line.startswith("rc=")]


def tell(call: str) -> str:
    return f'{call}; xlog("rc=$rc ru=$ru du=$du\\n"); exit;'


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ('lookup("location")', "rc=1 ru=sip:alice@127.0.0.11:5060 du=<null>"),
        ('lookup("location", "m")', "rc=-2 ru=sip:alice@127.0.0.10 du=<null>"),
        ('lookup("location", "", "sip:nobody@127.0.0.10")', "rc=-1 ru=sip:alice@127.0.0.10 du=<null>"),
        ('lookup("location", "u/a(/e")', "rc=-3 ru=sip:alice@127.0.0.10 du=<null>"),
        ('is_registered("location")', "rc=-1 ru=sip:alice@127.0.0.10 du=<null>"),
        ('is_registered("location", "$ru")', "rc=1 ru=sip:alice@127.0.0.10 du=<null>"),
        ('is_contact_registered("location", "$ru", "sip:alice@127.0.0.11:5060")', "rc=1 ru=sip:alice@127.0.0.10 du=<null>"),
        ('is_contact_registered("location", "$ru", , "other")', "rc=-1 ru=sip:alice@127.0.0.10 du=<null>"),
        ('$avp(ip) = "127.0.0.11"; $avp(ip) = "1.1.1.1"; is_ip_registered("location", "$ru", $avp(ip))',
         "rc=1 ru=sip:alice@127.0.0.10 du=<null>"),
        ('is_ip_registered("location", "$ru", $si)', "rc=-1 ru=sip:alice@127.0.0.10 du=<null>"),
        ('remove("location", "$ru")', "rc=1 ru=sip:alice@127.0.0.10 du=<null>"),
        ('remove("location", "sip:nobody@b")', "rc=-1 ru=sip:alice@127.0.0.10 du=<null>"),
    ],
)  # fmt: skip
def test_what_the_functions_return(call: str, said: str) -> None:
    running = Bench.of(configuration(SAVES % tell(call)))
    running.tell(register(more="Allow: INVITE").buffer, ALICE)
    running.tell(request(), BOB)
    assert returned(running) == [said]


def test_an_expired_contact_is_forgotten_by_the_timer_which_counts_from_the_start() -> None:
    running = Bench.of(configuration(SAVES % "", '"registrar", "min_expires", 2', '"usrloc", "timer_interval", 5'))
    running.run(seconds(1))
    running.tell(register(more="Expires: 3").buffer, ALICE)
    location = running.server.part(Tables).table("location")
    running.run(seconds(4) - 2_000)
    assert list(location.records) == ["alice"]
    running.run(2_000)
    assert (list(location.records), location.expired) == ([], 1)


def test_where_a_phone_behind_nat_is_found_again() -> None:
    running = Bench.of(
        configuration(
            SAVES.replace("save(", 'fix_nated_register(); setbflag("NAT"); save(') % tell('lookup("location")'),
            '"nathelper", "received_avp", "$avp(rcv)"',
            '"registrar", "received_avp", "$avp(rcv)"',
        )
    )
    message = register("alice", contact="<sip:alice@192.168.1.50:5060>")
    (reply,) = running.tell(message.buffer, ALICE)
    assert any(line.endswith(';received="sip:127.0.0.11:5060"') for line in head(reply))
    running.tell(request(), BOB)
    assert returned(running) == ["rc=1 ru=sip:alice@192.168.1.50:5060 du=sip:127.0.0.11:5060"]


def behind(contact: str, granted: str, more: str = "") -> Bench:
    """Another registrar answers a REGISTER, and what it says is saved."""
    text = 'route { t_on_reply("back"); $du = "sip:127.0.0.12"; t_relay(); } onreply_route[back] { save("location"); }'
    running = Bench.of(configuration(text))
    sent = running.tell(register(contact=contact, more=more).buffer, ALICE)[-1]
    reply = sent.replace(sent.partition(b"\r\n")[0], b"SIP/2.0 200 OK")
    lines = [line for line in reply.split(b"\r\n") if not line.startswith(b"Contact")]
    lines[-2:-2] = [f"Contact: {granted}".encode()]
    assert head(running.tell(b"\r\n".join(lines), BOB)[-1])[0] == "SIP/2.0 200 OK"
    return running


def saved(running: Bench) -> list[tuple[str, int]]:
    tables = running.server.part(Tables)
    return [(contact.uri, contact.expires - tables.now) for contact in tables.table("location").contacts()]


@pytest.mark.parametrize(
    ("contact", "granted", "lasts"),
    [
        ("<sip:a@127.0.0.11>, <sip:b@127.0.0.11>", "<sip:x@1.1.1.1>;expires=9, <sip:a@127.0.0.11>;expires=120",
         [("sip:a@127.0.0.11", 120)]),
        ("<sip:a@127.0.0.11>", "<sip:x@1.1.1.1>;expires=9", [("sip:a@127.0.0.11", 3600)]),
        ("<sip:a@127.0.0.11>;expires=0", "<sip:a@127.0.0.11>;expires=60", []),
        ("*", "<sip:a@127.0.0.11>;expires=60", []),
    ],
)  # fmt: skip
def test_in_an_onreply_route_a_contact_lasts_as_long_as_another_registrar_has_granted(
    contact: str, granted: str, lasts: list[tuple[str, int]]
) -> None:
    assert saved(behind(contact, granted, "Expires: 0" if contact == "*" else "")) == lasts


def test_without_a_transaction_a_reply_says_nothing_of_its_request() -> None:
    text = 'route { exit; } onreply_route { save("location"); xlog("rc=$rc\\n"); }'
    running = Bench.of(configuration(text))
    running.tell(register().buffer.replace(b"REGISTER sip:127.0.0.10 SIP/2.0", b"SIP/2.0 200 OK"), ALICE)
    assert returned(running) == ["rc=-1"]


def test_the_timer_comes_again_and_again() -> None:
    running = Bench.of(configuration(SAVES % "", '"registrar", "min_expires", 2', '"usrloc", "timer_interval", 5'))
    for cseq in (1, 2):
        running.tell(register(cseq=cseq, more="Expires: 3").buffer, ALICE)
        running.run(seconds(10))
    assert running.server.part(Tables).table("location").expired == 2


def test_a_flag_that_was_taken_back_is_not_saved() -> None:
    script = 'route { setbflag("NAT"); setbflag("TCP"); resetbflag("NAT"); save("location"); }'
    running = Bench.of(configuration(script))
    running.tell(register().buffer, ALICE)
    (contact,) = running.server.part(Tables).table("location").contacts()
    assert contact.branch_flags == ("TCP",)
