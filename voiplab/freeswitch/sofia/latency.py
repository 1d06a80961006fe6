"""How long FreeSWITCH takes for what, as recorded: tests/golden/freeswitch, and the tolerance that they are held to.

Its threads look at a channel every 20 ms; that is most of it.
"""

from typing import Final

from voiplab.sim.moment import Duration, ms

REPLY: Final[Duration] = 800
"""A challenge, a refusal before the dialplan, what mod_sofia answers outside of calls."""
STACK: Final[Duration] = 100
"""What the stack says without asking anybody: 481, 501, OPTIONS."""
ACCEPT_REFER: Final[Duration] = ms(2)
"""The 202 to a REFER."""
REFER: Final[Duration] = ms(9)
"""From a REFER inside of a call to its 202 and the NOTIFY."""
REPORT: Final[Duration] = 600
"""From the 202 to a REFER to the NOTIFY about it."""
REGISTERED: Final[Duration] = ms(1) + 500
"""The 200 to a REGISTER with good credentials."""
TRYING: Final[Duration] = ms(20)
"""From the INVITE with good credentials, whose channel has waited for it, to its 100 and the dialplan."""
TRYING_AT_ONCE: Final[Duration] = ms(1) + 700
"""The same for an INVITE that needs no credentials."""
PASS_ON: Final[Duration] = ms(20)
"""From a reply on one leg to that on the other: the thread of the waiting channel looks every 20 ms."""
ACKNOWLEDGE: Final[Duration] = ms(1)
"""From a 200 to its ACK."""
ANSWER_BYE: Final[Duration] = ms(9)
"""From a BYE to its 200."""
BYE_ON: Final[Duration] = ms(7)
"""From that 200 to the BYE of the other leg."""
STAY_BEHIND: Final[Duration] = ms(21)
"""From the NOTIFY about a transfer to the BYE of whoever is left without the other: its bridge has ended."""
KEY: Final[Duration] = ms(180)
"""From the first packet of a key to its end, as it is known to the session."""
INFORM: Final[Duration] = ms(12)
"""From an INFO to its 200, and to what it tells."""
TALK: Final[Duration] = ms(1)
"""From the first 180 to the NOTIFY with `Event: talk`."""
PASS_SDP: Final[Duration] = ms(8)
"""From a description that one leg brings to the other leg's, when media are passed."""
LOOK: Final[Duration] = ms(10)
"""Until a session sees what time it is, or that somebody has hung it up: it looks every 20 ms."""
CANCEL_ON: Final[Duration] = ms(22)
"""From a CANCEL to that of the other leg."""
HOLD: Final[Duration] = ms(250)
"""From the 100 to the 200 of a re-INVITE."""
REINVITE_TRYING: Final[Duration] = ms(10)
"""From a re-INVITE to its 100."""
REDIRECT: Final[Duration] = ms(1)
"""From a 302 to the INVITE that follows it."""
LOSE_RACE: Final[Duration] = ms(14)
"""From the answer of one leg to the CANCEL of those that lost."""
DIALPLAN: Final[Duration] = ms(1)
"""From the 100 to the first action, and from a hunt without a result to the refusal."""
ANSWER_AFTER_MEDIA: Final[Duration] = ms(55)
"""From a 200 to that on the other leg, when early media was passed on before."""
ASIDE: Final[Duration] = ms(340)
"""From the second of two meta keys to the application that they begin."""
