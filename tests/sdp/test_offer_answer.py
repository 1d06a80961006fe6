"""What RFC 3264 leaves to the two sides, and what it does not."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiplab.sdp.codec import STATIC, Codec
from voiplab.sdp.description import Description, Hold, Refused, Stream, renumbered
from voiplab.sdp.direction import Direction
from voiplab.sdp.offer_answer import (
    NO_COMMON_FORMAT,
    NO_SUCH_MEDIA,
    NO_SUCH_TRANSPORT,
    Extent,
    Policy,
    Preference,
    answer,
    reoffer,
    settle,
)
from voiplab.sdp.session import Session

PCMU, PCMA, G722 = STATIC[0], STATIC[8], STATIC[9]
OPUS = Codec(107, "opus", 48000, 2)
EVENTS = Codec(101, "telephone-event", 8000, fmtp="0-15")
WIDE_EVENTS = Codec(102, "telephone-event", 48000, fmtp="0-15")
VIDEO = Stream("video", 6000, (STATIC[34],))


def phone(*codecs: Codec, port: int = 4000) -> Description:
    return Description("10.0.0.5", 7, 7, (Stream("audio", port, codecs),))


def offer(*media: str) -> Session:
    return Session.parse("\r\n".join(("v=0", "o=- 1 1 IN IP4 10.0.0.9", "c=IN IP4 10.0.0.9", *media)).encode())


def said(result: object) -> Description:
    assert isinstance(result, Description), result
    return result


def audio(description: Description, index: int = 0) -> Stream:
    stream = description.streams[index]
    assert isinstance(stream, Stream)
    return stream


MANY = offer(
    "m=audio 5000 RTP/AVP 9 0 111 96 8 97",
    "a=rtpmap:111 opus/48000/2",
    "a=rtpmap:96 telephone-event/8000",
    "a=rtpmap:97 telephone-event/48000",
)


@pytest.mark.parametrize(
    ("policy", "payloads"),
    [
        (Policy(Preference.OFFERER, Extent.ALL), [0, 111, 96, 8, 97]),
        (Policy(Preference.OFFERER, Extent.ONE), [0, 96]),
        (Policy(Preference.ANSWERER, Extent.ALL), [111, 8, 0, 96, 97]),
        (Policy(Preference.ANSWERER, Extent.ONE), [111, 97]),
    ],
)
def test_the_policy_says_whose_order_counts_and_how_many_codecs_are_named(policy: Policy, payloads: list[int]) -> None:
    answered = said(answer(MANY, phone(OPUS, PCMA, PCMU, EVENTS, WIDE_EVENTS), policy))
    assert [codec.payload for codec in audio(answered).codecs] == payloads


def test_events_at_another_clock_than_the_codec_are_left_out() -> None:
    answered = said(answer(MANY, phone(PCMU, WIDE_EVENTS)))
    assert audio(answered).codecs == (PCMU,)


def test_the_answer_has_the_numbers_of_the_offer_and_parameters_of_its_own() -> None:
    answered = said(answer(MANY, phone(PCMU, EVENTS)))
    assert audio(answered).codecs == (PCMU, replace(EVENTS, payload=96))


def test_a_codec_offered_under_two_numbers_is_answered_once() -> None:
    twice = offer("m=audio 5000 RTP/AVP 96 97", "a=rtpmap:96 opus/48000/2", "a=rtpmap:97 OPUS/48000/2")
    assert audio(said(answer(twice, phone(OPUS)))).codecs == (replace(OPUS, payload=96),)


def test_octet_aligned_amr_is_another_format_than_bandwidth_efficient_amr() -> None:
    aligned = offer("m=audio 5000 RTP/AVP 96", "a=rtpmap:96 AMR/8000", "a=fmtp:96 mode-set=7; octet-align=1")
    assert answer(aligned, phone(Codec(100, "AMR", 8000))) == NO_COMMON_FORMAT
    assert said(answer(aligned, phone(Codec(100, "AMR", 8000, fmtp="octet-align=1"))))


@pytest.mark.parametrize(
    ("media", "reason"),
    [
        ("m=audio 5000 RTP/AVP 18", NO_COMMON_FORMAT),
        ("m=audio 5000 RTP/AVP 101\r\na=rtpmap:101 telephone-event/16000", NO_COMMON_FORMAT),
        ("m=audio 5000 RTP/AVP 18 101\r\na=rtpmap:101 telephone-event/8000", NO_COMMON_FORMAT),
        ("m=audio 5000 RTP/SAVP 0", NO_SUCH_TRANSPORT),
        ("m=video 5000 RTP/AVP 34", NO_SUCH_MEDIA),
        ("m=image 5000 udptl t38", NO_SUCH_MEDIA),
    ],
)
def test_an_offer_without_anything_in_common_is_not_acceptable(media: str, reason: object) -> None:
    assert answer(offer(media), phone(PCMU, EVENTS)) == reason


def test_a_refused_stream_keeps_its_place_with_port_zero() -> None:
    both = offer("m=video 5002 RTP/AVP 34", "m=audio 5000 RTP/AVP 0")
    assert said(answer(both, phone(PCMU))).streams == (
        Refused("video", "RTP/AVP", ("34",)),
        Stream("audio", 4000, (PCMU,)),
    )


def test_one_stream_of_ours_answers_one_of_theirs() -> None:
    both = offer("m=audio 5000 RTP/AVP 0", "m=audio 5002 RTP/AVP 0")
    assert [slot.port for slot in said(answer(both, phone(PCMU))).streams] == [4000, 0]


def test_an_offer_that_ends_every_stream_is_answered_in_kind() -> None:
    assert said(answer(offer("m=audio 0 RTP/AVP 0"), phone(PCMU))).streams == (Refused("audio", "RTP/AVP", ("0",)),)


def test_an_offer_without_streams_is_answered_without_streams() -> None:
    assert said(answer(offer(), phone(PCMU))).streams == ()


@pytest.mark.parametrize(
    ("offered", "answered"),
    [("sendrecv", "sendrecv"), ("sendonly", "recvonly"), ("recvonly", "sendonly"), ("inactive", "inactive")],
)
def test_the_direction_is_mirrored(offered: str, answered: str) -> None:
    reply = said(answer(offer("m=audio 5000 RTP/AVP 0", f"a={offered}"), phone(PCMU)))
    assert audio(reply).direction is Direction(answered)


def test_the_version_goes_up_when_the_answer_changes_and_only_then() -> None:
    plain, hold = offer("m=audio 5000 RTP/AVP 0"), offer("m=audio 5000 RTP/AVP 0", "a=sendonly")
    replies = [said(answer(plain, phone(PCMU)))]
    for body in (plain, hold, hold, plain):
        replies.append(said(answer(body, phone(PCMU), previous=replies[-1])))
    assert [reply.version for reply in replies] == [7, 7, 8, 8, 9]


def test_what_is_settled_has_the_order_of_the_answer_and_our_numbers() -> None:
    ours = phone(PCMA, PCMU, OPUS)
    settled = settle(ours, offer("m=audio 5000 RTP/AVP 99 8", "a=rtpmap:99 opus/48000/2", "a=sendonly"))
    assert audio(said(settled)).codecs == (OPUS, PCMA)
    assert audio(said(settled)).direction is Direction.RECVONLY


def test_an_answer_that_refuses_everything_or_names_nothing_of_ours_settles_nothing() -> None:
    assert settle(phone(PCMU), offer("m=audio 0 RTP/AVP 0")) == NO_COMMON_FORMAT
    assert settle(phone(PCMU), offer("m=audio 5000 RTP/AVP 8")) == NO_COMMON_FORMAT


@pytest.mark.parametrize(
    ("how", "address", "direction"),
    [
        (Hold.SENDONLY, "10.0.0.5", Direction.SENDONLY),
        (Hold.INACTIVE, "10.0.0.5", Direction.INACTIVE),
        (Hold.ZERO_ADDRESS, "0.0.0.0", Direction.SENDRECV),
    ],
)
def test_a_hold_is_said_in_one_of_three_ways(how: Hold, address: str, direction: Direction) -> None:
    held = reoffer(phone(PCMU), phone(PCMU).held(how))
    assert (held.address, held.origin_address, audio(held).direction, held.version) == (
        address,
        "10.0.0.5",
        direction,
        8,
    )


def test_a_stream_that_only_receives_is_held_by_making_it_inactive() -> None:
    listening = replace(phone(PCMU), streams=(replace(audio(phone(PCMU)), direction=Direction.RECVONLY),))
    assert audio(listening.held(Hold.SENDONLY)).direction is Direction.INACTIVE


def test_resuming_is_the_first_offer_again_with_a_later_version() -> None:
    held = reoffer(phone(PCMU), phone(PCMU).held(Hold.ZERO_ADDRESS))
    assert reoffer(held, phone(PCMU)) == replace(phone(PCMU), version=9)


def test_a_new_stream_comes_last_and_an_ended_one_keeps_its_place() -> None:
    with_video = replace(phone(PCMU), streams=(VIDEO, *phone(PCMU).streams))
    added = reoffer(phone(PCMU), with_video)
    ended = reoffer(added, phone(PCMU))
    assert [(slot.kind, slot.port) for slot in added.streams] == [("audio", 4000), ("video", 6000)]
    assert [(slot.kind, slot.port) for slot in ended.streams] == [("audio", 4000), ("video", 0)]


def test_a_number_that_was_given_away_is_not_used_for_another_codec() -> None:
    agreed = phone(replace(EVENTS, payload=107))
    assert audio(renumbered(phone(OPUS, PCMU, EVENTS), agreed)).codecs == (
        replace(OPUS, payload=96),
        PCMU,
        replace(EVENTS, payload=107),
    )


CODECS = (PCMU, PCMA, G722, OPUS, EVENTS, WIDE_EVENTS, STATIC[13], STATIC[18])
LISTS = st.lists(st.sampled_from(CODECS), min_size=1, unique=True).map(tuple)
POLICIES = st.builds(Policy, st.sampled_from(Preference), st.sampled_from(Extent))


@settings(max_examples=200, deadline=None)
@given(LISTS, LISTS, POLICIES, st.sampled_from(Direction))
def test_both_sides_agree_on_what_was_answered(
    theirs: tuple[Codec, ...], ours: tuple[Codec, ...], policy: Policy, direction: Direction
) -> None:
    """An offer, written and read, answered, written and read, and settled: one set of formats, mirrored directions."""
    offering = Description("10.0.0.9", 1, 1, (Stream("audio", 5000, theirs, direction),))
    answered = answer(wire(offering), phone(*ours), policy)
    if not isinstance(answered, Description):
        assert not any(codec.is_speech and codec in ours for codec in theirs)
        return
    settled = audio(said(settle(offering, wire(answered))))
    assert settled.codecs == audio(answered).codecs
    assert audio(answered).direction is direction.mirrored
    assert settled.direction is direction


def wire(description: Description) -> Session:
    """As it arrives at the other side."""
    lines = ["v=0", f"o=- 1 1 IN IP4 {description.address}", f"c=IN IP4 {description.address}"]
    for slot in description.streams:
        assert isinstance(slot, Stream)
        lines.append(f"m={slot.kind} {slot.port} {slot.proto} {' '.join(slot.formats)}")
        lines.append(f"a={slot.direction.value}")
        lines.extend(f"a=rtpmap:{codec.payload} {codec.encoding}" for codec in slot.codecs)
        lines.extend(f"a=fmtp:{codec.payload} {codec.fmtp}" for codec in slot.codecs if codec.fmtp)
    return Session.parse("\r\n".join(lines).encode())
