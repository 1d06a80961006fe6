"""A ladder whose end nobody knows: row by row, while the messages are sent. New participants get a new heading."""

from collections.abc import Sequence
from typing import Final

from voiplab.explain.arrows import Arrow
from voiplab.explain.columns import Column
from voiplab.explain.labels import Circumstances, label
from voiplab.explain.ladder import Line, Row, drawn_evenly
from voiplab.explain.legs import Leg
from voiplab.explain.messages import Delivered, SipMessage, content_of
from voiplab.net.packet import Packet
from voiplab.recording.events import Event, Sent

MARGIN: Final = 16
NARROWEST: Final = 8
"""A column: two syllables of a name."""


class StreamingLadder:
    """`columns` are the nodes of the lab, in its order; who is out there stands behind them, in the order of appearance.

    When there are more than fit, those who have said and heard nothing for the longest time make room.
    """

    def __init__(self, columns: Sequence[Column], width: int) -> None:
        self._known = {column.node: column for column in columns}
        self._width = width
        self._most = max(2, (width - MARGIN) // NARROWEST)
        self._places = {column.node: place for place, column in enumerate(columns[: self._most])}
        """Of those who have a column: who stands further to the left has the smaller number."""
        self._latest = dict.fromkeys(self._places, 0)
        """The number of the latest message of each."""
        self._appeared = len(columns)
        self._has_heading = False

    def rows(self, n: int, event: Event, packet: Packet, raw: bytes, target: str) -> Sequence[Row]:
        """The rows of one message, which was just sent."""
        message = self._message(n, event, packet, raw, target)
        line = Line(Arrow(message, label(message, Circumstances())))
        has_changed = self._make_room(line.happening.nodes, n)
        columns = [self._known.get(node, Column(node)) for node in sorted(self._places, key=self._places.__getitem__)]
        ladder = drawn_evenly(line, columns, width=self._width)
        if self._has_heading and not has_changed:
            return ladder.rows
        self._has_heading = True
        return [*ladder.heading, *ladder.rows]

    def _make_room(self, nodes: Sequence[str], n: int) -> bool:
        """Each of them gets a column; whether somebody had none."""
        fresh = [node for node in dict.fromkeys(nodes) if node not in self._places]
        for node in fresh:
            self._places[node] = self._place(node)
        self._latest.update(dict.fromkeys(nodes, n))
        while len(self._places) > self._most:
            silent = min(self._latest, key=self._latest.__getitem__)
            del self._places[silent], self._latest[silent]
        return bool(fresh)

    def _place(self, node: str) -> int:
        if node in self._known:
            return list(self._known).index(node)
        self._appeared += 1
        return self._appeared

    def _message(self, n: int, event: Event, packet: Packet, raw: bytes, target: str) -> SipMessage:
        content = content_of(raw)
        is_copy = isinstance(event.what, Sent) and event.what.copy
        fate = Delivered(event.at, ())  # until one hears otherwise
        return SipMessage(
            n, event, packet, raw, content, event.node, target, fate, n, int(is_copy), Leg("", 1, 1), None
        )
