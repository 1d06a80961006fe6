"""Which message is a repetition of which: the same bytes on the same way, or one that its sender calls a copy."""

from voiplab.net.packet import Packet
from voiplab.recording.events import Event, Sent
from voiplab.sip.message import Request, Response


class Copies:
    def __init__(self) -> None:
        self._seen: dict[tuple[object, ...], list[int]] = {}

    def place(self, n: int, event: Event, packet: Packet, content: Request | Response | None) -> tuple[int, int]:
        """The number of the first one, and how many came before; without content only bytes are compared."""
        way = (event.node, packet.transport, packet.source, packet.target)
        series = self._seen.setdefault((*way, packet.payload), [])
        if not series and content is not None:
            same = self._seen.setdefault((*way, content.start, content.branch, str(content.cseq)), series)
            if isinstance(event.what, Sent) and event.what.copy:
                series = self._seen[(*way, packet.payload)] = same
        series.append(n)
        return series[0], len(series) - 1
