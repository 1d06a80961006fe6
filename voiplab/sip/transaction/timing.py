"""How long a stack waits: RFC 3261 table 4 and RFC 6026 by default; each product brings its own values."""

from typing import NamedTuple

from voiplab.sim.moment import Duration, ms, seconds


class Timing(NamedTuple):
    """The RFC derives everything from T1. Real stacks do not, so what they change stands by itself.

    Sofia (FreeSWITCH) repeats its requests after 1 s but its responses after 0.5 s, and gives up after 32 s all the same.
    OpenSIPS gives up after `fr_timeout`, counted in ticks of its own timer process: that belongs into `unanswered`.
    """

    t1: Duration = ms(500)
    """When a response is first repeated: Timer G, the 2xx to an INVITE, reliable provisional responses."""
    t1_request: Duration = ms(500)
    """When a request is first repeated: Timers A and E."""
    t2: Duration = seconds(4)
    """The longest wait between copies of anything but an INVITE and a reliable provisional response."""
    t2_invite: Duration | None = None
    """The same for an INVITE, where a product has such a limit: RFC 3261 section 17.1.1.2 lets the wait double for ever."""
    t4: Duration = seconds(5)
    """How long a copy may be on its way: Timers I and K."""
    unanswered: Duration = seconds(32)
    """64*T1: Timers B and F, and a cancelled INVITE (RFC 3261 section 9.1)."""
    unacknowledged: Duration = seconds(32)
    """64*T1: Timer H, the 2xx to an INVITE, reliable provisional responses."""
    linger: Duration = seconds(32)
    """64*T1: Timers D, J, L and M."""

    def longer(self, wait: Duration) -> Duration:
        """The next wait of what doubles up to T2."""
        return min(2 * wait, self.t2)

    def longer_invite(self, wait: Duration) -> Duration:
        return 2 * wait if self.t2_invite is None else min(2 * wait, self.t2_invite)
