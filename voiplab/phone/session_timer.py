"""Session timers: RFC 4028, agreed upon and then told when a refresh is due. The refresh itself is not simulated."""

from voiplab.phone.setup import Setup
from voiplab.recording.events import Logged
from voiplab.sim.kernel import Pace
from voiplab.sim.moment import seconds
from voiplab.sip.draft import Draft
from voiplab.sip.message import Request, Response


class SessionTimer:
    """Of one call. `said` is what stands in Session-Expires from now on; empty until something was agreed upon."""

    def __init__(self, setup: Setup) -> None:
        self.said = ""
        self._setup = setup
        self._ticket: int | None = None

    def add_to_invite(self, draft: Draft) -> None:
        """What the phone's INVITE asks for; in a running call what was agreed upon."""
        for name, value in self._setup.session_timer.items():
            draft.add(name, self.said or value if name == "Session-Expires" else value)

    def agree(self, response: Response) -> None:
        """What the 2xx to our INVITE decides: RFC 4028 section 7.2."""
        agreed = response.session_expires
        if agreed is not None:
            self._keep(agreed.seconds, agreed.refresher or "uac")

    def add_to_answer(self, draft: Draft, request: Request) -> None:
        """Our part of a 2xx: RFC 4028 section 9. The one who asks refreshes, unless it wants otherwise."""
        asked = request.session_expires
        if asked is None or not self._setup.session_timer:
            return
        self._keep(asked.seconds, asked.refresher or "uac")
        if any(tag.lower() == "timer" for tag in request.supported):
            draft.add("Require", "timer")
        draft.add("Session-Expires", self.said)

    def stop(self) -> None:
        if self._ticket is not None:
            self._setup.host.cancel(self._ticket)

    def _keep(self, lifetime: int, refresher: str) -> None:
        self.said = f"{lifetime};refresher={refresher}"
        self.stop()
        self._ticket = self._setup.host.after(seconds(lifetime // 2), self._miss, Pace.BACKGROUND)

    def _miss(self) -> None:
        says = "a refresh of the session would be due about now (RFC 4028): it is not simulated"
        self._setup.host.note(Logged("warning", says))
