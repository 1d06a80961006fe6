"""A message explained: its start line, each header with what it means here, and what kind of body it has."""

from collections.abc import Iterator, Sequence
from typing import Final

from voiplab.explain.meaning.body import body
from voiplab.explain.meaning.headers import kind_of
from voiplab.explain.meaning.here import Header, Here, Says, said_of
from voiplab.explain.meaning.methods import METHODS
from voiplab.explain.meaning.statuses import status_of
from voiplab.explain.meaning.writers import writer
from voiplab.explain.messages import Delivered, Messages, SipMessage, Unreadable, Vanished
from voiplab.explain.page import Lead, Line, Paragraph, ToLine, ToMessage, Tone, line, remark
from voiplab.recording.events import EventId, LineRun, Sent, SettingRead
from voiplab.sip.errors import Malformed
from voiplab.sip.message import Request, Response
from voiplab.sip.names import key_of

INDENT: Final = 2


def explained(messages: Messages, message: SipMessage) -> list[Paragraph]:
    content = message.content
    if isinstance(content, Unreadable):
        return [_way(message), remark(f"no SIP message: {content.says}")]
    here = Here(messages, message, content)
    return [_way(message), _start(here), *_headers(here), *body(here)]


def _way(message: SipMessage) -> Paragraph:
    packet = message.packet
    lines = [
        line(f"message {message.n}: {message.source} to {message.target}", Tone.HEAD),
        line(f"{packet.source} to {packet.target}, {packet.transport.value}, sent at {_s(message.at)}", indent=INDENT),
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
            return f"arrived at {_s(at)}" + (f", {len(events)} times" if len(events) > 1 else "")
        case Vanished(at, reason):
            return f"lost at {_s(at)}: {reason}"
        case _:
            return "under way"


def _start(here: Here) -> Paragraph:
    content = here.content
    said, clause = _request(here, content) if isinstance(content, Request) else _response(here, content)
    lines = [line(content.start, Tone.HEAD), *(line(says.text, indent=INDENT) for says in said)]
    return Paragraph((*lines, line(clause, Tone.FAINT, INDENT)), _first_lead(said))


def _request(here: Here, request: Request) -> tuple[list[Says], str]:
    method = METHODS.get(request.method)
    asks = "not a method that voiplab knows" if method is None else method.asks
    said = [Says(f"{request.method}: {asks}"), *_particular(here)]
    try:
        target = request.target
    except Malformed as wrong:
        return [*said, Says(f"the Request-URI cannot be read: {wrong}")], "RFC 3261 section 7.1"
    place = here.place_of(target.host, target.port)
    whom = f"{target.username} at {place}" if target.username else place
    said.append(Says(f"Request-URI: to be brought to {whom}; unlike To, every proxy may write another one"))
    return said, f"{'RFC 3261' if method is None else method.clause}; Request-URI: RFC 3261 section 8.1.1.1"


def _particular(here: Here) -> Iterator[Says]:
    """Which of the things that the method can be it is here."""
    match here.method:
        case "INVITE" if here.is_in_dialog:
            yield Says("To has a tag: a re-INVITE, it changes the session of a call that is there")
        case "INVITE":
            yield Says("To has no tag: a new call")
        case "ACK":
            yield from _acknowledged(here)
        case "CANCEL":
            withdrawn = here.opened_with(here.content.branch or "")
            if withdrawn is not None and withdrawn.n != here.message.n:
                yield Says(f"withdraws {said_of(withdrawn)}, whose branch it has", withdrawn.n)
        case _:
            pass


def _acknowledged(here: Here) -> Iterator[Says]:
    final = here.acknowledged
    if final is None or final.response is None:
        yield Says("the response that it confirms is not in this recording")
    elif final.response.status < 300:
        yield Says(f"confirms {said_of(final)}: a transaction of its own, with its own branch, end to end", final.n)
    else:
        yield Says(
            f"confirms {said_of(final)}: part of the INVITE's transaction, with its branch, for this hop only", final.n
        )


def _response(here: Here, response: Response) -> tuple[list[Says], str]:
    status = status_of(response.status)
    said = [Says(f"{response.status}: {status.says}")]
    request = here.request
    if request is None:
        said.append(Says(f"answers a {here.method} that is not in this recording"))
    else:
        after = f"{(here.message.at - request.at) / 1_000:.1f} ms before"
        said.append(Says(f"answers {said_of(request)}, sent {after}", request.n))
    if response.status < 200:
        said.append(Says("provisional: a final response is still to come"))
    elif here.method == "INVITE":
        how = "an ACK of its own, end to end" if response.status < 300 else "an ACK hop by hop, in the same transaction"
        said.append(Says(f"final: to be confirmed by {how}"))
    return said, status.clause


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
        return Paragraph((*lines, written[0]), written[1] or _first_lead(said))
    wrote = writer(header)
    by = "" if wrote is None else f"{wrote.text}, "
    lines.append(line(f"{by}read by {kind.reader}; {kind.clause}", Tone.FAINT, INDENT))
    return Paragraph(tuple(lines), _first_lead([*said, *([] if wrote is None else [wrote])]))


def meaning(header: Header) -> list[Says]:
    """What the header says here; of a value that cannot be read, where it goes wrong."""
    try:
        return list(kind_of(key_of(header.name)).explain(header)) or [Says("empty: it says nothing")]
    except Malformed as wrong:
        return [Says(f"cannot be read: {wrong}")]


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
                f"written by {event.node} because of what it handled at {_s(event.at)}", Tone.FAINT, INDENT
            ), None
    return line(f"written by {event.node}: {place}  {shown}", Tone.FAINT, INDENT), ToLine(event.node, place)


def _first_lead(said: Sequence[Says]) -> Lead | None:
    return next((ToMessage(says.message) for says in said if says.message is not None), None)


def _s(moment: int) -> str:
    return f"{moment / 1_000_000:.6f} s"
