"""Where a run stops by itself: at a class of responses, at a method, at what is lost, at a line of a configuration.

`4xx`, `486`, `REFER`, `lost`, `freeswitch/dialplan/default.xml:12`
"""

import re
from typing import Final

from voiplab.recording.events import Event, LineRun, Lost, Sent
from voiplab.sip.errors import Malformed
from voiplab.sip.message import Request, Response, parse
from voiplab.sip.value import value

_STATUS: Final = re.compile(r"[1-6](xx|[0-9]{2})")
_METHOD: Final = re.compile(r"[A-Z]{3,20}")
_LINE: Final = re.compile(r"([^:\x00-\x1f]{1,500}):([0-9]{1,7})")
EXPECTED: Final = "expected 4xx or 486, a method such as REFER, lost, or FILE:LINE"


class NoBreakpoint(ValueError):
    """The text names nothing to stop at; the message says what does."""


@value(frozen=True, slots=False)
class OnStatus:
    """`4xx` or `486`."""

    status: str

    def __str__(self) -> str:
        return self.status

    def is_hit(self, event: Event) -> bool:
        message = _message(event)
        return (
            isinstance(message, Response)
            and re.fullmatch(self.status.replace("x", "."), str(message.status)) is not None
        )


@value(frozen=True, slots=False)
class OnMethod:
    method: str

    def __str__(self) -> str:
        return self.method

    def is_hit(self, event: Event) -> bool:
        message = _message(event)
        return isinstance(message, Request) and message.method == self.method


@value(frozen=True, slots=False)
class OnLoss:
    def __str__(self) -> str:
        return "lost"

    def is_hit(self, event: Event) -> bool:
        return isinstance(event.what, Lost)


@value(frozen=True, slots=False)
class OnLine:
    """`file` begins with the node's name."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"

    def is_hit(self, event: Event) -> bool:
        what = event.what
        if not isinstance(what, LineRun) or what.place.line != self.line:
            return False
        return f"{event.node}/{what.place.file}" == self.file


Breakpoint = OnStatus | OnMethod | OnLoss | OnLine


def breakpoint_of(text: str) -> Breakpoint:
    """NoBreakpoint."""
    wanted = text.strip()
    if wanted.lower() == "lost":
        return OnLoss()
    if _STATUS.fullmatch(wanted.lower()):
        return OnStatus(wanted.lower())
    if _METHOD.fullmatch(wanted):
        return OnMethod(wanted)
    found = _LINE.fullmatch(wanted)
    if found is None:
        raise NoBreakpoint(f"{wanted!r} is nothing to stop at; {EXPECTED}")
    return OnLine(found[1], int(found[2]))


def _message(event: Event) -> Request | Response | None:
    if not isinstance(event.what, Sent) or not isinstance(payload := event.what.packet.payload, bytes):
        return None
    try:
        return parse(payload)
    except Malformed:
        return None
