"""A message as it went over the wire, line by line, each with the way to the line of a configuration that wrote it."""

from typing import Final

from voiplab.explain.meaning.leads import written_by
from voiplab.explain.messages import Messages, SipMessage, Unreadable
from voiplab.explain.page import Lead, Paragraph, Tone, line
from voiplab.recording.events import Sent
from voiplab.sip.names import key_of

MOST_LINES: Final = 2_000


def raw(messages: Messages, message: SipMessage) -> list[Paragraph]:
    text = message.raw.decode("utf-8", "surrogateescape")
    head, _, body = text.partition("\r\n\r\n")
    leads = _leads(messages, message)
    lines = head.split("\r\n")
    page = [Paragraph((line(lines[0], Tone.HEAD),))]
    page += [
        Paragraph((line(written),), leads.get(key_of(written.partition(":")[0]))) for written in lines[1:MOST_LINES]
    ]
    if body:
        page.append(Paragraph((line(""),)))
        page += [
            Paragraph((line(written.removesuffix("\r")),)) for written in _without_last(body.split("\n"))[:MOST_LINES]
        ]
    return page


def _without_last(lines: list[str]) -> list[str]:
    return lines[:-1] if lines and not lines[-1] else lines


def _leads(messages: Messages, message: SipMessage) -> dict[str, Lead]:
    sent = message.event.what
    if not isinstance(sent, Sent) or isinstance(message.content, Unreadable):
        return {}
    found = {key_of(name): written_by(messages, origin) for name, origin in sent.origins.items()}
    return {key: written[1] for key, written in found.items() if written is not None and written[1] is not None}
