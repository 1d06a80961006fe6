"""The phone's registration: RFC 3261 section 10.2, refreshed in the background and tried again after failures."""

from enum import Enum
from functools import partial
from typing import Final

from voiplab.net.address import Address
from voiplab.phone.credentials import PROXY_UNAUTHORIZED, UNAUTHORIZED, Keyring
from voiplab.phone.profile import ExpiresIn
from voiplab.phone.setup import Setup
from voiplab.recording.events import Logged
from voiplab.sim.moment import seconds
from voiplab.sip.draft import Draft
from voiplab.sip.equivalence import equivalent
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.message import Response
from voiplab.sip.timer import Timer
from voiplab.sip.uri import Uri
from voiplab.ua.client_transaction import Outcome, Silence
from voiplab.ua.endpoint import Endpoint
from voiplab.ua.next_hop import address_of
from voiplab.ua.timers import Timers, record_move

TOO_BRIEF: Final = 423
TEMPORARY: Final = (408, 500, 502, 503, 504)
"""A refusal that may not last: pjsua tries again after these and after 6xx only."""


class AccountState(Enum):
    """The words are those of a lab's script: `alice is registered`."""

    OFF = "is not registered"
    ASKING = "registers"
    REGISTERED = "is registered"
    LEAVING = "unregisters"
    REFUSED = "may not register"

    __hash__ = object.__hash__


class Account:
    """All REGISTERs have one Call-ID, and numbers that go up."""

    def __init__(self, name: str, setup: Setup, endpoint: Endpoint) -> None:
        self.name = name
        self.setup = setup
        self.state = AccountState.OFF
        self.expires = setup.expires
        """What it asks for: more than was set, when a registrar said that that is too brief."""
        tokens = setup.profile.tokens
        self._endpoint = endpoint
        self._keyring = Keyring.of(setup)
        self._call_id = tokens.call_id.draw(setup.host.chance("call-id"), setup.facts)
        self._number = tokens.first_cseq.draw(setup.host.chance("cseq")) - 1
        self._tag = endpoint.tag()
        self._timers = Timers(setup.host, f"registration of {name}")

    @property
    def has_registrar(self) -> bool:
        return bool(self.setup.settings.server)

    @property
    def registrar(self) -> Address:
        return address_of(Uri.parse(f"sip:{self.setup.settings.server}"))

    @property
    def is_asking(self) -> bool:
        """It waits for an answer."""
        return self.state in (AccountState.ASKING, AccountState.LEAVING)

    # What its owner does

    def register(self) -> None:
        self._move(AccountState.ASKING)
        self._begin(self.expires)

    def unregister(self) -> None:
        self._move(AccountState.LEAVING)
        self._begin(0)

    def switch_off(self) -> None:
        """Nothing more comes from here, and the registrar learns nothing of it."""
        self._timers.disarm_all()
        self.setup.addresses.gruu.take(None)
        self._move(AccountState.OFF)

    # REGISTER

    def _begin(self, expires: int) -> None:
        self._timers.disarm_all()
        if self.setup.profile.registering.tag_per_registration:
            self._tag = self._endpoint.tag()
        self._send(self._draft(expires), expires)

    def _draft(self, expires: int) -> Draft:
        setup = self.setup
        self._number += 1
        draft = Draft(f"REGISTER {setup.addresses.registrar} SIP/2.0", situation="" if expires else "unregister")
        draft.add("Max-Forwards", "70")
        draft.add("From", f"{setup.addresses.local};tag={self._tag}", setup.origins.get("user"))
        draft.add("To", setup.addresses.local, setup.origins.get("user"))
        draft.add("Call-ID", self._call_id)
        draft.add("CSeq", f"{self._number} REGISTER")
        draft.add("Contact", setup.addresses.binding(expires))
        if setup.profile.registering.expires_in is ExpiresIn.HEADER:
            draft.add("Expires", str(expires), setup.origins.get("expires"))
        if setup.addresses.supported_of_register:
            draft.add("Supported", setup.addresses.supported_of_register)
        return draft

    def _send(self, draft: Draft, expires: int) -> None:
        heard = partial(self._heard, draft, expires)
        self._endpoint.request(draft, self.registrar, heard, self.setup.settings.transport)

    def _heard(self, draft: Draft, expires: int, outcome: Outcome) -> None:
        if isinstance(outcome, Silence):
            self._failed(outcome.value, is_temporary=True)
        elif outcome.status < 200:
            return
        elif outcome.status < 300:
            self._granted(outcome, expires)
        elif outcome.status in (UNAUTHORIZED, PROXY_UNAUTHORIZED):
            self._challenged(draft, expires, outcome)
        elif outcome.status == TOO_BRIEF and (outcome.min_expires or 0) > self.expires:
            self.expires = outcome.min_expires or self.expires
            self._begin(self.expires)
        else:
            temporary = outcome.status in TEMPORARY or outcome.status >= 600
            self._failed(f"{outcome.status} {outcome.phrase}", is_temporary=temporary)

    def _challenged(self, before: Draft, expires: int, response: Response) -> None:
        draft = self._draft(expires)
        for name in ("Authorization", "Proxy-Authorization"):
            if before.has(name):
                draft.set(name, before.value(name))
        if self._keyring.sign(draft, response):
            self._send(draft, expires)
        else:
            self._failed(f"{response.status} {response.phrase}", is_temporary=False)

    def _granted(self, response: Response, expires: int) -> None:
        gruu = self.setup.addresses.gruu
        if not expires:
            gruu.take(None)
            self._move(AccountState.OFF)
            return
        mine = self._mine(response)
        gruu.take(mine)
        granted = self._granted_time(response, mine, expires)
        before_end = self.setup.profile.registering.refresh_before_end
        wait = granted - before_end if granted > 2 * before_end else (granted + 1) // 2
        self._timers.arm(Timer.REFRESH, seconds(wait), self._fire)
        self._move(AccountState.REGISTERED)

    def _mine(self, response: Response) -> NameAddr | None:
        """Our Contact, however the registrar spells it (RFC 3261 section 10.2.4)."""
        mine = NameAddr.parse(self.setup.addresses.place).uri
        contacts = response.contacts
        return next(
            (one for one in contacts if equivalent(one.uri, mine)) if isinstance(contacts, tuple) else iter(()), None
        )

    def _granted_time(self, response: Response, mine: NameAddr | None, asked: int) -> int:
        """What the registrar says of our Contact, else in Expires."""
        said = None if mine is None else mine.param("expires")
        if said is not None and said.isdecimal():
            return int(said)
        return asked if response.expires is None else response.expires

    def _failed(self, why: str, *, is_temporary: bool) -> None:
        self.setup.host.note(Logged("warning", f"registration failed: {why}"))
        self._move(AccountState.REFUSED)
        if is_temporary:
            self._timers.arm(Timer.RETRY, seconds(self.setup.profile.registering.retry_after), self._fire)

    def _fire(self, timer: Timer) -> None:
        """Refreshed, or tried again: the same REGISTER either way. While it is refreshed it stays registered."""
        if timer is Timer.RETRY:
            self._move(AccountState.ASKING)
        self._begin(self.expires)

    def _move(self, state: AccountState) -> None:
        record_move(self.setup.host, f"{self.name} account", "phone", self.state.value, state.value)
        self.state = state
