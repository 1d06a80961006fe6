"""A recording gives back what was put into it, however it is asked; what events share is kept once and seen by none of them."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as some

from voiplab.recording.events import Event, Logged, Moved, Shown, TimerFired, heard, log_line, shown
from voiplab.recording.recording import Recording
from voiplab.recording.window import Window

Told = tuple[int, str, int | None, int | None, str]

TOLD = some.tuples(
    some.integers(0, 2),
    some.sampled_from(["alice", "bob"]),
    some.one_of(some.none(), some.integers(0, 1)),
    some.one_of(some.none(), some.integers(0, 1)),
    some.text(max_size=2),
)


def recorded(told: Sequence[Told], recording: Recording) -> list[Event]:
    return [
        Event(
            recording.append(at, node, cause, line, Logged("info", text)), at, node, cause, line, Logged("info", text)
        )
        for at, node, cause, line, text in told
    ]


@settings(max_examples=200)
@given(some.lists(TOLD, max_size=12))
def test_every_event_comes_back_as_it_went_in(told: Sequence[Told]) -> None:
    recording = Recording()
    events = recorded(told, recording)
    assert list(recording) == events
    assert [recording[number] for number in range(len(recording))] == events
    assert list(reversed(recording)) == events[::-1]
    assert recording[1:-1] == events[1:-1]


@settings(max_examples=200)
@given(some.lists(TOLD, max_size=24), some.integers(1, 4))
def test_a_window_keeps_the_latest_of_them_as_they_went_in(told: Sequence[Told], most: int) -> None:
    window = Window(most)
    events = recorded(told, window)
    kept = list(window)
    assert kept == events[len(events) - len(kept) :]
    assert [window[event.id] for event in kept] == kept
    assert window[: len(window)] == kept
    assert window[::-1] == kept[::-1]


def test_the_states_at_a_moment_are_those_of_the_latest_moves_until_then() -> None:
    recording = Recording()
    for at, was, now in ((1, "", "calling"), (2, "calling", "proceeding"), (3, "proceeding", "terminated")):
        recording.append(at, "alice", None, None, Moved("INVITE z9", "invite client transaction", was, now))
    recording.append(2, "alice", None, None, TimerFired("INVITE z9", "A"))
    assert recording.states_at(2) == {("alice", "invite client transaction", "INVITE z9"): "proceeding"}


def test_what_is_said_alike_is_kept_once() -> None:
    assert log_line("info", "Ring Ready") is log_line("info", "Ring Ready")
    assert shown("alice", "rings") is shown("alice", "rings")
    assert heard("alice", "ringing", "local") is heard("alice", "ringing", "local")
    assert shown("alice", "rings") == Shown("alice", "rings")
