"""Keys in INFO: application/dtmf-relay and application/dtmf (sofia_handle_sip_i_info). RFC 6086 calls this legacy usage."""

import re
from typing import Final

from voiplab.freeswitch.keys import USUAL, Key
from voiplab.freeswitch.settings import number
from voiplab.sip.draft import Draft
from voiplab.sip.message import Request

INFO: Final = "info"
"""The value of dtmf-type."""
RELAY: Final = "application/dtmf-relay"
PLAIN: Final = "application/dtmf"
DIGITS: Final = "0123456789*#ABCDF"
"""By their numbers: RFC 4733 section 3.2."""

_SIGNAL: Final = re.compile(r"Signal=([^\r\n]*)", re.IGNORECASE)
_DURATION: Final = re.compile(r"Duration=([^\r\n]*)", re.IGNORECASE)


def pressed(request: Request) -> Key | None:
    """The key that an INFO tells of, if it does."""
    kind = (request.get("Content-Type") or "").lower()
    body = request.body.decode("utf-8", "replace")
    if kind.startswith(RELAY):
        signal, duration = _SIGNAL.search(body), _DURATION.search(body)
        samples = number(duration[1]) * 8 if duration else 0
        return _key(signal[1], samples) if signal else None
    return _key(body, 0) if kind.startswith(PLAIN) else None


def _key(text: str, samples: int) -> Key | None:
    """A letter or sign stands for itself; all else is read as a number."""
    text = text.lstrip(" ")
    if text[:1] in tuple("*#ABCD"):
        return Key(text[0], samples if samples > 0 else USUAL)
    event = number(text)
    return Key(DIGITS[event], samples if samples > 0 else USUAL) if 0 <= event < len(DIGITS) else None


def told(draft: Draft, key: Key) -> Draft:
    draft.add("Content-Type", RELAY)
    draft.body = f"Signal={key.digit}\r\nDuration={key.milliseconds}\r\n".encode()
    return draft
