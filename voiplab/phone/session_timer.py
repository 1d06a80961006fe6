"""Session timers: RFC 4028. Who refreshes does it at half of the interval; who waits hangs up shortly before its end."""

from collections.abc import Callable
from typing import Final

from voiplab.phone.setup import Setup
from voiplab.sim.kernel import Pace
from voiplab.sim.moment import seconds
from voiplab.sip.draft import Draft
from voiplab.sip.message import Message, Request, Response

UPDATE: Final = "UPDATE"
MOST_EARLY: Final = 32
"""Seconds before the end at which nobody waits for a refresh any more (section 10); a third, if that is less."""


class SessionTimer:
    """Of one call. `agreed` is what stands in Session-Expires of our requests; empty until something was agreed upon.

    `refresh` is called when this end has to refresh, `expire` when the other end was to and has not.
    """

    def __init__(self, setup: Setup, refresh: Callable[[], None], expire: Callable[[], None]) -> None:
        self.agreed = ""
        self.takes_update = False
        """Whether the other end allows UPDATE: the lighter way to refresh (section 7.4)."""
        self._setup = setup
        self._refresh = refresh
        self._expire = expire
        self._ticket: int | None = None

    def add_to_invite(self, draft: Draft) -> None:
        """What the phone's INVITE asks for; in a running call what was agreed upon."""
        for name, value in self._setup.session_timer.items():
            draft.add(name, self.agreed or value if name == "Session-Expires" else value)

    def agree(self, response: Response) -> None:
        """What the 2xx to our request decides: RFC 4028 section 7.2."""
        agreed = response.session_expires
        if agreed is not None:
            self._know(response)
            self._keep(agreed.seconds, refresher=agreed.refresher or "uac", here="uac")

    def add_to_answer(self, draft: Draft, request: Request) -> None:
        """Our part of a 2xx: RFC 4028 section 9. The one who asks refreshes, unless it wants otherwise."""
        asked = request.session_expires
        if asked is None or not self._setup.session_timer:
            return
        self._know(request)
        refresher = asked.refresher or "uac"
        self._keep(asked.seconds, refresher=refresher, here="uas")
        if any(tag.lower() == "timer" for tag in request.supported):
            draft.add("Require", "timer")
        draft.add("Session-Expires", f"{asked.seconds};refresher={refresher}")

    def stop(self) -> None:
        """The call is over."""
        self._disarm()
        self._refresh = self._expire = _over

    def _disarm(self) -> None:
        if self._ticket is not None:
            self._setup.host.cancel(self._ticket)

    def _know(self, message: Message) -> None:
        """What the other end allows, if it says so."""
        if message.allow:
            self.takes_update = UPDATE in message.allow

    def _keep(self, lifetime: int, *, refresher: str, here: str) -> None:
        """`here` is the word for this end; in a request of ours that is `uac`."""
        is_ours = refresher == here
        self.agreed = f"{lifetime};refresher={'uac' if is_ours else 'uas'}"
        self._disarm()
        wait = lifetime // 2 if is_ours else lifetime - min(lifetime // 3, MOST_EARLY)
        act = self._refresh if is_ours else self._expire
        self._ticket = self._setup.host.after(seconds(wait), act, Pace.BACKGROUND)


def _over() -> None:
    """Nobody is there to refresh anything."""
