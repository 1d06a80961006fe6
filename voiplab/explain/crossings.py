"""Messages that meet on their way: one leaves before another one of its leg, against its direction, has arrived."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from voiplab.explain.messages import Delivered, Messages, SipMessage
from voiplab.sim.moment import Duration


class Crossings:
    """Of messages that may still arrive. A message looks no further than the longest way of its leg takes."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._legs: dict[str, list[int]] = {}
        self._longest: dict[str, Duration] = {}

    def begin(self, message: SipMessage) -> None:
        """The next one."""
        self._legs.setdefault(message.leg.call_id, []).append(message.n)

    def learn(self, message: SipMessage) -> None:
        """How long a message took, if that is known now."""
        if isinstance(message.fate, Delivered):
            leg = message.leg.call_id
            self._longest[leg] = max(self._longest.get(leg, 0), message.fate.at - message.at)

    def of(self, message: SipMessage) -> int | None:
        """The first one that it crosses."""
        before = [other.n for other in self._before(message) if _meet(other, message)]
        if before:
            return before[-1]
        return next((other.n for other in self._after(message) if _meet(message, other)), None)

    def around(self, message: SipMessage) -> Iterator[SipMessage]:
        """Those that may cross it."""
        yield from self._before(message)
        yield from self._after(message)

    def _before(self, message: SipMessage) -> Iterator[SipMessage]:
        """Those that may have been under way when it left, the latest first."""
        leg = self._legs[message.leg.call_id]
        longest = self._longest.get(message.leg.call_id, 0)
        for place in range(bisect_left(leg, message.n) - 1, -1, -1):
            other = self._messages[leg[place] - 1]
            if other.at + longest <= message.at:
                return
            yield other

    def _after(self, message: SipMessage) -> Iterator[SipMessage]:
        """Those that left while it may have been under way."""
        leg = self._legs[message.leg.call_id]
        longest = self._longest.get(message.leg.call_id, 0)
        for place in range(bisect_right(leg, message.n), len(leg)):
            other = self._messages[leg[place] - 1]
            if message.at + longest <= other.at:
                return
            yield other


def _meet(first: SipMessage, second: SipMessage) -> bool:
    is_against = (second.source, second.target) == (first.target, first.source)
    return is_against and isinstance(first.fate, Delivered) and second.at < first.fate.at
