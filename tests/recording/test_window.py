"""A recording without end: what is kept, under which ids, and what of it can still be asked for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from voiplab.net.address import Address
from voiplab.net.packet import Packet, Transport
from voiplab.recording.events import Arrived, Event, LineRun, Logged, Lost, Moved, Sent, What
from voiplab.recording.recording import Recording
from voiplab.recording.window import Window
from voiplab.text.place import Place

ALICE = Address("127.0.0.1", 5060)
BOB = Address("127.0.0.2", 5060)


def datagram(payload: bytes = b"OPTIONS") -> Packet:
    return Packet(Transport.UDP, ALICE, BOB, payload)


def said(window: Recording, *texts: str) -> None:
    for text in texts:
        window.append(0, "alice", None, None, Logged("info", text))


def texts(recording: Recording) -> list[str]:
    return [event.what.text for event in recording if isinstance(event.what, Logged)]


def test_the_latest_events_are_kept_under_the_ids_of_the_whole_recording() -> None:
    window = Window(most=3)
    said(window, *"abcdefgh")
    assert len(window) == 8
    assert texts(window) == ["e", "f", "g", "h"]
    assert window.size == 4
    assert [event.id for event in window] == [4, 5, 6, 7]
    assert window[7] == window[-1] == Event(7, 0, "alice", None, None, Logged("info", "h"))
    assert [event.id for event in reversed(window)] == [7, 6, 5, 4]


def test_what_is_forgotten_cannot_be_had_by_its_id_and_is_found_to_be_nothing() -> None:
    window = Window(most=1)
    said(window, "a", "b", "c")
    with pytest.raises(IndexError, match="event 0 is forgotten; the first one kept is 1"):
        window[0]
    assert window.find(0) is None
    assert window.find(None) is None
    assert window.find(3) is None
    assert window.find(1) == window[1]


def test_a_slice_has_what_is_left_of_it() -> None:
    window = Window(most=2)
    said(window, *"abcde")
    assert [event.id for event in window[0:4]] == [2, 3]
    assert [event.id for event in window[3:]] == [3, 4]


def test_observers_hear_of_every_event() -> None:
    window = Window(most=1)
    heard: list[int] = []
    window.observe(lambda event: heard.append(event.id))
    said(window, *"abcdef")
    assert heard == [0, 1, 2, 3, 4, 5]


def test_who_observes_one_kind_of_event_hears_of_no_other() -> None:
    window = Window()
    heard: list[What] = []
    window.observe(lambda event: heard.append(event.what), [Sent, Lost])
    said(window, "a")
    sent = window.append(0, "alice", None, None, Sent(datagram()))
    window.append(0, "alice", sent, None, Arrived(datagram(), sent))
    window.append(0, "alice", sent, None, Lost(datagram(), sent, "cut"))
    assert heard == [Sent(datagram()), Lost(datagram(), sent, "cut")]


def test_a_chain_of_causes_ends_where_the_memory_ends() -> None:
    window = Window(most=2)
    cause: int | None = None
    for text in "abcde":
        cause = window.append(0, "alice", cause, None, Logged("info", text))
    assert [event.id for event in window.why(4)] == [4, 3, 2]


def test_questions_to_a_recording_are_answered_from_what_is_kept() -> None:
    window = Window(most=2)
    said(window, "a", "b")
    line = window.append(0, "bob", None, None, LineRun(Place("default.xml", 3), "answer"))
    sent = window.append(1, "bob", None, line, Sent(datagram()))
    window.append(2, "bob", None, None, Moved("m", "dialog", "early", "confirmed"))
    assert [event.id for event in window.sent()] == [sent]
    assert [event.id for event in window.lines()] == [line]
    assert window.states_at(2) == {("bob", "dialog", "m"): "confirmed"}


def test_large_datagrams_are_forgotten_sooner() -> None:
    window = Window(most_bytes=300_000)
    for _ in range(100):
        sent = window.append(0, "alice", None, None, Sent(datagram(bytes(65_000))))
        window.append(0, "bob", sent, None, Arrived(datagram(bytes(65_000)), sent))
    kept = [event for event in window if isinstance(event.what, Sent)]
    assert 2 <= len(kept) <= 5
    assert len(window) == 200


def test_what_is_kept_becomes_a_recording_of_its_own_without_arrivals_of_what_is_forgotten() -> None:
    window = Window(most=4)
    old = window.append(0, "alice", None, None, Sent(datagram(b"old")))
    said(window, "a", "b", "c")
    window.append(5, "bob", old, None, Arrived(datagram(b"old"), old))
    line = window.append(6, "bob", old, None, LineRun(Place("default.xml", 3), "answer"))
    new = window.append(7, "bob", line, line, Sent(datagram(b"new"), {"Via": line, "To": old}))
    window.append(8, "alice", new, None, Lost(datagram(b"new"), new, "cut"))
    whole = window.kept()
    assert [event.what for event in whole] == [
        Logged("info", "c"),
        LineRun(Place("default.xml", 3), "answer"),
        Sent(datagram(b"new"), {"Via": 1}),
        Lost(datagram(b"new"), 2, "cut"),
    ]
    assert [(event.id, event.cause, event.line) for event in whole][1:] == [(1, None, None), (2, 1, 1), (3, 2, None)]


def test_the_latest_of_what_is_kept_is_a_recording_too() -> None:
    window = Window()
    said(window, *"abcde")
    assert texts(window.kept(2)) == ["d", "e"]
    assert texts(window.kept(9)) == ["a", "b", "c", "d", "e"]


WHATS = some.one_of(
    some.builds(Logged, some.just("info"), some.text(max_size=3)),
    some.builds(Sent, some.builds(datagram, some.binary(max_size=40))),
)


@settings(max_examples=150, deadline=None)
@given(some.integers(1, 6), some.integers(1, 100), some.lists(WHATS, max_size=40))
def test_a_window_is_the_end_of_the_whole_recording(most: int, most_bytes: int, whats: list[What]) -> None:
    whole, window = Recording(), Window(most, most_bytes)
    for number, what in enumerate(whats):
        cause = number // 2 if number else None
        assert whole.append(number, "alice", cause, None, what) == window.append(number, "alice", cause, None, what)
    kept = list(window)
    assert len(window) == len(whole)
    assert len(kept) <= most + most // 32 + 1
    assert kept == list(whole)[len(whole) - len(kept) :]
    assert [window.find(event.id) for event in kept] == kept
