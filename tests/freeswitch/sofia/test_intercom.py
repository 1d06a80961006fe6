"""What the server adds to a leg that is to answer by itself, and what it drops."""

import pytest

from tests.freeswitch.office import Office, rule
from voiplab.freeswitch.console.table import execute
from voiplab.freeswitch.sofia.intercom import address
from voiplab.sip.message import Request, Response


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<http://10.0.0.1>;info=alert-autoanswer", "<http://10.0.0.1>;info=alert-autoanswer"),
        ("info=alert-autoanswer;delay=0", "<info=alert-autoanswer>;delay=0"),
        ("Ring Answer", None),
        ("", None),
        ("<http://10.0.0.1", None),
    ],
)
def test_a_header_with_an_address_is_written_anew_or_dropped(text: str, written: str | None) -> None:
    assert address(text) == written


def called(*actions: str) -> Office:
    """1000 has dialled 7, and 1001 rings and answers."""
    office = Office(files=rule(*actions, "bridge user/1001")).register("1001")
    office["1001"].answers_with((0.1, 180), (0.5, 200))
    office["1000"].dial("7")
    office.later(2, office["1000"].hang_up)
    return office.run()


def invite(office: Office) -> Request | Response:
    return office.last("1001", "INVITE")


def target(office: Office) -> str:
    return invite(office).start.split()[1]


def test_sip_auto_answer_adds_a_parameter_a_header_and_a_notify() -> None:
    office = called("export sip_auto_answer=true")
    assert target(office) == "sip:1001@127.0.0.22:5060;intercom=true"
    assert str(invite(office).to) == "<sip:1001@127.0.0.22:5060>"
    assert invite(office).get("Call-Info") == "<sip:127.0.0.20>;answer-after=0"
    assert office.told("1001", timed=False) == ["INVITE", "NOTIFY", "ACK", "BYE"]
    notify = office.last("1001", "NOTIFY")
    assert (notify.get("Event"), notify.body) == ("talk", b"")
    assert notify.start.split()[1] == "sip:1001@127.0.0.22:5060;intercom=true"


def test_the_notify_can_be_suppressed() -> None:
    office = called("export sip_auto_answer=true", "export sip_auto_answer_suppress_notify=true")
    assert office.told("1001", timed=False) == ["INVITE", "ACK", "BYE"]


def test_a_phone_that_answers_without_ringing_gets_no_notify() -> None:
    office = Office(files=rule("export sip_auto_answer=true", "bridge user/1001")).register("1001")
    office["1001"].answers_with((0.1, 200))
    office["1000"].dial("7")
    office.later(2, office["1000"].hang_up)
    office.run()
    assert office.told("1001", timed=False) == ["INVITE", "ACK", "BYE"]


def test_set_instead_of_export_does_nothing() -> None:
    office = called("set sip_auto_answer=true")
    assert target(office) == "sip:1001@127.0.0.22:5060"
    assert invite(office).get("Call-Info") is None
    assert "NOTIFY" not in office.told("1001", timed=False)


def test_a_dial_string_may_say_it_too() -> None:
    office = Office(files=rule("bridge [sip_auto_answer=true]user/1001,user/1002")).register("1001", "1002")
    office["1000"].dial("7")
    office.later(2, office["1000"].hang_up)
    office.kernel.run_until(office.kernel.now + 1_000_000)
    assert target(office).endswith(";intercom=true")
    assert office.last("1002", "INVITE").start.split()[1] == "sip:1002@127.0.0.23:5060"


def test_sip_invite_params_are_for_the_request_uri_alone() -> None:
    office = called("export sip_invite_params=intercom=true;x=1")
    assert target(office) == "sip:1001@127.0.0.22:5060;intercom=true;x=1"
    assert invite(office).get("Call-Info") is None


@pytest.mark.parametrize(
    ("value", "header"),
    [("<http://a>;info=x", "<http://a>;info=x"), ("info=x;delay=0", "<info=x>;delay=0"), ("Ring Answer", None)],
)
def test_alert_info_is_a_header_of_the_leg(value: str, header: str | None) -> None:
    assert invite(called(f"export alert_info={value}")).get("Alert-Info") == header


@pytest.mark.parametrize(
    ("number", "fields", "is_detected"),
    [
        ("7", (("Call-Info", "<sip:x>; answer-after=0"),), True),
        ("7", (("Call-Info", "<sip:x>; answer-after=5"),), False),
        ("7", (), False),
    ],
)
def test_a_caller_that_asks_for_it_is_known_by_a_variable(
    number: str, fields: tuple[tuple[str, str], ...], is_detected: bool
) -> None:
    office = Office(files=rule("answer", "log INFO [${sip_auto_answer_detected}]"))
    office["1000"].dial(number, fields)
    office.run()
    assert ("[INFO] [true]" in office.log) is is_detected


def test_an_originate_can_ask_for_it() -> None:
    office = Office().register("1001")
    office["1001"].answers_with((0.1, 180), (0.5, 200))
    execute(office.switch, "originate {sip_auto_answer=true}user/1001 &park()")
    office.later(2, lambda: execute(office.switch, "hupall"))
    office.run()
    assert office.told("1001", timed=False) == ["INVITE", "NOTIFY", "ACK", "BYE"]
