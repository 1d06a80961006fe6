"""Session descriptions line by line, and what is left of an offer."""

import pytest

from tests.explain.exchange import Exchange
from tests.explain.meaning.reading import LEG
from voiplab.explain.meaning.session import session_page
from voiplab.explain.messages import Messages
from voiplab.explain.page import ToMessage, as_text
from voiplab.recording.recording import Recording

HEAD = ["v=0", "o=- 1 1 IN IP4 {ip}", "s=-", "c=IN IP4 {ip}", "t=0 0"]
OFFER = ["m=audio 4000 RTP/AVP 8 0 101", "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-15", "a=ptime:30"]


def body(ip: str, *lines: str) -> str:
    written = "\n".join([*HEAD, *lines]).format(ip=ip)
    return f"Content-Type: application/sdp\n\n{written}\n"


def with_body(message: str, ip: str, *lines: str) -> str:
    return message.rstrip("\n") + "\n" + body(ip, *lines)


def call(*answer: str, offer: tuple[str, ...] = tuple(OFFER)) -> Recording:
    go = Exchange()
    go.send(0, "alice > bob", with_body(LEG.invite(sdp=False), "10.0.0.11", *offer))
    go.send(1_000, "bob > alice", LEG.response("180 Ringing"))
    go.send(2_000, "bob > alice", with_body(LEG.response("200 OK"), "10.0.0.12", *answer))
    return go.recording


def page(recording: Recording, n: int) -> str:
    messages = Messages(recording)
    return as_text(session_page(messages, messages[n - 1]), 300)


ANSWER = ("m=audio 5000 RTP/AVP 0 99", "a=rtpmap:99 telephone-event/8000", "a=ptime:20")


def test_offer_and_answer_name_each_other() -> None:
    messages = Messages(call(*ANSWER))
    assert session_page(messages, messages[0])[0].lead == ToMessage(3)
    assert session_page(messages, messages[2])[0].lead == ToMessage(1)
    assert "no session description" in page(call(*ANSWER), 2)


def test_behind_a_proxy_offer_and_answer_belong_together_hop_by_hop() -> None:
    go = Exchange()
    for at, way in ((0, "alice > freeswitch"), (1_000, "freeswitch > bob")):
        go.send(at, way, with_body(LEG.invite(sdp=False), "10.0.0.11", *OFFER))
    for at, way in ((2_000, "bob > freeswitch"), (3_000, "freeswitch > alice")):
        go.send(at, way, with_body(LEG.response("200 OK"), "10.0.0.12", *ANSWER))
    messages = Messages(go.recording)
    partners = [session_page(messages, message)[0].lead for message in messages]
    assert partners == [ToMessage(4), ToMessage(3), ToMessage(2), ToMessage(1)]


def test_an_offer_that_was_refused_is_not_taken_for_the_one_that_was_answered() -> None:
    go = Exchange()
    go.send(0, "alice > bob", with_body(LEG.invite(sdp=False), "10.0.0.11", *OFFER))
    go.send(1_000, "bob > alice", LEG.response("488 Not Acceptable Here"))
    go.send(2_000, "alice > bob", with_body(LEG.invite(cseq=900, sdp=False), "10.0.0.11", *OFFER))
    go.send(3_000, "bob > alice", with_body(LEG.response("200 OK", cseq=900), "10.0.0.12", *ANSWER))
    messages = Messages(go.recording)
    partners = [session_page(messages, messages[place])[0].lead for place in (0, 2, 3)]
    assert partners == [ToMessage(2), ToMessage(4), ToMessage(3)]
    assert "refused in message 2 (488 Not Acceptable Here)" in page(go.recording, 1)


def test_what_is_left_of_an_offer_is_said_the_same_from_both_sides() -> None:
    agreed = [
        "agreed: audio",
        "  left: PCMU/8000 (0), telephone-event/8000 (99)",
        "  offered, and not taken: PCMA/8000 (8)",
    ]
    for n in (1, 3):
        assert "\n".join(agreed) in page(call(*ANSWER), n)


def test_each_side_sends_with_the_numbers_and_at_the_pace_of_the_other() -> None:
    text = page(call(*ANSWER), 3)
    assert "alice sends to bob (10.0.0.12) port 5000: PCMU/8000 as 0, 20 ms each, key presses as 99\n" in text
    assert "bob sends to alice (10.0.0.11) port 4000: PCMU/8000 as 0, 30 ms each, key presses as 101\n" in text


def test_a_party_on_hold_is_sent_nothing() -> None:
    text = page(call("m=audio 5000 RTP/AVP 0", "a=recvonly", offer=(*OFFER, "a=sendonly")), 3)
    assert "bob sends nothing\n" in text
    assert "alice sends to bob (10.0.0.12) port 5000" in text


def test_port_0_refuses_and_keeps_its_place() -> None:
    text = page(call("m=audio 0 RTP/AVP 0"), 3)
    assert "nothing: the answer has port 0\n" in text
    assert "audio: refused, or switched off (port 0)" in text


def test_a_codec_that_nobody_offered_is_seen() -> None:
    assert "in the answer, though nobody offered it: G722/8000 (9)\n" in page(call("m=audio 5000 RTP/AVP 0 9"), 3)


def test_an_answer_with_another_number_of_lines_is_seen() -> None:
    text = page(call(*ANSWER, "m=video 5002 RTP/AVP 34"), 3)
    assert "the answer has 2 m= lines to 1 of the offer: RFC 3264 section 6 wants as many\n" in text


def test_a_description_in_a_plain_180_to_a_late_offer_agrees_on_nothing() -> None:
    go = Exchange()
    go.send(0, "alice > bob", LEG.invite(sdp=False))
    go.send(1_000, "bob > alice", with_body(LEG.response("183 Session Progress"), "10.0.0.12", *OFFER))
    assert page(go.recording, 2).startswith("neither offer nor answer: the INVITE made no offer")


def test_a_late_offer_is_answered_by_the_ack() -> None:
    go = Exchange()
    go.send(0, "alice > bob", LEG.invite(sdp=False))
    go.send(1_000, "bob > alice", with_body(LEG.response("200 OK"), "10.0.0.12", *OFFER))
    go.send(2_000, "alice > bob", with_body(LEG.request("ACK"), "10.0.0.11", *ANSWER))
    assert page(go.recording, 2).startswith("an offer of bob: ")
    assert "to the offer of bob in message 2 (200 OK)" in page(go.recording, 3)


def test_an_offer_without_an_answer_says_so() -> None:
    go = Exchange()
    go.send(0, "alice > bob", with_body(LEG.invite(sdp=False), "10.0.0.11", *OFFER))
    assert "no answer to it is in this recording" in page(go.recording, 1)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("a=rtpmap:0 PCMU/8000", "the number has this meaning for ever"),  # RFC 3551 section 6
        ("a=rtpmap:96 opus/48000/2", "always written with 48000/2"),  # RFC 7587 section 7
        ("a=fmtp:96 useinbandfec=1", "packets may carry the one before again"),
        ("a=fmtp:97 0-16", "the keys 0 to 9, *, #, A to D, and flash"),  # RFC 4733 section 3.2
        ("a=fmtp:98 x=1", "of the format 98, which is not in the m= line"),
        ("a=inactive", "neither sends nor takes"),
        ("c=IN IP4 0.0.0.0", "nowhere: how RFC 2543 said hold"),
        ("b=AS:64", "at most 64 kbit/s, with the headers"),  # RFC 8866 section 5.8
        ("b=TIAS:64000", "at most 64000 bit/s, without headers"),  # RFC 3890
        ("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x", "only as safe as the signalling"),
        ("a=made-up", "an attribute that voiplab does not know"),
        ("x=1", "not a line of RFC 8866"),
    ],
)
def test_a_line_says_what_it_means(line: str, says: str) -> None:
    media = ["m=audio 4000 RTP/AVP 0 96 97", "a=rtpmap:96 opus/48000/2", "a=rtpmap:97 telephone-event/8000"]
    go = Exchange()
    written = [row for row in media if row != line]
    go.send(0, "alice > bob", with_body(LEG.invite(sdp=False), "10.0.0.11", *written, line))
    assert f"{line}\n" in page(go.recording, 1)
    assert says in page(go.recording, 1).partition(f"{line}\n")[2]


def test_what_cannot_be_read_is_shown_with_the_reason() -> None:
    go = Exchange()
    go.send(0, "alice > bob", LEG.invite(sdp=False).rstrip("\n") + "\nContent-Type: application/sdp\n\nv=1\nm=x\n")
    text = page(go.recording, 1)
    assert text.startswith("it cannot be read: ")
    assert "m=x\n" in text
