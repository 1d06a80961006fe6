"""What the tests of a live lab share: addresses of their own, and labs on them, which are closed afterwards."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.interop.addresses import Block, block
from tests.interop.labs import lab_at
from tests.live.stage import Stage
from voiplab.lab.lab import Lab, RunPlan
from voiplab.lab.opening import open_lab

Open = Callable[..., Stage]
Change = Callable[[Lab], Lab]


def _as_it_is(lab: Lab) -> Lab:
    return lab


@pytest.fixture
def own() -> Iterator[Block]:
    """Addresses that no other test uses meanwhile."""
    with block() as free:
        yield free


@pytest.fixture
def opened(own: Block, tmp_path: Path) -> Iterator[Open]:
    """`opened("office")`: a lab of the interop tests, live, on addresses of the test's own."""
    with ExitStack() as stages:

        def start(name: str, *exposed: str, plan: RunPlan | None = None, changed: Change = _as_it_is) -> Stage:
            stage = Stage(changed(open_lab(lab_at(name, own.prefix, tmp_path))), plan, exposed)
            stages.callback(stage.live.close)
            return stage

        yield start
