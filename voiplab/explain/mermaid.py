"""The ladder as a Mermaid sequence diagram, for pages that draw such."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from voiplab.explain.arrows import Arrow
from voiplab.explain.asides import words
from voiplab.explain.columns import Column, participants
from voiplab.explain.messages import Messages, SipMessage
from voiplab.explain.story import Told, story
from voiplab.sim.moment import Moment
from voiplab.text.harmless import harmless

#  Mermaid reads `;` as the end of a line, `#` as the start of an entity, `%%` as a comment, and HTML as HTML.
_SPEAKING: Final = re.compile(r"[^A-Za-z0-9 .,:@()/+=_*~-]")


def mermaid(messages: Messages, columns: Sequence[Column] = ()) -> str:
    happenings = story(messages)
    shown = participants((node for happening in happenings for node in happening.nodes), columns)
    ids = {column.node: f"n{place}" for place, column in enumerate(shown, start=1)}
    lines = ["sequenceDiagram"]
    lines += [f"    participant {ids[column.node]} as {_title(column)}" for column in shown]
    lines += [f"    {line}" for happening in happenings for line in _lines(happening, ids)]
    return "".join(f"{line}\n" for line in lines)


def _title(column: Column) -> str:
    return _escaped(" ".join(text for text in column if text)) or "_"


def _lines(happening: Told, ids: Mapping[str, str]) -> Iterator[str]:
    if not isinstance(happening, Arrow):
        yield f"Note over {ids[happening.node]}: {_s(happening.at)} {_escaped(words(happening))}"
        return
    message = happening.message
    source, target = (ids[node] for node in happening.nodes)
    yield f"{source}{_shaft(message)}{target}: {message.n} {_s(message.at)} {_escaped(str(happening.label))}"


def _shaft(message: SipMessage) -> str:
    line = "--" if message.response is not None else "-"
    return f"{line}x" if message.is_lost else f"{line}>>"


def _escaped(text: str) -> str:
    return _SPEAKING.sub(lambda found: f"#{ord(found[0])};", harmless(text))


def _s(at: Moment) -> str:
    return f"{at // 1_000_000}.{at // 1_000 % 1_000:03d}"
