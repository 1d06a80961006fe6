"""Streams of media, as a story tells them."""

from collections.abc import Sequence

from tests.explain.calls import CALLER
from tests.explain.exchange import IPS, Exchange
from tests.explain.growing import solved
from voiplab.explain.ladder import Show, ladder
from voiplab.explain.messages import Messages
from voiplab.explain.story import Story, story
from voiplab.explain.streams import Stream
from voiplab.net.address import Address
from voiplab.net.packet import Packet, Transport
from voiplab.recording.events import Arrived, EventId, Lost, Sent
from voiplab.recording.recording import Recording
from voiplab.rtp.flow import Flow
from voiplab.sim.moment import Moment, ms

SPEECH = Flow("PCMU", 0, 7, "voice:alice")


def said(
    go: Exchange, at: Moment, flow: Flow, *, port: int = 4000, cause: EventId | None = None
) -> tuple[EventId, Packet]:
    packet = Packet(Transport.RTP, Address(IPS["alice"], 4000), Address(IPS["bob"], port), flow)
    return go.note(at, "alice", Sent(packet), cause=cause), packet


def streams(recording: Recording) -> Sequence[Stream]:
    return [one for one in Story(Messages(recording, {IPS["bob"]: "bob"})) if isinstance(one, Stream)]


def test_a_stream_ends_when_the_flow_on_its_way_stops_and_has_had_a_packet_every_20_ms() -> None:
    go = Exchange()
    sent, packet = said(go, 0, SPEECH)
    go.note(ms(1), "bob", Arrived(packet, sent))
    (running,) = streams(go.recording)
    assert (running.source, running.target, running.has_arrived) == ("alice", "bob", True)
    assert (running.ends, running.packets) == (None, None)
    said(go, ms(999), SPEECH._replace(content=""))
    (ended,) = streams(go.recording)
    assert (ended.ends, ended.packets) == (ms(999), 50)


def test_other_words_on_the_same_way_are_another_stream_and_end_the_first() -> None:
    go = Exchange()
    said(go, 0, SPEECH)
    said(go, ms(40), SPEECH._replace(content="silence"))
    first, second = streams(go.recording)
    assert (first.ends, second.ends) == (ms(40), None)


def test_a_key_that_is_pressed_is_a_stream_that_interrupts_nothing() -> None:
    go = Exchange()
    said(go, 0, SPEECH)
    said(go, ms(40), SPEECH._replace(content="digit:5"))
    speech, key = streams(go.recording)
    assert (speech.ends, key.flow.digit, key.packets) == (None, "5", None)


def test_a_stream_whose_first_packet_is_lost_says_why_until_one_arrives() -> None:
    go = Exchange()
    sent, packet = said(go, 0, SPEECH)
    go.note(ms(1), "", Lost(packet, sent, "nobody listens at that port"))
    (lost,) = streams(go.recording)
    assert lost.lost == "nobody listens at that port"
    drawn = str(ladder(Messages(go.recording, {IPS["bob"]: "bob"}), show=Show(media=True)))
    assert "==x" in drawn
    assert "x nobody listens at that port" in drawn
    go.note(ms(2), "bob", Arrived(packet, sent))
    (found,) = streams(go.recording)
    assert (found.lost, found.has_arrived) == ("", True)


def test_a_stream_goes_with_the_message_that_it_is_sent_because_of_and_a_key_with_that_of_its_way() -> None:
    go = Exchange()
    go.send(0, "bob > alice", CALLER.invite())
    go.send(ms(5), "alice > bob", CALLER.response("200 OK", sdp=True))
    go.send(ms(6), "bob > alice", CALLER.request("ACK"))
    said(go, ms(7), SPEECH)
    go.press(ms(50), "alice", "press 5")
    said(go, ms(50), SPEECH._replace(content="digit:5"))
    assert [stream.goes_with for stream in streams(go.recording)] == [3, 3]


def test_streams_are_drawn_when_they_are_asked_for_only() -> None:
    _, recording, names = next(solved("prack-loss"))
    messages = Messages(recording, names)
    drawn = str(ladder(messages, width=140, show=Show(media=True)))
    assert "<== RTP erin PCMU" in drawn
    assert "RTP" not in str(ladder(messages, width=140))
    assert not [one for one in story(messages) if isinstance(one, Stream)]
