"""What is over is gone at once: nothing of a call holds itself alive until a garbage collector looks for it."""

import gc

from benchmarks.calls import run_of, solved


def found_after(calls: int) -> int:
    """What the garbage collector finds that nobody can reach any more."""
    run = run_of(solved(), calls)
    gc.collect()
    gc.disable()
    try:
        run.run()
        return gc.collect()
    finally:
        gc.enable()


def test_calls_that_are_over_leave_nothing_for_the_garbage_collector() -> None:
    found_after(1)  # what is imported leaves something, once
    assert found_after(6) == found_after(1)
