"""sipsak 0.9.8 against a live FreeSWITCH: is it there, and does its registrar work."""

from pathlib import Path
from typing import Final

import pytest

from tests.interop.addresses import Block
from tests.interop.conftest import Live
from tests.interop.program import Ended, run

pytestmark = pytest.mark.interop

SERVER: Final = 20
PHONE: Final = 4


def sipsak(own: Block, folder: Path, user: str, *options: str) -> Ended:
    whom = f"sip:{user}{own[SERVER]}"
    return run(["sipsak", "-k", own[PHONE], "-l", "5060", "-S", *options, "-vv", "-s", whom], folder)


def test_options_is_answered_with_what_the_server_can_do(live: Live, own: Block, tmp_path: Path) -> None:
    lab = live("office")
    ended = sipsak(own, tmp_path, "", "-N")
    assert ended.code == 0, ended
    asked, answered = lab.end()
    assert (asked.what, answered.what) == ("OPTIONS", "200 OPTIONS")
    assert "INVITE" in answered.text.first("Allow")
    assert "reply received" in ended.out, ended


def test_a_binding_is_made_and_taken_away_again(live: Live, own: Block, tmp_path: Path) -> None:
    lab = live("office")
    contact = f"sip:1001@{own[PHONE]}:5066"
    # Left to itself, sipsak gives its user name as `1001@`.
    known = ["-U", "-i", "-u", "1001", "-a", "1234", "-C"]
    assert sipsak(own, tmp_path, "1001@", *known, contact, "-x", "60").code == 0
    assert lab.console("freeswitch", f"sofia_contact 1001@{own[SERVER]}").strip() == f"sofia/internal/{contact}"
    assert sipsak(own, tmp_path, "1001@", *known, "*", "-x", "0").code == 0
    assert lab.console("freeswitch", f"sofia_contact 1001@{own[SERVER]}").strip() == "error/user_not_registered"
    assert [one.what for one in lab.end()] == ["REGISTER", "401 REGISTER", "REGISTER", "200 REGISTER"] * 2


def test_a_wrong_password_makes_no_binding(live: Live, own: Block, tmp_path: Path) -> None:
    lab = live("office")
    ended = sipsak(own, tmp_path, "1001@", "-U", "-i", "-u", "1001", "-a", "4321", "-C", f"sip:1001@{own[PHONE]}:5066")
    assert ended.code == 1
    assert "403 Forbidden" in ended.out + ended.err
    assert lab.console("freeswitch", f"sofia_contact 1001@{own[SERVER]}").strip() == "error/user_not_registered"
    assert lab.end()[-1].what == "403 REGISTER"


def test_who_sends_no_contact_is_told_what_is_bound(live: Live, own: Block, tmp_path: Path) -> None:
    lab = live("office")
    known = ["-U", "-i", "-u", "1001", "-a", "1234", "-C"]
    assert sipsak(own, tmp_path, "1001@", *known, f"sip:1001@{own[PHONE]}:5066", "-x", "600").code == 0
    asked = sipsak(own, tmp_path, "1001@", *known, "empty")
    assert asked.code == 0, asked
    bound = lab.end()[-1].text.first("Contact")
    assert bound.startswith(f"<sip:1001@{own[PHONE]}:5066>;expires=")
    assert bound.rpartition("=")[2] in ("599", "600")
