"""Session descriptions in a line for each stream."""

import pytest

from tests.explain.calls import CALLER
from tests.explain.exchange import Exchange
from voiplab.explain.messages import Messages
from voiplab.explain.sdp_lines import MOST, sdp_lines
from voiplab.sim.moment import ms

HEAD = "v=0\no=- 1 1 IN IP4 10.0.0.11\ns=-\nc=IN IP4 10.0.0.11\nt=0 0\n"


def lines_of(sdp: str) -> list[str]:
    go = Exchange()
    invite = CALLER.invite("Content-Type: application/sdp", sdp=False)
    go.send(ms(0), "alice > freeswitch", f"{invite}\n{sdp}")
    (message,) = Messages(go.recording)
    return list(sdp_lines(message.content))


@pytest.mark.parametrize(
    ("media", "said"),
    [
        ("m=audio 4000 RTP/AVP 0 8\n", "audio 10.0.0.11:4000 PCMU, PCMA"),
        ("m=audio 4000 RTP/AVP 0\na=sendonly\n", "audio 10.0.0.11:4000 PCMU sendonly"),
        ("m=audio 4000 RTP/AVP 101\na=rtpmap:101 telephone-event/8000\n", "audio 10.0.0.11:4000 telephone-event"),
        ("m=audio 4000 RTP/AVP 0\nc=IN IP6 2001:db8::1\n", "audio [2001:db8::1]:4000 PCMU"),
        ("m=audio 0 RTP/AVP 0\n", "audio refused"),
        ("m=image 5000 udptl t38\n", "image 10.0.0.11:5000 t38"),
    ],
)
def test_a_stream_is_told_by_its_kind_where_it_goes_its_codecs_and_its_direction(media: str, said: str) -> None:
    assert lines_of(HEAD + media) == [said]


def test_what_is_no_session_description_says_where_it_stops_being_one() -> None:
    (line,) = lines_of("v=0\nc=IN IP4 10.0.0.11\n")
    assert line.startswith("unreadable SDP: expected an o= line")


def test_of_very_many_streams_the_first_are_told() -> None:
    assert len(lines_of(HEAD + "m=audio 4000 RTP/AVP 0\n" * (MOST + 1))) == MOST


def test_a_message_without_a_description_has_no_line() -> None:
    go = Exchange()
    go.send(ms(0), "alice > freeswitch", CALLER.request("BYE"))
    assert list(sdp_lines(Messages(go.recording)[0].content)) == []
