"""When the server's timers are seen to be due."""

import pytest

from tests.opensips.bench import Bench
from voiplab.sim.moment import Duration, ms, seconds
from voiplab.sip.timer import Timer


@pytest.mark.parametrize(("age", "after", "wait"), [(0, 500, 500), (30, 500, 570), (99, 500, 501), (100, 1000, 1000)])
def test_repetitions_are_looked_at_every_100_ms(age: Duration, after: Duration, wait: Duration) -> None:
    bench = Bench("route { exit; }\n")
    bench.run(ms(age))
    assert bench.server.ticks.wait(Timer.A, ms(after)) == ms(wait)


@pytest.mark.parametrize(
    ("age", "after", "wait"),
    [(0, 3000, 3000), (400, 3000, 2600), (484, 3000, 2516), (485, 3000, 3515), (900, 3000, 3100)],
)
def test_all_other_timers_every_second_and_the_seconds_are_counted_half_a_second_before(
    age: Duration, after: Duration, wait: Duration
) -> None:
    bench = Bench("route { exit; }\n")
    bench.run(ms(age))
    assert bench.server.ticks.wait(Timer.B, ms(after)) == ms(wait)


def test_no_timer_is_ever_due_in_the_past() -> None:
    bench = Bench("route { exit; }\n")
    for _ in range(50):
        bench.run(ms(37))
        assert 0 <= bench.server.ticks.wait(Timer.B, seconds(1)) <= ms(1515)


def test_a_timer_of_no_length_is_waited_for_by_nobody() -> None:
    bench = Bench("route { exit; }\n")
    for _ in range(50):
        bench.run(ms(37))
        assert bench.server.ticks.wait(Timer.K, 0) == 0
