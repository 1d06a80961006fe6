"""What is over leaves nothing behind: a server that has handled a call ten times holds as much as after the first ones."""

import gc
from collections.abc import Callable
from types import CodeType, FunctionType, ModuleType

import pytest

from tests.freeswitch.office import PASSWORD, Office
from voiplab.net.packet import Transport
from voiplab.recording.recording import Unrecorded

NO_PART_OF_IT = (type, ModuleType, FunctionType, CodeType, int)  # numbers grow, and only small ones are one object


def held(root: object) -> int:
    """How many objects can be reached from it."""
    seen: dict[int, object] = {}
    left = [root]
    while left:
        here = left.pop()
        if id(here) not in seen and not isinstance(here, NO_PART_OF_IT):
            seen[id(here)] = here
            left.extend(gc.get_referents(here))
    return len(seen)


def answered(office: Office) -> None:
    office["1001"].answers_with((0.5, 180), (1, 200))
    office["1000"].dial("1001")
    office.later(3, office["1000"].hang_up)


def answered_over_tcp(office: Office) -> None:
    office["1000"].transport = Transport.TCP
    answered(office)


def refused(office: Office) -> None:
    office["1001"].answers_with((0.5, 486))
    office["1000"].dial("1001")


def cancelled(office: Office) -> None:
    office["1001"].answers_with((0.5, 180))
    leg = office["1000"].dial("1001")
    office.later(2, lambda: leg.cancel([]))


def forked(office: Office) -> None:
    for name in ("1001", "1002"):
        office[name].answers_with((0.5, 180), (1, 200))
    office["1000"].dial("3501")
    office.later(3, office["1000"].hang_up)


def challenged_in_vain(office: Office) -> None:
    office["1000"].password = ""
    office["1000"].dial("1001")


def of_the_server_itself(office: Office) -> None:
    office["1000"].dial("9196")
    office.later(3, office["1000"].hang_up)


def registered_again(office: Office) -> None:
    office["1000"].register()


@pytest.mark.parametrize(
    "call",
    [
        answered,
        answered_over_tcp,
        refused,
        cancelled,
        forked,
        challenged_in_vain,
        of_the_server_itself,
        registered_again,
    ],
)
def test_what_is_over_is_forgotten(call: Callable[[Office], None]) -> None:
    office = Office(recording=Unrecorded())
    office.register("1000", "1001", "1002")

    def again(times: int) -> int:
        for _ in range(times):
            for phone in office.phones.values():
                phone.password = PASSWORD
            call(office)
            office.run()
            for phone in office.phones.values():
                phone.leg = None
                phone.story.clear()
        return held(office)

    few = again(3)
    assert again(10) <= few
