"""What arrives is kept line by line; what we use of it is understood; the rest of the bytes ends in one error."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quickest import quickest
from voiplab.sdp.codec import Codec
from voiplab.sdp.connection import Connection, Origin
from voiplab.sdp.direction import Direction
from voiplab.sdp.session import Session
from voiplab.sip.errors import Malformed

PHONE = (
    "v=0\r\n"
    "o=alice 2890844526 2890844527 IN IP4 10.0.0.7\r\n"
    "s=A call\r\n"
    "c=IN IP4 10.0.0.7\r\n"
    "b=AS:84\r\n"
    "t=0 0\r\n"
    "a=tool:some phone\r\n"
    "x=nobody knows\r\n"
    "m=audio 4000 RTP/AVP 9 0 8 97 101 96\r\n"
    "b=TIAS:64000\r\n"
    "a=rtcp:4001 IN IP4 10.0.0.7\r\n"
    "a=fmtp:97 mode=20\r\n"
    "a=rtpmap:97 iLBC/8000\r\n"
    "a=rtpmap:101 telephone-event/8000\r\n"
    "a=fmtp:101 0-16\r\n"
    "a=sendonly\r\n"
    "a=ptime:20\r\n"
    "m=video 5000/2 RTP/AVP 31\r\n"
    "c=IN IP6 2001:db8::7\r\n"
    "m=image 0 udptl t38\r\n"
)


def parsed(text: str) -> Session:
    return Session.parse(text.encode())


def test_every_line_is_kept_in_its_place() -> None:
    assert bytes(parsed(PHONE)) == PHONE.encode()


def test_lines_may_end_in_a_line_feed_alone() -> None:
    assert parsed(PHONE.replace("\r\n", "\n")) == parsed(PHONE)


def test_the_session_level_is_understood() -> None:
    session = parsed(PHONE)
    assert session.origin == Origin("alice", 2890844526, 2890844527, "10.0.0.7")
    assert session.name == "A call"
    assert session.connection == Connection("IP4", "10.0.0.7")
    assert session.times == ((0, 0),)
    assert session.attributes == (("tool", "some phone"),)


def test_a_stream_is_understood() -> None:
    audio = parsed(PHONE).media[0]
    assert (audio.kind, audio.port, audio.proto) == ("audio", 4000, "RTP/AVP")
    assert audio.formats == ("9", "0", "8", "97", "101", "96")
    assert audio.bandwidth == ("TIAS:64000",)
    assert (audio.direction, audio.ptime, audio.rtcp) == (Direction.SENDONLY, 20, 4001)


def test_static_numbers_need_no_rtpmap_and_dynamic_ones_without_it_say_nothing() -> None:
    assert parsed(PHONE).media[0].codecs == (
        Codec(9, "G722", 8000),
        Codec(0, "PCMU", 8000),
        Codec(8, "PCMA", 8000),
        Codec(97, "iLBC", 8000, fmtp="mode=20"),
        Codec(101, "telephone-event", 8000, fmtp="0-16"),
    )


def test_the_connection_of_a_stream_goes_before_that_of_the_session() -> None:
    audio, video, image = parsed(PHONE).media
    assert audio.connection == Connection("IP4", "10.0.0.7")
    assert video.connection == Connection("IP6", "2001:db8::7")
    assert (image.port, image.formats, image.codecs) == (0, ("t38",), ())


def test_a_direction_of_the_session_holds_for_streams_without_their_own() -> None:
    session = parsed(
        "v=0\r\no=- 1 1 IN IP4 h\r\na=recvonly\r\nm=audio 4 RTP/AVP 0\r\nm=audio 6 RTP/AVP 0\r\na=inactive\r\n"
    )
    assert [media.direction for media in session.media] == [Direction.RECVONLY, Direction.INACTIVE]


def test_an_offer_may_have_no_streams_at_all() -> None:
    assert parsed("v=0\r\no=- 1 1 IN IP4 h\r\ns=-\r\nt=0 0\r\n").media == ()


def test_an_rtpmap_may_tell_the_number_of_channels() -> None:
    (audio,) = parsed("v=0\r\no=- 1 1 IN IP4 h\r\nm=audio 4 RTP/AVP 98\r\na=rtpmap:98 opus/48000/2\r\n").media
    assert audio.codecs == (Codec(98, "opus", 48000, 2),)
    assert audio.codecs[0].encoding == "opus/48000/2"


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("nonsense", 1, "a lower-case letter and ="),
        ("s=a\0b", 4, "no NUL and no lone CR"),
        ("s=a\rb", 4, "no NUL and no lone CR"),
        ("c=IN IP5 h", 6, "IP4 or IP6"),
        ("c=IN IP4 h h", 12, "the end of the line"),
        ("t=0", 4, "an end time"),
        ("m=audio", 8, "a port"),
        ("m=audio 65536 RTP/AVP 0", 9, "a port"),
        ("m=audio 4000 RTP/AVP", 21, "a payload type from 0 to 127"),
        ("m=audio 4000 RTP/AVP 0 128", 24, "a payload type from 0 to 127"),
        ("m=audio 4000 RTP/AVP \N{ARABIC-INDIC DIGIT ONE}", 22, "a payload type from 0 to 127"),
    ],
)
def test_an_error_says_where_it_stopped(text: str, column: int, expected: str) -> None:
    with pytest.raises(Malformed) as caught:
        parsed(f"v=0\no=- 1 1 IN IP4 h\n{text}\n")
    assert (caught.value.text, caught.value.column, caught.value.expected) == (text, column, expected)


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("o=- x 1 IN IP4 h", 5, "a session id"),
        ("o=- 1 -1 IN IP4 h", 7, "a version"),
        ("o=- 1 111111111111111111111 IN IP4 h", 7, "a version"),
        ("o=- 1 1 IN IP4", 12, "IP4 or IP6"),
        ("o=- 1 1 ATM NSAP h", 9, "IN"),
    ],
)
def test_an_error_in_the_origin_says_where_it_stopped(text: str, column: int, expected: str) -> None:
    with pytest.raises(Malformed) as caught:
        parsed(f"v=0\n{text}\n")
    assert (caught.value.text, caught.value.column, caught.value.expected) == (text, column, expected)


@pytest.mark.parametrize("text", ["", "\r\n", "v=1\r\no=- 1 1 IN IP4 h", "o=- 1 1 IN IP4 h"])
def test_a_description_begins_with_its_version(text: str) -> None:
    with pytest.raises(Malformed, match="v=0"):
        parsed(text)


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        ("a=rtpmap:0", 11, "an encoding name and /"),
        ("a=rtpmap:0 PCMU", 12, "an encoding name and /"),
        ("a=rtpmap:0 PCMU/x", 17, "a clock rate"),
        ("a=rtpmap:0 PCMU/8000/", 22, "a number of channels"),
        ("a=rtpmap:200 PCMU/8000", 10, "a payload type from 0 to 127"),
        ("a=fmtp:0", 8, "a format and its parameters"),
    ],
)
def test_an_error_in_an_attribute_says_where_it_stopped(line: str, column: int, expected: str) -> None:
    with pytest.raises(Malformed) as caught:
        parsed(f"v=0\no=- 1 1 IN IP4 h\nm=audio 4000 RTP/AVP 0\n{line}\n")
    assert (caught.value.text, caught.value.column, caught.value.expected) == (line, column, expected)


def test_a_description_without_an_origin_is_malformed() -> None:
    with pytest.raises(Malformed, match="an o= line"):
        parsed("v=0\r\ns=-\r\n")


def test_more_than_64_kilobytes_are_not_read() -> None:
    with pytest.raises(Malformed, match="65536 bytes"):
        Session.parse(b"v=0\r\n" + b"a" * 65_536)


PIECES = st.sampled_from(PHONE.encode().split(b"\r\n"))
TEXT = st.text(st.characters(exclude_characters="\0\r\n", exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(PIECES, st.binary(max_size=30)), max_size=12))
def test_whatever_the_bytes_are_they_end_in_a_session_or_in_malformed(lines: list[bytes]) -> None:
    body = b"\r\n".join([b"v=0", b"o=- 1 1 IN IP4 h", *lines])
    try:
        session = Session.parse(body)
    except Malformed:
        return
    assert Session.parse(bytes(session)) == session


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_bytes_that_were_never_sdp_are_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        Session.parse(body)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("aksux"), TEXT), max_size=10))
def test_lines_that_nobody_knows_come_back_as_they_were(unknown: list[tuple[str, str]]) -> None:
    text = "v=0\r\no=- 1 1 IN IP4 h\r\n" + "".join(f"{kind}={value}\r\n" for kind, value in unknown)
    assert str(parsed(text)) == text


@pytest.mark.parametrize(
    "filling",
    [
        "m=audio 4000 RTP/AVP 0\r\n",
        "a=rtpmap:96 x/8000\r\n",
        "a=fmtp:96 a\r\n",
        "m=audio 4000 RTP/AVP" + " 0" * 120 + "\r\n",
        "c=IN IP4 h" + " " * 5000 + "\r\n",
        "t=0 0\r\n",
    ],
)
def test_64_kilobytes_take_no_more_than_a_tenth_of_a_second(filling: str) -> None:
    head = "v=0\r\no=- 1 1 IN IP4 h\r\nm=audio 4000 RTP/AVP 96\r\n"
    body = (head + filling * ((65_000 - len(head)) // len(filling))).encode()
    assert quickest(lambda: Session.parse(body)) < 0.1
