"""What a recording tells of the dialogs that a proxy remembers."""

from tests.explain.standing import folded
from tests.opensips.dialog.calls import Office, script
from voiplab.explain.states import Standing
from voiplab.opensips.dialog.dialogs import KIND
from voiplab.sim.moment import seconds


def talking() -> Office:
    office = Office(script('create_dialog("B"); $DLG_timeout = 3;'))
    office.invite()
    office.reply("180 Ringing")
    office.reply("200 OK")
    office.alice("ACK", 1)
    return office


def remembered(office: Office) -> list[Standing]:
    return [one for one in folded(office.recording).machines.values() if one.id.kind == KIND]


def test_a_dialog_goes_its_way_and_its_lifetime_counts() -> None:
    office = talking()
    [dialog] = remembered(office)
    assert [step.state for step in dialog.path] == ["unconfirmed", "early", "answered", "confirmed"]
    [timer] = folded(office.recording).timers(dialog.id.node, dialog.id.name).values()
    assert (timer.name, timer.fires) == ("lifetime", seconds(3))


def test_a_dialog_that_was_hung_up_is_forgotten_with_its_timer() -> None:
    office = talking()
    name = remembered(office)[0].id.name
    office.alice("BYE")
    office.reply("200 OK")
    assert remembered(office) == []
    assert dict(folded(office.recording).timers("server", name)) == {}


def test_no_timer_of_a_dialog_stands_beyond_its_moment() -> None:
    office = talking()
    office.wait(20)
    states = folded(office.recording)
    assert [timer for *_, timer in states.armed if timer.fires < office.kernel.now and timer.name == "lifetime"] == []
