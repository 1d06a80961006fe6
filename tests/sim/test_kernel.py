"""What happens next, in which order, and because of what."""

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiplab.sim.kernel import Kernel, Pace
from voiplab.sim.moment import ms, seconds


def later(kernel: Kernel, delay: int, act: Callable[[], None]) -> Callable[[], None]:
    """Something that makes an appointment."""

    def ask() -> None:
        kernel.after(delay, act)

    return ask


def test_what_is_due_earlier_happens_earlier_whenever_it_was_asked_for() -> None:
    kernel, seen = Kernel(), list[tuple[int, str]]()
    for delay, name in ((ms(30), "third"), (ms(10), "first"), (ms(20), "second")):
        kernel.after(delay, partial(seen.append, (delay, name)))
    kernel.run_until(seconds(1))
    assert seen == [(ms(10), "first"), (ms(20), "second"), (ms(30), "third")]


def test_two_things_at_one_moment_happen_in_the_order_in_which_they_were_asked_for() -> None:
    kernel, seen = Kernel(), list[int]()
    for number in range(100):
        kernel.after(ms(5), partial(seen.append, number), Pace.BACKGROUND if number % 3 else Pace.FOREGROUND)
    kernel.run_until(ms(5))
    assert seen == list(range(100))


def test_what_is_asked_for_without_delay_happens_after_what_is_due_already() -> None:
    kernel, seen = Kernel(), list[str]()
    kernel.after(ms(1), later(kernel, 0, partial(seen.append, "asked for last")))
    kernel.after(ms(1), partial(seen.append, "asked for first"))
    kernel.run_until(ms(1))
    assert seen == ["asked for first", "asked for last"]


def test_nothing_can_be_asked_for_in_the_past() -> None:
    with pytest.raises(ValueError, match="an appointment 1 us in the past"):
        Kernel().after(-1, lambda: None)


def test_a_cancelled_appointment_never_happens_and_is_forgotten_at_once() -> None:
    kernel, seen = Kernel(), list[str]()
    kept = kernel.after(ms(1), partial(seen.append, "kept"))
    kernel.cancel(kernel.after(ms(1), partial(seen.append, "cancelled")))
    assert kernel.pending == 1
    kernel.run_until(ms(1))
    kernel.cancel(kept)  # past
    kernel.cancel(12345)  # never made
    assert seen == ["kept"]
    assert (kernel.pending, kernel.steps) == (0, 1)


def test_an_appointment_may_cancel_another_one_of_its_own_moment() -> None:
    kernel, seen = Kernel(), list[str]()
    tickets: list[int] = []
    kernel.after(ms(1), lambda: kernel.cancel(tickets[0]))
    tickets.append(kernel.after(ms(1), partial(seen.append, "cancelled")))
    kernel.run_until(ms(1))
    assert seen == []


def test_the_queue_is_rebuilt_when_more_than_half_of_it_is_dead() -> None:
    kernel = Kernel()
    tickets = [kernel.after(seconds(32), lambda: None) for _ in range(10_000)]
    for ticket in tickets[1:]:
        kernel.cancel(ticket)
    assert kernel.pending == 1
    assert len(kernel._queue) <= 64  # what costs memory: nothing else shows it


def test_the_order_survives_a_rebuild() -> None:
    kernel, seen = Kernel(), list[int]()
    tickets = {number: kernel.after(ms(1_000 - number), partial(seen.append, number)) for number in range(1_000)}
    for number, ticket in tickets.items():
        if number % 10:
            kernel.cancel(ticket)
    kernel.run_until(seconds(1))
    assert seen == list(range(990, -1, -10))


def test_running_until_a_moment_includes_it_and_ends_there() -> None:
    kernel, seen = Kernel(), list[int]()
    for delay in (ms(1), ms(2), ms(3)):
        kernel.after(delay, partial(seen.append, delay))
    kernel.run_until(ms(2))
    assert (seen, kernel.now) == ([ms(1), ms(2)], ms(2))
    kernel.run_until(ms(1))
    assert kernel.now == ms(2)


def test_what_follows_at_the_last_moment_still_happens() -> None:
    kernel, seen = Kernel(), list[str]()
    kernel.after(ms(1), later(kernel, 0, partial(seen.append, "followed")))
    kernel.run_until(ms(1))
    assert seen == ["followed"]


def test_a_cancelled_appointment_does_not_let_a_later_one_slip_in_before_its_time() -> None:
    kernel, seen = Kernel(), list[str]()
    kernel.after(ms(5), partial(seen.append, "later"))
    kernel.cancel(kernel.after(ms(1), partial(seen.append, "cancelled")))
    kernel.run_until(ms(2))
    assert (seen, kernel.now) == ([], ms(2))
    assert kernel.next_moment() == ms(5)


def test_the_background_does_not_keep_a_run_going() -> None:
    kernel, seen = Kernel(), list[str]()

    def refresh() -> None:
        seen.append("refresh")
        kernel.after(seconds(1), refresh, Pace.BACKGROUND)

    refresh()
    kernel.after(ms(2_500), partial(seen.append, "hang up"))
    assert kernel.run_until_idle(limit=seconds(60))
    assert seen == ["refresh", "refresh", "refresh", "hang up"]
    assert (kernel.now, kernel.pending, kernel.is_idle) == (ms(2_500), 1, True)


def test_a_cancelled_foreground_appointment_keeps_nothing_going() -> None:
    kernel = Kernel()
    kernel.after(seconds(1), lambda: None, Pace.BACKGROUND)
    ticket = kernel.after(seconds(2), lambda: None)
    assert not kernel.is_idle
    kernel.cancel(ticket)
    assert kernel.run_until_idle(limit=seconds(60))
    assert kernel.steps == 0


def test_a_cancelled_background_appointment_does_not_hide_a_foreground_one() -> None:
    kernel, seen = Kernel(), list[str]()
    kernel.after(seconds(1), partial(seen.append, "hang up"))
    kernel.cancel(kernel.after(seconds(2), partial(seen.append, "refresh"), Pace.BACKGROUND))
    assert kernel.run_until_idle(limit=seconds(60))
    assert seen == ["hang up"]


def test_a_run_that_never_becomes_idle_ends_at_its_limit() -> None:
    kernel = Kernel()

    def again() -> None:
        kernel.after(seconds(1), again)

    again()
    assert not kernel.run_until_idle(limit=ms(10_500))
    assert (kernel.now, kernel.steps) == (ms(10_500), 10)


def test_a_run_that_idles_exactly_at_its_limit_has_become_idle() -> None:
    kernel = Kernel()
    kernel.after(seconds(1), lambda: None)
    assert kernel.run_until_idle(limit=seconds(1))


def test_a_step_is_one_appointment_and_says_when_none_is_left() -> None:
    kernel, seen = Kernel(), list[int]()
    kernel.cancel(kernel.after(0, partial(seen.append, 0)))
    kernel.after(ms(1), partial(seen.append, 1))
    kernel.after(ms(1), partial(seen.append, 2))
    assert kernel.step()
    assert (seen, kernel.steps, kernel.now) == ([1], 1, ms(1))
    assert kernel.step()
    assert not kernel.step()
    assert (seen, kernel.steps) == ([1, 2], 2)
    assert kernel.next_moment() is None


def test_cause_and_line_are_inherited_by_what_is_scheduled_and_by_nothing_else() -> None:
    kernel, seen = Kernel(), list[tuple[str, int | None, int | None]]()

    def note(name: str) -> None:
        seen.append((name, kernel.cause, kernel.line))

    def handle() -> None:
        note("handle")
        kernel.cause, kernel.line = 7, 8
        kernel.after(0, partial(note, "follows from it"))
        kernel.line = 9
        kernel.after(0, partial(note, "follows from another line"))

    kernel.after(0, handle)
    kernel.after(0, partial(note, "has another cause"))
    kernel.run_until(0)
    note("outside")
    assert seen == [
        ("handle", None, None),
        ("has another cause", None, None),
        ("follows from it", 7, 8),
        ("follows from another line", 7, 9),
        ("outside", None, None),
    ]


def test_the_moment_is_exact_after_a_year() -> None:
    kernel, seen = Kernel(), list[int]()
    year = seconds(365 * 86_400)
    kernel.after(year, later(kernel, 1, lambda: seen.append(kernel.now)))
    kernel.run_until(year + 1)
    assert seen == [year + 1]


OPERATIONS = st.lists(st.tuples(st.integers(0, 50), st.booleans(), st.none() | st.integers(0, 60)), max_size=120)


@given(OPERATIONS, st.integers(0, 60))
@settings(max_examples=150)
def test_whatever_is_asked_for_and_cancelled_the_rest_happens_in_the_order_of_moment_and_turn(
    operations: list[tuple[int, bool, int | None]], end: int
) -> None:
    kernel, seen = Kernel(), list[tuple[int, int]]()
    made: dict[int, tuple[int, int]] = {}
    for turn, (delay, is_background, cancelled) in enumerate(operations):
        pace = Pace.BACKGROUND if is_background else Pace.FOREGROUND
        ticket = kernel.after(delay, partial(seen.append, (delay, turn)), pace)
        made[ticket] = (delay, turn)
        if cancelled is not None and cancelled < len(made):
            victim = list(made)[cancelled]
            kernel.cancel(victim)
            del made[victim]
    kernel.run_until(end)
    assert seen == sorted(one for one in made.values() if one[0] <= end)
    assert kernel.pending == len(made) - len(seen)
