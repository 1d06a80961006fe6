"""A ladder whose end nobody knows: row by row, while the messages are sent. New participants get a new heading."""

from collections.abc import Sequence

from voiplab.explain.columns import Column
from voiplab.explain.labels import Circumstances, label
from voiplab.explain.ladder import Line, Row, drawn_evenly
from voiplab.explain.legs import Leg
from voiplab.explain.messages import Delivered, SipMessage, content_of
from voiplab.explain.story import Arrow
from voiplab.net.packet import Packet
from voiplab.recording.events import Event, Sent


class StreamingLadder:
    """`columns` are the nodes of the lab, in its order; who is out there stands behind them, as they appear."""

    def __init__(self, columns: Sequence[Column], width: int) -> None:
        self._columns = list(columns)
        self._width = width
        self._has_heading = False

    def rows(self, n: int, event: Event, packet: Packet, raw: bytes, target: str) -> Sequence[Row]:
        """The rows of one message, which was just sent."""
        message = self._message(n, event, packet, raw, target)
        line = Line(Arrow(message, label(message, Circumstances())))
        fresh = [node for node in dict.fromkeys(line.happening.nodes) if node not in self._named()]
        self._columns += [Column(node) for node in fresh]
        ladder = drawn_evenly(line, self._columns, width=self._width)
        if self._has_heading and not fresh:
            return ladder.rows
        self._has_heading = True
        return [*ladder.heading, *ladder.rows]

    def _named(self) -> list[str]:
        return [column.node for column in self._columns]

    def _message(self, n: int, event: Event, packet: Packet, raw: bytes, target: str) -> SipMessage:
        content = content_of(raw)
        is_copy = isinstance(event.what, Sent) and event.what.copy
        fate = Delivered(event.at, ())  # until one hears otherwise
        return SipMessage(
            n, event, packet, raw, content, event.node, target, fate, n, int(is_copy), Leg("", 1, 1), None
        )
