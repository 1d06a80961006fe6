"""A transfer, as seen by who asks for it: REFER, and what the NOTIFYs tell of it (RFC 3515; RFC 5589 sections 6 and 7).

Blind: the other side is sent to an address. Attended: to another call of this phone, which it replaces (RFC 3891).
"""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from voiplab.phone.credentials import PROXY_UNAUTHORIZED, UNAUTHORIZED, Keyring
from voiplab.phone.setup import Setup
from voiplab.phone.transfers import Leaves, ReferTo
from voiplab.recording.events import Logged
from voiplab.sip.draft import Draft
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.message import Request, Response
from voiplab.sip.words import Words
from voiplab.ua.client_transaction import Outcome, Silence
from voiplab.ua.leg import Leg
from voiplab.ua.timers import record_move

SIPFRAG: Final = "message/sipfrag"
_STATUS = re.compile(rb"SIP/2\.0 ([1-6][0-9]{2}) ?([^\r\n]{0,80})")


class TransferState(Words):
    """The words are those of a lab's script: `bob has transferred`."""

    NONE = "transfers nothing"
    ASKING = "transfers"
    DONE = "has transferred"
    FAILED = "could not transfer"


class Transfer:
    """Of one call. `left` is called when this phone is to hang up; `tell` shows how far it is."""

    def __init__(
        self, setup: Setup, name: str, leg: Leg, keyring: Keyring, left: Callable[[], None], tell: Callable[[str], None]
    ) -> None:
        self.state = TransferState.NONE
        self._setup = setup
        self._name = name
        self._leg = leg
        self._keyring = keyring
        self._left = left
        self._tell = tell

    def refer(self, target: str) -> None:
        """`target` as it will stand between the brackets of Refer-To."""
        if self._leg.is_over:
            return
        self._move(TransferState.ASKING)
        self._leg.send(draft := self._draft(target), lambda outcome: self._heard(target, draft, outcome))

    def _draft(self, target: str) -> Draft:
        addresses = self._setup.addresses
        draft = self._leg.draft("REFER")
        draft.add("Contact", addresses.contact)
        for header, value in self._setup.profile.transfers.headers.items():
            draft.add(header, value)
        draft.add("Refer-To", f"<{target}>", self._setup.origins.get("refer_to"))
        draft.add("Referred-By", f"<{NameAddr.parse(addresses.local).uri}>")
        return draft

    def _heard(self, target: str, draft: Draft, outcome: Outcome) -> None:
        if isinstance(outcome, Silence):
            self._failed(outcome.value)
        elif outcome.status in (UNAUTHORIZED, PROXY_UNAUTHORIZED) and not _is_signed(draft):
            self._sign(target, outcome)
        elif outcome.status >= 300:
            self._failed(f"{outcome.status} {outcome.phrase}")
        elif outcome.status >= 200 and self._setup.profile.transfers.leaves is Leaves.ON_ACCEPTANCE:
            self._done()

    def _sign(self, target: str, challenge: Response) -> None:
        again = self._draft(target)
        if self._keyring.sign(again, challenge):
            self._leg.send(again, lambda outcome: self._heard(target, again, outcome))
        else:
            self._failed(f"{challenge.status} {challenge.phrase}")

    # What the other side tells

    def notified(self, notify: Request) -> None:
        """The status line of the call that it makes, as a piece of a message."""
        found = _STATUS.match(notify.body)
        status, phrase = (int(found[1]), found[2].decode("utf-8", "replace")) if found else (0, "")
        subscription = notify.get("Subscription-State") or ""
        if self.state is not TransferState.ASKING:
            return
        if 200 <= status < 300:
            self._done()
        elif status >= 300 or subscription.lower().startswith("terminated"):
            self._failed(f"{status} {phrase}" if found else "the other side tells nothing more")
        else:
            self._tell(f"{self.state.words}: {status} {phrase}")

    def gone(self) -> None:
        """The other side has hung up: it is where it was sent, or nowhere."""
        if self.state is TransferState.ASKING:
            self._move(TransferState.DONE)

    def release(self) -> None:
        """The call is over: there is nothing to hang up any more."""
        self._left = _over

    def _done(self) -> None:
        self._move(TransferState.DONE)
        self._left()

    def _failed(self, why: str) -> None:
        self._move(TransferState.FAILED)
        self._setup.host.note(Logged("warning", f"the transfer failed: {why}"))
        self._tell(f"{self.state.words}: {why}")

    def _move(self, state: TransferState) -> None:
        record_move(self._setup.host, f"{self._name} transfer", "phone", self.state.words, state.words)
        self.state = state


def _over() -> None:
    """It is known already."""


def _is_signed(draft: Draft) -> bool:
    return draft.has("Authorization") or draft.has("Proxy-Authorization")


def replacing(setup: Setup, consulted: Leg) -> str:
    """The Refer-To of an attended transfer: whom `consulted` is with, and that call to be replaced there.

    To-tag and from-tag are the remote and the local one: they are read at the other end (RFC 3891 section 3).
    """
    dialog = consulted.dialog
    assert dialog is not None
    uri = dialog.remote_target if setup.refer_to is ReferTo.CONTACT else NameAddr.parse(dialog.remote).uri
    replaces = f"{dialog.call_id};to-tag={dialog.remote_tag};from-tag={dialog.id.local_tag}"
    headers = f"Replaces={quote(replaces, safe='')}"
    if setup.profile.transfers.requires_replaces:
        headers += "&Require=replaces"
    return f"{uri}?{headers}"
