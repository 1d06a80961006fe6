"""Challenges, and whether an answer to one is right. Module documentation of OpenSIPS 3.2, "auth"; auth/api.c."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from voiplab.opensips.auth.indexes import Indexes
from voiplab.opensips.auth.nonce import ALGORITHMS, Nonce, read_nonce, write_nonce
from voiplab.opensips.auth.result import Result
from voiplab.opensips.configuration import Configuration
from voiplab.opensips.received import Received
from voiplab.sim.moment import Moment, seconds
from voiplab.sip.digest import Credentials, ha1, verify_hashed
from voiplab.sip.errors import Malformed
from voiplab.sip.value import value

_HA1_LENGTH: Final = 32
"""Of MD5: a shorter value of the password variable is no HA1."""


class Asker(Enum):
    """Who asks for credentials: the header of the question, its status and reason, and the header of the answer."""

    REGISTRAR = ("WWW-Authenticate", 401, "Unauthorized", "Authorization")
    PROXY = ("Proxy-Authenticate", 407, "Proxy Authentication Required", "Proxy-Authorization")

    __hash__ = object.__hash__

    @property
    def question(self) -> str:
        return self.value[0]

    @property
    def status(self) -> int:
        return self.value[1]

    @property
    def reason(self) -> str:
        return self.value[2]

    @property
    def answer(self) -> str:
        return self.value[3]


@value(frozen=True, slots=True)
class Settings:
    nonce_expire: int = 30
    realm_prefix: str = ""
    is_password_plain: bool = False
    checks_reuse: bool = True

    @classmethod
    def of(cls, configuration: Configuration) -> "Settings":
        return cls(
            configuration.number("auth", "nonce_expire"),
            str(configuration.parameter("auth", "realm_prefix")),
            bool(configuration.number("auth", "calculate_ha1")),
            not configuration.number("auth", "disable_nonce_check"),
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What the script has put into the variables of `username_spec` and `password_spec`; None: NULL, or no text."""

    user: str | None
    password: str | None


@dataclass(frozen=True, slots=True)
class Checked:
    """`place`: the number of the header line with the credentials that counted. `refusal`: the reply that has to be sent."""

    result: Result
    place: int | None = None
    refusal: tuple[int, str] | None = None

    @property
    def is_stale(self) -> bool:
        return self.result is Result.STALE


class Authority:
    def __init__(self, settings: Settings, secret: str, started: Moment) -> None:
        self.settings = settings
        self._secret = secret.encode("utf-8", "surrogateescape")
        self._started = started
        self._indexes = Indexes(settings.nonce_expire)

    def realm(self, received: Received, written: str) -> str | None:
        """An empty one is the domain of To in a REGISTER and of From otherwise. None: that cannot be read."""
        if written:
            return written
        address = received.address("To" if received.method == "REGISTER" else "From")
        return None if address is None else address.uri.host.removeprefix(self.settings.realm_prefix)

    def challenge(
        self, asker: Asker, realm: str, qop: str, algorithms: str, now: Moment, *, stale: bool
    ) -> Sequence[str] | None:
        """The header lines, the strongest algorithm first. None: an unknown algorithm, or too many nonces are out."""
        wanted = [word.strip().lower() for word in algorithms.split(",")] if algorithms else [""]
        if any(word not in ("", *ALGORITHMS) for word in wanted):
            return None
        lines: list[str] = []
        for algorithm in sorted(wanted, key=("", *ALGORITHMS).index, reverse=True):
            nonce = self._nonce(algorithm or "md5", qop, now)
            if nonce is None:
                return None
            lines.append(f'{asker.question}: Digest realm="{realm}", nonce="{nonce}"{_offer(qop, algorithm, stale)}')
        return lines

    def _nonce(self, algorithm: str, qop: str, now: Moment) -> str | None:
        index: int | None = 0
        if self.settings.checks_reuse:
            index = self._indexes.reserve((now - self._started) // seconds(1))
        return None if index is None else write_nonce(Nonce(now, index, algorithm, qop), self._secret)

    def check(self, received: Received, asker: Asker, written_realm: str, known: Known, now: Moment) -> Checked:
        """Requests that cannot be challenged pass: an ACK is not answered, a CANCEL not repeated."""
        if received.method in ("ACK", "CANCEL"):
            return Checked(Result.AUTHORIZED)
        realm = self.realm(received, written_realm)
        if realm is None:
            return Checked(Result.ERROR, refusal=(400, "Bad Request"))
        try:
            found = _credentials(received, asker.answer, realm)
        except Malformed:
            return Checked(Result.ERROR, refusal=(400, "Bad Request"))
        if found is None:
            return Checked(Result.NO_CREDENTIALS)
        place, credentials = found
        if not _is_complete(credentials):
            return Checked(Result.ERROR, refusal=(400, "Bad Request"))
        if not self._is_fresh(credentials, now):
            return Checked(Result.STALE, place)
        return Checked(self._compare(received, credentials, realm, known), place)

    def _is_fresh(self, credentials: Credentials, now: Moment) -> bool:
        nonce = read_nonce(credentials.nonce, self._secret)
        if nonce is None or nonce.algorithm != credentials.algorithm.lower():
            return False
        # RFC 8760 section 2.6: no qop is auth.
        if (credentials.qop or "auth") not in (nonce.qop or "auth").split(","):
            return False
        if now > nonce.issued + seconds(self.settings.nonce_expire):
            return False
        return not self.settings.checks_reuse or self._indexes.use(nonce.index)

    def _compare(self, received: Received, credentials: Credentials, realm: str, known: Known) -> Result:
        if known.user is None or known.password is None:
            return Result.ANOTHER_USER
        if known.user.lower() != credentials.username.partition("@")[0].lower():
            return Result.ANOTHER_USER
        secret = known.password
        if self.settings.is_password_plain:
            secret = ha1(credentials.algorithm, credentials.username, realm, known.password)
        elif len(secret) < _HA1_LENGTH:
            return Result.ERROR
        is_right = verify_hashed(credentials, received.method, secret, received.message.body)
        return Result.AUTHORIZED if is_right else Result.WRONG_PASSWORD


def _offer(qop: str, algorithm: str, stale: bool) -> str:
    parts = [f', qop="{qop}"'] if qop else []
    if algorithm:
        parts.append(f", algorithm={_spelt(algorithm)}")
    if stale:
        parts.append(", stale=true")
    return "".join(parts)


def _spelt(algorithm: str) -> str:
    return algorithm.upper().replace("-SESS", "-sess")


def _credentials(received: Received, header: str, realm: str) -> tuple[int, Credentials] | None:
    """The first ones for this realm, and the line that they stand in. Raises `Malformed` for one before them."""
    for place in received.places(header):
        credentials = Credentials.parse(received.message.texts[place].strip(" \t"))
        if credentials.scheme.lower() == "digest" and credentials.realm.lower() == realm.lower():
            return place, credentials
    return None


def _is_complete(credentials: Credentials) -> bool:
    if not (credentials.is_known and credentials.username and credentials.realm and credentials.nonce):
        return False
    if not (credentials.uri and credentials.response):
        return False
    return credentials.qop is None or bool(credentials.cnonce and credentials.nc)
