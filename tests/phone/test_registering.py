"""Registrations of a telephone, held against a real registrar with digest."""

import pytest

from tests.phone.lan import Lan, microsip, obihai, plain
from tests.phone.models import blink, linphone
from tests.phone.registrar import Registrar
from voiplab.phone.account import AccountState
from voiplab.sip.message import Request
from voiplab.text.place import ConfigError, Files


def registers(lan: Lan) -> list[Request]:
    return [one for one in lan.messages(0) if isinstance(one, Request) and one.method == "REGISTER"]


def obi(password: str = "1234") -> Files:
    files = obihai("1000")
    name = "<ParameterValueStruct><Name>Line.1.SIP.AuthPassword</Name>"
    text = (
        files["obi.xml"]
        .decode()
        .replace("</Object>", f"{name}<Value>{password}</Value></ParameterValueStruct></Object>")
    )
    return {"obi.xml": text.encode()}


@pytest.mark.parametrize(
    ("model", "files", "asked"),
    [
        ("microsip-3.22", microsip("1000", "server=10.0.0.20"), 300),
        ("obi1062", obi(), 60),
        ("plain-rfc", plain("1000", "server=10.0.0.20"), 3600),
    ],
)
def test_a_phone_registers_when_it_starts_and_answers_the_challenge(model: str, files: Files, asked: int) -> None:
    lan = Lan((model, files))
    registrar = Registrar(lan)
    lan.start()
    lan.run(40)
    first, second = registers(lan)
    assert (first.call_id, first.cseq.number + 1) == (second.call_id, second.cseq.number)
    assert registrar.asked == [asked]
    assert lan.states(0)[-1] == "is registered"
    assert lan.leftovers() == []


def test_the_time_stands_where_the_model_puts_it() -> None:
    for model, files, header in (
        ("microsip-3.22", microsip("1000", "server=10.0.0.20"), "300"),
        ("obi1062", obi(), None),
    ):
        lan = Lan((model, files))
        Registrar(lan)
        lan.start()
        lan.run(1)
        register = registers(lan)[0]
        assert register.get("Expires") == header
        assert register.contact is not None
        assert register.contact.param("expires") == (None if header else "60")


def test_the_obihai_names_its_instance_unless_it_is_told_not_to() -> None:
    for setting, there in (({}, True), ({"X_RegisterIncludeInstance": "false"}, False)):
        lan = Lan(("obi1062", obihai("1000", **setting)))
        Registrar(lan)
        lan.start()
        lan.run(1)
        contact = registers(lan)[0].contact
        assert contact is not None
        assert contact.has_param("+sip.instance") is there


def test_a_registration_is_refreshed_five_seconds_before_its_end() -> None:
    lan = Lan(("microsip-3.22", microsip("1000", "server=10.0.0.20\nregisterRefresh=60")))
    registrar = Registrar(lan)
    lan.start()
    lan.run(160)
    assert registrar.asked == [60, 60, 60]
    assert len({one.call_id for one in registers(lan)}) == 1
    assert lan.kernel.is_idle  # the next refresh keeps no run going


def test_what_the_registrar_grants_decides_the_refresh() -> None:
    lan = Lan(("microsip-3.22", microsip("1000", "server=10.0.0.20")))
    registrar = Registrar(lan, expires=20)
    lan.start()
    lan.run(16)
    assert registrar.asked == [300, 300]


@pytest.mark.parametrize(("was", "becomes"), [("sip:1000@", "sip:%31000@"), (";ob", ""), (";ob", ";ob;fs_nat=yes")])
def test_a_registrar_may_spell_the_contact_in_its_own_way(was: str, becomes: str) -> None:
    """The phone knows its own by RFC 3261 section 19.1.4."""
    lan = Lan(("microsip-3.22", microsip("1000", "server=10.0.0.20")))
    registrar = Registrar(lan, expires=20)
    registrar.spells = lambda uri: str(uri).replace(was, becomes)
    lan.start()
    lan.run(16)
    assert registrar.asked == [300, 300]


def test_the_time_of_another_contact_is_not_its_own() -> None:
    lan = Lan(("microsip-3.22", microsip("1000", "server=10.0.0.20")))
    registrar = Registrar(lan, expires=20)
    registrar.spells = lambda uri: str(uri).replace("sip:1000@", "sip:1001@")
    lan.start()
    lan.run(16)
    assert registrar.asked == [300]


def test_a_wrong_password_is_not_tried_twice() -> None:
    lan = Lan(("plain-rfc", plain("1000", "server=10.0.0.20")))
    registrar = Registrar(lan, password="other")
    lan.start()
    lan.run(100)
    assert (len(registers(lan)), registrar.bindings) == (2, [])
    assert lan.phones[0].account.state is AccountState.REFUSED
    assert lan.leftovers() == []


def test_too_brief_a_time_is_made_longer() -> None:
    lan = Lan(("obi1062", obi()))
    registrar = Registrar(lan, least=90)
    lan.start()
    lan.run(1)
    assert registrar.asked == [60, 90]
    assert lan.states(0)[-1] == "is registered"


def test_a_registrar_in_trouble_is_asked_again_later() -> None:
    lan = Lan(("plain-rfc", plain("1000", "server=10.0.0.20")))
    registrar = Registrar(lan)
    registrar.refusals = [503]
    lan.start()
    lan.run(31)
    assert lan.states(0) == ["registers", "may not register", "registers", "is registered"]


def test_a_refusal_that_lasts_is_not_tried_again() -> None:
    lan = Lan(("plain-rfc", plain("1000", "server=10.0.0.20")))
    Registrar(lan).refusals = [403]
    lan.start()
    lan.run(1000)
    assert len(registers(lan)) == 1


def test_unregistering_asks_for_no_time_at_all() -> None:
    lan = Lan(("microsip-3.22", microsip("1000", "server=10.0.0.20")))
    registrar = Registrar(lan)
    lan.start()
    lan.later(1, 0, "unregister")
    lan.run(400)
    assert registrar.bindings == []
    assert registrar.asked == [300, 0]
    goodbye = registers(lan)[2]
    assert (goodbye.get("Expires"), goodbye.get("Allow")) == ("0", None)
    assert lan.states(0)[-1] == "is not registered"
    assert lan.leftovers() == []


def test_a_phone_that_was_switched_off_and_on_registers_with_another_call_id_and_the_same_instance() -> None:
    lan = Lan(("linphone-5.1", linphone("1000")))
    registrar = Registrar(lan)
    lan.start()
    lan.later(10, 0, "dnd on", "restart")
    lan.run(60)
    before, after = [one for one in registers(lan) if one.authorization]
    assert before.call_id != after.call_id
    assert before.contact == after.contact
    assert registrar.asked == [3600, 3600]
    assert lan.states(0) == ["registers", "is registered", "is not registered", "registers", "is registered"]
    assert not lan.phones[0].do_not_disturb
    assert lan.leftovers() == []


def test_a_blink_has_another_contact_when_it_was_switched_on_again() -> None:
    """The user part is drawn when the program starts; a registrar keeps the old contact until it lapses."""
    lan = Lan(("blink-6", blink("1000")))
    Registrar(lan)
    lan.start()
    lan.later(10, 0, "restart")
    lan.run(60)
    before, after = [one.contact for one in registers(lan) if one.authorization and one.contact]
    assert before.uri.user != after.uri.user
    assert before.param("+sip.instance") == after.param("+sip.instance")


def test_a_phone_that_is_switched_on_again_speaks_from_the_port_in_the_file_that_was_saved_meanwhile() -> None:
    files = linphone("1000")
    lan = Lan(("linphone-5.1", files))
    Registrar(lan)
    lan.start()
    lan.run(10)
    lan.phones[0].replace({name: text.replace(b"sip_port=5060", b"sip_port=5070") for name, text in files.items()})
    lan.later(0, 0, "register")
    lan.later(10, 0, "restart")
    lan.run(60)
    contacts = [one.contact for one in registers(lan) if one.authorization and one.contact]
    assert [contact.uri.port for contact in contacts] == [None, None, 5070]
    assert len({contact.param("+sip.instance") for contact in contacts}) == 1
    assert lan.leftovers() == []


def test_a_file_that_no_phone_can_use_is_refused_when_the_phone_is_switched_on_again() -> None:
    lan = Lan(("linphone-5.1", linphone("1000")))
    Registrar(lan)
    lan.start()
    lan.run(10)
    lan.phones[0].replace({})
    with pytest.raises(ConfigError, match="needs linphonerc"):
        lan.phones[0].perform("restart")


def test_a_phone_that_waits_for_an_answer_is_not_switched_off() -> None:
    lan = Lan(("plain-rfc", plain("1000", "server=10.0.0.20")), ("plain-rfc", plain("1001")))
    lan.start()
    lan.later(1, 0, "restart")
    lan.later(40, 1, "dial sip:1000@10.0.0.1")
    lan.later(41, 1, "restart")
    lan.run(42)
    assert lan.answers == ["it is busy with its registration", "", "it is in a call"]


def test_a_phone_without_a_registrar_registers_nowhere() -> None:
    lan = Lan(("microsip-3.22", microsip("1000")))
    lan.start()
    lan.run(10)
    assert lan.ladder() == []


def test_nobody_at_home_is_tried_again() -> None:
    lan = Lan(("plain-rfc", plain("1000", "server=10.0.0.20")))
    lan.start()
    lan.run(40)
    assert lan.phones[0].account.state is AccountState.REFUSED
    registrar = Registrar(lan)
    lan.run(70)
    assert registrar.bindings == ["sip:1000@10.0.0.1:5060"]
