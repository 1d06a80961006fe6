"""The body of a message, where it is no session description."""

from collections.abc import Iterator
from typing import Final

from voiplab.explain.meaning.here import Here
from voiplab.explain.meaning.statuses import status_of
from voiplab.explain.page import Paragraph, Tone, line

INDENT: Final = 2
MOST_LINES: Final = 200


def body(here: Here) -> Iterator[Paragraph]:
    content = here.content
    if not content.body:
        return
    kind = (content.get("Content-Type") or "").split(";")[0].strip().lower()
    if kind == "application/sdp":
        yield Paragraph((line(f"body, {len(content.body)} bytes: a session description", Tone.HEAD),))
        return
    text = content.body.decode("utf-8", "surrogateescape")
    lines = [line(f"body, {len(content.body)} bytes", Tone.HEAD)]
    lines += [line(written, indent=INDENT) for written in text.split("\n")[:MOST_LINES]]
    if kind == "message/sipfrag":
        lines.append(line(_sipfrag(text), indent=INDENT))
    yield Paragraph(tuple(lines))


def _sipfrag(text: str) -> str:
    words = text.split(" ", 2)
    if (
        len(words) > 1
        and words[0].startswith("SIP/")
        and words[1].isascii()
        and words[1].isdigit()
        and len(words[1]) == 3
    ):
        status = int(words[1])
        if 100 <= status < 700:
            how = "still to come" if status < 200 else "done" if status < 300 else "failed"
            return f"what became of the REFER: {how}. {status}: {status_of(status).says}"
    return "the beginning of a message"
