"""A live lab goes on for days: what a capture keeps in mind is bounded."""

from tests.capture.scenes import ALICE, BOB, OPTIONS
from voiplab.capture import connections, departures, voices
from voiplab.capture.causes import REMEMBERED, Causes
from voiplab.capture.connection import Way
from voiplab.capture.connections import Connections
from voiplab.capture.departures import Departure, Departures
from voiplab.capture.tcp import Flag
from voiplab.capture.voices import Voices
from voiplab.net.address import Address
from voiplab.net.packet import Packet, Transport
from voiplab.recording.events import Event, EventId, Logged, Sent, SettingRead
from voiplab.rtp.flow import Flow
from voiplab.sim.moment import seconds
from voiplab.text.place import Place


def sent(number: EventId, cause: EventId | None = None, line: EventId | None = None) -> Event:
    return Event(number, 0, "alice", cause, line, Sent(Packet(Transport.UDP, ALICE, BOB, OPTIONS)))


def test_of_causes_the_latest_are_kept_in_mind() -> None:
    causes = Causes({})
    first = sent(0)
    causes.remember(first)
    for number in range(1, REMEMBERED):
        causes.remember(Event(number, 0, "alice", None, None, Logged("info", "x")))
    last = sent(REMEMBERED, cause=0)
    assert next(causes.comments(first)) == "message 1 of the ladder"
    causes.remember(last)
    assert list(causes.comments(first)) == ["start: alice was switched on"]
    assert list(causes.comments(last)) == ["message 2 of the ladder"]


def test_a_setting_that_is_cause_and_line_in_one_is_said_once() -> None:
    causes = Causes({})
    causes.remember(Event(0, 0, "alice", None, None, SettingRead(Place("phone.ini", 3), "expires", "300")))
    event = sent(1, cause=0, line=0)
    causes.remember(event)
    assert list(causes.comments(event)) == ["message 1 of the ladder", "setting: phone.ini:3  expires=300"]


def test_of_too_many_connections_the_oldest_is_taken_as_closed() -> None:
    known = Connections(1)
    last = []
    for port in range(connections.MOST + 1):
        last = [sending.segment.flags for sending in known.prepare(sent(0), Way(Address("10.0.0.1", port), BOB))]
    closing = [Flag.FIN | Flag.ACK, Flag.FIN | Flag.ACK, Flag.ACK]
    assert last == [Flag.SYN, Flag.SYN | Flag.ACK, Flag.ACK, *closing]


def test_octets_that_are_lost_are_waited_for_no_more() -> None:
    known = Connections(1)
    way = Way(ALICE, BOB)
    list(known.prepare(sent(0), way))
    for number in (0, 1):
        known.send(sent(number), way, b"octets")
    known.lose(0)
    assert [len(list(known.arrive(number))) for number in (0, 1)] == [0, 1]


def test_of_too_many_silent_voices_the_oldest_begins_anew() -> None:
    known = Voices(1)
    flow = Flow("PCMU", 0, 0, "voice:alice")

    def say(source: Address, content: str, at: int) -> None:
        packet = Packet(Transport.RTP, source, BOB, flow._replace(content=content))
        known.say(Event(0, at, "alice", None, None, Sent(packet)), packet, flow._replace(content=content), ())

    def first_number(source: Address, at: int) -> int:
        say(source, "voice:alice", at)
        found = next(known.until(at + 1)).packet.sequence
        say(source, "", at + 1)
        return found

    numbers = [first_number(ALICE, 0), first_number(ALICE, seconds(1))]
    for port in range(voices.MOST_SILENT):
        say(Address("10.0.0.9", port), "voice:alice", seconds(2))
        say(Address("10.0.0.9", port), "", seconds(2))
    assert numbers[1] == (numbers[0] + 1) % 2**16
    assert first_number(ALICE, seconds(3)) == numbers[0]


def test_of_too_many_packets_that_wait_the_oldest_is_written_as_it_is() -> None:
    written: list[Departure] = []
    waiting = Departures(written.append)
    for number in range(departures.MOST + 1):
        waiting.add(Departure(0, "alice", ALICE.ip, [b"frame"]), sent=number)
        waiting.release(0)
    assert len(written) == 1
