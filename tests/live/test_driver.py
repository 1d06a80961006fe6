"""The loop of a live lab: it is on time, it ends when it is asked to, and an error of ours ends it, too."""

import os
import signal
from functools import partial

import pytest

from tests.interop.addresses import Block
from tests.live.conftest import Open
from tests.live.stage import Datagrams
from voiplab.live.driver import Driver
from voiplab.live.interruption import ENDING, interruptible
from voiplab.live.watch import Watch
from voiplab.sim.moment import ms, seconds
from voiplab.sip.table import ImpossibleInput
from voiplab.text.place import ConfigError, Place


def test_nothing_happens_before_its_time(opened: Open) -> None:
    stage = opened("office")
    kernel, happened = stage.live.run.kernel, []
    moments = [stage.clock.now() + ms(5) * turn for turn in range(1, 5)]
    for moment in moments:
        kernel.after(moment - kernel.now, lambda: happened.append(stage.clock.now()))
    stage.until(lambda: len(happened) == 4)
    assert all(at >= moment for at, moment in zip(happened, moments, strict=True))


def test_what_was_due_before_the_end_is_done_however_slow_the_machine_is(opened: Open) -> None:
    stage = opened("office")
    done: list[int] = []
    moments = [ms(10) * turn for turn in range(1, 4)]
    for moment in moments:
        stage.live.run.kernel.after(moment, partial(done.append, moment))

    def slow() -> None:
        stage.clock.ahead += ms(25)

    Driver(stage.live.run, stage.watch, stage.clock, slow, stage.troubles.append).go(stage.clock.now() + ms(32))
    assert done == moments


def test_what_a_node_refuses_is_told_and_the_loop_goes_on(opened: Open) -> None:
    stage = opened("office")

    def refuse() -> None:
        raise ConfigError(Place("dialplan/default.xml", 7), "no such application")

    done: list[bool] = []
    stage.live.run.kernel.after(0, refuse)
    stage.live.run.kernel.after(0, lambda: done.append(True))
    stage.until(lambda: done)
    assert [str(trouble) for trouble in stage.troubles] == ["dialplan/default.xml:7: no such application"]


def _break() -> None:
    raise ImpossibleInput("200 while idle")


def test_an_error_of_ours_ends_the_loop_after_all_is_shown(opened: Open) -> None:
    stage = opened("office")
    shown: list[bool] = []
    driver = Driver(stage.live.run, stage.watch, stage.clock, lambda: shown.append(True), stage.troubles.append)
    stage.live.run.kernel.after(0, _break)
    with pytest.raises(ImpossibleInput):
        driver.go(stage.clock.now() + seconds(10))
    assert shown == [True]


def test_a_run_that_is_late_lets_the_sockets_wait(opened: Open, own: Block) -> None:
    stage = opened("office")
    kernel = stage.live.run.kernel
    port = Datagrams(stage, own.at(30))
    port.send(b"", port.at)
    seen: list[int] = []

    def busy(turn: int) -> None:
        stage.clock.ahead += ms(1)
        seen.append(len(port.got))
        if turn:
            kernel.after(ms(1), lambda: busy(turn - 1))

    kernel.after(0, lambda: busy(2_000))
    stage.hurry(seconds(2))
    assert len(seen) == 2_001
    assert set(seen) <= {0, 1}


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_wakes_the_watch_and_asks_for_the_end(number: int) -> None:
    watch = Watch()
    asked: list[bool] = []
    before = signal.getsignal(number)
    with interruptible(watch, lambda: asked.append(True)):
        os.kill(os.getpid(), number)
        watch.wait(10)
        assert asked == [True]
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), number)
    assert signal.getsignal(number) is before
    assert len(watch) == 0
    watch.close_all()
