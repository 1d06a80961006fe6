"""What a re-INVITE changes: who may send to whom."""

import pytest

from voiplab.sdp.codec import STATIC, Codec
from voiplab.sdp.description import Description, Hold, Stream
from voiplab.sdp.direction import Direction
from voiplab.sdp.path import Path, Target, direction, is_hold, media_target, path
from voiplab.sdp.session import Session

EVENTS = Codec(120, "telephone-event", 8000)
LOCAL = Description("10.0.0.5", 1, 1, (Stream("audio", 4000, (STATIC[0], STATIC[8], EVENTS)),))


def remote(*media: str, address: str = "10.0.0.9") -> Session:
    lines = ("v=0", "o=- 1 1 IN IP4 10.0.0.9", f"c=IN IP4 {address}", *media)
    return Session.parse("\r\n".join(lines).encode())


AUDIO = ("m=audio 5000 RTP/AVP 8 0 101", "a=rtpmap:101 telephone-event/8000")


def test_media_goes_where_the_other_side_wants_it() -> None:
    assert media_target(remote(*AUDIO)) == Target("10.0.0.9", 5000)
    assert media_target(remote(*AUDIO, "c=IN IP4 10.0.0.8")) == Target("10.0.0.8", 5000)


@pytest.mark.parametrize(
    "session",
    [remote("m=audio 0 RTP/AVP 0"), remote(*AUDIO, address="0.0.0.0"), remote()],
    ids=["refused", "zero address", "no stream"],
)
def test_there_may_be_no_place_to_send_to(session: Session) -> None:
    assert media_target(session) is None


@pytest.mark.parametrize(
    ("line", "address", "seen", "hold"),
    [
        ("a=sendrecv", "10.0.0.9", Direction.SENDRECV, False),
        ("a=recvonly", "10.0.0.9", Direction.RECVONLY, False),
        ("a=sendonly", "10.0.0.9", Direction.SENDONLY, True),
        ("a=inactive", "10.0.0.9", Direction.INACTIVE, True),
        ("a=sendrecv", "0.0.0.0", Direction.SENDONLY, True),
        ("a=recvonly", "0.0.0.0", Direction.INACTIVE, True),
    ],
)
def test_a_hold_is_seen_in_the_direction_or_in_the_address(
    line: str, address: str, seen: Direction, hold: bool
) -> None:
    session = remote(*AUDIO, line, address=address)
    assert (direction(session), is_hold(session)) == (seen, hold)


def test_a_refused_stream_is_no_hold() -> None:
    ended = remote("m=audio 0 RTP/AVP 0", "a=inactive")
    assert not is_hold(ended)
    assert direction(ended) is Direction.INACTIVE


def test_what_is_sent_is_the_first_common_format_under_the_number_of_the_other_side() -> None:
    assert path(LOCAL, remote(*AUDIO)) == Path(
        Direction.SENDRECV, Target("10.0.0.9", 5000), STATIC[8], Codec(101, "telephone-event", 8000)
    )


def test_a_side_on_hold_sends_nothing_and_still_listens() -> None:
    assert path(LOCAL, remote(*AUDIO, "a=sendonly")) == Path(
        Direction.RECVONLY, Target("10.0.0.9", 5000), STATIC[8], Codec(101, "telephone-event", 8000)
    )


def test_two_holds_leave_silence() -> None:
    both = path(LOCAL.held(Hold.SENDONLY), remote(*AUDIO, "a=sendonly"))
    assert both is not None
    assert both.direction is Direction.INACTIVE


def test_a_hold_by_zero_address_leaves_no_target() -> None:
    held = path(LOCAL, remote(*AUDIO, address="0.0.0.0"))
    assert held is not None
    assert (held.direction, held.target) == (Direction.RECVONLY, None)


def test_a_refused_stream_has_no_path() -> None:
    assert path(LOCAL, remote("m=audio 0 RTP/AVP 0")) is None
    assert path(LOCAL, remote(*AUDIO), index=1) is None
