"""What a transaction asks of its owner, in order."""

from voiplab.sim.moment import Duration
from voiplab.sip.message import Message
from voiplab.sip.timer import Timer
from voiplab.sip.value import value


@value(frozen=True, slots=True)
class Send:
    """Put it on the wire for the first time."""

    payload: bytes


@value(frozen=True, slots=True)
class SendAgain:
    """A retransmission: the same bytes once more, marked as such in a recording."""

    payload: bytes


@value(frozen=True, slots=True)
class Arm:
    """Call `fire(timer)` after that time. A timer that is set already is set anew."""

    timer: Timer
    after: Duration


@value(frozen=True, slots=True)
class Disarm:
    """The timer was set, and shall not fire."""

    timer: Timer


@value(frozen=True, slots=True)
class Deliver:
    """Hand the message to the transaction user."""

    message: Message


@value(frozen=True, slots=True)
class Timeout:
    """Tell the transaction user that nothing came: no response (RFC 3261 section 8.1.3.1: as if 408), or no ACK."""


@value(frozen=True, slots=True)
class TransportFailed:
    """Tell the transaction user that it could not be sent: for a client as if 503 (RFC 3261 section 8.1.3.1)."""


@value(frozen=True, slots=True)
class Terminated:
    """Forget the transaction; no timer of it is left."""


Effect = Send | SendAgain | Arm | Disarm | Deliver | Timeout | TransportFailed | Terminated
