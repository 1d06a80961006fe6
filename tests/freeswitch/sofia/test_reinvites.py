"""INVITE and UPDATE inside of a call: hold, late offers, and those that come too early."""

from functools import partial

import pytest

from tests.freeswitch.office import Office, session
from voiplab.freeswitch.states import CallState


def talking() -> Office:
    """1000 and 1001 talk from 1.05 s on; 1000 hangs up at 9 s."""
    office = Office().register("1001")
    office["1001"].answers_with((0.01, 180), (1, 200))
    office["1000"].dial("1001")
    office.later(9, office["1000"].hang_up)
    return office


def direction(body: bytes) -> list[str]:
    names = ("a=sendonly", "a=recvonly", "a=inactive", "a=sendrecv")
    return [line for line in body.decode().split("\r\n") if line in names]


@pytest.mark.parametrize(
    ("offered", "answered", "state"),
    [
        ("a=sendonly", ["a=recvonly"], CallState.HELD),
        ("a=inactive", ["a=inactive"], CallState.HELD),
        ("a=sendrecv", [], CallState.ACTIVE),
    ],
)
def test_a_hold_is_answered_in_the_mirror_and_stays_on_its_leg(
    offered: str, answered: list[str], state: CallState
) -> None:
    office = talking()
    office.later(2, partial(office["1000"].reinvite, session("127.0.0.21", more=offered)))
    office.kernel.run_until(office.kernel.now + 4_000_000)
    assert office.told("1000")[-2:] == ["2.010 100 INVITE", "2.260 200 INVITE"]
    assert direction(office.last("1000", "200 INVITE").body) == answered
    assert "Accept" in [field.name for field in office.last("1000", "200 INVITE").fields]
    assert [channel.call_state for channel in office.switch.channels.values()] == [state, CallState.ACTIVE]
    assert "INVITE" not in office.told("1001", timed=False)[1:]


def test_a_reinvite_without_offer_is_answered_at_once_with_all_codecs_on_the_same_port() -> None:
    office = talking()
    office.later(2, partial(office["1000"].reinvite, b""))
    office.run()
    first, later = [message.body for _, message, _ in office.sent if message.body and b"200 OK" in message.raw]
    port = first.partition(b"m=audio ")[2].split()[0]
    assert later.partition(b"m=audio ")[2].split(b"\r\n")[0] == port + b" RTP/AVP 0 8 101"
    assert b"a=fmtp" not in later
    assert "2.010 200 INVITE" in office.told("1000")


def test_an_offer_without_a_common_codec_is_refused_and_the_call_goes_on() -> None:
    office = talking()
    office.later(2, partial(office["1000"].reinvite, session("127.0.0.21", "9")))
    office.run()
    assert office.told("1000", timed=False)[-2:] == ["488 INVITE", "200 BYE"]


def test_a_second_invite_before_the_first_is_answered_gets_500_and_when_to_come_back() -> None:
    office = talking()
    office.later(2, partial(office["1000"].reinvite, session("127.0.0.21")))
    office.later(2.1, partial(office["1000"].send_in_call, "INVITE", session("127.0.0.21")))
    office.kernel.run_until(office.kernel.now + 3_000_000)
    refusal = office.last("1000", "500 INVITE")
    assert refusal.start == "SIP/2.0 500 Overlapping Requests"
    assert int(refusal.get("Retry-After") or "") in range(11)
    assert [line for line in office.told("1000") if line.startswith("2.")] == [
        "2.010 100 INVITE", "2.100 500 INVITE", "2.260 200 INVITE", "2.760 200 INVITE",
    ]  # fmt: skip


def test_an_invite_that_crosses_the_one_to_the_callee_gets_491() -> None:
    office = Office().register("1001")
    phone = office["1001"]
    phone.answers_with((0.01, 180), (2, 200))
    office["1000"].dial("1001")
    office.later(1, partial(phone.send_in_call, "INVITE", session("127.0.0.22")))
    office.later(3, office["1000"].hang_up)
    office.run()
    assert "491 INVITE" in office.told("1001", timed=False)
    assert office.told("1000", timed=False)[-2:] == ["200 INVITE", "200 BYE"]


@pytest.mark.parametrize("body", [b"", session("127.0.0.21")])
def test_an_update_is_answered_with_a_session_if_it_has_one(body: bytes) -> None:
    office = talking()
    office.later(2, partial(office["1000"].send_in_call, "UPDATE", body))
    office.run()
    assert bool(office.last("1000", "200 UPDATE").body) == bool(body)


def test_a_request_out_of_order_gets_500() -> None:
    office = talking()
    office.later(2, partial(office["1000"].send_in_call, "INFO", fields={"CSeq": "1 INFO"}))
    office.run()
    assert "500 INFO" in office.told("1000", timed=False)
