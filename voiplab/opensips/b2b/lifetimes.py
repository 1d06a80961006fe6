"""How long a call may last. The server looks at all of them at once, every `cleanup_period` seconds from its start on."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from voiplab.opensips.b2b.call import Call
from voiplab.recording.events import TimerFired, TimerSet, TimerStopped
from voiplab.sim.kernel import Pace

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

LABEL: Final = "lifetime"
SAYS: Final = "lifetime: the call has lasted as long as it may"
_CHOOSING: Final = ("max_duration", "b2bl_th_init_timeout")


class Lifetimes:
    def __init__(self, server: "Server") -> None:
        self._server = server
        self._tickets: dict[Call, int] = {}
        given = server.configuration.given
        # A run does not wait half a day for the end of a call, unless the script has said how long calls may last.
        is_awaited = any(given("b2b_logic", name) for name in _CHOOSING)
        self._pace = Pace.FOREGROUND if is_awaited else Pace.BACKGROUND

    def limit(self, call: Call, duration: int, over: Callable[[], None]) -> None:
        """So many seconds from now on, instead of what was said before; 0 is no limit."""
        self.stop(call)
        server = self._server
        now = server.ticks.count
        call.lifetime = now + duration if duration else 0
        if not duration:
            return
        period = max(server.number("b2b_logic", "cleanup_period"), 1)
        # The last second of its life has to be over when it is looked at.
        wait = server.ticks.whole((call.lifetime // period + 1) * period - now)

        def due() -> None:
            del self._tickets[call]
            server.host.enter(TimerFired(_name(call), SAYS))
            over()

        server.host.note(TimerSet(_name(call), LABEL, wait))
        self._tickets[call] = server.host.after(wait, due, self._pace)

    def stop(self, call: Call) -> None:
        ticket = self._tickets.pop(call, None)
        if ticket is not None:
            self._server.host.cancel(ticket)
            self._server.host.note(TimerStopped(_name(call), LABEL))


def _name(call: Call) -> str:
    return f"b2b call {call.key}"
