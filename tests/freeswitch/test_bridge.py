"""Two channels connected: what each hears, what it knows of the other, and how it ends."""

from tests.freeswitch.office import Office


def talking() -> Office:
    """1000 has called 1001, and both have been talking for a while."""
    office = Office().register("1001")
    office["1001"].answers_with((0.1, 180), (0.5, 200))
    office["1000"].dial("1001")
    office.kernel.run_until(office.kernel.now + 2_000_000)
    return office


def test_each_side_knows_the_other() -> None:
    office = talking()
    caller, called = office.switch.channels.values()
    assert (caller.partner, called.partner) == (called, caller)
    for mine, other in ((caller, called), (called, caller)):
        assert mine.variables["bridge_uuid"] == mine.variables["signal_bond"] == other.uuid
        assert mine.variables["bridge_channel"] == other.name
        assert mine.row.call == caller.uuid
    assert (caller.state.value, called.state.value) == ("CS_EXECUTE", "CS_EXCHANGE_MEDIA")


def test_the_end_of_one_is_the_end_of_the_other_and_afterwards_nobody_is_connected() -> None:
    office = talking()
    caller, called = office.switch.channels.values()
    office["1001"].hang_up()
    office.run()
    assert (caller.partner, called.partner) == (None, None)
    assert caller.variables["last_bridge_hangup_cause"] == "NORMAL_CLEARING"
    assert caller.variables["last_bridge_proto_specific_hangup_cause"] == "sip:200"
    assert office.told("1000", timed=False)[-1] == "BYE"
    assert not caller.is_bridging


def test_a_session_ends_when_nothing_is_at_work_for_it_any_more() -> None:
    office = talking()
    office["1000"].hang_up()
    office.run()
    ends = [line for line in office.log if line.endswith("Ended") or "Hangup" in line]
    assert [line.partition("sofia/internal/")[2][:4] for line in ends] == ["1000", "1001", "1001", "1000"]
