"""Why a message was sent, as a list of links that lead to messages and to lines of configurations."""

from voiplab.explain.messages import Messages, SipMessage
from voiplab.explain.page import Lead, Paragraph, ToLine, ToMessage, Tone, line
from voiplab.explain.why import Because, why
from voiplab.recording.events import EventId, LineRun, SettingRead


def causes(messages: Messages, message: SipMessage) -> list[Paragraph]:
    found = why(messages, message)
    page = [Paragraph((line(f"why {message.source} sent message {message.n}, {message.summary}", Tone.HEAD),))]
    page += [_link(messages, because) for because in found.chain]
    if found.origins:
        page.append(Paragraph((line("who wrote its headers", Tone.HEAD),)))
        page += [_link(messages, because) for because in found.origins]
    return page


def _link(messages: Messages, because: Because) -> Paragraph:
    text = because.text.lstrip(" ")
    return Paragraph((line(text, indent=len(because.text) - len(text)),), _lead(messages, because.event))


def _lead(messages: Messages, event: EventId) -> Lead | None:
    found = messages.recording.find(event)
    match None if found is None else found.what:
        case LineRun(place=place) | SettingRead(place=place):
            assert found is not None
            return ToLine(found.node, place)
        case None:
            return None
        case _:
            message = messages.of(event)
            return None if message is None else ToMessage(message.n)
