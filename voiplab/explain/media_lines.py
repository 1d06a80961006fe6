"""Who hears what on a node, and the media that come and go."""

from collections.abc import Iterator

from voiplab.explain.asides import heard
from voiplab.explain.canvas import Role, Span
from voiplab.explain.machine_lines import instant
from voiplab.explain.state_line import Group, Sight, StateLine
from voiplab.explain.states import Streaming
from voiplab.text.harmless import harmless


def media(sight: Sight, node: str) -> Iterator[Group]:
    for (owner, person), hears in sight.states.hearing.items():
        if owner == node:
            at = "" if hears.source in ("local", "") else f"  from {hears.source}"
            told = harmless(f"    {person} hears {heard(hears.content)}{at}")
            yield (StateLine((Span(told, Role.SOUND), Span(f"  since {instant(hears.since)}", Role.TIME))),)
    for stream in sight.states.streams:
        if node in (stream.node, stream.heard_by):
            yield (_stream(stream, node),)


def _stream(stream: Streaming, node: str) -> StateLine:
    way, flow = stream.way, stream.flow
    what = f"{flow.codec}, {heard(flow.content)}"
    if stream.node == node:
        told = f"    > sends {what} to {way.target}" + (f" ({stream.heard_by})" if stream.heard_by else "")
    else:
        told = f"    < gets {what} from {way.source} ({stream.node})"
    lost = f"  x lost: {stream.lost}" if stream.lost else ""
    return StateLine((Span(harmless(told), Role.PLAIN), Span(harmless(lost), Role.LOST)))
