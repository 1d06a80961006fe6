"""Where a call of a telephone stands, as scripts, displays and ears know it."""

from collections.abc import Mapping
from typing import Final

from voiplab.rtp.hearing import Situation
from voiplab.sip.words import Words


class CallState(Words):
    """The words are those of a lab's script: `bob rings`."""

    DIALLING = "dials"
    HEARS_RINGING = "hears ringing"
    EARLY_MEDIA = "hears early media"
    RINGING = "rings"
    TALKING = "talks"
    HOLDING = "holds"
    HELD = "is held"
    GIVING_UP = "gives up"
    REFUSED = "is refused"
    OVER = "is idle"


SITUATIONS: Final[Mapping[CallState, Situation]] = {
    CallState.DIALLING: Situation.CALLING,
    CallState.HEARS_RINGING: Situation.RINGBACK,
    CallState.EARLY_MEDIA: Situation.EARLY,
    CallState.RINGING: Situation.RINGING,
    CallState.TALKING: Situation.IN_CALL,
    CallState.HOLDING: Situation.HOLDING,
    CallState.HELD: Situation.ON_HOLD,
    CallState.GIVING_UP: Situation.IDLE,
    CallState.REFUSED: Situation.BUSY,
    CallState.OVER: Situation.IDLE,
}

UP: Final = (CallState.TALKING, CallState.HOLDING, CallState.HELD)
UNANSWERED: Final = (CallState.DIALLING, CallState.HEARS_RINGING, CallState.EARLY_MEDIA)
GONE: Final = (CallState.REFUSED, CallState.OVER)
