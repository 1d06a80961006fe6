"""What the interop tests share: addresses of their own, a live lab, a folder."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.interop.addresses import Block, block
from tests.interop.labs import lab_at
from tests.interop.live_lab import LiveLab

Live = Callable[..., LiveLab]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """They need programs that not everybody has: run when asked for, `-m interop`, and then none is skipped."""
    if "interop" in config.option.markexpr:
        return
    here = [item for item in items if item.path.is_relative_to(Path(__file__).parent)]
    asked = [item for item in here if item.get_closest_marker("interop")]
    config.hook.pytest_deselected(items=asked)
    items[:] = [item for item in items if item not in asked]


@pytest.fixture
def own() -> Iterator[Block]:
    """Addresses that no other test uses meanwhile."""
    with block() as free:
        yield free


@pytest.fixture
def live(own: Block, tmp_path: Path) -> Iterator[Live]:
    """`live("office")`: the lab on the test's own addresses, ready. A test ends it and looks at what it recorded."""
    with ExitStack() as children:

        def start(lab: str, *options: str) -> LiveLab:
            started = children.enter_context(LiveLab(lab_at(lab, own.prefix, tmp_path / "lab"), options))
            started.wait_until_ready()
            return started

        yield start
