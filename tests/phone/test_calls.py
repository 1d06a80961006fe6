"""Calls between two telephones, message by message."""

import pytest

from tests.phone.lan import Lan, microsip, obihai, plain
from tests.phone.stranger import Stranger, sdp
from voiplab.net.faults import Damage, Fault
from voiplab.recording.events import Sent
from voiplab.rtp.flow import Flow
from voiplab.sip.matching import Pattern
from voiplab.sip.message import Request, Response

TO_SECOND = "dial sip:1001@10.0.0.2"


def obi_and_microsip(**obi: str) -> Lan:
    return Lan(("microsip-3.22", microsip("1000")), ("obi1062", obihai("1001", **obi)))


def test_a_call_is_rung_answered_and_hung_up() -> None:
    lan = obi_and_microsip()
    lan.later(1, 0, TO_SECOND)
    lan.later(3, 1, "answer")
    lan.later(5, 1, "hang up")
    lan.run()
    assert lan.ladder() == ["1 INVITE", "2 180", "2 200", "1 ACK", "2 BYE", "1 200 BYE"]
    assert lan.states(0) == ["dials", "hears ringing", "talks", "is idle"]
    assert lan.states(1) == ["rings", "talks", "is idle"]
    assert lan.heard(0) == ["ringback (local)", "voice:phone2 (10.0.0.2:16600)", "silence"]
    assert lan.leftovers() == []


def test_a_microsip_says_trying_before_it_rings() -> None:
    lan = Lan(("plain-rfc", plain("1000")), ("microsip-3.22", microsip("1001")))
    lan.later(1, 0, TO_SECOND)
    lan.later(2, 0, "hang up")
    lan.run()
    assert lan.ladder() == ["1 INVITE", "2 100", "2 180", "1 CANCEL", "2 200 CANCEL", "2 487", "1 ACK"]
    assert lan.leftovers() == []


def test_a_name_that_no_message_can_hold_reaches_nobody_and_breaks_nothing() -> None:
    lan = Lan(("microsip-3.22", microsip("1000", f"displayName={'n' * 70_000}")), ("obi1062", obihai("1001")))
    lan.later(1, 0, TO_SECOND)
    lan.run()
    assert (lan.states(0), lan.states(1)) == (["dials", "is idle"], [])
    assert lan.leftovers() == []


# Reliable provisional responses


def ringing_of(lan: Lan) -> Response:
    return next(one for one in lan.messages(1) if isinstance(one, Response) and one.status == 180)


@pytest.mark.parametrize(
    ("switch", "offers", "ladder"),
    [
        ("off", "supported", ["1 INVITE", "2 180"]),
        ("off", "off", ["1 INVITE", "2 180"]),
        ("off", "required", ["1 INVITE", "2 420", "1 ACK"]),
        ("supported", "off", ["1 INVITE", "2 180"]),
        ("supported", "supported", ["1 INVITE", "2 180", "1 PRACK", "2 200 PRACK"]),
        ("supported", "required", ["1 INVITE", "2 180", "1 PRACK", "2 200 PRACK"]),
        ("required", "off", ["1 INVITE", "2 421", "1 ACK"]),
        ("required", "supported", ["1 INVITE", "2 180", "1 PRACK", "2 200 PRACK"]),
        ("required", "required", ["1 INVITE", "2 180", "1 PRACK", "2 200 PRACK"]),
    ],
)
def test_the_obihai_rings_reliably_by_its_switch_and_by_the_invite(switch: str, offers: str, ladder: list[str]) -> None:
    lan = Lan(("plain-rfc", plain("1000", f"100rel_as_caller={offers}")), ("obi1062", obihai("1001", X_100rel=switch)))
    lan.later(1, 0, TO_SECOND)
    lan.run(2)
    assert lan.ladder() == ladder


def test_a_421_says_which_extension_it_wants_and_a_420_which_it_does_not_know() -> None:
    for switch, offers, header in (("required", "off", "Require"), ("off", "required", "Unsupported")):
        caller = plain("1000", f"100rel_as_caller={offers}")
        lan = Lan(("plain-rfc", caller), ("obi1062", obihai("1001", X_100rel=switch)))
        lan.later(1, 0, TO_SECOND)
        lan.run(2)
        assert lan.messages(1)[0].get(header) == "100rel"


@pytest.mark.parametrize(("offers", "reliable"), [("supported", False), ("required", True)])
def test_a_microsip_rings_reliably_only_when_the_invite_demands_it(offers: str, reliable: bool) -> None:
    lan = Lan(("plain-rfc", plain("1000", f"100rel_as_caller={offers}")), ("microsip-3.22", microsip("1001")))
    lan.later(1, 0, TO_SECOND)
    lan.run(2)
    ringing = ringing_of(lan)
    assert (ringing.get("Require"), ringing.rseq is not None) == (("100rel", True) if reliable else (None, False))
    assert "PRACK" in (ringing.get("Allow") or "")
    assert ringing.get("Supported") is None


def test_a_microsip_as_caller_acknowledges_what_is_reliable() -> None:
    lan = obi_and_microsip(X_100rel="supported")
    lan.later(1, 0, TO_SECOND)
    lan.run(2)
    invite, prack = lan.messages(0)
    assert prack.get("RAck") == f"{ringing_of(lan).rseq} {invite.cseq.number} INVITE"
    assert prack.cseq.number == invite.cseq.number + 1


def test_an_extension_that_nobody_knows_is_refused() -> None:
    lan = Lan(("plain-rfc", plain("1000", "require=foobar")), ("microsip-3.22", microsip("1001")))
    lan.later(1, 0, TO_SECOND)
    lan.run(2)
    assert lan.ladder() == ["1 INVITE", "2 420", "1 ACK"]
    assert lan.messages(1)[0].get("Unsupported") == "foobar"


PRACKS_LOST = Fault(Damage.LOSE, Pattern.parse("PRACK"))


def test_a_reliable_180_that_nobody_acknowledges_is_repeated_and_the_call_refused_after_32_seconds() -> None:
    phones = ("microsip-3.22", microsip("1000")), ("obi1062", obihai("1001", X_100rel="supported"))
    lan = Lan(*phones, faults=[PRACKS_LOST])
    lan.later(1, 0, TO_SECOND)
    lan.run(200)
    assert lan.ladder().count("2 180 again") == 6
    assert "2 500" in lan.ladder()  # it crosses the CANCEL of the caller, who gives up after 32 seconds, too
    assert lan.leftovers() == []


# Refusing


def test_do_not_disturb_is_said_in_the_words_of_the_model() -> None:
    refusals = {
        "microsip-3.22": (microsip("1001", program="DND=1"), "486 Do Not Disturb"),
        "plain-rfc": (plain("1001", "do_not_disturb=yes"), "480 Temporarily Unavailable"),
    }
    for model, (files, says) in refusals.items():
        lan = Lan(("plain-rfc", plain("1000")), (model, files))
        lan.later(1, 0, TO_SECOND)
        lan.run(2)
        refusal = lan.messages(1)[-1]
        assert isinstance(refusal, Response)
        assert f"{refusal.status} {refusal.phrase}" == says


def test_the_key_switches_do_not_disturb_on_and_off() -> None:
    lan = Lan(("plain-rfc", plain("1000")), ("obi1062", obihai("1001")))
    lan.later(0, 1, "dnd on")
    lan.later(1, 0, TO_SECOND)
    lan.later(2, 1, "dnd off")
    lan.later(3, 0, TO_SECOND)
    lan.run(4)
    assert lan.ladder() == ["1 INVITE", "2 486", "1 ACK", "1 INVITE", "2 180"]


def test_a_refused_caller_hears_busy_for_a_while() -> None:
    lan = obi_and_microsip()
    lan.later(1, 0, TO_SECOND)
    lan.later(2, 1, "reject")
    lan.run(4)
    assert lan.ladder() == ["1 INVITE", "2 180", "2 486", "1 ACK"]
    assert lan.heard(0) == ["ringback (local)", "busy (local)"]
    lan.run()
    assert lan.heard(0)[-1] == "silence"
    assert lan.shown(0)[-2:] == ["is refused: sip:1001@10.0.0.2: 486 Busy Here", ""]
    assert lan.leftovers() == []


def test_a_call_is_rejected_with_the_status_that_is_asked_for() -> None:
    lan = obi_and_microsip()
    lan.later(1, 0, TO_SECOND)
    lan.later(2, 1, "reject 603")
    lan.run(3)
    refusal = lan.messages(1)[-1]
    assert isinstance(refusal, Response)
    assert (refusal.status, refusal.phrase) == (603, "Decline")


def test_no_codec_in_common_is_a_488_at_once() -> None:
    lan = Lan(
        ("plain-rfc", plain("1000", "codecs=PCMU/8000")),
        ("microsip-3.22", microsip("1001", "", "audioCodecs=PCMA/8000/1")),
    )
    lan.later(1, 0, TO_SECOND)
    lan.run(2)
    assert lan.ladder() == ["1 INVITE", "2 488", "1 ACK"]


@pytest.mark.parametrize(("waiting", "second"), [("yes", "180"), ("no", "486")])
def test_a_second_call_rings_or_is_refused_as_busy(waiting: str, second: str) -> None:
    lan = Lan(
        ("plain-rfc", plain("1000")),
        ("plain-rfc", plain("1001", f"call_waiting={waiting}")),
        ("plain-rfc", plain("1002")),
    )
    lan.later(1, 0, TO_SECOND)
    lan.later(2, 1, "answer")
    lan.later(3, 2, TO_SECOND)
    lan.run(4)
    assert lan.ladder()[6:8] == ["3 INVITE", f"2 {second}"]
    assert [state for state in lan.states(1) if state == "rings"] == ["rings"] * (2 if waiting == "yes" else 1)


def test_answering_a_second_call_holds_the_first() -> None:
    lan = Lan(("plain-rfc", plain("1000")), ("obi1062", obihai("1001")), ("plain-rfc", plain("1002")))
    lan.later(1, 0, TO_SECOND)
    lan.later(2, 1, "answer")
    lan.later(3, 2, TO_SECOND)
    lan.later(4, 1, "answer")
    lan.later(6, 1, "hang up")
    lan.later(7, 1, "resume")
    lan.later(8, 1, "hang up")
    lan.run()
    assert lan.states(0) == ["dials", "hears ringing", "talks", "is held", "talks", "is idle"]
    assert lan.states(2) == ["dials", "hears ringing", "talks", "is idle"]
    assert lan.leftovers() == []


# In a call


def test_holding_and_resuming_are_offers_in_the_manner_of_the_model() -> None:
    lan = obi_and_microsip()
    lan.later(1, 0, TO_SECOND)
    lan.later(2, 1, "answer")
    lan.later(3, 0, "hold")
    lan.later(4, 0, "resume")
    lan.run(5)
    hold, resume = [one for one in lan.messages(0) if isinstance(one, Request) and one.method == "INVITE"][1:]
    assert b"a=sendonly" in hold.body
    assert b"a=sendrecv" in resume.body
    assert lan.states(0) == ["dials", "hears ringing", "talks", "holds", "talks"]
    assert lan.states(1) == ["rings", "talks", "is held", "talks"]
    assert lan.heard(1) == [
        "ringing (local)",
        "silence",
        "voice:phone1 (10.0.0.1:4000)",
        "silence",
        "voice:phone1 (10.0.0.1:4000)",
    ]


def test_both_may_hold() -> None:
    lan = obi_and_microsip()
    lan.later(1, 0, TO_SECOND)
    lan.later(2, 1, "answer")
    lan.later(3, 0, "hold")
    lan.later(4, 1, "hold")
    lan.later(5, 0, "resume")
    lan.later(6, 1, "resume")
    lan.later(7, 0, "hang up")
    lan.run()
    assert lan.states(0)[-3:] == ["is held", "talks", "is idle"]
    assert lan.states(1)[-3:] == ["holds", "talks", "is idle"]
    assert lan.leftovers() == []


def test_two_who_hold_at_the_same_moment_try_again_one_after_the_other() -> None:
    lan = obi_and_microsip()
    lan.later(1, 0, TO_SECOND)
    lan.later(2, 1, "answer")
    lan.later(3, 0, "hold")
    lan.later(3, 1, "hold")
    lan.run(20)
    assert sorted(line for line in lan.ladder() if line.endswith("491")) == ["1 491", "2 491"]
    assert (lan.states(0)[-1], lan.states(1)[-1]) == ("holds", "holds")


def test_pressed_keys_travel_as_events() -> None:
    lan = obi_and_microsip()
    lan.later(1, 0, TO_SECOND)
    lan.later(2, 1, "answer")
    lan.later(3, 0, "dtmf 1#")
    lan.run(5)
    assert [sound for sound in lan.heard(1) if "digit" in sound] == [
        "digit:1 (10.0.0.1:4000)",
        "digit:# (10.0.0.1:4000)",
    ]


def test_pressed_keys_travel_in_info_where_that_is_set() -> None:
    lan = Lan(("microsip-3.22", microsip("1000", program="DTMFMethod=3")), ("obi1062", obihai("1001")))
    lan.later(1, 0, TO_SECOND)
    lan.later(2, 1, "answer")
    lan.later(3, 0, "dtmf 5")
    lan.run(5)
    info = lan.messages(0)[-1]
    assert (info.get("Content-Type"), info.body) == ("application/dtmf-relay", b"Signal=5\r\nDuration=160")
    assert lan.ladder()[-2:] == ["1 INFO", "2 200 INFO"]
    assert [sound for sound in lan.heard(1) if "digit" in sound] == ["digit:5 (10.0.0.1:4000)"]


def test_pressed_keys_are_tones_where_the_other_side_takes_no_events() -> None:
    lan = Lan(("microsip-3.22", microsip("1000", program="DTMFMethod=1")), ("obi1062", obihai("1001")))
    lan.later(1, 0, TO_SECOND)
    lan.later(2, 1, "answer")
    lan.later(3, 0, "dtmf 5")
    lan.run(5)
    assert lan.heard(1)[-2:] == ["tone:5 (10.0.0.1:4000)", "voice:phone1 (10.0.0.1:4000)"]


# Without a partner


def test_a_call_into_a_black_hole_is_given_up_after_32_seconds() -> None:
    lan = Lan(("microsip-3.22", microsip("1000")))
    lan.later(1, 0, "dial 1001")
    lan.run(100)
    assert lan.ladder() == ["1 INVITE", *["1 INVITE again"] * 6]
    assert lan.states(0) == ["dials", "is idle"]
    assert lan.leftovers() == []


def test_hanging_up_before_anything_was_heard_of_the_call_waits_for_the_first_response() -> None:
    lan = Lan(("microsip-3.22", microsip("1000")))
    lan.later(1, 0, "dial 1001")
    lan.later(2, 0, "hang up")
    lan.run(100)
    assert "1 CANCEL" not in lan.ladder()
    assert lan.states(0) == ["dials", "gives up", "is idle"]
    assert lan.leftovers() == []


def test_an_unplugged_phone_ends_its_call_for_itself_only() -> None:
    lan = obi_and_microsip()
    lan.later(1, 0, TO_SECOND)
    lan.later(2, 1, "answer")
    lan.kernel.run_until(3_000_000)
    lan.network.unplug("phone1")
    lan.later(1, 0, "hang up")
    lan.run(100)
    assert lan.states(0)[-1] == "is idle"
    assert lan.states(1)[-1] == "talks"


@pytest.mark.parametrize(
    "action", ["answer", "reject", "hang up", "hold", "resume", "dtmf 1", "register", "unregister"]
)
def test_a_key_that_can_do_nothing_says_so(action: str) -> None:
    lan = Lan(("plain-rfc", plain("1000")))
    assert lan.phones[0].perform(action) != ""
    lan.run(1)
    assert lan.ladder() == []


def test_a_request_of_a_call_that_is_over_gets_481() -> None:
    lan = obi_and_microsip()
    lan.later(1, 0, TO_SECOND)
    lan.later(2, 1, "answer")
    lan.later(3, 0, "hang up")
    lan.later(3, 1, "hang up")
    lan.run()
    assert lan.ladder()[-4:] == ["1 BYE", "2 BYE", "2 481 BYE", "1 481 BYE"]
    assert lan.leftovers() == []


# An offer that the other side makes


def test_who_calls_without_sdp_gets_the_offer_in_the_200_and_answers_in_the_ack() -> None:
    lan = Lan(("plain-rfc", plain("1000", "late_offer=yes")), ("obi1062", obihai("1001")))
    lan.later(1, 0, TO_SECOND)
    lan.later(3, 1, "answer")
    lan.later(5, 1, "hang up")
    lan.run()
    assert lan.ladder() == ["1 INVITE", "2 180", "2 200", "1 ACK", "2 BYE", "1 200 BYE"]
    invite, ack, *_rest = lan.messages(0)
    assert (invite.body, invite.get("Content-Type")) == (b"", None)
    assert (ack.get("Content-Type"), ack.body[:3]) == ("application/sdp", b"v=0")
    assert [what for what in lan.heard(0) if what.startswith("voice:phone2")] != []
    assert [what for what in lan.heard(1) if what.startswith("voice:phone1")] != []
    assert lan.leftovers() == []


def test_an_offer_that_the_caller_cannot_take_ends_the_call() -> None:
    caller = plain("1000", "late_offer=yes\ncodecs=PCMU/8000")
    lan = Lan(("plain-rfc", caller), ("plain-rfc", plain("1001", "codecs=PCMA/8000\n100rel_as_callee=off")))
    lan.later(1, 0, TO_SECOND)
    lan.later(3, 1, "answer")
    lan.run()
    assert lan.ladder() == ["1 INVITE", "2 180", "2 200", "1 ACK", "1 BYE", "2 200 BYE"]
    assert lan.leftovers() == []


def test_a_caller_may_ask_to_be_answered_at_once() -> None:
    answering = microsip("1001", program="autoAnswer=header")
    caller = plain("1000", "call_info=<sip:10.0.0.1>;answer-after=0")
    lan = Lan(("plain-rfc", caller), ("microsip-3.22", answering))
    lan.later(1, 0, TO_SECOND)
    lan.later(3, 0, "hang up")
    lan.run()
    assert lan.messages(0)[0].get("Call-Info") == "<sip:10.0.0.1>;answer-after=0"
    assert "talks" in lan.states(1)


def test_who_is_offered_srtp_first_and_rtp_behind_it_speaks_in_the_second_stream() -> None:
    lan = Lan(("plain-rfc", plain("1001")))
    stranger = Stranger(lan)
    plainly = sdp()
    encrypted = plainly.partition("m=")[2].replace("RTP/AVP", "RTP/SAVP").replace("9000", "9002")
    head, _, stream = plainly.partition("m=")
    stranger.send("INVITE", 1, f"{head}m={encrypted}m={stream}")
    lan.later(0, 0, "answer")
    lan.run(2)
    sent = [event.what.packet for event in lan.recording.sent() if isinstance(event.what, Sent)]
    assert [str(packet.target) for packet in sent if isinstance(packet.payload, Flow)] == ["10.0.0.20:9000"]
    stranger.send("BYE", 2)
