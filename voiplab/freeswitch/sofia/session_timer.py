"""Session timers of one leg, as sofia-sip keeps them (nua_session.c). RFC 4028.

Whoever refreshes does so within five seconds of half of the interval; whoever waits for it hangs up shortly before the end.
Not done: asking again after a 422, refreshing with UPDATE.
"""

from collections.abc import Callable
from enum import Enum
from typing import Final

from voiplab.freeswitch.patience import until_whole_second
from voiplab.freeswitch.sofia.ground import Ground
from voiplab.sim.kernel import Pace
from voiplab.sip.draft import Draft
from voiplab.sip.message import Message, Request, Response

TIMER: Final = "timer"
LONG: Final = 90
"""From this interval on the moment of a refresh is drawn, in seconds, from a range around its half."""
SPREAD: Final = 5
MOST_EARLY: Final = 32
"""Seconds before the end at which a session that was not refreshed is hung up; a third, if that is less."""


class Refresher(Enum):
    HERE = "we refresh"
    THERE = "the other end does"

    __hash__ = object.__hash__


class SessionTimer:
    """`refresh` sends another INVITE, `expire` hangs up."""

    def __init__(self, ground: Ground, refresh: Callable[[], None], expire: Callable[[], None]) -> None:
        self._ground = ground
        self._refresh = refresh
        self._expire = expire
        self._ticket: int | None = None

    @property
    def _wanted(self) -> int:
        """session-timeout: the interval that this end asks for; 0: none."""
        return self._ground.setting("session-timeout").number

    @property
    def _least(self) -> int:
        return self._ground.setting("minimum-session-expires").number

    def ask(self, draft: Draft) -> None:
        """Our INVITE: who sends it means to refresh."""
        if self._wanted > 0:
            draft.add("Session-Expires", f"{max(self._wanted, self._least)};refresher=uac")
            draft.add("Min-SE", str(self._least))

    def agree(self, response: Response) -> None:
        """The 2xx to our INVITE decides (section 7.2)."""
        refresher = _refresher(response, "uas") if _has_timer(response) else Refresher.HERE
        self._keep(self._interval(response), refresher or Refresher.HERE)

    def answer(self, draft: Draft, request: Request) -> None:
        """Our 2xx to an INVITE or UPDATE (section 9): who asks refreshes, unless it cannot or says otherwise."""
        interval = self._interval(request)
        refresher = _refresher(request, "uac") or Refresher.THERE if _has_timer(request) else Refresher.HERE
        self._keep(interval, refresher)
        if interval > 0 and refresher is Refresher.THERE:
            draft.add("Require", TIMER)
        if interval > 0:
            who = "uac" if refresher is Refresher.THERE else "uas"
            draft.add("Session-Expires", f"{interval};refresher={who}")

    def stop(self) -> None:
        """The call is over."""
        self._disarm()
        self._refresh = self._expire = _over

    def _disarm(self) -> None:
        if self._ticket is not None:
            self._ground.host.cancel(self._ticket)
            self._ticket = None

    def _interval(self, message: Message) -> int:
        """What the other end says, but not more than we want, nor less than either end allows; 0: no timer."""
        asked = message.session_expires
        interval = asked.seconds if asked is not None else self._wanted
        if self._wanted > 0:
            interval = min(interval, self._wanted)
        return max(interval, self._least, message.min_se or 0) if interval > 0 else 0

    def _keep(self, interval: int, refresher: Refresher) -> None:
        self._disarm()
        if interval <= 0:
            return
        match refresher:
            case Refresher.HERE:
                spread = SPREAD if interval >= LONG else 0
                wait, act = interval // 2 - spread + self._draw(2 * spread + 1), self._refresh
            case Refresher.THERE:
                wait, act = interval - min(interval // 3, MOST_EARLY), self._expire
        host = self._ground.host
        self._ticket = host.after(until_whole_second(host, wait), act, Pace.BACKGROUND)

    def _draw(self, below: int) -> int:
        return self._ground.host.chance("session timer").below(below)


def _over() -> None:
    """Nobody is there to refresh anything."""


def _has_timer(message: Message) -> bool:
    return any(tag.lower() == TIMER for tag in (*message.supported, *message.require))


def _refresher(message: Message, there: str) -> Refresher | None:
    """What Session-Expires says; `there` is the word for whoever sent the message."""
    said = message.session_expires
    if said is None or said.refresher not in ("uac", "uas"):
        return None
    return Refresher.THERE if said.refresher == there else Refresher.HERE
