"""Two messages beside each other: what the second one has, lacks, or says differently."""

from typing import Final

from voiplab.explain.header_difference import changes
from voiplab.explain.ignored import NOTHING
from voiplab.explain.messages import SipMessage, Unreadable
from voiplab.explain.page import Paragraph, Tone, line, remark

TONES: Final = {"+": Tone.CAME, "-": Tone.WENT, "~": Tone.CHANGED}


def compared(before: SipMessage, after: SipMessage) -> list[Paragraph]:
    page = [
        Paragraph((line(f"from message {before.n}: {before.source} to {before.target}, {before.summary}", Tone.HEAD),)),
        Paragraph((line(f"to message {after.n}: {after.source} to {after.target}, {after.summary}", Tone.HEAD),)),
    ]
    for message in (before, after):
        if isinstance(message.content, Unreadable):
            return [*page, remark(f"message {message.n} is no SIP message: {message.content.says}")]
    found = changes(before, after, (_cseq(before), _cseq(after)), NOTHING)
    said = [Paragraph(tuple(line(text, TONES[text[0]]) for text in change.lines())) for change in found]
    return [*page, *(said or [remark("no difference")])]


def _cseq(message: SipMessage) -> str:
    return "" if isinstance(message.content, Unreadable) else str(message.content.cseq)
