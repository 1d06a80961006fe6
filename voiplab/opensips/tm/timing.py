"""How long the transactions of tm wait, by its parameters."""

from typing import TYPE_CHECKING

from voiplab.sim.moment import ms, seconds
from voiplab.sip.transaction.timing import Timing

if TYPE_CHECKING:
    from voiplab.opensips.server import Server


def timing(server: "Server", fr_timeout: int) -> Timing:
    """`fr_timeout`: seconds until a request without any reply has failed."""
    lasts, wait = seconds(fr_timeout), seconds(server.number("tm", "wt_timer"))
    t1, t2 = ms(server.number("tm", "T1_timer")), ms(server.number("tm", "T2_timer"))
    return Timing(
        t1=t1,
        t1_request=t1,
        t2=t2,
        t2_invite=t2,
        t4=wait,
        unanswered=lasts,
        unacknowledged=lasts,
        linger=wait,
    )
