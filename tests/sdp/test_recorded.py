"""What FreeSWITCH 1.10.12 and pjsua 2.16 wrote to each other in one recorded call, with hold and resume on both sides.

Every body is made from facts and from the body before it, and compared byte for byte.
"""

from dataclasses import replace

import pytest

from voiplab.sdp.codec import Codec
from voiplab.sdp.description import Description, Hold, Stream, describe
from voiplab.sdp.direction import Direction
from voiplab.sdp.layout import SdpLayout
from voiplab.sdp.offer_answer import Extent, Policy, answer, reoffer
from voiplab.sdp.session import Session

FREESWITCH = SdpLayout(
    session=(
        "v=0",
        "o=FreeSWITCH {id} {version} IN {origin family} {origin}",
        "s=FreeSWITCH",
        "c=IN {family} {address}",
        "t=0 0",
    ),
    offer=("m={media}", "{codecs}", "a={one way}", "a=ptime:{ptime}", "a=rtcp:{rtcp} IN {family} {address}"),
)

PJSUA_HEAD = (
    "m={media}",
    "c=IN {family} {address}",
    "b=TIAS:64000",
    "a=rtcp:{rtcp} IN {family} {address}",
    "a={sendrecv}",
)
PJSUA_SSRC = "a=ssrc:{ssrc} cname:{cname}"
PJSUA = SdpLayout(
    session=("v=0", "o=- {id} {version} IN {origin family} {origin}", "s=pjmedia", "b=AS:84", "t=0 0", "a=X-nat:0"),
    offer=(*PJSUA_HEAD, "{codecs}", PJSUA_SSRC, "a={one way}"),
    # The events had to take the number of the offer; pjmedia writes what it renumbered last.
    answer=(*PJSUA_HEAD, "{speech}", PJSUA_SSRC, "{events}", "a={one way}"),
)

PCMU, PCMA, G722 = Codec(0, "PCMU", 8000), Codec(8, "PCMA", 8000), Codec(9, "G722", 8000)
FREESWITCH_CODECS = (PCMU, PCMA, Codec(101, "telephone-event", 8000, fmtp="0-15"), Codec(13, "CN", 8000))
PJSUA_CODECS = (PCMU, PCMA, G722, Codec(120, "telephone-event", 8000, fmtp="0-16"))
ONE_CODEC = Policy(extent=Extent.ONE)
FREESWITCH_WAY = Policy(extent=Extent.ONE, echoes_rtcp=True)


def pjsua(address: str, port: int, ssrc: int, cname: str, version: int) -> Description:
    stream = Stream("audio", port, PJSUA_CODECS, rtcp=port + 1, ssrc=ssrc, cname=cname)
    return Description(address, 4004382328, version, (stream,))


CALLER = pjsua("127.0.0.21", 41000, 1144982492, "30e8870d63bdd08d", 4004382328)
CALLEE = pjsua("127.0.0.22", 41100, 566713297, "3b7d9d9615ce2b84", 4004382329)
LEG_A = Description(
    "127.0.0.20", 1795376972, 1795376973, (Stream("audio", 16556, FREESWITCH_CODECS),), origin="192.0.2.2"
)
LEG_B = Description("127.0.0.20", 1795377018, 1795377019, (Stream("audio", 16510, FREESWITCH_CODECS),))


def text(*lines: str) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode()


def by_pjsua(origin: str, *media: str) -> bytes:
    return text("v=0", f"o=- 4004382328 {origin}", "s=pjmedia", "b=AS:84", "t=0 0", "a=X-nat:0", *media)


def by_freeswitch(origin: str, *media: str) -> bytes:
    return text("v=0", f"o=FreeSWITCH {origin}", "s=FreeSWITCH", "c=IN IP4 127.0.0.20", "t=0 0", *media)


RTPMAPS = ("a=rtpmap:0 PCMU/8000", "a=rtpmap:8 PCMA/8000", "a=rtpmap:9 G722/8000")
CALLER_PLACE = (
    "m=audio 41000 RTP/AVP 0 8 9 120",
    "c=IN IP4 127.0.0.21",
    "b=TIAS:64000",
    "a=rtcp:41001 IN IP4 127.0.0.21",
)
CALLER_EVENTS = ("a=rtpmap:120 telephone-event/8000", "a=fmtp:120 0-16")
CALLER_SSRC = "a=ssrc:1144982492 cname:30e8870d63bdd08d"

CALLER_OFFERS = by_pjsua(
    "4004382328 IN IP4 127.0.0.21", *CALLER_PLACE, "a=sendrecv", *RTPMAPS, *CALLER_EVENTS, CALLER_SSRC
)
CALLER_HOLDS = by_pjsua(
    "4004382329 IN IP4 127.0.0.21", *CALLER_PLACE, *RTPMAPS, *CALLER_EVENTS, CALLER_SSRC, "a=sendonly"
)
CALLER_RESUMES = by_pjsua(
    "4004382330 IN IP4 127.0.0.21", *CALLER_PLACE, "a=sendrecv", *RTPMAPS, *CALLER_EVENTS, CALLER_SSRC
)
FREESWITCH_OFFERS = by_freeswitch(
    "1795377018 1795377019 IN IP4 127.0.0.20",
    "m=audio 16510 RTP/AVP 0 8 101 13",
    "a=rtpmap:0 PCMU/8000",
    "a=rtpmap:8 PCMA/8000",
    "a=rtpmap:101 telephone-event/8000",
    "a=fmtp:101 0-15",
    "a=rtpmap:13 CN/8000",
    "a=ptime:20",
)
CALLEE_ANSWERS = by_pjsua(
    "4004382329 IN IP4 127.0.0.22",
    "m=audio 41100 RTP/AVP 0 101",
    "c=IN IP4 127.0.0.22",
    "b=TIAS:64000",
    "a=rtcp:41101 IN IP4 127.0.0.22",
    "a=sendrecv",
    "a=rtpmap:0 PCMU/8000",
    "a=ssrc:566713297 cname:3b7d9d9615ce2b84",
    "a=rtpmap:101 telephone-event/8000",
    "a=fmtp:101 0-16",
)
CALLEE_HOLDS = by_pjsua(
    "4004382330 IN IP4 127.0.0.22",
    "m=audio 41100 RTP/AVP 0 8 9 101",
    "c=IN IP4 127.0.0.22",
    "b=TIAS:64000",
    "a=rtcp:41101 IN IP4 127.0.0.22",
    *RTPMAPS,
    "a=rtpmap:101 telephone-event/8000",
    "a=fmtp:101 0-16",
    "a=ssrc:566713297 cname:3b7d9d9615ce2b84",
    "a=sendonly",
)


def freeswitch_answers_caller(version: int, *one_way: str) -> bytes:
    return by_freeswitch(
        f"1795376972 {version} IN IP4 192.0.2.2",
        "m=audio 16556 RTP/AVP 0 120",
        "a=rtpmap:0 PCMU/8000",
        "a=rtpmap:120 telephone-event/8000",
        "a=fmtp:120 0-15",
        *one_way,
        "a=ptime:20",
        "a=rtcp:16557 IN IP4 127.0.0.20",
    )


def answered(offer: bytes, local: Description, policy: Policy, previous: Description | None = None) -> Description:
    said = answer(Session.parse(offer), local, policy, previous)
    assert isinstance(said, Description)
    return said


def test_pjsua_offers_holds_and_resumes_with_all_its_codecs() -> None:
    held = reoffer(CALLER, CALLER.held(Hold.SENDONLY))
    resumed = reoffer(held, CALLER)
    assert [PJSUA.write_offer(said) for said in (CALLER, held, resumed)] == [
        CALLER_OFFERS,
        CALLER_HOLDS,
        CALLER_RESUMES,
    ]


def test_freeswitch_offers_its_codecs_then_events_then_comfort_noise() -> None:
    assert FREESWITCH.write_offer(LEG_B) == FREESWITCH_OFFERS


def test_pjsua_answers_with_one_codec_and_the_events_under_the_number_of_the_offer() -> None:
    assert PJSUA.write_answer(answered(FREESWITCH_OFFERS, CALLEE, ONE_CODEC)) == CALLEE_ANSWERS


def test_a_callee_keeps_the_number_of_the_events_in_its_own_offers() -> None:
    said = answered(FREESWITCH_OFFERS, CALLEE, ONE_CODEC)
    assert PJSUA.write_offer(reoffer(said, CALLEE.held(Hold.SENDONLY))) == CALLEE_HOLDS


def test_freeswitch_answers_with_one_codec_and_mirrors_the_hold_with_the_version_raised() -> None:
    first = answered(CALLER_OFFERS, LEG_A, FREESWITCH_WAY)
    held = answered(CALLER_HOLDS, LEG_A, FREESWITCH_WAY, first)
    resumed = answered(CALLER_RESUMES, LEG_A, FREESWITCH_WAY, held)
    assert [FREESWITCH.write_answer(said) for said in (first, held, resumed)] == [
        freeswitch_answers_caller(1795376973),
        freeswitch_answers_caller(1795376974, "a=recvonly"),
        freeswitch_answers_caller(1795376975),
    ]


SIPP_BODY = (
    "v=0\r\no=- 7455 1 IN IP4 127.0.0.21\r\ns=-\r\nc=IN IP4 {address}\r\nt=0 0\r\nm=audio 40020 RTP/AVP 0 8 101\r\n"
    "a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\n{rest}"
)
SIPP_LEG = Description(
    "127.0.0.20", 1795378148, 1795378149, (Stream("audio", 16384, FREESWITCH_CODECS),), origin="192.0.2.2"
)


def freeswitch_answers_sipp(version: int, *one_way: str) -> bytes:
    return by_freeswitch(
        f"1795378148 {version} IN IP4 192.0.2.2",
        "m=audio 16384 RTP/AVP 0 101",
        "a=rtpmap:0 PCMU/8000",
        "a=rtpmap:101 telephone-event/8000",
        "a=fmtp:101 0-15",
        *one_way,
        "a=ptime:20",
    )


def test_freeswitch_says_the_same_again_to_a_hold_by_zero_address_and_to_its_end() -> None:
    phone = SIPP_BODY.format(address="127.0.0.21", rest="a=sendrecv\r\n").encode()
    holding = SIPP_BODY.format(address="0.0.0.0", rest="").encode()
    first = answered(phone, SIPP_LEG, FREESWITCH_WAY)
    held = answered(holding, SIPP_LEG, FREESWITCH_WAY, first)
    resumed = answered(phone, SIPP_LEG, FREESWITCH_WAY, held)
    assert [FREESWITCH.write_answer(said) for said in (first, held, resumed)] == [
        freeswitch_answers_sipp(1795378149)
    ] * 3


def test_freeswitch_answers_inactive_with_inactive() -> None:
    holding = SIPP_BODY.format(address="127.0.0.21", rest="a=inactive\r\n").encode()
    first = answered(SIPP_BODY.format(address="127.0.0.21", rest="").encode(), SIPP_LEG, FREESWITCH_WAY)
    held = answered(holding, SIPP_LEG, FREESWITCH_WAY, first)
    assert FREESWITCH.write_answer(held) == freeswitch_answers_sipp(1795378150, "a=inactive")


def test_a_body_that_is_passed_on_keeps_its_codecs_and_gets_another_place() -> None:
    """FreeSWITCH with proxy_media: the phone's numbers and parameters, its own o=, s=, c= and port, no ptime of its own."""
    body = SIPP_BODY.format(address="127.0.0.22", rest="a=recvonly\r\n").encode()
    phone = describe(Session.parse(body))
    passed_on = replace(
        phone,
        address="127.0.0.20",
        origin="192.0.2.2",
        session_id=3889126136,
        version=3889126138,
        streams=tuple(replace(slot, port=16554) for slot in phone.streams),
    )
    assert FREESWITCH.write_answer(passed_on) == by_freeswitch(
        "3889126136 3889126138 IN IP4 192.0.2.2",
        "m=audio 16554 RTP/AVP 0 8 101",
        "a=rtpmap:0 PCMU/8000",
        "a=rtpmap:8 PCMA/8000",
        "a=rtpmap:101 telephone-event/8000",
        "a=fmtp:101 0-16",
        "a=recvonly",
    )


@pytest.mark.parametrize("body", [FREESWITCH_OFFERS, freeswitch_answers_sipp(1, "a=recvonly")], ids=["offer", "answer"])
def test_what_freeswitch_wrote_is_written_again_from_its_facts(body: bytes) -> None:
    assert FREESWITCH.write_offer(describe(Session.parse(body))) == body


def test_a_hold_of_ours_limits_our_answer() -> None:
    """Both hold: the answer to sendonly from a side that itself sends only is inactive."""
    held = answered(CALLER_HOLDS, LEG_A.held(Hold.SENDONLY), FREESWITCH_WAY)
    assert [slot.direction for slot in held.streams if isinstance(slot, Stream)] == [Direction.INACTIVE]
