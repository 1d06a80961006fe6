"""Where a paragraph leads: to the line of a configuration that wrote something, or to the message that is spoken of."""

from collections.abc import Sequence
from typing import Final

from voiplab.explain.meaning.here import Says
from voiplab.explain.messages import Messages
from voiplab.explain.page import Lead, Line, ToLine, ToMessage, Tone, line
from voiplab.recording.events import EventId, LineRun, SettingRead
from voiplab.sim.moment import stamp

INDENT: Final = 2


def written_by(messages: Messages, origin: EventId) -> tuple[Line, Lead | None] | None:
    """The line of a configuration that wrote something, and the way there."""
    event = messages.recording.find(origin)
    if event is None:
        return None
    match event.what:
        case LineRun(place, text):
            shown = text
        case SettingRead(place, name, value):
            shown = f"{name}={value}"
        case _:
            return line(
                f"written by {event.node} because of what it handled at {stamp(event.at)} s", Tone.FAINT, INDENT
            ), None
    return line(f"written by {event.node}: {place}  {shown}", Tone.FAINT, INDENT), ToLine(event.node, place)


def first_lead(said: Sequence[Says]) -> Lead | None:
    return next((ToMessage(says.message) for says in said if says.message is not None), None)
