"""Digest authentication: RFC 3261 section 22, RFC 7616 and RFC 8760. Not here: how nonces are made and how long they live."""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable
from typing import Final

from voiplab.sip.params import Params, value_of
from voiplab.sip.reader import TOKEN, Reader, quote, unquote
from voiplab.sip.value import value

ALGORITHMS: Final[dict[str, Callable[[bytes], str]]] = {
    "md5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
    "sha-256": lambda data: hashlib.sha256(data).hexdigest(),
    "sha-512-256": lambda data: hashlib.new("sha512_256", data).hexdigest(),
}
SESSION: Final = "-sess"

PARAM: Final = rf'[a-z]++=(?:"[^",\\\x00-\x08\x0a-\x1f\x7f]*+"|{TOKEN.pattern})'
COMMON: Final = re.compile(rf"{TOKEN.pattern} {PARAM}(?:, {PARAM})*+")
"""The form that nearly all have; whatever does not match is left to the grammar."""


def read_auth_params(reader: Reader) -> Params:
    #  auth-param *( COMMA auth-param );  auth-param = auth-param-name EQUAL ( token / quoted-string )
    params: list[tuple[str, str | None]] = []
    seen: set[str] = set()
    while True:
        begin = reader.at
        name = reader.token("a parameter name")
        if name.lower() in seen:
            reader.at = begin
            reader.fail(f"{name} only once")
        seen.add(name.lower())
        if not reader.separator("="):
            reader.fail("=")
        params.append((name, reader.quoted() if reader.peek() == '"' else reader.token("a value")))
        if not reader.separator(","):
            break
    reader.end("a comma, or nothing more")
    return tuple(params)


@value(frozen=True, slots=True)
class Authentication:
    """What a challenge and an answer to it have in common: a scheme, and parameters as they are spelt."""

    scheme: str
    params: Params

    def __str__(self) -> str:
        return f"{self.scheme} {', '.join([f'{name}={value}' for name, value in self.params])}"

    def param(self, name: str) -> str | None:
        """The value of a parameter (its name in lower case), without quotes."""
        value = value_of(self.params, name)
        return value and unquote(value)

    @property
    def realm(self) -> str:
        return self.param("realm") or ""

    @property
    def nonce(self) -> str:
        return self.param("nonce") or ""

    @property
    def opaque(self) -> str | None:
        return self.param("opaque")

    @property
    def algorithm(self) -> str:
        return self.param("algorithm") or "MD5"

    @property
    def is_known(self) -> bool:
        """It is digest, with an algorithm that can be computed here."""
        return self.scheme.lower() == "digest" and self.algorithm.lower().removesuffix(SESSION) in ALGORITHMS


class Challenge(Authentication):
    """WWW-Authenticate and Proxy-Authenticate; each challenge is a header field of its own (RFC 3261 section 20.44)."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> "Challenge":
        return cls(*_read(text))

    @property
    def qop(self) -> tuple[str, ...]:
        return tuple(part.strip(" \t").lower() for part in (self.param("qop") or "").split(",") if part.strip(" \t"))

    @property
    def is_stale(self) -> bool:
        """The answer was right but its nonce too old: RFC 7616 section 3.3."""
        return (self.param("stale") or "").lower() == "true"


class Credentials(Authentication):
    """Authorization and Proxy-Authorization."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> "Credentials":
        return cls(*_read(text))

    @property
    def username(self) -> str:
        return self.param("username") or ""

    @property
    def uri(self) -> str:
        return self.param("uri") or ""

    @property
    def response(self) -> str:
        return self.param("response") or ""

    @property
    def qop(self) -> str | None:
        value = self.param("qop")
        return value and value.lower()

    @property
    def nc(self) -> str | None:
        return self.param("nc")

    @property
    def cnonce(self) -> str | None:
        return self.param("cnonce")

    def in_order(self, names: Iterable[str]) -> "Credentials":
        """The same with these parameters first, in this order: products differ."""
        first = tuple(names)
        place = {name: index for index, name in enumerate(first)}
        return Credentials(self.scheme, tuple(sorted(self.params, key=lambda pair: place.get(pair[0], len(first)))))


def _read(text: str) -> tuple[str, Params]:
    if COMMON.fullmatch(text) is not None:
        scheme, _, rest = text.partition(" ")
        params: list[tuple[str, str | None]] = []
        for param in rest.split(", "):
            name, _, value = param.partition("=")
            params.append((name, value))
        # A parameter that stands twice is left to the grammar, which says so.
        if len(dict(params)) == len(params):
            return scheme, tuple(params)
    return read_authentication(text)


def read_authentication(text: str) -> tuple[str, Params]:
    """Scheme and parameters of a challenge or of credentials, by the grammar."""
    #  challenge = auth-scheme LWS auth-param *( COMMA auth-param )
    reader = Reader(text)
    scheme = reader.token("an authentication scheme")
    if not reader.lws():
        reader.fail("a space")
    return scheme, read_auth_params(reader)


def choose(challenges: Iterable[Challenge]) -> Challenge | None:
    """The topmost challenge that can be answered, not the strongest one: RFC 8760 section 2.4."""
    return next((challenge for challenge in challenges if challenge.is_known), None)


def choose_qop(challenge: Challenge) -> str | None:
    """`auth` if it is offered, else `auth-int` if it is, else the form without qop of RFC 2069."""
    return next((qop for qop in ("auth", "auth-int") if qop in challenge.qop), None)


def ha1(algorithm: str, username: str, realm: str, password: str) -> str:
    """H(A1) before any session form: what a server may store in place of the password."""
    return _hash(algorithm, f"{username}:{realm}:{password}")


def response(credentials: Credentials, method: str, secret: str, body: bytes) -> str:
    """The right value of `response` for these credentials; `secret` is what `ha1` returns. RFC 7616 section 3.4.1."""
    algorithm = credentials.algorithm
    nonce, cnonce, qop = credentials.nonce, credentials.cnonce or "", credentials.qop
    if algorithm.lower().endswith(SESSION):
        secret = _hash(algorithm, f"{secret}:{nonce}:{cnonce}")
    request = f"{method}:{credentials.uri}"
    if qop == "auth-int":
        request += f":{_hash_bytes(algorithm, body)}"
    ha2 = _hash(algorithm, request)
    if qop is None:
        return _hash(algorithm, f"{secret}:{nonce}:{ha2}")
    return _hash(algorithm, f"{secret}:{nonce}:{credentials.nc or ''}:{cnonce}:{qop}:{ha2}")


def answer(
    challenge: Challenge,
    method: str,
    uri: str,
    username: str,
    password: str,
    cnonce: str,
    nc: int = 1,
    body: bytes = b"",
) -> Credentials:
    """The answer to a challenge that `choose` returned."""
    qop = choose_qop(challenge)
    params: list[tuple[str, str | None]] = [
        ("username", quote(username)),
        ("realm", quote(challenge.realm)),
        ("nonce", quote(challenge.nonce)),
        ("uri", quote(uri)),
        ("response", quote("")),
    ]
    if challenge.param("algorithm") is not None:
        params.append(("algorithm", challenge.algorithm))
    if qop is not None or challenge.algorithm.lower().endswith(SESSION):
        params.append(("cnonce", quote(cnonce)))
    if challenge.opaque is not None:
        params.append(("opaque", quote(challenge.opaque)))
    if qop is not None:
        params += [("qop", qop), ("nc", f"{nc:08x}")]
    blank = Credentials("Digest", tuple(params))
    secret = ha1(challenge.algorithm, username, challenge.realm, password)
    value = quote(response(blank, method, secret, body))
    return Credentials("Digest", tuple((name, value if name == "response" else kept) for name, kept in params))


def verify(credentials: Credentials, method: str, password: str, body: bytes = b"") -> bool:
    """The credentials were made with this password for this method, in constant time."""
    if not credentials.is_known:
        return False
    return verify_hashed(
        credentials, method, ha1(credentials.algorithm, credentials.username, credentials.realm, password), body
    )


def verify_hashed(credentials: Credentials, method: str, secret: str, body: bytes = b"") -> bool:
    """`verify`, where only `ha1` of the password is known."""
    if not credentials.is_known:
        return False
    right = response(credentials, method, secret, body)
    return hmac.compare_digest(right.encode(), credentials.response.lower().encode("utf-8", "surrogateescape"))


def _hash(algorithm: str, text: str) -> str:
    return _hash_bytes(algorithm, text.encode("utf-8", "surrogateescape"))


def _hash_bytes(algorithm: str, data: bytes) -> str:
    return ALGORITHMS[algorithm.lower().removesuffix(SESSION)](data)
