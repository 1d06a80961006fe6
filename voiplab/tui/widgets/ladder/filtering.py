"""What is typed as a filter of the ladder: an expression, or simply what stands on the arrows that are wanted."""

import re
from typing import Final

from voiplab.explain.messages import SipMessage
from voiplab.explain.view import Keeps, everything
from voiplab.sip.pattern_reader import PatternError

EXAMPLE: Final = "method=INVITE and from~1000"
_EXPRESSION: Final = re.compile(r'[=~()"]')


def keeps(text: str) -> Keeps:
    """PatternError."""
    wanted = " ".join(text.split()).lower()
    if not wanted:
        return everything
    if _EXPRESSION.search(wanted) is None:
        return lambda message: wanted in _heading(message)

    from voiplab.capture.filter_reader import read_filter

    return read_filter(text).keeps


def refusal(text: str) -> str:
    """Why it is no filter, with one that is; nothing when it is one."""
    try:
        keeps(text)
    except PatternError as wrong:
        return f"{wrong}. For example: {EXAMPLE}"
    return ""


def _heading(message: SipMessage) -> str:
    """Its first line, and its method, which that of a response does not name."""
    first = message.raw.partition(b"\r\n")[0].decode("utf-8", "replace")
    return f"{first} ({message.method})".lower()
