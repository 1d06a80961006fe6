"""The phone's own re-INVITEs: hold and resume, with their credentials, their crossings (491) and their refusals."""

from collections.abc import Callable
from functools import partial
from typing import Final

from voiplab.phone.credentials import PROXY_UNAUTHORIZED, UNAUTHORIZED, Keyring
from voiplab.phone.session import SDP, CallMedia
from voiplab.phone.session_timer import SessionTimer
from voiplab.phone.setup import Setup
from voiplab.recording.events import Logged
from voiplab.sdp.description import Hold
from voiplab.sip.draft import Draft
from voiplab.sip.glare import wait_after_glare
from voiplab.sip.message import Response
from voiplab.ua.client_transaction import Outcome, Silence
from voiplab.ua.leg import Leg

PENDING: Final = 491
GONE: Final = (408, 481)
"""The other side has no such call any more: RFC 3261 section 12.2.1.2."""


class Reinvites:
    """Of one call. `changed` is told what is in force now; `gone`, that the other side has left."""

    def __init__(
        self,
        setup: Setup,
        leg: Leg,
        media: CallMedia,
        keyring: Keyring,
        timer: SessionTimer,
        changed: Callable[[Hold | None], None],
        gone: Callable[[], None],
    ) -> None:
        self._setup = setup
        self._leg = leg
        self._media = media
        self._keyring = keyring
        self._timer = timer
        self._changed = changed
        self._gone = gone

    def stop(self) -> None:
        """The call is over."""
        self._changed, self._gone = _unchanged, _over

    def offer(self, hold: Hold | None) -> None:
        """Put the other side on hold in that manner, or take it back."""
        if self._leg.is_over:
            return
        if self._leg.turn.is_free:
            self._send(hold, self._media.offer(hold), None)
        else:
            self._log("another INVITE is under way: the key does nothing")

    def _send(self, hold: Hold | None, body: bytes, challenge: Response | None) -> None:
        draft = self._leg.draft("INVITE")
        draft.add("Contact", self._setup.addresses.contact)
        self._timer.add_to_invite(draft)
        draft.add("Content-Type", SDP)
        draft.body = body
        if challenge is not None and not self._keyring.sign(draft, challenge):
            self._refused(hold, challenge)
            return
        self._leg.reinvite(draft, partial(self._heard, hold, draft), lambda _answer: self._leg.draft("ACK"))

    def _heard(self, hold: Hold | None, draft: Draft, outcome: Outcome) -> None:
        if isinstance(outcome, Silence):
            self._gone()
        elif 200 <= outcome.status < 300:
            self._accepted(hold, outcome)
        elif outcome.status >= 300:
            self._again_or_not(hold, draft, outcome)

    def _accepted(self, hold: Hold | None, response: Response) -> None:
        self._timer.agree(response)
        self._media.take_answer(response.body)
        self._changed(hold)

    def _again_or_not(self, hold: Hold | None, draft: Draft, response: Response) -> None:
        is_challenge = response.status in (UNAUTHORIZED, PROXY_UNAUTHORIZED)
        if is_challenge and not (draft.has("Authorization") or draft.has("Proxy-Authorization")):
            self._send(hold, draft.body, response)
        else:
            self._refused(hold, response)

    def _refused(self, hold: Hold | None, response: Response) -> None:
        self._media.withdraw()
        dialog = self._leg.dialog
        assert dialog is not None
        if response.status == PENDING:
            wait = wait_after_glare(dialog.role, self._setup.host.chance("glare"))
            self._setup.host.after(wait, partial(self.offer, hold))
        elif response.status in GONE:
            self._gone()
        else:
            self._log(f"the other side refuses: {response.status} {response.phrase}")

    def _log(self, text: str) -> None:
        self._setup.host.note(Logged("warning", text))


def _unchanged(_hold: Hold | None) -> None:
    """Nobody holds a call that is over."""


def _over() -> None:
    """It is known already."""
