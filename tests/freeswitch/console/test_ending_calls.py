"""`uuid_kill` and `hupall`: who hears what; and lines that are no command."""

from functools import partial

import pytest

from tests.freeswitch.office import Office
from voiplab.freeswitch.console.table import execute
from voiplab.sim.moment import seconds

NOBODY = "00000000-0000-4000-8000-000000000000"


def after(command: str) -> tuple[Office, str]:
    """1000 talks to 1001; `$A` is the caller's uuid. The office three seconds after the command, and the answer."""
    office = Office().register("1000", "1001")
    office["1001"].answers_with((0, 180), (0.5, 200))
    said: list[str] = []

    def ask() -> None:
        said.append(execute(office.switch, command.replace("$A", next(iter(office.switch.channels)))))

    office.later(0, partial(_dial, office))
    office.later(3, office.begin)
    office.later(3, ask)
    office.kernel.run_until_idle(office.kernel.now + seconds(6))
    return office, said[0].rstrip("\n")


def _dial(office: Office) -> None:
    office["1000"].dial("1001")


@pytest.mark.parametrize(
    ("command", "answer", "reason"),
    [
        ("uuid_kill $A", "+OK", 'Q.850;cause=16;text="NORMAL_CLEARING"'),
        ("uuid_kill $A USER_BUSY", "+OK", 'Q.850;cause=17;text="USER_BUSY"'),
        ("uuid_kill $A 17", "+OK", 'Q.850;cause=17;text="USER_BUSY"'),
        (
            "hupall",
            "+OK hangup all channels with cause MANAGER_REQUEST",
            'SIP;cause=703;text="MANAGER_REQUEST"',
        ),
        (
            "hupall CALL_REJECTED",
            "+OK hangup all channels with cause CALL_REJECTED",
            'Q.850;cause=21;text="CALL_REJECTED"',
        ),
    ],
)
def test_a_call_that_is_ended_ends_for_both_with_the_cause(command: str, answer: str, reason: str) -> None:
    office, said = after(command)
    assert said == answer
    assert not office.switch.channels
    assert [field.value for field in office.last("1000", "BYE").fields if field.name == "Reason"] == [reason]
    assert office.told("1001", timed=False) == ["BYE"]


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (f"uuid_kill {NOBODY}", "-ERR No such channel!"),
        (f"uuid_dump {NOBODY}", "-ERR No such channel!"),
        (f"uuid_getvar {NOBODY} name", "-ERR No such channel!"),
        (f"uuid_setvar {NOBODY} name value", "-ERR No such channel!"),
        (f"uuid_exists {NOBODY}", "false"),
        ("uuid_exists $A", "true"),
        ("uuid_getvar $A sip_from_user", "1000"),
        ("uuid_getvar $A nosuchvar", "_undef_"),
        ("uuid_getvar", "-USAGE: <uuid> <var>"),
        ("uuid_dump", "-USAGE: <uuid> [format]"),
        ("sofia status profile", "Invalid Syntax!"),
        ("show calls as xml", "-ERR not simulated in voiplab: show calls as xml"),
        ("show channels like 1002@", "\n0 total."),
        ("uuid_hold $A", "-ERR not simulated in voiplab: uuid_hold"),
        (
            "hupall CALL_REJECTED sip_from_user 1009",
            "+OK hangup all channels matching [sip_from_user]=[1009] with cause: CALL_REJECTED",
        ),
        ("UUID_KILL", "-ERR UUID_KILL Command not found!"),
    ],
)
def test_a_question_about_nobody_or_half_a_question_ends_no_call(command: str, answer: str) -> None:
    office, said = after(command)
    assert said == answer
    assert len(office.switch.channels) == 2
