"""What other terminals ask of a live lab, and configurations that would stop a lesser one."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.interop.addresses import Block
from tests.live.conftest import Open
from tests.live.softphone import Softphone
from tests.live.stage import Stage
from voiplab.lab.lab import Lab
from voiplab.live.lab import WIDEST

SERVER = 20


def asked(stage: Stage, request: Mapping[str, object]) -> Mapping[str, object]:
    said: list[Mapping[str, object]] = []
    stage.live.serve(request, said.append, {"lab": "office"}, lambda: said.append({"stopped": True}))
    stage.until(lambda: said)
    return said[-1]


def test_a_lab_says_what_it_is_and_stops_when_it_is_told_to(opened: Open) -> None:
    stage = opened("office")
    assert asked(stage, {"do": "about"}) == {"lab": "office"}
    assert asked(stage, {"do": "stop"}) == {"stopped": True}


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"do": None},
        {"do": "perform"},
        {"do": "perform", "node": 7, "action": "sofia status"},
        {"do": "perform", "node": "freeswitch", "action": ["sofia"]},
        {"do": "ladder", "width": "wide"},
        {"do": "dance"},
        {"do": {"do": "about"}},
    ],
)
def test_a_request_that_is_not_understood_is_told(opened: Open, request_: Mapping[str, object]) -> None:
    stage = opened("office")
    assert str(asked(stage, request_)["error"]).startswith("a live lab does not know what")


def test_what_nobody_can_do_is_told(opened: Open) -> None:
    stage = opened("office-with-phones")
    assert stage.ask("alice", "dial 1") == "no node is called alice; there are freeswitch, carol, dave"
    assert "dance" in stage.ask("carol", "dance")
    assert "-ERR" in stage.ask("freeswitch", "dance")


@pytest.mark.parametrize("action", ["", " ", "x" * 60_000, "dial", "dial \x00", "sofia status profile \U0001f600"])
def test_whatever_is_asked_for_the_lab_goes_on(opened: Open, action: str) -> None:
    stage = opened("office-with-phones")
    for node in ("carol", "freeswitch"):
        asked(stage, {"do": "perform", "node": node, "action": action})
        stage.hurry(25_000_000)
    assert "internal" in stage.ask("freeswitch", "sofia status")


def test_a_ladder_can_be_had_in_any_width(opened: Open) -> None:
    stage = opened("office-with-phones")
    stage.until(lambda: len(stage.sent()) == 8)
    for width in (-5, 0, 40, 100, 10**9):
        text = str(asked(stage, {"do": "ladder", "width": width})["text"])
        assert text.count("REGISTER") >= 4
        assert max(map(len, text.splitlines())) <= min(max(width, 40), WIDEST)


def going_in_circles(lab: Lab) -> Lab:
    """Extension 5900 transfers each call to itself."""
    files = dict(lab.files["freeswitch"])
    plan = files["dialplan/default.xml"]
    loop = b'<action application="transfer" data="5900"/>'
    files["dialplan/default.xml"] = plan.replace(b'<action application="park"/>', loop)
    return replace(lab, files={**lab.files, "freeswitch": files})


def test_a_pattern_that_explodes_is_told_and_the_lab_goes_on(opened: Open) -> None:
    stage = opened("office")
    said = stage.ask("freeswitch", "regex " + "a" * 40 + "b|^(a|a?)+$")
    assert said
    assert "internal" in stage.ask("freeswitch", "sofia status")


def test_a_dialplan_that_goes_in_circles_is_told_and_others_are_served(opened: Open, own: Block) -> None:
    stage = opened("office", changed=going_in_circles)
    caller = Softphone.by_udp(stage, "1000", own.at(30), own.at(SERVER))
    caller.register()
    caller.dial("5900")
    stage.until(lambda: stage.troubles)
    assert str(stage.troubles[0]).startswith("freeswitch/dialplan/default.xml:")
    other = Softphone.by_udp(stage, "1001", own.at(31), own.at(SERVER))
    other.register()
