"""Layouts are data: which lines a product writes, and in which order."""

from dataclasses import replace

import pytest

from voiplab.sdp.codec import STATIC, Codec
from voiplab.sdp.description import Description, Hold, Refused, Stream
from voiplab.sdp.layout import SdpLayout

G729 = replace(STATIC[18], fmtp="annexb=no")
EVENTS = Codec(101, "telephone-event", 8000, fmtp="0-15")
STREAM = Stream("audio", 5004, (STATIC[0], STATIC[8], G729, EVENTS))
PHONE = Description("10.0.0.5", 8000, 8000, (STREAM,), user="1001")
HEAD = (
    "v=0",
    "o={user} {id} {version} IN {origin family} {origin}",
    "s=SIP Call",
    "c=IN {family} {address}",
    "t=0 0",
)


def lines(layout: SdpLayout, description: Description = PHONE) -> list[str]:
    text = layout.write_offer(description).decode()
    assert text.endswith("\r\n")
    return text.removesuffix("\r\n").split("\r\n")


def test_a_product_may_put_ptime_after_its_first_codec() -> None:
    layout = SdpLayout(HEAD, ("m={media}", "a={direction}", "{first codec}", "a=ptime:{ptime}", "{other codecs}"))
    assert lines(layout) == [
        "v=0",
        "o=1001 8000 8000 IN IP4 10.0.0.5",
        "s=SIP Call",
        "c=IN IP4 10.0.0.5",
        "t=0 0",
        "m=audio 5004 RTP/AVP 0 8 18 101",
        "a=sendrecv",
        "a=rtpmap:0 PCMU/8000",
        "a=ptime:20",
        "a=rtpmap:8 PCMA/8000",
        "a=rtpmap:18 G729/8000",
        "a=fmtp:18 annexb=no",
        "a=rtpmap:101 telephone-event/8000",
        "a=fmtp:101 0-15",
    ]


def test_a_product_may_write_fmtp_before_rtpmap() -> None:
    layout = SdpLayout(HEAD, ("{events}",), codec=("a=fmtp:{payload} {fmtp}", "a=rtpmap:{payload} {encoding}"))
    assert lines(layout)[5:] == ["a=fmtp:101 0-15", "a=rtpmap:101 telephone-event/8000"]


def test_a_product_may_leave_out_the_rtpmap_of_static_numbers() -> None:
    layout = SdpLayout(HEAD, ("{codecs}",), static=("a=fmtp:{payload} {fmtp}",))
    assert lines(layout)[5:] == ["a=fmtp:18 annexb=no", "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-15"]


def test_a_line_without_its_fact_is_left_out() -> None:
    layout = SdpLayout(HEAD, ("a=ptime:{ptime}", "a=rtcp:{rtcp} IN {family} {address}", "a=ssrc:{ssrc} cname:{cname}"))
    bare = replace(PHONE, streams=(replace(STREAM, ptime=None, ssrc=7),))
    full = replace(PHONE, streams=(replace(STREAM, rtcp=5005, ssrc=7, cname="ab"),))
    assert lines(layout, bare)[5:] == []
    assert lines(layout, full)[5:] == ["a=ptime:20", "a=rtcp:5005 IN IP4 10.0.0.5", "a=ssrc:7 cname:ab"]


def test_both_ways_and_one_way_may_stand_in_different_places() -> None:
    layout = SdpLayout(HEAD, ("a={sendrecv}", "m={media}", "a={one way}"))
    assert lines(layout)[5:] == ["a=sendrecv", "m=audio 5004 RTP/AVP 0 8 18 101"]
    assert lines(layout, PHONE.held(Hold.SENDONLY))[5:] == ["m=audio 5004 RTP/AVP 0 8 18 101", "a=sendonly"]


def test_an_answer_may_be_laid_out_differently() -> None:
    layout = SdpLayout(HEAD, ("m={media}", "a={direction}"), answer=("m={media}",))
    assert layout.write_offer(PHONE) == layout.write_answer(PHONE) + b"a=sendrecv\r\n"


def test_a_refused_slot_is_its_m_line() -> None:
    ended = replace(PHONE, streams=(STREAM, Refused("video", "RTP/AVP", ("34", "31"))))
    assert lines(SdpLayout(HEAD, ("m={media}", "{codecs}")), ended)[-1] == "m=video 0 RTP/AVP 34 31"


def test_an_ipv6_address_is_called_ip6() -> None:
    six = replace(PHONE, address="2001:db8::5", origin="10.0.0.5")
    assert lines(SdpLayout(HEAD, ()), six)[1:4:2] == ["o=1001 8000 8000 IN IP4 10.0.0.5", "c=IN IP6 2001:db8::5"]


@pytest.mark.parametrize("template", ["a=ptime:{p time}", "a=rtpmap:{payload}", "{codec}", "a={}"])
def test_a_fact_that_does_not_exist_is_refused_by_name(template: str) -> None:
    with pytest.raises(ValueError, match="is none of"):
        SdpLayout(HEAD, (template,))
