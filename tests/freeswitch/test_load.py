"""What `status` says of the sessions is counted, not made up."""

from tests.freeswitch.office import Office
from voiplab.freeswitch.console.table import execute
from voiplab.freeswitch.load import Load
from voiplab.sim.moment import ms, seconds


def test_the_rate_is_that_of_the_last_whole_second() -> None:
    load = Load()
    for at, there in ((ms(3_100), 1), (ms(3_900), 2), (ms(4_000), 3)):
        load.begins(at, there)
    assert [load.rate(ms(at)) for at in (3_950, 4_000, 4_999, 5_000, 6_000)] == [0, 2, 2, 1, 0]
    assert load.peak_rate == 2


def test_what_is_five_minutes_ago_is_forgotten() -> None:
    load = Load()
    load.begins(seconds(10), 1)
    load.begins(seconds(10), 2)
    load.ends(seconds(20), 1)
    assert [load.recent_rate(seconds(at)) for at in (309, 310)] == [2, 0]
    assert [load.recent_peak(seconds(at), 1) for at in (319, 320)] == [2, 1]
    assert (load.sessions, load.peak, load.peak_rate) == (2, 2, 2)


def test_a_second_of_five_minutes_ago_counts_for_nothing_in_the_same_place() -> None:
    load = Load()
    load.begins(seconds(10), 1)
    load.begins(seconds(310), 2)
    assert (load.rate(seconds(11)), load.rate(seconds(311)), load.recent_rate(seconds(311))) == (0, 1, 1)


def test_status_tells_the_sessions_of_the_run() -> None:
    office = Office().register("1000", "1001")
    office["1001"].answers_with((0.1, 180), (0.5, 200))
    office.later(0, lambda: office["1000"].dial("1001"))
    office.later(3, office["1000"].hang_up)
    said: list[list[str]] = []
    for at in (1.2, 2.2, 5):
        office.later(at, lambda: said.append(execute(office.switch, "status").split("\n")[2:5]))
    office.run()
    assert said == [
        ["2 session(s) since startup", "2 session(s) - peak 2, last 5min 2 ",
         "2 session(s) per Sec out of max 100, peak 2, last 5min 2 "],
        ["2 session(s) since startup", "2 session(s) - peak 2, last 5min 2 ",
         "0 session(s) per Sec out of max 100, peak 2, last 5min 2 "],
        ["2 session(s) since startup", "0 session(s) - peak 2, last 5min 2 ",
         "0 session(s) per Sec out of max 100, peak 2, last 5min 2 "],
    ]  # fmt: skip
