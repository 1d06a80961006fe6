"""The shaft of an arrow with its label: `-- INVITE ---->`, `<-- 180 Ringing --`, `-- PRACK --x    ` when it is lost."""

from enum import Enum
from typing import Final

from voiplab.explain.messages import SipMessage, UnderWay
from voiplab.text.width import width


class Way(Enum):
    RIGHT = "to the right"
    LEFT = "to the left"


class Fit(Enum):
    """How a label stands in its shaft: the places around it while the arrow arrives, and while it does not."""

    ROOMY = "with blanks"
    CLOSE = "without"


AROUND: Final = {
    (Fit.ROOMY, True): len("--  ->"),
    (Fit.ROOMY, False): len("--  --x  "),
    (Fit.CLOSE, True): len("-->"),
    (Fit.CLOSE, False): len("--x  "),
}


def decoration(message: SipMessage, fit: Fit = Fit.ROOMY) -> int:
    """The places that a shaft needs beside its label."""
    return AROUND[fit, _arrives(message)]


def shaft(text: str, room: int, way: Way, message: SipMessage, fit: Fit = Fit.ROOMY) -> str:
    """Exactly `room` places, as long as the text leaves so many as its fit asks for."""
    feather, label = ("--", f" {text} " if text else "") if fit is Fit.ROOMY else ("-", text)
    if _arrives(message):
        line = "-" * max(room - len(feather) - width(label) - 1, 0)
        return f"{feather}{label}{line}>" if way is Way.RIGHT else f"<{feather}{label}{line}"
    tip = "~" if isinstance(message.fate, UnderWay) else "x"
    blank = " " * max(room - width(label) - 2 * len(feather) - 1, 0)
    drawn = f"{feather}{label}{feather}"
    return f"{drawn}{tip}{blank}" if way is Way.RIGHT else f"{blank}{tip}{drawn}"


def _arrives(message: SipMessage) -> bool:
    return not (message.is_lost or isinstance(message.fate, UnderWay))
