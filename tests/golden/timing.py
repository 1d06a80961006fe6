"""When the server sent a message, counted from what it waited for: from the copy before, or from the phone's last word.

Counted so, a delay shows at the message that was late and not at all those after it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from tests.golden.align import Match
from tests.golden.difference import Difference, Kind
from tests.golden.trace import Message
from tests.golden.wire_text import read
from voiplab.sim.moment import Duration, ms, seconds


class Wait(Enum):
    """What the time of a message is counted from."""

    REPETITION = "since its copy before"
    REFRESH = "of a session that is refreshed: since the message before in that call"
    REACTION = "since the phone's last message"
    START = "since the server's message before; no phone has spoken yet"

    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A wait may differ by `least`, and a long one by `percent` of it."""

    least: Duration
    percent: int
    why: str

    def allows(self, recorded: Duration, produced: Duration) -> bool:
        return abs(produced - recorded) <= max(self.least, abs(recorded) * self.percent // 100)


_SESSIONS: Final = (
    "a session looks every 20 ms: the same step takes up to 25 ms more or less from recording to recording"
)

TOLERANCES: Final[Mapping[Wait, Tolerance]] = {
    Wait.REPETITION: Tolerance(ms(10), 1, "the stack's own timers: within 2 ms in all recordings"),
    Wait.REFRESH: Tolerance(seconds(10), 1, "drawn by the stack within five seconds of half of the interval"),
    Wait.REACTION: Tolerance(ms(30), 2, _SESSIONS),
    Wait.START: Tolerance(ms(30), 2, _SESSIONS),
}

OPENSIPS_TOLERANCES: Final[Mapping[Wait, Tolerance]] = {
    Wait.REPETITION: Tolerance(ms(100), 1, "its timers are looked at every 100 ms, from its start on"),
    Wait.REFRESH: Tolerance(ms(30), 2, "it refreshes nothing"),
    Wait.REACTION: Tolerance(ms(50), 2, "timers of whole seconds end with a second that counts from its start"),
    Wait.START: Tolerance(ms(50), 2, "as above"),
}


def times(matches: Sequence[Match], server: str, tolerances: Mapping[Wait, Tolerance]) -> Iterator[Difference]:
    for index, match in enumerate(matches):
        if match.recorded.source.ip != server or index == 0:
            continue
        wait, since = _since(matches[:index], match, server)
        ours = match.recorded.at - since.recorded.at
        theirs = match.produced.at - since.produced.at
        if not tolerances[wait].allows(ours, theirs):
            where = f"{wait.value}, message {since.recorded.number}"
            yield Difference(Kind.TIME, match.recorded.number, where, _text(ours), _text(theirs), theirs - ours)


def _since(before: Sequence[Match], match: Match, server: str) -> tuple[Wait, Match]:
    for one in reversed(before):
        if (one.recorded.raw, one.recorded.target) == (match.recorded.raw, match.recorded.target):
            return Wait.REPETITION, one
    if refreshes(match.recorded):
        for one in reversed(before):
            if _call(one.recorded) == _call(match.recorded):
                return Wait.REFRESH, one
    for one in reversed(before):
        if one.recorded.source.ip != server:
            return Wait.REACTION, one
    return Wait.START, before[-1]


def refreshes(message: Message) -> bool:
    """RFC 4028 section 7.4: an INVITE within a call whose sender is the refresher."""
    text = read(message.raw)
    is_refresher = "refresher=uac" in text.first("Session-Expires")
    return text.is_request and text.method == "INVITE" and ";tag=" in text.first("To") and is_refresher


def _call(message: Message) -> str:
    return read(message.raw).first("Call-ID")


def _text(wait: Duration) -> str:
    return f"{wait / 1_000_000:.3f} s"
