"""The timers of the protocol, each with the sentence that a learner is shown when it is set and when it fires.

Letters are those of RFC 3261 table 4 and RFC 6026; the others have no name in their RFC.
"""

from voiplab.sim.kernel import Pace
from voiplab.sip.words import Words


class Timer(Words):
    A = "resend INVITE"
    B = "no response to INVITE: give up"
    D = "absorb copies of the final response to INVITE"
    E = "resend request"
    F = "no final response: give up"
    G = "resend final response to INVITE"
    H = "no ACK: give up"
    I = "absorb copies of the ACK"
    J = "absorb copies of the request"
    K = "absorb copies of the response"
    L = "absorb copies of the INVITE that was answered with 2xx"
    M = "wait for more 2xx to INVITE"
    CANCELLED = "no final response to the cancelled INVITE: give up"  # RFC 3261 section 9.1
    ANSWER_AGAIN = "resend 2xx to INVITE"  # RFC 3261 section 13.3.1.4
    ANSWER_UNACKNOWLEDGED = "no ACK for the 2xx: give up"
    RELIABLE_AGAIN = "resend reliable provisional response"  # RFC 3262 section 3
    RELIABLE_UNACKNOWLEDGED = "no PRACK: give up"
    REFRESH = "refresh the registration"  # RFC 3261 section 10.2.4
    RETRY = "try to register again"
    LAPSE = "the registration lapses"

    label: str
    """Its letter or name."""
    told: str
    """Label and words, as a recording says that it fired."""
    pace: Pace
    """A run goes on for what a call waits for; keeping a registration alive does not keep a run going."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.label = self.name
        self.told = f"{self.name}: {words}"
        self.pace = Pace.BACKGROUND if self.name in ("REFRESH", "RETRY", "LAPSE") else Pace.FOREGROUND
