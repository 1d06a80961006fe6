"""The ladder as a page: one file, no script; below the drawing every message in full, to be unfolded."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from voiplab.explain.columns import Column
from voiplab.explain.messages import Messages, SipMessage, Vanished
from voiplab.explain.svg import svg
from voiplab.sim.moment import stamp
from voiplab.text.harmless import harmless, harmless_lines

STYLE: Final = (
    "body{font:15px system-ui,sans-serif;margin:2rem;max-width:110rem}svg{max-width:100%;height:auto}"
    "pre{background:#f6f6f6;padding:.8rem;overflow-x:auto}summary{cursor:pointer;font-family:ui-monospace,monospace}"
)
#  What is shown came over a wire: a page that may neither load nor run anything stays a picture of it.
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def html(messages: Messages, title: str, columns: Sequence[Column] = ()) -> str:
    parts = [
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        f"<title>{escape(harmless(title))}</title><style>{STYLE}</style></head><body>",
        f"<h1>{escape(harmless(title))}</h1>",
        svg(messages, columns),
        *(part for message in messages for part in _message(message)),
        "</body></html>",
        "",
    ]
    return "\n".join(parts)


def _message(message: SipMessage) -> Iterator[str]:
    head = f"{message.n}  {stamp(message.at)} s  {message.source} to {message.target}  {message.summary}"
    yield f"<details><summary>{escape(harmless(head))}</summary>"
    if isinstance(message.fate, Vanished):
        yield f"<p>{escape(harmless(message.fate.reason))}</p>"
    text = message.raw.decode("utf-8", "surrogateescape")
    yield f"<pre>{escape(chr(10).join(harmless_lines(text, 1_000)))}</pre></details>"
