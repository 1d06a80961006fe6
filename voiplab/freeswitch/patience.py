"""How long an originate lets its legs ring: leg_timeout, call_timeout, originate_timeout.

The server counts whole seconds of the wall clock: with 5 it gives up 4 to 5 s later.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.settings import number
from voiplab.net.host import Host
from voiplab.sim.moment import Duration, seconds

DEFAULT_TIMEOUT: Final = 60
"""Seconds, when neither call_timeout nor originate_timeout says anything else."""


class Patience:
    """The timers of one attempt."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._tickets: list[int] = []

    def begin(
        self,
        legs: list[Channel],
        variables: Mapping[str, str],
        caller: Channel | None,
        all_late: Callable[[], None],
        late: Callable[[Channel], None],
    ) -> None:
        """leg_timeout gives up one leg; call_timeout and originate_timeout all of them, and what the `|` has after them."""
        of_caller = caller.variables.get("call_timeout", "") if caller is not None else ""
        limit = number(variables.get("originate_timeout", "")) or number(of_caller) or DEFAULT_TIMEOUT
        self._after(limit, all_late)
        for leg in legs:
            if own := number(leg.variables.get("leg_timeout", "")):
                self._after(own, partial(late, leg))

    def end(self) -> None:
        for ticket in self._tickets:
            self._host.cancel(ticket)
        self._tickets.clear()

    def _after(self, wait: int, act: Callable[[], None]) -> None:
        self._tickets.append(self._host.after(until_whole_second(self._host, wait), act))


def until_whole_second(host: Host, wait: int) -> Duration:
    """So many seconds from the whole second that it is now."""
    return seconds(wait) - host.calendar.at(host.now).microsecond
