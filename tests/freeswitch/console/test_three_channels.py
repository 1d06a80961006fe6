"""The console while 1000 talks to 1001 and 1002 waits, beside what a real server answered in that state.

Recorded while 1002 was parked. Here the application `echo` keeps it, with the same data: it is as much in CS_EXECUTE.
"""

import json
import re
from collections.abc import Sequence
from functools import cache, partial
from typing import Final

import pytest

from tests.freeswitch.base_config import BASE
from tests.freeswitch.console.recording import numbered, recorded
from tests.freeswitch.office import FILES, PRACK, Extension, Office
from voiplab.freeswitch.console.table import execute
from voiplab.sim.moment import seconds
from voiplab.sip.draft import Draft
from voiplab.text.place import Files

RECORDED: Final = dict(recorded("parked"))
JSON: Final = "show channels as json"
CALL_IDS: Final = {"1004": "1-11557", "1003": "1-12318", "1000": "1-12906", "1001": "1-12907", "1002": "1-12908"}
"""Who registered, in the recorded order."""
EMPTY: Final = ("bypass", "dtmfinfo", "nat", "threepcc", "threepccproxy", "timers")
"""Profiles of which only the listing matters here."""


def files() -> Files:
    kept = FILES
    prack = BASE["sip_profiles/prack.xml"].decode()
    for name in EMPTY:
        found = re.search(r'"sip-port" value="(\d+)"', BASE[f"sip_profiles/{name}.xml"].decode())
        assert found is not None
        profile = prack.replace('name="prack"', f'name="{name}"').replace('"5070"', f'"{found[1]}"')
        kept = {**kept, f"sip_profiles/{name}.xml": profile.encode()}
    return kept


def register(phone: Extension) -> None:
    whose = f"<sip:{phone.name}@127.0.0.20>"
    at = phone.element.endpoint.at
    draft = Draft("REGISTER sip:127.0.0.20 SIP/2.0")
    draft.fields = [
        ("Max-Forwards", "70"),
        ("From", f"{whose};tag={phone.element.endpoint.tag()}"),
        ("To", whose),
        ("Call-ID", f"{CALL_IDS[phone.name]}@{at.ip}"),
        ("CSeq", "1 REGISTER"),
        ("Contact", f"<sip:{phone.name}@{at}>"),
        ("User-Agent", "LabPhone/1.0"),
        ("Expires", "7200"),
    ]
    phone.ask(draft)


def dial(phone: Extension, number: str) -> None:
    phone.dial(number)


@cache
def answers(commands: Sequence[str]) -> Sequence[str]:
    office = Office(files=files())
    office["1004"].registrar = PRACK
    for name in CALL_IDS:
        register(office[name])
        office.run()
    office["1001"].answers_with((0, 180), (0.7, 200))
    said: list[str] = []
    for after, who, number in ((1, "1000", "1001"), (3, "1002", "700")):
        office.later(after, partial(dial, office[who], number))
    office.later(8, lambda: said.extend(execute(office.switch, command) for command in commands))
    office.kernel.run_until_idle(office.kernel.now + seconds(10))
    return said


def answer(command: str) -> str:
    return dict(zip(RECORDED, answers(tuple(RECORDED)), strict=True))[command]


@pytest.mark.parametrize("command", [command for command in RECORDED if command != JSON])
def test_an_answer_is_the_recorded_one_to_the_last_blank(command: str) -> None:
    assert numbered(answer(command)) == numbered(RECORDED[command])


def test_channels_as_json_have_the_recorded_keys_in_the_recorded_order() -> None:
    ours = json.dumps(json.loads(answer(JSON)), indent=1)
    assert numbered(ours) == numbered(RECORDED[JSON])
