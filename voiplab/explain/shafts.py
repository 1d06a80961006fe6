"""The shaft of an arrow with its label: `-- INVITE ---->`, `<-- 180 Ringing --`, `-- PRACK --x    ` when it is lost."""

from enum import Enum
from typing import Final

from voiplab.text.width import width


class Way(Enum):
    RIGHT = "to the right"
    LEFT = "to the left"


class Tip(Enum):
    """What is at the end of a shaft; one that does not arrive ends before."""

    ARRIVES = ">"
    LOST = "x"
    UNDER_WAY = "~"

    __hash__ = object.__hash__


class Traffic(Enum):
    """What travels along a shaft, by what that is made of."""

    MESSAGE = "-"
    MEDIA = "="


class Fit(Enum):
    """How a label stands in its shaft: the places around it while the arrow arrives, and while it does not."""

    ROOMY = "with blanks"
    CLOSE = "without"

    __hash__ = object.__hash__


AROUND: Final = {
    (Fit.ROOMY, True): len("--  ->"),
    (Fit.ROOMY, False): len("--  --x  "),
    (Fit.CLOSE, True): len("-->"),
    (Fit.CLOSE, False): len("--x  "),
}


def decoration(tip: Tip, fit: Fit = Fit.ROOMY) -> int:
    """The places that a shaft needs beside its label."""
    return AROUND[fit, tip is Tip.ARRIVES]


def shaft(text: str, room: int, way: Way, tip: Tip, fit: Fit = Fit.ROOMY, of: Traffic = Traffic.MESSAGE) -> str:
    """Exactly `room` places, as long as the text leaves so many as its fit asks for."""
    stroke = of.value
    feather, label = (stroke * 2, f" {text} " if text else "") if fit is Fit.ROOMY else (stroke, text)
    if tip is Tip.ARRIVES:
        rest = stroke * max(room - len(feather) - width(label) - 1, 0)
        return f"{feather}{label}{rest}>" if way is Way.RIGHT else f"<{feather}{label}{rest}"
    blank = " " * max(room - width(label) - 2 * len(feather) - 1, 0)
    drawn = f"{feather}{label}{feather}"
    return f"{drawn}{tip.value}{blank}" if way is Way.RIGHT else f"{blank}{tip.value}{drawn}"
