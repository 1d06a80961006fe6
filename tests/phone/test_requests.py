"""What a telephone answers to requests that are written by hand."""

import pytest

from tests.phone.lan import Lan, microsip, obihai, plain
from tests.phone.stranger import Stranger, sdp
from voiplab.sdp.session import Session
from voiplab.sip.message import Request, Response
from voiplab.text.place import Files


def lone(model: str = "microsip-3.22", files: Files | None = None) -> tuple[Lan, Stranger]:
    lan = Lan((model, files or microsip("1001")))
    return lan, Stranger(lan)


def in_call() -> tuple[Lan, Stranger]:
    lan, stranger = lone()
    stranger.call(sdp())
    stranger.send("ACK", 1)
    return lan, stranger


# Outside of a call


@pytest.mark.parametrize(
    ("method", "status"),
    [
        ("OPTIONS", 200),
        ("BYE", 481),
        ("CANCEL", 481),
        ("UPDATE", 481),
        ("INFO", 481),
        ("NOTIFY", 500),
        ("REFER", 400),
        ("MESSAGE", 501),
        ("BREW", 501),
    ],
)
def test_what_a_microsip_says_to_a_request_out_of_the_blue(method: str, status: int) -> None:
    _, stranger = lone()
    stranger.send(method, 1)
    assert stranger.status == status


def test_a_refer_outside_of_a_call_is_refused_by_name() -> None:
    lan, stranger = lone()
    stranger.send("REFER", 1, "", "Refer-To: <sip:1002@10.0.0.20>")
    assert stranger.status == 501
    assert lan.logs(0) == ["REFER outside of a call is not simulated: refused"]


def test_an_answer_to_options_lists_what_the_phone_can_do() -> None:
    _, stranger = lone()
    stranger.send("OPTIONS", 1)
    assert stranger.last.get("User-Agent") == "MicroSIP/3.22.3"
    assert "INVITE" in stranger.last.allow
    assert "100rel" in stranger.last.supported


def test_a_notify_that_nobody_asked_for_is_a_bad_event() -> None:
    for model, files in (("plain-rfc", plain("1001")), ("obi1062", obihai("1001"))):
        _, stranger = lone(model, files)
        stranger.send("NOTIFY", 1, "", "Event: talk")
        assert stranger.status == 489


def test_a_microsip_answers_with_received_and_without_the_port_in_to() -> None:
    _, stranger = lone()
    stranger.send("INVITE", 1, sdp(), branch="x;rport")
    trying, ringing = stranger.got
    assert [one.get("Via") for one in (trying, ringing)] == [
        "SIP/2.0/UDP 10.0.0.20:5060;rport=5060;received=10.0.0.20;branch=z9hG4bKx"
    ] * 2
    assert trying.get("To") == "<sip:1001@10.0.0.1>"
    assert (ringing.get("To") or "").startswith("<sip:1001@10.0.0.1>;tag=")


def test_an_invite_without_a_contact_or_with_a_broken_session_is_refused() -> None:
    _, stranger = lone()
    stranger.send("INVITE", 1, "v=0\r\nnonsense\r\n")
    assert stranger.status == 488
    _, stranger = lone()
    stranger.send("INVITE", 1, "hello", "Content-Type: text/plain")
    assert stranger.status == 415


# Offers and answers


def test_an_invite_without_an_offer_gets_one_in_the_answer() -> None:
    lan, stranger = lone()
    answer = stranger.call()
    offer = Session.parse(answer.body)
    assert [codec.name for codec in offer.media[0].codecs] == ["PCMA", "PCMU", "telephone-event"]
    stranger.send("ACK", 1, sdp(codecs="8"))
    assert lan.states(0)[-1] == "talks"
    media = lan.phones[0].calls[0].media
    assert media.local is not None
    assert media.local.streams[0].formats == ("8",)


def test_the_best_codec_of_the_offer_is_taken() -> None:
    _, stranger = lone()
    assert Session.parse(stranger.call(sdp(codecs="0 8")).body).media[0].formats == ("0",)


def test_a_reinvite_that_holds_is_answered_recvonly_and_says_so_to_the_owner() -> None:
    lan, stranger = in_call()
    stranger.send("INVITE", 2, sdp(2, direction="sendonly"))
    assert b"a=recvonly" in stranger.last.body
    assert lan.states(0)[-1] == "is held"
    stranger.send("ACK", 2)
    stranger.send("INVITE", 3, sdp(3))
    assert lan.states(0)[-1] == "talks"


def test_a_reinvite_without_a_common_codec_leaves_the_call_as_it_was() -> None:
    lan, stranger = in_call()
    stranger.send("INVITE", 2, sdp(2, codecs="18"))
    assert stranger.status == 488
    assert lan.states(0)[-1] == "talks"


def test_a_reinvite_without_an_offer_gets_one() -> None:
    _, stranger = in_call()
    stranger.send("INVITE", 2)
    assert Session.parse(stranger.last.body).media[0].formats == ("8", "0", "101")


def test_an_update_may_change_the_session_or_only_refresh_it() -> None:
    lan, stranger = in_call()
    stranger.send("UPDATE", 2, sdp(2, direction="inactive"))
    assert (stranger.status, b"a=inactive" in stranger.last.body) == (200, True)
    assert lan.states(0)[-1] == "is held"
    stranger.send("UPDATE", 3)
    assert (stranger.status, stranger.last.body) == (200, b"")


def test_the_answer_is_repeated_until_its_ack_and_the_call_ended_without_it() -> None:
    lan, stranger = lone()
    stranger.call(sdp())
    lan.run(60)
    copies = [one for one in stranger.got if isinstance(one, Response) and one.status == 200]
    assert len(copies) == 11
    assert isinstance(stranger.last, Request)
    assert stranger.last.method == "BYE"
    assert lan.states(0)[-1] == "is idle"


# In a call


def test_info_with_a_digit_is_heard() -> None:
    lan, stranger = in_call()
    stranger.send("INFO", 2, "Signal=7\r\nDuration=160\r\n", "Content-Type: application/dtmf-relay")
    assert stranger.status == 200
    assert [sound for sound in lan.heard(0) if sound.startswith("digit:")] == ["digit:7"]


def test_notify_in_a_call_is_refused_as_pjsip_does() -> None:
    _, stranger = in_call()
    stranger.send("NOTIFY", 2, "", "Event: talk")
    assert isinstance(stranger.last, Response)
    assert f"{stranger.last.status} {stranger.last.phrase}" == "500 Unhandled by dialog usages"


def test_a_request_out_of_order_is_refused() -> None:
    _, stranger = in_call()
    stranger.send("INFO", 5)
    stranger.send("INFO", 4)
    assert stranger.status == 500


def test_a_prack_for_nothing_gets_481() -> None:
    _, stranger = lone()
    stranger.send("INVITE", 1, sdp())
    stranger.send("PRACK", 2, "", "RAck: 1 1 INVITE")
    assert stranger.status == 481


def in_a_timed_call(*fields: str) -> tuple[Lan, Stranger]:
    lan, stranger = lone()
    stranger.send("INVITE", 1, sdp(), "Supported: timer", *fields)
    lan.phones[0].perform("answer")
    lan.kernel.run_until(lan.kernel.now + 100_000)
    stranger.send("ACK", 1)
    return lan, stranger


def test_who_was_to_refresh_and_does_not_is_hung_up_before_the_end() -> None:
    lan, stranger = in_a_timed_call("Session-Expires: 90")
    assert stranger.last.get("Session-Expires") == "90;refresher=uac"
    assert stranger.last.require == ("timer",)
    lan.run(59)
    assert "BYE" not in [one.method for one in stranger.got if isinstance(one, Request)]
    lan.run(61)
    assert "BYE" in [one.method for one in stranger.got if isinstance(one, Request)]


@pytest.mark.parametrize(("allows", "method"), [("INVITE, UPDATE", "UPDATE"), ("INVITE, BYE", "INVITE")])
def test_the_phone_refreshes_a_session_that_it_was_left_with(allows: str, method: str) -> None:
    lan, stranger = in_a_timed_call("Session-Expires: 90;refresher=uas", f"Allow: {allows}")
    lan.run(44)
    assert [one.method for one in stranger.got if isinstance(one, Request)] == []
    lan.run(46)
    refresh = stranger.last
    assert isinstance(refresh, Request)
    assert (refresh.method, refresh.get("Session-Expires")) == (method, "90;refresher=uac")
    assert bool(refresh.body) is (method == "INVITE")
    stranger.answer(refresh, 200, "Session-Expires: 90;refresher=uac", body=sdp() if refresh.body else "")
    lan.run(92)
    assert stranger.last is not refresh


# Calls that the phone makes


def test_early_media_is_played_and_ringback_is_the_phones_own() -> None:
    lan, stranger = lone(files=microsip("1001"))
    lan.phones[0].perform("dial 1000")
    lan.kernel.run_until(100_000)
    invite = stranger.last
    assert isinstance(invite, Request)
    stranger.answer(invite, 100)
    stranger.answer(invite, 180)
    stranger.answer(invite, 183, body=sdp())
    stranger.answer(invite, 180)
    assert lan.states(0) == ["dials", "hears ringing", "hears early media"]
    assert lan.heard(0) == ["ringback (local)", "silence"]
    stranger.answer(invite, 200, body=sdp())
    assert lan.states(0)[-1] == "talks"


def test_an_answer_without_a_session_is_hung_up() -> None:
    lan, stranger = lone(files=microsip("1001"))
    lan.phones[0].perform("dial 1000")
    lan.kernel.run_until(100_000)
    invite = stranger.last
    assert isinstance(invite, Request)
    stranger.answer(invite, 200)
    assert [one.method for one in stranger.got if isinstance(one, Request)] == ["INVITE", "ACK", "BYE"]
    assert lan.states(0)[-1] == "is idle"


def test_a_challenged_invite_comes_again_with_credentials_and_the_next_number() -> None:
    lan, stranger = lone(files=microsip("1001"))
    lan.phones[0].perform("dial 1000")
    lan.kernel.run_until(100_000)
    first = stranger.last
    assert isinstance(first, Request)
    stranger.answer(first, 407, 'Proxy-Authenticate: Digest realm="lab", nonce="n", algorithm=MD5, qop="auth"')
    second = stranger.last
    assert isinstance(second, Request)
    assert (second.method, second.cseq.number, second.call_id) == ("INVITE", first.cseq.number + 1, first.call_id)
    assert second.proxy_authorization[0].username == "1001"
    assert second.body == first.body
    stranger.answer(second, 407, 'Proxy-Authenticate: Digest realm="lab", nonce="m", algorithm=MD5, qop="auth"')
    assert lan.states(0)[-1] == "is idle"


def test_a_reliable_183_is_acknowledged_once() -> None:
    lan, stranger = lone(files=microsip("1001"))
    lan.phones[0].perform("dial 1000")
    lan.kernel.run_until(100_000)
    invite = stranger.last
    assert isinstance(invite, Request)
    for _ in range(2):
        stranger.answer(invite, 183, "Require: 100rel", "RSeq: 77", body=sdp())
    pracks = [one for one in stranger.got if isinstance(one, Request) and one.method == "PRACK"]
    assert [one.get("RAck") for one in pracks] == [f"77 {invite.cseq.number} INVITE"]


def test_a_refused_hold_leaves_the_session_as_it_was() -> None:
    lan, stranger = in_call()
    lan.phones[0].perform("hold")
    lan.kernel.run_until(lan.kernel.now + 100_000)
    reinvite = stranger.last
    assert isinstance(reinvite, Request)
    stranger.answer(reinvite, 488)
    assert lan.states(0)[-1] == "talks"
    stranger.send("INVITE", 2, sdp(2))
    assert b"a=sendrecv" in stranger.last.body


def test_a_hold_that_finds_no_call_any_more_ends_it() -> None:
    lan, stranger = in_call()
    lan.phones[0].perform("hold")
    lan.kernel.run_until(lan.kernel.now + 100_000)
    reinvite = stranger.last
    assert isinstance(reinvite, Request)
    stranger.answer(reinvite, 481)
    assert isinstance(stranger.last, Request)
    assert stranger.last.method == "BYE"
    assert lan.states(0)[-1] == "is idle"


def test_a_challenged_hold_comes_again_with_credentials() -> None:
    lan, stranger = in_call()
    lan.phones[0].perform("hold")
    lan.kernel.run_until(lan.kernel.now + 100_000)
    first = stranger.last
    assert isinstance(first, Request)
    stranger.answer(first, 407, 'Proxy-Authenticate: Digest realm="lab", nonce="n", algorithm=MD5, qop="auth"')
    second = stranger.last
    assert isinstance(second, Request)
    assert (second.cseq.number, second.body) == (first.cseq.number + 1, first.body)
    stranger.answer(second, 200, body=sdp(2, direction="recvonly"))
    assert lan.states(0)[-1] == "holds"


def test_a_microsip_counts_its_answer_as_the_second_version() -> None:
    _, stranger = lone()
    origin = Session.parse(stranger.call(sdp()).body).origin
    assert origin.version == origin.session_id + 1


def test_a_phone_that_holds_offers_no_more_than_that_when_it_is_asked() -> None:
    lan, stranger = in_call()
    lan.phones[0].perform("hold")
    lan.kernel.run_until(lan.kernel.now + 100_000)
    reinvite = stranger.last
    assert isinstance(reinvite, Request)
    stranger.answer(reinvite, 200, body=sdp(2, direction="recvonly"))
    stranger.send("INVITE", 2, sdp(3))
    assert b"a=sendonly" in stranger.last.body
    assert lan.states(0)[-1] == "holds"
