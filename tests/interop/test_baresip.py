"""baresip 1.0.0 at a live FreeSWITCH: it registers, calls and is called, holds, presses keys, hangs up."""

from pathlib import Path
from typing import Final

import pytest

from tests.interop.addresses import Block
from tests.interop.baresip import Account, Baresip
from tests.interop.conftest import Live

pytestmark = pytest.mark.interop

SERVER: Final = 20
PHONE: Final = 5
OTHER: Final = 6


def baresip(own: Block, folder: Path, who: int = PHONE, user: str = "1000", transport: str = "udp") -> Baresip:
    return Baresip(folder, own.at(who), Account(user, "1234", own.at(SERVER), transport))


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_it_registers_with_digest_and_takes_its_binding_away(
    live: Live, own: Block, tmp_path: Path, transport: str
) -> None:
    lab = live("office")
    with baresip(own, tmp_path, transport=transport) as phone:
        phone.wait_until_registered()
        assert phone.quit().code == 0
    seen = lab.end()
    assert [one.what for one in seen] == ["REGISTER", "401 REGISTER", "REGISTER", "200 REGISTER"] * 2
    assert {one.transport for one in seen} == {transport.upper()}


def test_it_calls_the_echo_hears_it_and_hangs_up(live: Live, own: Block, tmp_path: Path) -> None:
    lab = live("office")
    with baresip(own, tmp_path) as phone:
        phone.wait_until_registered()
        phone.command("dial", f"sip:9196@{own[SERVER]}")
        phone.until("CALL_ESTABLISHED")
        phone.until("CALL_RTPESTAB")
        assert "9196" in lab.console("freeswitch", "show channels")
        phone.command("hangup")
        phone.until("CALL_CLOSED")
        lab.until_what("200 BYE", src=str(own.at(SERVER)))
    calls = [one.what for one in lab.end() if "REGISTER" not in one.what]
    assert calls == ["INVITE", "407 INVITE", "ACK", "INVITE", "100 INVITE", "200 INVITE", "ACK", "BYE", "200 BYE"]


def test_a_simulated_phone_is_called_and_answers(live: Live, own: Block, tmp_path: Path) -> None:
    lab = live("office-with-phones", "--run", "answers")
    with baresip(own, tmp_path) as phone:
        phone.wait_until_registered()
        phone.command("dial", f"sip:1002@{own[SERVER]}")
        phone.until("CALL_RINGING")
        phone.until("CALL_ESTABLISHED")
        phone.until("CALL_RTPESTAB")
        phone.command("hangup")
        phone.until("CALL_CLOSED")
        lab.until_what("200 BYE", source="carol")
    assert lab.end()


def test_it_is_called_answers_holds_and_hangs_up(live: Live, own: Block, tmp_path: Path) -> None:
    lab = live("office-with-phones")
    with baresip(own, tmp_path) as phone:
        phone.wait_until_registered()
        lab.console("carol", "dial 1000")
        phone.until("CALL_INCOMING")
        phone.command("accept")
        phone.until("CALL_ESTABLISHED")
        for command, direction in (("hold", "sendonly"), ("resume", "sendrecv")):
            phone.command(command)
            held = lab.until_what("INVITE", src=str(own.at(PHONE)))
            assert f"a={direction}\r\n" in held.text.body
            lab.until_what("200 INVITE", dst=str(own.at(PHONE)))
        phone.command("hangup")
        phone.until("CALL_CLOSED")
        lab.until_what("BYE", target="carol")
    assert lab.end()


def test_the_keys_that_it_presses_are_heard(live: Live, own: Block, tmp_path: Path) -> None:
    """The server asks for a number by voice, and calls it."""
    lab = live("office-with-phones")
    with baresip(own, tmp_path) as phone:
        phone.wait_until_registered()
        phone.command("dial", f"sip:9197@{own[SERVER]}")
        phone.until("CALL_ESTABLISHED")
        for key in "1002":
            phone.command("sndcode", key)
        assert lab.until_what("INVITE", source="freeswitch").target == "carol"
        phone.command("hangup")
        phone.until("CALL_CLOSED")
    lab.end()


def test_two_of_them_hear_each_other_through_the_server(live: Live, own: Block, tmp_path: Path) -> None:
    lab = live("office")
    with baresip(own, tmp_path) as caller, baresip(own, tmp_path, OTHER, "1001") as callee:
        caller.wait_until_registered()
        callee.wait_until_registered()
        caller.command("dial", f"sip:1001@{own[SERVER]}")
        callee.until("CALL_INCOMING")
        callee.command("accept")
        for phone in (caller, callee):
            phone.until("CALL_ESTABLISHED")
        for phone in (caller, callee):
            phone.until("CALL_RTPESTAB")
        callee.command("hangup")
        caller.until("CALL_CLOSED")
    seen = lab.end()
    assert [one.dst for one in seen if one.what == "BYE"] == [str(own.at(SERVER)), str(own.at(PHONE))]


def test_it_hands_a_call_over_to_another_phone(live: Live, own: Block, tmp_path: Path) -> None:
    lab = live("office-with-phones", "--run", "answers")
    with baresip(own, tmp_path) as phone:
        phone.wait_until_registered()
        phone.command("dial", f"sip:1002@{own[SERVER]}")
        phone.until("CALL_ESTABLISHED")
        phone.command("transfer", f"sip:1003@{own[SERVER]}")
        phone.until("CALL_CLOSED")
        lab.until_what("180 INVITE", source="dave")
        lab.console("dave", "answer")
        lab.until_what("200 INVITE", source="dave")
        lab.console("carol", "hang up")
        lab.until_what("200 BYE", source="dave")
    seen = lab.end()
    mine = [one.what for one in seen if str(own.at(PHONE)) in (one.src, one.dst)]
    assert [what for what in mine if what.endswith(("REFER", "NOTIFY"))] == [
        "REFER",
        "202 REFER",
        "NOTIFY",
        "200 NOTIFY",
    ]
    (notified,) = [one for one in seen if one.what == "NOTIFY"]
    assert notified.text.first("Subscription-State").startswith("terminated")
