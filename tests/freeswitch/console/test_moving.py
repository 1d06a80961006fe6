"""uuid_transfer and uuid_bridge: who is sent where, who is connected with whom, and who is left."""

import pytest

from tests.freeswitch.office import Office, rule
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.console.table import execute

OTHER = rule("answer", "echo", number="8")
NOBODY = "00000000-0000-4000-8000-000000000000"


def run_for(office: Office, seconds: float) -> None:
    office.kernel.run_until(office.kernel.now + round(seconds * 1_000_000))


def talking() -> tuple[Office, Channel, Channel]:
    """1000 with 1001."""
    office = Office(files=rule("answer", "park", files=OTHER)).register("1001")
    office["1001"].answers_with((0.1, 200))
    office["1000"].dial("1001")
    run_for(office, 1)
    caller, called = office.switch.channels.values()
    return office, caller, called


def parked() -> tuple[Office, Channel, Channel]:
    """1000 and 1002, each alone."""
    office = Office(files=rule("answer", "park", files=OTHER))
    office.begin()
    for name in ("1000", "1002"):
        office[name].dial("7")
        run_for(office, 1)
    first, other = office.switch.channels.values()
    return office, first, other


def test_whoever_is_transferred_leaves_the_other_one_without_a_call() -> None:
    office, caller, called = talking()
    assert execute(office.switch, f"uuid_transfer {called.uuid} 8 XML default") == "+OK\n"
    run_for(office, 1)
    assert office.told("1000", timed=False)[-1] == "BYE"
    assert list(office.switch.channels.values()) == [called]
    assert called.variables["current_application"] == "echo"
    assert f"[NOTICE] Transfer {called.name} to XML[8@default]" in office.log
    assert not caller.is_up


def test_the_b_leg_or_both_may_be_meant() -> None:
    office, caller, _ = talking()
    assert execute(office.switch, f"uuid_transfer {caller.uuid} -bleg 8") == "+OK\n"
    run_for(office, 1)
    assert office.told("1000", timed=False)[-1] == "BYE"
    office, caller, called = talking()
    assert execute(office.switch, f"uuid_transfer {caller.uuid} -both 8") == "+OK\n"
    run_for(office, 1)
    assert [channel.variables["current_application"] for channel in (caller, called)] == ["echo", "echo"]


def test_the_context_counts() -> None:
    office, first, _ = parked()
    execute(office.switch, f"uuid_transfer {first.uuid} 8 XML rules")
    run_for(office, 1)
    assert f"[NOTICE] Transfer {first.name} to XML[8@rules]" in office.log
    assert not first.is_up


def test_two_that_are_parked_are_connected_without_a_message() -> None:
    office, first, other = parked()
    before = office.told("1000"), office.told("1002")
    assert execute(office.switch, f"uuid_bridge {first.uuid} {other.uuid}") == f"+OK {other.uuid}\n"
    run_for(office, 1)
    assert (first.partner, other.partner) == (other, first)
    assert (office.told("1000"), office.told("1002")) == before
    office["1000"].hang_up()
    office.run()
    assert office.told("1002", timed=False)[-1] == "BYE"
    assert office.switch.leftovers() == []


def test_one_of_a_call_may_be_connected_with_somebody_else() -> None:
    office, _, called = talking()
    office["1002"].dial("7")
    run_for(office, 1)
    waiting = list(office.switch.channels.values())[-1]
    execute(office.switch, f"uuid_bridge {waiting.uuid} {called.uuid}")
    run_for(office, 1)
    assert called.partner is waiting
    assert office.told("1000", timed=False)[-1] == "BYE"


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("uuid_transfer", "-USAGE: <uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]\n"),
        ("uuid_transfer FIRST", "-USAGE: <uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]\n"),
        ("uuid_transfer FIRST -both", "-USAGE: <uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]\n"),
        (f"uuid_transfer {NOBODY} 8", "-ERR No such channel!\n"),
        (
            "uuid_transfer FIRST 8 XML default more",
            "-USAGE: <uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]\n",
        ),
        ("uuid_transfer FIRST echo inline", "-ERR not simulated in voiplab: uuid_transfer to the dialplan inline\n"),
        ("uuid_bridge FIRST", "-USAGE: <uuid> <other_uuid>\n"),
        ("uuid_bridge aaa bbb", "-ERR Invalid uuid\n"),
        ("uuid_bridge FIRST FIRST", "-ERR Invalid uuid\n"),
    ],
)
def test_what_cannot_be_done_is_told(command: str, answer: str) -> None:
    office, first, other = parked()
    assert execute(office.switch, command.replace("FIRST", first.uuid)) == answer
    run_for(office, 1)
    assert first.is_up
    assert other.is_up


def test_alone_the_b_leg_is_the_channel_itself() -> None:
    office, first, _ = parked()
    assert execute(office.switch, f"uuid_transfer {first.uuid} -bleg 8") == "+OK\n"
    run_for(office, 1)
    assert first.variables["current_application"] == "echo"


def test_who_still_rings_is_not_connected() -> None:
    office, caller, called = talking()
    office["1001"].on_invite = lambda _leg: None
    office["1002"].dial("1001")
    run_for(office, 1)
    ringing = list(office.switch.channels.values())[-1]
    answer = execute(office.switch, f"uuid_bridge {caller.uuid} {ringing.uuid}")
    assert answer == "-ERR not simulated in voiplab: uuid_bridge before both are answered\n"
    assert caller.partner is called


def test_who_was_connected_may_be_sent_on() -> None:
    office, first, other = parked()
    execute(office.switch, f"uuid_bridge {first.uuid} {other.uuid}")
    run_for(office, 1)
    assert execute(office.switch, f"uuid_transfer {other.uuid} 8") == "+OK\n"
    run_for(office, 1)
    assert office.told("1000", timed=False)[-1] == "BYE"
    assert execute(office.switch, f"uuid_transfer {other.uuid} 7") == "+OK\n"
    run_for(office, 1)
    assert other.variables["current_application"] == "park"
