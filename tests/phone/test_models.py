"""Every model, set up by its own file: it registers, calls, is called, holds, presses keys; and is known by its messages."""

import re

import pytest

from tests.phone.lan import Lan, microsip
from tests.phone.models import OUT_OF_THE_BOX, baresip, blink, linphone, yealink
from tests.phone.registrar import Registrar
from voiplab.phone.profile_reader import profile_names
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.message import Request, Response

INSTANCES = (
    *("baresip-1.0", "baresip-4.9", "blink-6", "grandstream-gxp2130", "grandstream-gxp2170", "linphone-5.1"),
    "obi1062",
)
ASKS_FOR_GRUU = ("blink-6", "linphone-5.1")


@pytest.fixture(params=profile_names())
def model(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def registered(model: str) -> tuple[Lan, list[Request]]:
    lan = Lan((model, OUT_OF_THE_BOX[model]))
    Registrar(lan)
    lan.start()
    lan.run(3)
    return lan, [one for one in lan.messages(0) if isinstance(one, Request)]


def names(message: Request | Response) -> list[str]:
    return [field.name for field in message.fields]


def test_it_registers_with_its_password(model: str) -> None:
    lan, (first, second) = registered(model)
    assert lan.states(0) == ["registers", "is registered"]
    assert (first.get("Authorization"), first.call_id) == (None, second.call_id)
    assert second.cseq.number == first.cseq.number + 1


def test_its_registration_says_who_it_is_as_the_sources_have_it(model: str) -> None:
    _, (register, _) = registered(model)
    contact = register.contact
    assert contact is not None
    assert contact.has_param("+sip.instance") == (model in INSTANCES)
    assert ("gruu" in register.supported) == (model in ASKS_FOR_GRUU)


def call(model: str, first: bool) -> Lan:
    """Between it and a MicroSIP: it calls, or is called; it holds and resumes, presses a key, and is hung up on."""
    other = ("microsip-3.22", microsip("1002"))
    phones = [(model, OUT_OF_THE_BOX[model]), other] if first else [other, (model, OUT_OF_THE_BOX[model])]
    lan = Lan(*phones)
    mine = 0 if first else 1
    at = lan.phones[1].setup.at
    lan.later(1, 0, f"dial sip:1001@{at}")
    lan.later(3, 1, "answer")
    lan.later(5, mine, "hold")
    lan.later(7, mine, "resume")
    lan.later(8, mine, "dtmf 5")
    lan.later(9, 1 - mine, "hang up")
    lan.run(60)
    return lan


@pytest.mark.parametrize("first", [True, False], ids=["calls", "is called"])
def test_it_talks_holds_resumes_and_is_hung_up_on(model: str, first: bool) -> None:
    lan = call(model, first)
    mine, theirs = (0, 1) if first else (1, 0)
    begins = ["dials", "hears ringing"] if first else ["rings"]
    assert lan.states(mine) == [*begins, "talks", "holds", "talks", "is idle"]
    assert lan.states(theirs)[-4:] == ["talks", "is held", "talks", "is idle"]
    assert "digit:5 " in " ".join(lan.heard(theirs))
    assert lan.leftovers() == []


def test_each_has_a_shape_of_its_own() -> None:
    begin = {
        "baresip-4.9": ["Via", "Contact", "Max-Forwards", "To", "From", "Call-ID", "CSeq"],
        "blink-6": ["Via", "Max-Forwards", "From", "To", "Contact", "Call-ID", "CSeq"],
        "grandstream-gxp2170": ["Via", "From", "To", "Call-ID", "CSeq", "Contact", "Max-Forwards"],
        "linphone-5.1": ["Via", "From", "To", "CSeq", "Call-ID", "Max-Forwards", "Supported"],
        "obi1062": ["Call-ID", "Content-Length", "Content-Type", "CSeq", "From", "Max-Forwards", "To"],
        "polycom-vvx450": ["Via", "From", "To", "CSeq", "Call-ID", "Contact", "Allow"],
        "yealink-t46s": ["Via", "From", "To", "Call-ID", "CSeq", "Contact", "Content-Type"],
        "zoiper-5": ["Via", "Max-Forwards", "Contact", "To", "From", "Call-ID", "CSeq"],
    }
    for model, order in begin.items():
        invite = call(model, True).messages(0)[0]
        assert names(invite)[: len(order)] == order, model


@pytest.mark.parametrize(
    ("model", "header", "pattern"),
    [
        ("yealink-t46s", "Call-ID", r"0_[0-9]{10}@10\.0\.0\.1"),
        ("yealink-t46s", "Via", r"SIP/2\.0/UDP 10\.0\.0\.1:5060;branch=z9hG4bK[0-9]{10}"),
        ("polycom-spip650", "Call-ID", r"[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}@10\.0\.0\.1"),
        ("polycom-vvx450", "Call-ID", r"[0-9a-f]{32}"),
        ("polycom-vvx450", "Via", r"SIP/2\.0/UDP 10\.0\.0\.1;branch=z9hG4bK[0-9a-f]{8}[0-9A-F]{8}"),
        ("polycom-vvx450", "From", r"<sip:1001@10\.0\.0\.20>;tag=[0-9A-F]{8}-[0-9A-F]{8}"),
        ("grandstream-gxp2130", "Call-ID", r"[0-9]{9}-5060-[0-9]{2}@BA\.A\.A\.B"),
        ("grandstream-gxp2130", "P-Preferred-Identity", r"<sip:1001@10\.0\.0\.20>"),
        ("grandstream-gxp2130", "Privacy", "none"),
        ("zoiper-5", "Via", r"SIP/2\.0/UDP 10\.0\.0\.1:5060;branch=z9hG4bK-524287-1---[0-9a-f]{16};rport"),
        ("zoiper-5", "Call-ID", r"[0-9A-Za-z_-]{22}\.\."),
        ("blink-6", "Contact", r"<sip:[0-9]{8}@10\.0\.0\.1:5060>"),
        ("blink-6", "Call-ID", r"[0-9A-Za-z.-]{32}"),
        ("blink-6", "Supported", "replaces, norefersub, gruu"),
        ("linphone-5.1", "CSeq", "20 INVITE"),
        ("linphone-5.1", "Contact", r"<sip:1001@10\.0\.0\.1;transport=udp>"),
        ("baresip-1.0", "Contact", r"<sip:1001-0x5[0-9a-f]{11}@10\.0\.0\.1:5060>"),
        ("baresip-4.9", "Contact", r"<sip:1001@10\.0\.0\.1:5060>"),
    ],
)
def test_its_tokens_look_like_those_of_the_product(model: str, header: str, pattern: str) -> None:
    invite = call(model, True).messages(0)[0]
    assert re.fullmatch(pattern, invite.get(header) or "")


def test_what_stands_in_a_request_for_user_and_transport_is_the_models_own() -> None:
    for model, uri in (
        ("polycom-vvx450", "sip:1002@10.0.0.20;user=phone"),
        ("zoiper-5", "sip:1002@10.0.0.20;transport=UDP"),
    ):
        lan = Lan((model, OUT_OF_THE_BOX[model]))
        lan.later(1, 0, "dial 1002")
        lan.run(2)
        invite = lan.messages(0)[0]
        assert isinstance(invite, Request)
        assert (invite.uri, invite.get("To")) == (uri, f"<{uri}>")


def test_codecs_without_a_dynamic_number_have_no_rtpmap_at_a_zoiper_and_a_linphone() -> None:
    for model in ("zoiper-5", "linphone-5.1"):
        body = call(model, True).messages(0)[0].body
        assert b"a=rtpmap:0 " not in body
        assert b"opus/48000/2" in body


# GRUU


def gruus(model: str) -> Lan:
    lan = Lan((model, OUT_OF_THE_BOX[model]))
    registrar = Registrar(lan)
    registrar.params = ';pub-gruu="sip:1001@10.0.0.20;gr=urn:uuid:x";temp-gruu="sip:tgruu.abc@10.0.0.20;gr"'
    lan.start()
    lan.later(2, 0, "dial sip:1002@10.0.0.77")
    lan.run(3)
    return lan


@pytest.mark.parametrize("model", ["blink-6", "linphone-5.1", "baresip-4.9"])
def test_a_phone_that_got_a_gruu_calls_with_it_as_contact(model: str) -> None:
    lan = gruus(model)
    gruu = lan.phones[0].setup.addresses.gruu
    assert (gruu.public, gruu.temporary) == ("sip:1001@10.0.0.20;gr=urn:uuid:x", "sip:tgruu.abc@10.0.0.20;gr")
    invite = next(one for one in lan.messages(0) if isinstance(one, Request) and one.method == "INVITE")
    assert invite.get("Contact") == "<sip:1001@10.0.0.20;gr=urn:uuid:x>"


def test_a_phone_that_does_not_use_gruus_stays_where_it_is() -> None:
    invite = next(one for one in gruus("yealink-t46s").messages(0) if one.cseq.method == "INVITE")
    assert invite.get("Contact") == "<sip:1001@10.0.0.1:5060>"


def test_its_registration_goes_on_by_its_place_and_a_gruu_ends_with_it() -> None:
    lan = gruus("linphone-5.1")
    lan.later(1, 0, "hang up", "unregister")
    lan.run(8)
    last = [one for one in lan.messages(0) if isinstance(one, Request) and one.method == "REGISTER"][-1]
    assert str(NameAddr.parse(last.get("Contact") or "").uri) == "sip:1001@10.0.0.1;transport=udp"
    assert lan.phones[0].setup.addresses.gruu.public == ""


def test_an_instance_is_that_of_the_file_or_the_phones_own_for_ever() -> None:
    uuid = "7b1c9d52-04ae-4f3b-9e6a-2f8d1c5a7e90"
    files = {
        "blink-6": {"config": blink("1001")["config"] + f"    instance_id = urn:uuid:{uuid}\n".encode()},
        "linphone-5.1": {
            "linphonerc": linphone("1001")["linphonerc"].replace(b"[sip]", f"[sip]\nuuid={uuid}".encode())
        },
        "baresip-4.9": {**baresip("1001"), "uuid": f"{uuid}\n".encode()},
    }
    for model, one in files.items():
        assert Lan((model, one)).phones[0].setup.addresses.instance == uuid
    drawn = [Lan(("blink-6", blink("1001"))).phones[0].setup.addresses.instance for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}", drawn[0])


def test_keys_travel_by_info_where_the_file_says_so() -> None:
    lan = Lan(("yealink-t46s", yealink("1001", "account.1.dtmf.type = 2")), ("microsip-3.22", microsip("1002")))
    lan.later(1, 0, "dial sip:1002@10.0.0.2")
    lan.later(2, 1, "answer")
    lan.later(3, 0, "dtmf 7")
    lan.run(5)
    info = next(one for one in lan.messages(0) if one.cseq.method == "INFO")
    assert info.body == b"Signal=7\r\nDuration=160\r\n"
    assert "digit:7 (10.0.0.1:11780)" in lan.heard(1)
