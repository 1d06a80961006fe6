"""Session timers: who refreshes, when, and what happens when nobody does (RFC 4028)."""

import pytest

from tests.freeswitch.base_config import changed
from tests.freeswitch.office import FILES, Office
from voiplab.sip.message import Request
from voiplab.text.place import Files

EXPIRES, MIN_SE, SUPPORTED = "Session-Expires", "Min-SE", "Supported"
Fields = tuple[tuple[str, str], ...]


def timed(seconds: int, files: Files = FILES) -> Files:
    param = f'<param name="session-timeout" value="{seconds}"/></settings>'
    return changed(files, "sip_profiles/internal.xml", "</settings>", param)


def talking(files: Files, asks: Fields = (), answers: Fields = (), number: str = "1001") -> Office:
    office = Office(files=files).register("1001")
    office["1001"].answers_with((0.1, 180), (0.5, 200), fields=dict(answers))
    office["1000"].dial(number, asks)
    run_for(office, 2)
    return office


def run_for(office: Office, seconds: float) -> None:
    office.kernel.run_until(office.kernel.now + round(seconds * 1_000_000))


def said(office: Office, name: str, kind: str) -> tuple[str | None, str | None, str | None]:
    message = office.last(name, kind)
    return message.get(EXPIRES), message.get(MIN_SE), message.get("Require")


def invites(office: Office, name: str) -> list[float]:
    """When the switch sent INVITEs to that phone, in seconds from the call."""
    ip = office[name].element.endpoint.at.ip
    return [
        at
        for at, message, to in office.sent
        if isinstance(message, Request) and message.method == "INVITE" and to.ip == ip
    ]


def test_without_session_timeout_nothing_is_asked_for() -> None:
    office = talking(FILES)
    assert said(office, "1001", "INVITE") == (None, None, None)
    assert said(office, "1000", "200 INVITE") == (None, None, None)


def test_with_it_both_legs_get_a_timer_and_the_server_refreshes_for_phones_without() -> None:
    office = talking(timed(120))
    assert said(office, "1001", "INVITE") == ("120;refresher=uac", "90", None)
    assert said(office, "1000", "200 INVITE") == ("120;refresher=uas", None, None)
    run_for(office, 70)
    for name in ("1000", "1001"):
        refresh = invites(office, name)[-1]
        assert 54 <= refresh <= 66
        assert said(office, name, "INVITE") == ("120;refresher=uac", "90", None)
    run_for(office, 200)
    assert len(invites(office, "1001")) >= 4


def test_a_refresh_says_once_more_what_was_said() -> None:
    office = talking(timed(120))
    first = office.last("1001", "INVITE").body
    run_for(office, 70)
    assert office.last("1001", "INVITE").body == first
    assert office.last("1000", "INVITE").body == office.last("1000", "200 INVITE").body


@pytest.mark.parametrize(
    ("asks", "answered"),
    [
        (((SUPPORTED, "timer"), (EXPIRES, "1800")), ("120;refresher=uac", None, "timer")),
        (((SUPPORTED, "timer"), (EXPIRES, "100;refresher=uas")), ("100;refresher=uas", None, None)),
        (((SUPPORTED, "timer"),), ("120;refresher=uac", None, "timer")),
        (((SUPPORTED, "timer"), (EXPIRES, "95"), (MIN_SE, "110")), ("110;refresher=uac", None, "timer")),
    ],
)
def test_the_caller_and_the_profile_agree(asks: Fields, answered: tuple[str | None, ...]) -> None:
    assert said(talking(timed(120), asks), "1000", "200 INVITE") == answered


def test_a_caller_that_was_to_refresh_and_does_not_is_hung_up() -> None:
    office = talking(timed(120), ((SUPPORTED, "timer"), (EXPIRES, "120")))
    run_for(office, 120)
    [ended] = [at for at, message, to in office.sent if message.start.startswith("BYE") and to.ip == "127.0.0.21"]
    assert 87 <= ended <= 89
    assert office.last("1000", "BYE").get("Reason") == 'SIP;cause=408;text="Session timeout"'
    assert office.switch.leftovers() == []


def test_a_refresh_by_the_caller_begins_the_interval_anew() -> None:
    office = talking(timed(120), ((SUPPORTED, "timer"), (EXPIRES, "120")))
    for _ in range(3):
        run_for(office, 60)
        office["1000"].send_in_call("UPDATE", fields={SUPPORTED: "timer", EXPIRES: "120;refresher=uac"})
    run_for(office, 60)
    assert said(office, "1000", "200 UPDATE") == ("120;refresher=uac", None, "timer")
    assert "BYE" not in office.told("1000", timed=False)


def test_a_called_phone_may_take_the_refreshes_upon_itself() -> None:
    office = talking(timed(120), answers=((SUPPORTED, "timer"), (EXPIRES, "120;refresher=uas")))
    run_for(office, 70)
    assert len(invites(office, "1001")) == 1


@pytest.mark.parametrize(("status", "ends"), [(481, True), (408, True), (488, False)])
def test_a_refresh_that_finds_no_call_ends_it(status: int, ends: bool) -> None:
    office = talking(timed(120))
    office["1001"].refuses = status
    run_for(office, 70)
    assert ("BYE" in office.told("1000", timed=False)) is ends


def test_the_timer_ends_with_the_call() -> None:
    office = talking(timed(120))
    office["1000"].hang_up()
    run_for(office, 300)
    assert len(invites(office, "1001")) == 1
    assert office.switch.leftovers() == []
