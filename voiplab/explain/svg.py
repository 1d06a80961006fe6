"""The ladder as an SVG image: one file, no script, nothing loaded from elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

from voiplab.explain.arrows import Arrow
from voiplab.explain.asides import words
from voiplab.explain.columns import Column, participants
from voiplab.explain.messages import Messages, SipMessage
from voiplab.explain.story import Told, story
from voiplab.sim.moment import Moment
from voiplab.text.harmless import harmless
from voiplab.text.width import width

LEFT: Final = 110
TOP: Final = 64
ROW: Final = 26
LETTER: Final = 7.3
"""The width of a letter of the type below, with some air."""

NARROWEST: Final = 160
STYLE: Final = (
    "text{font:12px ui-monospace,Menlo,Consolas,monospace;fill:#222}"
    ".node{font-weight:bold}.dim{fill:#777}.line{stroke:#bbb}"
    ".request{stroke:#0b5cad}.provisional{stroke:#a06a00}.success{stroke:#1b7f3b}.failure{stroke:#b3261e}"
    ".lost{stroke:#b3261e;stroke-dasharray:5 4}.again{stroke-dasharray:2 3}"
)
TIP: Final = (
    '<defs><marker id="tip" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto">'
    '<path d="M0,1 L7,4 L0,7 z" fill="#444"/></marker></defs>'
)


def svg(messages: Messages, columns: Sequence[Column] = ()) -> str:
    happenings = story(messages)
    shown = participants((node for happening in happenings for node in happening.nodes), columns)
    gap = _gap(happenings)
    places = {column.node: LEFT + gap // 2 + gap * place for place, column in enumerate(shown)}
    across, down = LEFT + gap * max(len(shown), 1), TOP + ROW * (len(happenings) + 1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across}" height="{down}" viewBox="0 0 {across} {down}">',
        f"<style>{STYLE}</style>",
        TIP,
        f'<rect width="{across}" height="{down}" fill="white"/>',
    ]
    for column in shown:
        place = places[column.node]
        parts.append(_text(place, 22, column.node, "node", "middle"))
        parts.append(_text(place, 40, column.about, "dim", "middle"))
        parts.append(f'<line class="line" x1="{place}" y1="{TOP - 14}" x2="{place}" y2="{down - 10}"/>')
    for row, happening in enumerate(happenings):
        parts += _row(happening, TOP + ROW * row + 14, places)
    return "\n".join([*parts, "</svg>", ""])


def _gap(happenings: Sequence[Told]) -> int:
    longest = max((width(str(one.label)) for one in happenings if isinstance(one, Arrow)), default=0)
    return max(NARROWEST, min(480, int(longest * LETTER) + 40))


def _row(happening: Told, y: int, places: Mapping[str, int]) -> Iterator[str]:
    yield _text(LEFT - 12, y, _s(happening.at), "dim", "end")
    if not isinstance(happening, Arrow):
        place = places[happening.node]
        yield f'<circle cx="{place}" cy="{y - 4}" r="4" fill="#555"/>'
        is_last = place == max(places.values())
        yield _text(place - 9 if is_last else place + 9, y, words(happening), "dim", "end" if is_last else "start")
        return
    message = happening.message
    yield _text(28, y, str(message.n), "dim", "end")
    start, end = (places[node] for node in happening.nodes)
    if start == end:
        yield f'<path class="{_class(message)}" fill="none" marker-end="url(#tip)" d="M{start},{y - 8} h26 v10 h-24"/>'
        yield _text(start + 32, y, str(happening.label), "", "start")
        return
    yield _text((start + end) // 2, y - 4, str(happening.label), "", "middle")
    stop = start + (end - start) * 3 // 4 if message.is_lost else end
    tip = "" if message.is_lost else ' marker-end="url(#tip)"'
    yield f'<line class="{_class(message)}" x1="{start}" y1="{y}" x2="{stop}" y2="{y}"{tip}/>'
    if message.is_lost:
        yield f'<path class="failure" d="M{stop - 5},{y - 5} l10,10 m0,-10 l-10,10"/>'


def _class(message: SipMessage) -> str:
    if message.is_lost:
        return "lost"
    status = message.response.status // 100 if message.response is not None else 0
    name = {0: "request", 1: "provisional", 2: "success"}.get(status, "failure")
    return f"{name} again" if message.is_copy else name


def _text(x: int, y: int, text: str, name: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" class="{name}" text-anchor="{anchor}">{escape(harmless(text))}</text>'


def _s(at: Moment) -> str:
    return f"{at // 1_000_000}.{at // 1_000 % 1_000:03d}"
