"""Transfers: who asks, who is sent, and who rings."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.phone.lan import Lan, microsip, obihai, plain
from tests.phone.models import baresip, grandstream, linphone, polycom, yealink, zoiper
from tests.phone.stranger import Stranger, sdp
from voiplab.phone.actions import Connect, NotAnAction, SendTo, parse_action
from voiplab.sip.message import Request
from voiplab.text.place import Files


def three(first: tuple[str, Files] = ("obi1062", obihai("1000"))) -> Lan:
    """The first calls the second, which answers at 2 s."""
    lan = Lan(first, ("linphone-5.1", linphone("1001")), ("microsip-3.22", microsip("1002")))
    lan.later(1, 0, "dial sip:1001@10.0.0.2")
    lan.later(2, 1, "answer")
    return lan


def requests(lan: Lan, sender: int, method: str) -> list[Request]:
    return [one for one in lan.messages(sender) if isinstance(one, Request) and one.method == method]


def fragments(lan: Lan, sender: int) -> list[str]:
    return [one.body.decode().strip() for one in requests(lan, sender, "NOTIFY")]


def test_a_blind_transfer_holds_refers_and_leaves_when_the_third_has_answered() -> None:
    lan = three()
    lan.later(4, 0, "transfer sip:1002@10.0.0.3")
    lan.later(6, 2, "answer")
    lan.later(9, 1, "hang up")
    lan.run(60)
    refer = requests(lan, 0, "REFER")[0]
    assert refer.get("Refer-To") == "<sip:1002@10.0.0.3>"
    assert refer.get("Referred-By") == "<sip:1000@10.0.0.20>"
    assert b"a=sendonly" in requests(lan, 0, "INVITE")[1].body
    sent = [one.method for one in lan.messages(0) if isinstance(one, Request)]
    assert sent[2:5] == ["INVITE", "ACK", "REFER"]
    assert (
        fragments(lan, 1) == ["SIP/2.0 100 Trying", "SIP/2.0 100 Trying", "SIP/2.0 180 Ringing", "SIP/2.0 200 OK"][1:]
    )
    assert lan.states(0) == [
        "dials",
        "hears ringing",
        "talks",
        "holds",
        "transfers",
        "has transferred",
        "is idle",
    ]
    assert lan.states(2) == ["rings", "talks", "is idle"]
    assert requests(lan, 1, "INVITE")[0].get("Referred-By") == "<sip:1000@10.0.0.20>"
    assert lan.leftovers() == []


def test_who_is_refused_by_the_third_stays_in_the_first_call() -> None:
    lan = three()
    lan.later(4, 0, "transfer sip:1002@10.0.0.3")
    lan.later(6, 2, "reject 486")
    lan.later(20, 0, "resume")
    lan.later(22, 0, "hang up")
    lan.run(60)
    assert fragments(lan, 1)[-1] == "SIP/2.0 486 Busy Here"
    assert "could not transfer" in lan.states(0)
    assert "could not transfer: 486 Busy Here" in lan.shown(0)
    assert lan.states(0)[-2:] == ["talks", "is idle"]
    assert lan.leftovers() == []


def test_a_microsip_refers_without_a_hold_and_in_the_manner_of_pjsip() -> None:
    lan = three(("microsip-3.22", microsip("1000")))
    lan.later(4, 0, "transfer sip:1002@10.0.0.3;gr=urn:uuid:1")
    lan.run(5)
    assert len(requests(lan, 0, "INVITE")) == 1
    refer = requests(lan, 0, "REFER")[0]
    assert [refer.get(name) for name in ("Refer-To", "Event", "Expires", "Accept")] == [
        "<sip:1002@10.0.0.3;gr=urn:uuid:1>",
        "refer",
        "600",
        "message/sipfrag;version=2.0",
    ]


def test_a_desk_telephone_that_is_sent_goes_by_its_server() -> None:
    lan = Lan(("yealink-t46s", yealink("1001")))
    stranger = Stranger(lan)
    stranger.call(sdp())
    stranger.send("ACK", 1)
    stranger.send("REFER", 2, "", "Refer-To: <sip:1002@10.0.0.77:5080>")
    invites = [one for one in stranger.got if isinstance(one, Request) and one.method == "INVITE"]
    assert [one.uri for one in invites] == ["sip:1002@10.0.0.77:5080"]


def test_a_number_is_an_address_of_the_phones_own_domain() -> None:
    lan = three()
    lan.later(4, 0, "transfer 1002")
    lan.run(5)
    assert requests(lan, 0, "REFER")[0].get("Refer-To") == "<sip:1002@10.0.0.20>"


def consulting(model: str = "obi1062", files: Files | None = None) -> Lan:
    lan = three((model, files or obihai("1000")))
    lan.later(4, 0, "dial sip:1002@10.0.0.3")
    lan.later(5, 2, "answer")
    return lan


def test_an_attended_transfer_replaces_the_call_with_the_third() -> None:
    lan = consulting()
    lan.later(7, 0, "transfer to 1002's call")
    lan.later(12, 1, "hang up")
    lan.run(60)
    consultation, sent = requests(lan, 0, "INVITE")[-1], requests(lan, 1, "INVITE")[0]
    replaces = sent.replaces
    assert replaces is not None
    assert replaces.call_id == consultation.call_id
    assert replaces.from_tag == consultation.from_tag
    assert lan.states(2) == ["rings", "talks", "is idle"]
    assert "rings" not in lan.states(1)[2:]
    assert lan.heard(2)[-2:] == ["voice:phone2 (10.0.0.2:7080)", "silence"]
    assert lan.states(0)[-1] == "is idle"
    assert lan.leftovers() == []


def test_a_microsip_demands_that_the_third_knows_replaces() -> None:
    lan = consulting("microsip-3.22", microsip("1000"))
    lan.later(7, 0, "transfer to 1002's call")
    lan.run(20)
    refer = requests(lan, 0, "REFER")[0]
    assert (refer.get("Refer-To") or "").startswith("<sip:1002@10.0.0.3?Replaces=")
    assert (refer.get("Refer-To") or "").endswith("&Require=replaces>")
    assert requests(lan, 1, "INVITE")[0].require == ("replaces",)
    assert "has transferred" in lan.states(0)


@pytest.mark.parametrize(
    ("model", "files"),
    [
        ("polycom-vvx450", polycom("1000", 'voIpProt.SIP.useContactInReferTo="1"')),
        ("grandstream-gxp2170", grandstream("1000", "account.1.sip.referToUseTargetContact=Yes")),
    ],
)
def test_a_setting_makes_the_refer_name_a_device_in_place_of_a_person(model: str, files: Files) -> None:
    lan = consulting(model, files)
    lan.later(7, 0, "transfer to 1002's call")
    lan.run(8)
    refer_to = requests(lan, 0, "REFER")[0].get("Refer-To") or ""
    assert refer_to.startswith("<sip:1002@10.0.0.3:5060;ob?Replaces=")


def test_a_replaces_that_fits_no_call_is_answered_481() -> None:
    lan = Lan(("microsip-3.22", microsip("1001")))
    stranger = Stranger(lan)
    stranger.send("INVITE", 1, sdp(), "Replaces: other;to-tag=a;from-tag=b")
    assert stranger.status == 481
    assert lan.states(0) == []


def test_who_does_not_know_replaces_rings() -> None:
    lan = Lan(("plain-rfc", plain("1001")))
    stranger = Stranger(lan)
    stranger.send("INVITE", 1, sdp(), "Replaces: other;to-tag=a;from-tag=b")
    assert lan.states(0) == ["rings"]


def test_a_zoiper_refuses_to_be_sent_unless_it_is_told_otherwise() -> None:
    style = "<general><on_transfer_request_style>accept</on_transfer_request_style></general>"
    for extra, status in (("", 603), (style, 202)):
        lan = Lan(("zoiper-5-free", zoiper("1001", f"<sip_options><port>5060</port></sip_options>{extra}")))
        stranger = Stranger(lan)
        stranger.call(sdp())
        stranger.send("ACK", 1)
        stranger.send("REFER", 2, "", "Refer-To: <sip:1002@10.0.0.20>")
        answers = [one for one in lan.messages(0) if one.cseq.method == "REFER"]
        assert [getattr(one, "status", 0) for one in answers] == [status]


def test_a_zoiper_free_has_no_key_for_it_and_a_baresip_may_be_told_to_refuse() -> None:
    lan = three(("zoiper-5-free", zoiper("1000")))
    lan.later(4, 0, "transfer 1002")
    lan.run(5)
    assert lan.answers[-1] == "this telephone has no key for transfers"
    lan = Lan(("baresip-4.9", baresip("1001", ";call_transfer=no")))
    stranger = Stranger(lan)
    stranger.call(sdp())
    stranger.send("ACK", 1)
    stranger.send("REFER", 2, "", "Refer-To: <sip:1002@10.0.0.20>")
    assert stranger.status == 603


def test_without_a_call_there_is_nobody_to_send() -> None:
    lan = Lan(("obi1062", obihai("1000")))
    assert lan.phones[0].perform("transfer 1002") == "there is no call to transfer"
    assert lan.phones[0].perform("transfer to bob's call") == "there are no two calls, one of them with bob"


@pytest.mark.parametrize(
    "refer_to", ["<tel:+1234>", "<sip:a@b", "<mailto:a@b>", "<sip:1002@10.0.0.20?Replaces=x%0d%0aEvil:%201>"]
)
def test_a_refer_to_that_is_no_call_is_a_bad_request(refer_to: str) -> None:
    lan = Lan(("obi1062", obihai("1001")))
    stranger = Stranger(lan)
    stranger.call(sdp())
    stranger.send("ACK", 1)
    stranger.send("REFER", 2, "", f"Refer-To: {refer_to}")
    assert stranger.status == 400
    assert lan.states(0)[-1] == "talks"


def test_headers_of_a_refer_to_other_than_replaces_are_left_out() -> None:
    lan = Lan(("obi1062", obihai("1001")))
    stranger = Stranger(lan)
    stranger.call(sdp())
    stranger.send("ACK", 1)
    stranger.send("REFER", 2, "", "Refer-To: <sip:1002@10.0.0.20;method=INVITE?Subject=hi&Call-Info=x>")
    invite = requests(lan, 0, "INVITE")[0]
    assert invite.uri == "sip:1002@10.0.0.20"
    assert (invite.get("Subject"), invite.get("Call-Info")) == (None, None)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("transfer 1002", SendTo("1002")),
        ("transfer sip:a@10.0.0.1;gr=x", SendTo("sip:a@10.0.0.1;gr=x")),
        ("transfer to bob's call", Connect("bob")),
        ("transfer to Mr. O's's call", Connect("Mr. O's")),
    ],
)
def test_the_words_for_it_are_read_and_written(text: str, action: SendTo | Connect) -> None:
    assert parse_action(text) == action
    assert parse_action(str(action)) == action


@pytest.mark.parametrize("text", ["transfer", "transfer to", "transfer to bob", "transfer a b", "transfer <sip:x>"])
def test_what_names_nobody_is_refused_with_a_right_example(text: str) -> None:
    with pytest.raises(NotAnAction, match="transfer"):
        parse_action(text)


@settings(max_examples=60)
@given(st.binary(max_size=80), st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30))
def test_whatever_a_notify_says_a_transfer_ends_or_goes_on(body: bytes, state: str) -> None:
    lan = Lan(("obi1062", obihai("1001")))
    stranger = Stranger(lan)
    stranger.call(sdp())
    stranger.send("ACK", 1)
    lan.phones[0].calls[0].transfer.refer("sip:1002@10.0.0.20")
    text = body.decode("latin-1").encode("ascii", "replace").decode()
    fields = ("Event: refer", f"Subscription-State: {state}", "Content-Type: message/sipfrag")
    stranger.send("NOTIFY", 2, text, *fields)
    assert lan.states(0)[-1] in ("transfers", "could not transfer", "has transferred", "is idle")
