"""The number in CSeq: read, and replaced where pings of the server stand between the requests of one side."""

import re
from functools import partial
from typing import Final

from voiplab.opensips.received import Received

_NUMBER: Final = re.compile(r"[ \t]*([0-9]{1,10})")


def number_of(message: Received) -> int:
    """0 when it cannot be read."""
    return number_in(message.cseq_number or "")


def number_in(value: str) -> int:
    found = _NUMBER.match(value)
    return int(found[1]) if found is not None else 0


def renumber(request: Received, number: int) -> None:
    """Its replies get the old number back."""
    was = number_of(request)
    if number and number != was:
        _replace(number, request)
        request.reply_changes["CSeq"] = partial(_replace, was)


def _replace(number: int, message: Received) -> None:
    for place in message.places("CSeq")[:1]:
        start, end = message.value_span(place)
        found = _NUMBER.match(message.buffer[start:end].decode("latin-1"))
        if found is not None:
            span = start + found.start(1), start + found.end(1)
            message.lumps.drop(*span)  # of two numbers the later one counts
            message.lumps.replace(*span, str(number))
