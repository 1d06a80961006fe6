"""The logs of all servers: their formats, filters, and what is behind a line."""

from datetime import UTC, datetime

import pytest

from tests.explain.calls import CALLER
from tests.explain.exchange import Exchange
from voiplab.explain.log_format import format_of
from voiplab.explain.logs import Logs, Wanted
from voiplab.explain.messages import Messages
from voiplab.explain.page import ToLine
from voiplab.recording.events import LineRun, Logged, SettingRead
from voiplab.sim.calendar import Calendar
from voiplab.sim.moment import ms
from voiplab.text.place import Place

KINDS = {"freeswitch": "freeswitch", "alice": "phone"}
NINE = datetime(2026, 3, 2, 9, 0, 1, 2_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "logged", "line"),
    [
        ("freeswitch", Logged("notice", "New Channel"), "2026-03-02 09:00:01.002000 [NOTICE] New Channel"),
        ("freeswitch", Logged("raw", "Dialplan: x parsing"), "Dialplan: x parsing"),
        ("opensips", Logged("error", "ERROR:core:x: y"), "Mar  2 09:00:01 ERROR:core:x: y"),
        ("phone", Logged("warning", "registration failed"), "09:00:01.002 warning: registration failed"),
    ],
)
def test_each_product_has_its_own_format(kind: str, logged: Logged, line: str) -> None:
    assert format_of(kind)(NINE, logged) == line


def logs() -> tuple[Exchange, Logs]:
    """A call that two lines of the dialplan handle, and what is logged of it."""
    go = Exchange()
    go.note(ms(0), "freeswitch", Logged("info", "started"))
    go.send(ms(1), "alice > freeswitch", CALLER.invite())
    invited = go.last
    go.note(ms(2), "freeswitch", Logged("debug", "in comes a call"), cause=invited)
    line = go.note(ms(2), "freeswitch", LineRun(Place("dialplan/default.xml", 6), "bridge(x)"), cause=invited)
    go.note(ms(2), "freeswitch", Logged("err", "no such\nuser \x1b[2J"), cause=invited, line=line)
    go.note(ms(2), "alice", SettingRead(Place("phone.cfg", 3), "name", "Alice"), cause=invited)
    go.send(ms(3), "freeswitch > alice", CALLER.response("404 Not Found"), cause=invited)
    go.note(ms(4), "alice", Logged("warning", "the call failed"))
    return go, Logs(Messages(go.recording), KINDS, Calendar())


def texts(found: Logs) -> list[str]:
    lines = [found.line(place) for place in range(len(found))]
    return [line.text.rpartition("] ")[2] for line in lines if line is not None]


def test_an_entry_of_several_lines_is_several_lines_and_all_are_harmless() -> None:
    _, found = logs()
    assert texts(found) == [
        "started",
        "in comes a call",
        "no such",
        r"user \x1b[2J",
        "09:00:00.004 warning: the call failed",
    ]


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        (Wanted(node="alice"), ["09:00:00.004 warning: the call failed"]),
        (Wanted(text="NO SUCH"), ["no such", r"user \x1b[2J"]),
        (Wanted(floor=4), ["no such", r"user \x1b[2J"]),
        (Wanted(text="default.xml", executed=True), ["ran dialplan/default.xml:6  bridge(x)"]),
        (Wanted(text="default.xml"), []),
        (Wanted(node="alice", executed=True, floor=9), ["read phone.cfg:3  name=Alice"]),
    ],
)
def test_filters(wanted: Wanted, left: list[str]) -> None:
    _, found = logs()
    found.want(wanted)
    assert texts(found) == left


def test_a_node_that_only_executes_lines_is_none_of_the_log() -> None:
    go = Exchange()
    go.note(0, "freeswitch", Logged("info", "x"))
    go.note(0, "alice", SettingRead(Place("phone.cfg", 3), "name", "Alice"))
    found = Logs(Messages(go.recording), KINDS, Calendar())
    assert found.nodes == ["freeswitch"]
    found.want(Wanted(executed=True))
    assert found.nodes == ["freeswitch", "alice"]


def test_a_line_knows_the_message_that_was_handled_and_the_line_in_force() -> None:
    _, found = logs()
    assert [found.message(place) for place in range(len(found))] == [None, 1, 1, 1, 2]
    assert [found.origin(place) for place in range(len(found))] == [
        None,
        None,
        *[ToLine("freeswitch", Place("dialplan/default.xml", 6))] * 2,
        None,
    ]


def test_an_executed_line_leads_to_itself() -> None:
    _, found = logs()
    found.want(Wanted(executed=True, text="phone.cfg"))
    assert found.origin(0) == ToLine("alice", Place("phone.cfg", 3))


def test_a_message_leads_to_the_first_line_that_it_caused() -> None:
    _, found = logs()
    messages = found.messages
    assert [found.at(message) for message in messages] == [1, 4]
    found.want(Wanted(floor=1))
    assert [found.at(message) for message in messages] == [1, 3]


def test_a_message_that_caused_no_line_leads_to_the_one_before() -> None:
    _, found = logs()
    found.want(Wanted(node="freeswitch"))
    assert found.at(found.messages[1]) == 3


def test_what_comes_later_is_added_if_it_is_wanted() -> None:
    go, found = logs()
    found.want(Wanted(floor=3))
    go.note(ms(9), "freeswitch", Logged("debug", "quiet"))
    assert not found.catch_up()
    go.note(ms(9), "freeswitch", Logged("alert", "loud"))
    assert found.catch_up()
    assert texts(found)[-1] == "loud"


def test_how_many_lines_are_not_later_than_a_message() -> None:
    _, found = logs()
    assert [found.until(message.event.id) for message in found.messages] == [1, 4]
