"""A message explained: its start line, each header with what it means here, and what kind of body it has."""

from collections.abc import Iterator
from typing import Final

from voiplab.explain.meaning.body import body
from voiplab.explain.meaning.headers import kind_of
from voiplab.explain.meaning.here import Header, Here, Says
from voiplab.explain.meaning.leads import first_lead, written_by
from voiplab.explain.meaning.start import start
from voiplab.explain.meaning.writers import writer
from voiplab.explain.messages import Delivered, Messages, SipMessage, Unreadable, Vanished
from voiplab.explain.page import Paragraph, ToMessage, Tone, line, remark
from voiplab.recording.events import EventId, Sent
from voiplab.sim.moment import stamp
from voiplab.sip.errors import Malformed
from voiplab.sip.names import key_of

INDENT: Final = 2


def explained(messages: Messages, message: SipMessage) -> list[Paragraph]:
    content = message.content
    if isinstance(content, Unreadable):
        return [_way(message), remark(f"no SIP message: {content.says}")]
    here = Here(messages, message, content)
    return [_way(message), start(here), *_headers(here), *body(here)]


def _way(message: SipMessage) -> Paragraph:
    packet = message.packet
    lines = [
        line(f"message {message.n}: {message.source} to {message.target}", Tone.HEAD),
        line(
            f"{packet.source} to {packet.target}, {packet.transport.value}, sent at {stamp(message.at)} s",
            indent=INDENT,
        ),
        line(_fate(message), indent=INDENT),
    ]
    if message.is_copy:
        lines.append(line(f"a repetition of message {message.first}, number {message.copies_before}", indent=INDENT))
    if message.timer is not None:
        lines.append(line(f"sent by a timer: {message.timer}", indent=INDENT))
    return Paragraph(tuple(lines), ToMessage(message.first) if message.is_copy else None)


def _fate(message: SipMessage) -> str:
    match message.fate:
        case Delivered(at, events):
            return f"arrived at {stamp(at)} s" + (f", {len(events)} times" if len(events) > 1 else "")
        case Vanished(at, reason):
            return f"lost at {stamp(at)} s: {reason}"
        case _:
            return "under way"


def _headers(here: Here) -> Iterator[Paragraph]:
    met: dict[str, int] = {}
    sent = here.message.event.what
    origins = {key_of(name): event for name, event in sent.origins.items()} if isinstance(sent, Sent) else {}
    for name, value in here.content.fields:
        key = key_of(name)
        header = Header(here, name, value, met.get(key, 0))
        met[key] = header.place + 1
        yield _header(header, origins.get(key))


def _header(header: Header, origin: EventId | None) -> Paragraph:
    kind = kind_of(key_of(header.name))
    said = meaning(header)
    lines = [line(f"{header.name}: {header.value}", Tone.HEAD), *(line(says.text, indent=INDENT) for says in said)]
    written = None if origin is None else written_by(header.here.messages, origin)
    if written is not None:
        lines.append(line(f"read by {kind.reader}; {kind.clause}", Tone.FAINT, INDENT))
        return Paragraph((*lines, written[0]), written[1] or first_lead(said))
    wrote = writer(header)
    by = "" if wrote is None else f"{wrote.text}, "
    lines.append(line(f"{by}read by {kind.reader}; {kind.clause}", Tone.FAINT, INDENT))
    return Paragraph(tuple(lines), first_lead([*said, *([] if wrote is None else [wrote])]))


def meaning(header: Header) -> list[Says]:
    """What the header says here; of a value that cannot be read, where it goes wrong."""
    try:
        return list(kind_of(key_of(header.name)).explain(header)) or [Says("empty: it says nothing")]
    except Malformed as wrong:
        return [Says(f"cannot be read: {wrong}")]
