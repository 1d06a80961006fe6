"""Who may speak to a profile: digest challenges and the nonces that it has given out (sofia_reg.c).

A nonce is a UUID that lives for `nonce-ttl` seconds. Whoever is unknown is challenged like everybody else, and refused
with 403 only when credentials come: nobody can find out which users there are.
"""

from collections.abc import Callable
from enum import Enum

from voiplab.freeswitch.directory import Directory, User
from voiplab.net.host import Host
from voiplab.sim.moment import Moment, seconds
from voiplab.sip.digest import Credentials, verify, verify_hashed
from voiplab.sip.message import Request
from voiplab.sip.value import value


class Refusal(Enum):
    """Why a request is not taken; the value is what becomes of it."""

    NO_CREDENTIALS = "challenge"
    UNKNOWN_NONCE = "challenge, stale"
    FORBIDDEN = "403"

    __hash__ = object.__hash__


@value(frozen=True, slots=True)
class Authenticated:
    """The user of the directory that proved itself, with the realm in which it did."""

    user: User
    realm: str


class Nonces:
    """Those that a profile has given out."""

    def __init__(self, host: Host, lifetime: Callable[[], int]) -> None:
        """`lifetime` in seconds: the parameter nonce-ttl, which a rescan may change."""
        self._host = host
        self._lifetime = lifetime
        self._chance = host.chance("nonce")
        self._expiry: dict[str, Moment] = {}

    def new(self) -> str:
        self._sweep()
        nonce = self._chance.uuid4()
        self._expiry[nonce] = self._host.now + seconds(self._lifetime())
        return nonce

    def is_valid(self, nonce: str) -> bool:
        return self._expiry.get(nonce, -1) >= self._host.now

    def _sweep(self) -> None:
        """The oldest stand first, so those that have expired do."""
        while self._expiry and self._expiry[oldest := next(iter(self._expiry))] < self._host.now:
            del self._expiry[oldest]


def challenge(realm: str, nonce: str, *, stale: bool) -> str:
    """A challenge in sofia's spelling: stale before algorithm, quotation marks around qop."""
    again = " stale=true," if stale else ""
    return f'Digest realm="{realm}", nonce="{nonce}",{again} algorithm=MD5, qop="auth"'


def authenticate(
    request: Request,
    credentials: Credentials | None,
    nonces: Nonces,
    directory: Directory,
    domain: str,
    *,
    blindly: bool = False,
) -> Authenticated | Refusal:
    """`domain` is where the user is looked up when the credentials name no realm of the directory. `blindly`: any password
    will do (accept-blind-auth)."""
    if credentials is None:
        return Refusal.NO_CREDENTIALS
    if not nonces.is_valid(credentials.nonce):
        return Refusal.UNKNOWN_NONCE
    user = directory.user(credentials.username, credentials.realm) or directory.user(credentials.username, domain)
    if user is None or not (blindly or _proves(credentials, request, user)):
        return Refusal.FORBIDDEN
    return Authenticated(user, credentials.realm)


def _proves(credentials: Credentials, request: Request, user: User) -> bool:
    if hashed := user.param("a1-hash"):
        return verify_hashed(credentials, request.method, hashed, request.body)
    password = user.param("password")
    return bool(password) and verify(credentials, request.method, password, request.body)
