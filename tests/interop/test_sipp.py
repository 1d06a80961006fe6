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
SERVER: Final = 20


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
