"""Calling out: what early media means, who wins, how long it rings, and where the dialplan goes on."""

import pytest

from tests.freeswitch.office import FILES, Office, rule, session

BRIDGE = "bridge user/1001@${domain_name}"
BOTH = "bridge user/1001@${domain_name},user/1002@${domain_name}"
SPEECH = session("127.0.0.22")


def office_with(*actions: str) -> Office:
    return Office(files=rule(*actions)).register("1001", "1002")


def speaks(office: Office, *then: tuple[float, int]) -> None:
    """1001 has early media after 100 ms."""
    office["1001"].answers_with((0.1, 183), *then, sdp=SPEECH)


def test_early_media_ends_the_time_that_a_callee_has() -> None:
    office = office_with("set call_timeout=2", BRIDGE)
    speaks(office, (8, 200))
    office["1000"].dial("7")
    office.later(9, office["1000"].hang_up)
    office.run()
    assert office.told("1000")[2:4] == ["0.142 183 INVITE", "8.077 200 INVITE"]
    assert office.told("1001", timed=False) == ["INVITE", "ACK", "BYE"]


def test_without_early_media_the_time_is_over() -> None:
    office = office_with("set call_timeout=2", "set ignore_early_media=true", BRIDGE)
    speaks(office, (8, 200))
    office["1000"].dial("7")
    office.run()
    assert office.told("1001", timed=False) == ["INVITE", "CANCEL", "ACK"]
    assert office.told("1000", timed=False)[2:] == ["180 INVITE", "480 INVITE"]


def test_the_first_that_speaks_wins_and_the_others_have_lost_the_race() -> None:
    office = office_with(BOTH)
    speaks(office, (3, 200))
    office["1002"].answers_with((0.01, 180), (1, 200))
    office["1000"].dial("7")
    office.later(5, office["1000"].hang_up)
    office.run()
    assert office.told("1002", timed=False) == ["INVITE", "CANCEL", "ACK"]
    assert office.last("1002", "CANCEL").get("Reason") == 'SIP;cause=200;text="Call completed elsewhere"'
    assert office.told("1000", timed=False)[2:] == ["180 INVITE", "183 INVITE", "200 INVITE", "200 BYE"]


def test_with_ignore_early_media_whoever_answers_wins() -> None:
    office = office_with("set ignore_early_media=true", BOTH)
    speaks(office, (3, 200))
    office["1002"].answers_with((0.01, 180), (1, 200))
    office["1000"].dial("7")
    office.later(5, office["1000"].hang_up)
    office.run()
    assert office.told("1001", timed=False) == ["INVITE", "CANCEL", "ACK"]
    assert office.told("1002", timed=False) == ["INVITE", "ACK", "BYE"]


def test_a_refusal_after_early_media_is_the_end_of_a_bridge_and_the_dialplan_goes_on() -> None:
    office = office_with(BRIDGE, "log INFO on ${originate_disposition} ${last_bridge_hangup_cause}")
    speaks(office, (2, 486))
    office["1000"].dial("7")
    office.run()
    assert "[INFO] on SUCCESS USER_BUSY" in office.log
    refusal = office.last("1000", "486 INVITE")
    assert refusal.get("Reason") == 'Q.850;cause=16;text="NORMAL_CLEARING"'


@pytest.mark.parametrize(("wish", "goes_on"), [("true", True), ("explicit", False)])
def test_hangup_after_bridge_means_answered_bridges_unless_it_is_explicit(wish: str, goes_on: bool) -> None:
    office = office_with(f"set hangup_after_bridge={wish}", BRIDGE, "log INFO on")
    speaks(office, (2, 486))
    office["1000"].dial("7")
    office.run()
    assert ("[INFO] on" in office.log) is goes_on
    assert office.told("1000", timed=False)[-1] == "486 INVITE"


@pytest.mark.parametrize(("wish", "goes_on"), [("false", True), ("true", False), ("explicit", False)])
def test_hangup_after_bridge_decides_what_the_end_of_an_answered_bridge_means(wish: str, goes_on: bool) -> None:
    office = office_with(f"set hangup_after_bridge={wish}", BRIDGE, "log INFO on")
    office["1001"].answers_with((0.1, 200))
    office["1000"].dial("7")
    office.later(2, office["1001"].hang_up)
    office.run()
    assert ("[INFO] on" in office.log) is goes_on


def test_a_caller_that_gives_up_after_early_media_cancels_the_callee() -> None:
    office = office_with(BRIDGE)
    speaks(office)
    office["1000"].dial("7")
    office.later(3, lambda: office["1000"].outgoing.cancel([("Reason", 'SIP;cause=200;text="elsewhere"')]))
    office.run()
    assert office.told("1001", timed=False) == ["INVITE", "CANCEL", "ACK"]
    assert office.last("1001", "CANCEL").get("Reason") == 'SIP;cause=200;text="elsewhere"'
    assert office.switch.leftovers() == []


def test_a_caller_that_was_answered_before_waits_for_the_next_one_in_ring_wait() -> None:
    office = office_with("answer", BRIDGE)
    office["1001"].answers_with((0.1, 180), (1, 200))
    office["1000"].dial("7")
    office.later(3, office["1000"].hang_up)
    office.run()
    states = [line.rpartition("Change ")[2] for line in office.log if "Callstate" in line and "1000@" in line]
    assert states == [
        "DOWN -> RINGING", "RINGING -> EARLY", "EARLY -> ACTIVE", "ACTIVE -> RING_WAIT", "RING_WAIT -> ACTIVE",
        "ACTIVE -> HANGUP",
    ]  # fmt: skip


def test_a_leg_timeout_ends_its_leg_and_the_others_ring_on() -> None:
    office = office_with("bridge [leg_timeout=2]user/1001@${domain_name},user/1002@${domain_name}")
    for name in ("1001", "1002"):
        office[name].answers_with((0.1, 180), (5, 200))
    office["1000"].dial("7")
    office.later(7, office["1000"].hang_up)
    office.run()
    assert office.told("1001", timed=False) == ["INVITE", "CANCEL", "ACK"]
    assert office.told("1002", timed=False) == ["INVITE", "ACK", "BYE"]


@pytest.mark.parametrize(
    ("string", "cause"),
    [
        ("user/1009@${domain_name}", "SUBSCRIBER_ABSENT"),
        ("user/1001@nowhere.lab", "SUBSCRIBER_ABSENT"),
        ("sofia/gateway/carrier/123", "INVALID_GATEWAY"),
        ("sofia/nowhere/1001@127.0.0.22", "INVALID_PROFILE"),
        ("error/USER_BUSY", "USER_BUSY"),
        ("sofa/internal/1001", "CHAN_NOT_IMPLEMENTED"),
    ],
)
def test_what_cannot_be_called_fails_with_its_cause(string: str, cause: str) -> None:
    office = office_with("set continue_on_fail=true", f"bridge {string}", "log INFO ${originate_disposition}")
    office["1000"].dial("7")
    office.run()
    assert f"[INFO] {cause}" in office.log
    assert f"[INFO] Originate Failed.  Cause: {cause}" in office.log


@pytest.mark.parametrize(
    ("wish", "goes_on"),
    [
        ("true", True),
        ("false", False),
        ("USER_BUSY", True),
        ("17", True),
        ("NO_ANSWER,17", True),
        ("CALL_REJECTED", False),
    ],
)
def test_continue_on_fail_is_a_switch_or_a_list_of_causes(wish: str, goes_on: bool) -> None:
    office = office_with(f"set continue_on_fail={wish}", BRIDGE, "log INFO on")
    office["1001"].answers_with((0.1, 486))
    office["1000"].dial("7")
    office.run()
    assert ("[INFO] on" in office.log) is goes_on


def test_the_bridge_of_a_bridge_has_one_hop_less() -> None:
    office = Office(files=rule(BRIDGE)).register("1001")
    office["1001"].answers_with((0.1, 486))
    office["1000"].dial("7", fields=(("Max-Forwards", "10"),))
    office.run()
    assert office.last("1001", "INVITE").get("Max-Forwards") == "9"


def test_a_ringback_of_ones_own_is_a_183_and_no_180_follows() -> None:
    office = office_with("set ringback=%(1000,3000,425)", BRIDGE)
    office["1001"].answers_with((0.1, 180), (2, 200))
    office["1000"].dial("7")
    office.later(4, office["1000"].hang_up)
    office.run()
    assert office.told("1000", timed=False)[2:4] == ["183 INVITE", "200 INVITE"]


def test_who_is_called_is_told_by_number_in_every_reply() -> None:
    office = Office(files=FILES).register("1001")
    office["1001"].answers_with((0.1, 180), (1, 200))
    office["1000"].dial("1001")
    office.later(2, office["1000"].hang_up)
    office.run()
    for kind in ("180 INVITE", "200 INVITE"):
        party = office.last("1000", kind).get("Remote-Party-ID")
        assert party == '"Outbound Call" <sip:1001@127.0.0.20>;party=calling;privacy=off;screen=no'
