"""SIPp 3.6.1 against a live FreeSWITCH: its built-in scenarios and ours, over UDP and TCP, and with packets that SIPp loses."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.interop.addresses import Block
from tests.interop.conftest import Live
from tests.interop.live_lab import Seen
from tests.interop.sipp import Sipp, keys

pytestmark = pytest.mark.interop

TRANSPORTS: Final = pytest.mark.parametrize("transport", ["u1", "t1"])
CALLEE: Final = 2
CALLER: Final = 3
CAROL: Final = 13
SERVER: Final = 20
PRACK: Final = 5070


def spoken(seen: Sequence[Seen], own: Block, who: int, what: str) -> int:
    """How many such messages the lab saw from or to that address, each counted once however often it was repeated."""
    return len(
        {
            one.raw
            for one in seen
            if own[who] in (one.src.rpartition(":")[0], one.dst.rpartition(":")[0]) and one.what == what
        }
    )


def phone(
    own: Block, who: int, user: str, transport: str, scenario: str, folder: Path, *options: str, calls: int = 1
) -> Sipp:
    known = {"user": user, "domain": own[SERVER], "expires": "300"}
    words = ["-t", transport, "-m", str(calls), "-au", user, "-ap", "1234", *keys(known), *options]
    return Sipp(folder, scenario, own.at(who), own.at(SERVER), words)


def succeed(sipp: Sipp, calls: int) -> None:
    ended = sipp.run()
    assert ended.code == 0, sipp.errors() + ended.err
    assert sipp.figures()[:2] == (calls, 0)


@TRANSPORTS
def test_sipp_registers_with_digest(live: Live, own: Block, tmp_path: Path, transport: str) -> None:
    lab = live("office")
    succeed(phone(own, CALLEE, "1001", transport, "register", tmp_path), 1)
    seen = lab.end()
    assert [one.what for one in seen] == ["REGISTER", "401 REGISTER", "REGISTER", "200 REGISTER"]
    assert {one.transport for one in seen} == {"UDP" if transport == "u1" else "TCP"}
    assert seen[-1].text.first("Contact").startswith(f"<sip:1001@{own[CALLEE]}:5060")


def test_a_wrong_password_is_refused(live: Live, own: Block, tmp_path: Path) -> None:
    lab = live("office")
    succeed(phone(own, CALLEE, "1001", "u1", "wrong-password", tmp_path, "-ap", "4321"), 1)
    assert [one.what for one in lab.end()] == ["REGISTER", "401 REGISTER", "REGISTER", "403 REGISTER"]


@TRANSPORTS
def test_ten_calls_go_through_the_server_to_a_registered_sipp(
    live: Live, own: Block, tmp_path: Path, transport: str
) -> None:
    lab = live("office")
    succeed(phone(own, CALLEE, "1001", transport, "register", tmp_path), 1)
    callee = phone(own, CALLEE, "1001", transport, "callee", tmp_path, "-d", "200", calls=10)
    caller = phone(
        own, CALLER, "1000", transport, "caller", tmp_path, "-d", "300", "-r", "10", *keys({"target": "1001"}), calls=10
    )
    with callee.begin() as waiting:
        succeed(caller, 10)
        assert waiting.wait().code == 0, callee.errors()
    assert callee.figures()[:2] == (10, 0)
    seen = lab.end()
    for who in (CALLER, CALLEE):
        assert spoken(seen, own, who, "BYE") == 10
        assert spoken(seen, own, who, "200 INVITE") == 10
    assert sum(one.what == "ACK" and one.dst == str(own.at(CALLEE)) for one in seen) == 10


@TRANSPORTS
def test_its_built_in_caller_reaches_its_built_in_callee(
    live: Live, own: Block, tmp_path: Path, transport: str
) -> None:
    lab = live("office")
    succeed(phone(own, CALLEE, "1001", transport, "register", tmp_path), 1)
    callee = Sipp(tmp_path, "-sn uas", own.at(CALLEE), own.at(SERVER), ["-t", transport, "-m", "20"])
    options = ["-t", transport, "-m", "20", "-r", "20", "-s", "service", "-d", "100"]
    caller = Sipp(tmp_path, "-sn uac", own.at(CALLER), own.at(SERVER, 5080), options)
    with callee.begin() as waiting:
        succeed(caller, 20)
        assert waiting.wait().code == 0, callee.errors()
    assert callee.figures()[:2] == (20, 0)
    seen = lab.end()
    assert spoken(seen, own, CALLER, "200 INVITE") == spoken(seen, own, CALLEE, "200 INVITE") == 20
    assert spoken(seen, own, CALLER, "200 BYE") == spoken(seen, own, CALLEE, "200 BYE") == 20


def test_a_refused_call_is_acknowledged_and_over(live: Live, own: Block, tmp_path: Path) -> None:
    lab = live("office")
    succeed(phone(own, CALLER, "1000", "u1", "refused-caller", tmp_path, *keys({"target": "9486"})), 1)
    assert [one.what for one in lab.end()][-2:] == ["486 INVITE", "ACK"]


def test_a_reliable_180_of_the_callee_gets_its_prack(live: Live, own: Block, tmp_path: Path) -> None:
    lab = live("office")
    there = own.at(SERVER, PRACK)
    succeed(phone(own, CALLEE, "1001", "u1", "register", tmp_path)._replace(peer=there), 1)
    callee = phone(own, CALLEE, "1001", "u1", "prack-callee", tmp_path, "-d", "200", calls=3)._replace(peer=there)
    options = ["-d", "200", "-r", "5", *keys({"target": "1001"})]
    caller = phone(own, CALLER, "1000", "u1", "caller", tmp_path, *options, calls=3)._replace(peer=there)
    with callee.begin() as waiting:
        succeed(caller, 3)
        assert waiting.wait().code == 0, callee.errors()
    assert callee.figures() == (3, 0, 0)
    seen = lab.end()
    assert spoken(seen, own, CALLEE, "PRACK") == spoken(seen, own, CALLEE, "200 PRACK") == 3
    assert spoken(seen, own, CALLER, "PRACK") == 0


def test_the_caller_acknowledges_the_servers_reliable_180(live: Live, own: Block, tmp_path: Path) -> None:
    lab = live("office")
    there = own.at(SERVER, PRACK)
    succeed(phone(own, CALLEE, "1001", "u1", "register", tmp_path)._replace(peer=there), 1)
    callee = phone(own, CALLEE, "1001", "u1", "callee", tmp_path, "-d", "500")._replace(peer=there)
    caller = phone(own, CALLER, "1000", "u1", "prack-caller", tmp_path, *keys({"target": "1001"}))._replace(peer=there)
    with callee.begin() as waiting:
        succeed(caller, 1)
        assert waiting.wait().code == 0, callee.errors()
    seen = lab.end()
    (reliable,) = [one for one in seen if one.what == "180 INVITE" and one.dst == str(own.at(CALLER))]
    (prack,) = [one for one in seen if one.what == "PRACK"]
    assert reliable.text.first("Require") == "100rel"
    assert prack.text.first("RAck") == f"{reliable.text.first('RSeq')} {reliable.text.first('CSeq')}"


def test_calls_survive_three_packets_lost_of_a_hundred(live: Live, own: Block, tmp_path: Path) -> None:
    """SIPp throws away what it would send and what it gets."""
    lab = live("office")
    succeed(phone(own, CALLEE, "1001", "u1", "register", tmp_path), 1)
    callee = phone(own, CALLEE, "1001", "u1", "callee", tmp_path, "-d", "200", "-lost", "3", calls=100)
    options = ["-d", "200", "-r", "20", "-lost", "3", *keys({"target": "1001"})]
    caller = phone(own, CALLER, "1000", "u1", "caller", tmp_path, *options, calls=100)
    with callee.begin() as waiting:
        succeed(caller, 100)
        assert waiting.wait(60).code == 0, callee.errors()
    assert callee.figures()[:2] == (100, 0)
    assert caller.figures().repeated > 0
    seen = lab.end()
    assert spoken(seen, own, CALLER, "200 INVITE") == spoken(seen, own, CALLEE, "200 INVITE") == 100
    # Not the caller's own: SIPp takes a repeated answer to its INVITE for that to its BYE, and is gone.
    assert spoken(seen, own, CALLEE, "BYE") == 100
    ours = [one.raw for one in seen if one.source == "freeswitch"]
    assert len(ours) > len(dict.fromkeys(ours))


def test_a_simulated_phone_with_real_sockets_is_called_directly(live: Live, own: Block, tmp_path: Path) -> None:
    lab = live("office-with-phones", "--run", "answers", "--expose", "carol")
    caller = Sipp(tmp_path, "-sn uac", own.at(CALLER), own.at(CAROL), ["-m", "1", "-s", "1002", "-d", "200"])
    succeed(caller, 1)
    seen = [one for one in lab.end() if str(own.at(CALLER)) in (one.src, one.dst)]
    assert [one.what for one in seen] == ["INVITE", "180 INVITE", "200 INVITE", "ACK", "BYE", "200 BYE"]
    assert {one.source for one in seen} == {"carol", own[CALLER]}
