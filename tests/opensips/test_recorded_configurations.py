"""Every configuration that the recordings were made with is accepted: the real server ran with each of them."""

from pathlib import Path

import pytest

from voiplab.opensips.checking import verdict
from voiplab.opensips.configuration import Configuration
from voiplab.opensips.reader import read
from voiplab.opensips.route_kind import RouteKind
from voiplab.opensips.starting import prepare

RECORDED = sorted((Path(__file__).parent / "recorded").glob("*.cfg"))


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_a_recorded_configuration_is_accepted_and_started(path: Path) -> None:
    files = {"opensips.cfg": path.read_bytes()}
    found = verdict(files)
    assert (found.status, "config file ok, exiting" in found.output) == (0, True)
    configuration = Configuration(read(files).script)
    prepare(configuration)
    assert configuration.route(RouteKind.REQUEST) is not None
    assert configuration.listeners


def test_there_are_many_of_them() -> None:
    assert len(RECORDED) == 60
