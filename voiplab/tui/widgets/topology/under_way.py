"""Which messages are seen on their way, and how far they have come: by their moments, or by the frames of a small film.

A message is under way for some hundred microseconds. While a run goes on each is therefore shown for a while, moving by frames,
but never further than it is; without animations, and while a run stands still, only what is under way at that moment is seen.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from voiplab.explain.messages import Delivered, Messages, SipMessage, Vanished
from voiplab.explain.network_picture import Traveller
from voiplab.explain.network_plan import Plan
from voiplab.explain.network_ways import THOUSAND, lost_at, way
from voiplab.net.routes import Hop, Routes
from voiplab.sim.moment import Moment

FRAMES: Final = 10
LINGER: Final = 8
"""Frames for which a loss is seen."""

MOST: Final = 6
"""Films at once: in a flood of messages nobody follows one."""

RECENT: Final = 200
"""Messages that may still be under way."""


class UnderWay:
    """`plan` and `routes` are those of the moment; they are set anew when links change."""

    def __init__(self, messages: Messages, plan: Plan, routes: Routes) -> None:
        self.plan = plan
        self.routes = routes
        self._messages = messages
        self._seen = len(messages)
        self._films: dict[int, int] = {}
        """Of each message the frame."""

    # Films

    def roll(self) -> None:
        """Messages were sent while somebody looked: each begins its film."""
        for message in self._messages[max(self._seen, len(self._messages) - MOST) :]:
            self._films[message.n] = 0
        self._seen = len(self._messages)
        for n in list(self._films)[:-MOST]:
            del self._films[n]

    def stop(self) -> None:
        self._films.clear()
        self._seen = len(self._messages)

    def tick(self, moment: Moment) -> bool:
        """Another frame. Whether anything moves."""
        moved = bool(self._films)
        for n, frame in list(self._films.items()):
            message = self._messages[n - 1]
            ends = FRAMES + (LINGER if isinstance(message.fate, Vanished) else 0)
            if frame >= ends and self._so_far(message, moment) >= THOUSAND:
                del self._films[n]
            else:
                self._films[n] = min(frame + 1, ends)
        return moved

    def films(self, moment: Moment) -> Iterator[Traveller]:
        for n, frame in self._films.items():
            message = self._messages[n - 1]
            reached = min(frame * THOUSAND // FRAMES, self._so_far(message, moment))
            yield from self._traveller(message, reached)

    # Still pictures

    def still(self, arrow: SipMessage | None, moment: Moment) -> Iterator[Traveller]:
        """What is under way at the moment; and one message with all of its way."""
        for message in self._recent(arrow):
            if message is not arrow and message.at <= moment and self._so_far(message, moment) < THOUSAND:
                yield from self._traveller(message, self._so_far(message, moment))
        if arrow is not None:
            yield from self._traveller(arrow, THOUSAND, is_arrow=True)

    def _recent(self, arrow: SipMessage | None) -> Sequence[SipMessage]:
        end = len(self._messages) if arrow is None else arrow.n
        return self._messages[max(0, end - RECENT) : end]

    # One message

    def _traveller(self, message: SipMessage, reached: int, *, is_arrow: bool = False) -> Iterator[Traveller]:
        hops = self._hops(message)
        drawn = None if hops is None else way(self.plan, hops)
        if hops is None or drawn is None:
            return
        is_lost = False
        if isinstance(message.fate, Vanished):
            end = lost_at(drawn, hops, message.fate.reason)
            reached, is_lost = min(reached, end), reached >= end
        yield Traveller(name_of(message), drawn, reached, is_lost, is_arrow)

    def _hops(self, message: SipMessage) -> Sequence[Hop] | None:
        path = self.routes.path(message.source, message.packet.target.ip) if self._is_drawn(message.source) else None
        return None if path is None else path.hops

    def _is_drawn(self, host: str) -> bool:
        return host in self.routes.topology.hosts

    def _so_far(self, message: SipMessage, moment: Moment) -> int:
        """In thousandths of its time; of one that has not arrived yet, of the time that its links take."""
        match message.fate:
            case Delivered(at) | Vanished(at):
                lasts = at - message.at
            case _:
                lasts = sum(hop.impairment.delay for hop in self._hops(message) or ())
        return min(THOUSAND, (moment - message.at) * THOUSAND // lasts) if lasts > 0 else THOUSAND


def name_of(message: SipMessage) -> str:
    """`14 INVITE`, `15 180 Ringing`, `17 200 OK (PRACK)`."""
    what = message.request.method if message.request is not None else message.summary
    return f"{message.n} {what}"
