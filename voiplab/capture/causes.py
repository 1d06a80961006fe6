"""What stands beside a packet as comment: which message of the ladder it is, and why it was sent; made while things happen.

Only the latest events are kept in mind, so that a capture of a live lab takes no more memory after a day than after a minute.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Final

from voiplab.recording.events import Arrived, Event, EventId, LineRun, Performed, Sent, SettingRead, TimerFired
from voiplab.rtp.flow import Flow
from voiplab.text.harmless import harmless

REMEMBERED: Final = 20_000
"""A cause is at most some hundred events old; a timer of half a minute in a busy lab some thousands."""

KEEP_ALIVE: Final = b"\r\n\0"


class Causes:
    """`kinds`: host -> `phone` or the name of its server; of a phone, what somebody did is a key."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self._kinds = kinds
        self._latest: deque[Event] = deque(maxlen=REMEMBERED)
        self._numbers: dict[EventId, int] = {}
        self._count = 0

    def remember(self, event: Event) -> None:
        if len(self._latest) == REMEMBERED:
            self._numbers.pop(self._latest[0].id, None)
        self._latest.append(event)
        if is_message(event):
            self._count += 1
            self._numbers[event.id] = self._count

    def comments(self, event: Event) -> Iterator[str]:
        """`message 12`, `timer A: resend INVITE`, `line sip_profiles/internal.xml:12  <param .../>`."""
        number = self._numbers.get(event.id)
        if number is not None:
            yield f"message {number} of the ladder"
        cause = self._said(event)
        if cause:
            yield harmless(cause)
        line = None if event.line is None or event.line == event.cause else self._event(event.line)
        if line is not None:
            yield harmless(self._line(line))

    def _event(self, number: EventId) -> Event | None:
        if not self._latest:
            return None
        place = number - self._latest[0].id
        return self._latest[place] if 0 <= place < len(self._latest) else None

    def _said(self, event: Event) -> str:
        """What was being handled, and where nothing was, that a node was started."""
        if event.cause is None:
            return f"start: {event.node} was switched on"
        handled = self._event(event.cause)
        if handled is None:
            return ""
        match handled.what:
            case Arrived(_, sent):
                number = self._numbers.get(sent)
                return f"packet: message {number} arrived" if number is not None else "packet: media arrived"
            case TimerFired(_, timer):
                return f"timer {timer}"
            case Performed(action):
                return f"{'key' if self._kinds.get(handled.node) == 'phone' else 'command'}: {action}"
            case LineRun() | SettingRead():
                return self._line(handled)
            case _:
                return self._said(handled)

    def _line(self, event: Event) -> str:
        match event.what:
            case LineRun(place, text):
                return f"line: {place}  {text}"
            case SettingRead(place, name, value):
                return f"setting: {place}  {name}={value}"
            case _:
                return ""


def is_message(event: Event) -> bool:
    """Whether the ladder gives it a number: bytes that are no keep-alive (RFC 5626 section 3.5.1)."""
    if not isinstance(event.what, Sent):
        return False
    payload = event.what.packet.payload
    return not isinstance(payload, Flow) and bool(payload.strip(KEEP_ALIVE))
