"""Telephones that nobody simulates, and a simulated FreeSWITCH: they register, call, and are called, by UDP and by TCP."""

from functools import partial

import pytest

from tests.interop.addresses import Block
from tests.live.conftest import Open
from tests.live.softphone import Softphone, options
from tests.live.stage import Datagrams, Stage
from voiplab.net.address import Address

SERVER = 20
CAROL = 13

both = pytest.mark.parametrize("transport", ["UDP", "TCP"])


def phone(stage: Stage, own: Block, user: str, transport: str = "UDP") -> Softphone:
    """1000 is at .30, 1001 at .31, and so on."""
    number = int(user) - 970
    if transport == "UDP":
        return Softphone.by_udp(stage, user, own.at(number), own.at(SERVER))
    return Softphone.by_tcp(stage, user, own[number], own.at(SERVER))


def registered(stage: Stage, own: Block, user: str, transport: str = "UDP") -> Softphone:
    one = phone(stage, own, user, transport)
    one.register()
    return one


def simulated_phones_are_registered(stage: Stage) -> None:
    stage.until(lambda: sum(line.endswith("200 REGISTER") for line in stage.sent()) == 2)


def is_sent(stage: Stage, source: Address, target: Address, what: str) -> bool:
    return f"{source} > {target} {what}" in stage.sent()


@both
def test_a_phone_registers_with_digest(opened: Open, own: Block, transport: str) -> None:
    stage = opened("office")
    caller = registered(stage, own, "1000", transport)
    assert caller.heard == ["401 REGISTER", "200 REGISTER"]
    assert (caller.wait_for("200 REGISTER").get("Contact") or "").startswith(caller.contact)
    assert caller.contact.strip("<>") in stage.ask("freeswitch", "sofia status profile internal reg")


@both
def test_a_real_phone_calls_a_simulated_one_and_hangs_up(opened: Open, own: Block, transport: str) -> None:
    stage = opened("office-with-phones")
    simulated_phones_are_registered(stage)
    caller = registered(stage, own, "1000", transport)
    caller.dial("1002")
    caller.wait_for("180 INVITE")
    stage.ask("carol", "answer")
    ok = caller.talk()
    stage.until(partial(is_sent, stage, own.at(SERVER), own.at(CAROL), "ACK"))
    caller.hang_up(ok)
    stage.until(partial(is_sent, stage, own.at(CAROL), own.at(SERVER), "200 BYE"))
    assert caller.heard[2:] == ["407 INVITE", "100 INVITE", "180 INVITE", "200 INVITE", "200 BYE"]


@both
def test_a_simulated_phone_calls_a_real_one_where_its_contact_says(opened: Open, own: Block, transport: str) -> None:
    stage = opened("office-with-phones")
    simulated_phones_are_registered(stage)
    callee = registered(stage, own, "1001", transport)
    stage.ask("carol", "dial 1001")
    stage.until(lambda: "ACK" in callee.heard)
    stage.until(partial(is_sent, stage, own.at(SERVER), own.at(CAROL), "200 INVITE"))
    stage.ask("carol", "hang up")
    stage.until(lambda: "BYE" in callee.heard)
    assert callee.heard[2:] == ["INVITE", "ACK", "BYE"]
    assert callee.connections == (1 if transport == "TCP" else 0)
    source = own.at(SERVER) if transport == "UDP" else None
    invites = [line for line in stage.sent() if line.endswith(f"> {callee.at} INVITE")]
    assert len(invites) == 1
    assert source is None or invites[0].startswith(str(source))


@both
def test_two_real_phones_call_each_other_through_the_server(opened: Open, own: Block, transport: str) -> None:
    stage = opened("office")
    caller, callee = registered(stage, own, "1000", transport), registered(stage, own, "1001")
    caller.dial("1001")
    ok = caller.talk()
    stage.until(lambda: "ACK" in callee.heard)
    caller.hang_up(ok)
    stage.until(lambda: "BYE" in callee.heard)


def test_a_phone_whose_port_is_closed_is_found_out_by_icmp(opened: Open, own: Block) -> None:
    stage = opened("office")
    caller, callee = registered(stage, own, "1000"), phone(stage, own, "1001")
    callee.reached_at = own.at(31, 9)  # nothing listens there
    callee.register()
    caller.dial("1001")
    caller.wait_for("503 INVITE")
    invites = [line for line in stage.sent() if line.endswith(f"> {own.at(31, 9)} INVITE")]
    assert len(invites) == 1


def test_a_closed_port_of_one_phone_keeps_nothing_from_another(opened: Open, own: Block) -> None:
    """Linux tells of an unreachable port at the next datagram, which has another target and does not leave."""
    stage = opened("office")
    gone, there = Datagrams(stage, own.at(40)), Datagrams(stage, own.at(41))
    for number in range(1, 6):
        for port in (gone, there):
            port.send(options(port.at, number), own.at(SERVER))
    gone.close()
    stage.until(lambda: len(there.got) == 5)
    assert stage.remarks == []


def test_real_addresses_of_somebody_else_are_refused_in_a_sentence(opened: Open, own: Block) -> None:
    stage = opened("office")
    callee = phone(stage, own, "1001")
    callee.reached_at = Address("192.0.2.7", 5060)
    callee.register()
    caller = registered(stage, own, "1000")
    caller.dial("1001")
    reason = "192.0.2.7 is not on this machine: --allow-network lets packets leave it"
    stage.until(lambda: reason in stage.lost())


def test_nobody_out_there_speaks_from_the_address_of_a_node(opened: Open, own: Block) -> None:
    stage = opened("office-with-phones")
    spoofer, double = Datagrams(stage, own.at(SERVER, 5099)), Datagrams(stage, own.at(CAROL, 5099))
    spoofer.send(b"OPTIONS sip:x SIP/2.0\r\n\r\n", own.at(SERVER))
    double.send(b"OPTIONS sip:x SIP/2.0\r\n\r\n", own.at(SERVER))
    spoofer.send(b"OPTIONS sip:x SIP/2.0\r\n\r\n", own.at(SERVER))
    stage.until(lambda: len(stage.remarks) == 3)
    assert stage.remarks[:2] == [
        f"{own[SERVER]} is the address of freeswitch, and a program out there uses it, too: --map puts a node elsewhere",
        f"{own[CAROL]} is the address of carol, and a program out there uses it, too: --map puts a node elsewhere",
    ]
    assert not any("5099" in line for line in stage.sent())


def test_a_node_that_is_not_exposed_reaches_nobody_out_there(opened: Open, own: Block) -> None:
    stage = opened("office-with-phones")
    out_there = Datagrams(stage, own.at(40))
    stage.ask("carol", f"dial sip:1001@{out_there.at}")
    reason = f"{own[40]} is out there, and carol is not: --expose it"
    stage.until(lambda: reason in stage.lost())


def test_an_exposed_phone_is_called_directly(opened: Open, own: Block) -> None:
    stage = opened("office-with-phones", "carol")
    caller = Softphone.by_udp(stage, "1000", own.at(30), own.at(CAROL))
    uri = f"sip:1002@{own[CAROL]}"
    caller.write(caller.request("INVITE", uri, 1, "direct", f"<{uri}>", body=caller.sdp))
    caller.wait_for("180 INVITE")
    stage.ask("carol", "answer")
    caller.talk()
    stage.until(partial(is_sent, stage, own.at(30), own.at(CAROL), "ACK"))
