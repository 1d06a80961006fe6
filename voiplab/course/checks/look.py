"""Where to look: the line that wrote a header or was in force when a message was sent, else the chain of its causes."""

from voiplab.course.checks.played import Played
from voiplab.explain.messages import SipMessage
from voiplab.recording.events import Event, LineRun, Sent, SettingRead
from voiplab.sip.field import Field


def named(message: SipMessage) -> str:
    """`message 12, 180 Ringing from bob to freeswitch`."""
    return f"message {message.n}, {message.summary} from {message.source} to {message.target}"


def look_at(played: Played, message: SipMessage, field: Field | None = None) -> str:
    """A sentence. `field` is the one in which the message differs."""
    sent = message.event.what
    if field is not None and isinstance(sent, Sent):
        for header, origin in sent.origins.items():
            if header.lower() == field.name.lower():
                return f"{field.name} of message {message.n} was written by {_line(played.recording[origin])}."
    line = next((event for event in played.recording.why(message.event.id) if _is_line(event)), None)
    more = f"voiplab run --why {message.n} tells why it was sent"
    if line is None:
        return f"Look at message {message.n}; {more}."
    return f"Look at message {message.n}; when it was sent, {_line(line)} was in force. {more}."


def _is_line(event: Event) -> bool:
    return isinstance(event.what, LineRun | SettingRead)


def _line(event: Event) -> str:
    match event.what:
        case LineRun(place, text):
            return f"{event.node}: {place} ({text})"
        case SettingRead(place, name, value):
            return f"{event.node}: {place} ({name}={value})"
        case _:
            return event.node
