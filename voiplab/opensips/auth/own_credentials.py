"""Credentials of the server itself (`uac_auth`): whom it is when somebody challenges it, found by the realm alone."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from voiplab.opensips.received import Received
from voiplab.opensips.usrloc.core_hash import core_hash
from voiplab.sip.digest import Challenge, Credentials, choose, choose_qop, ha1, response
from voiplab.sip.errors import Malformed
from voiplab.sip.reader import quote
from voiplab.sip.value import value

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

HEADERS: Final = {401: ("WWW-Authenticate", "Authorization"), 407: ("Proxy-Authenticate", "Proxy-Authorization")}
"""What a challenge stands in and what its answer does."""
_WRITTEN: Final = re.compile(
    r"\s*(?:([^:\s]+)(?:\s*(?::\s*(?:([^:\s]+)(?:\s*(?::\s*(?:(\S+)\s*)?)?)?)?)?)?)?", re.ASCII
)
_HASHED: Final = re.compile(r"0x((?:[0-9a-f]{2})+)")


@value(frozen=True, slots=True)
class OwnCredential:
    """`password` may be "0x" and the hash that stands for it."""

    user: str
    realm: str
    password: str


def read_credential(text: str) -> OwnCredential | int:
    """`user:realm:password`, with spaces wherever they may be; else the place at which it stops being that."""
    found = _WRITTEN.match(text)
    assert found is not None, "every part of it may be missing"
    user, realm, password = found.groups()
    if password is None or found.end() < len(text):
        return found.end()
    return OwnCredential(user, realm, password)


class OwnCredentials:
    """Of two for the same realm the one that was given last is taken."""

    def __init__(self, server: "Server") -> None:
        read = [read_credential(str(given.value)) for given in server.configuration.given("uac_auth", "credential")]
        self._of = {one.realm: one for one in read if isinstance(one, OwnCredential)}

    def answer(self, reply: Received, status: int, asked: tuple[str, str, bytes]) -> str | None:
        """The header line with which the request (method, URI and body) has to be sent again; None: it cannot be answered."""
        if status not in HEADERS:
            return None
        challenges, answers = HEADERS[status]
        challenge = choose(_challenges(reply.message.values(challenges)))
        own = self._of.get(challenge.realm) if challenge is not None else None
        return None if challenge is None or own is None else f"{answers}: {_answer(challenge, own, *asked)}"


def _challenges(values: Sequence[str]) -> list[Challenge]:
    found = []
    for text in values:
        try:
            found.append(Challenge.parse(text))
        except Malformed:
            continue
    return found


def _answer(challenge: Challenge, own: OwnCredential, method: str, uri: str, body: bytes) -> Credentials:
    qop, algorithm = choose_qop(challenge), challenge.algorithm
    params: list[tuple[str, str | None]] = [
        ("username", quote(own.user)),
        ("realm", quote(challenge.realm)),
        ("nonce", quote(challenge.nonce)),
        ("uri", quote(uri)),
    ]
    if challenge.opaque is not None:
        params.append(("opaque", quote(challenge.opaque)))
    if qop is not None:
        cnonce = quote(str(core_hash(challenge.nonce)))
        params += [("qop", qop), ("nc", "00000001"), ("cnonce", cnonce)]
    blank = Credentials("Digest", (*params, ("algorithm", algorithm)))
    plain = ha1(algorithm, own.user, challenge.realm, own.password)
    hashed = _HASHED.fullmatch(own.password)
    secret = hashed[1] if hashed is not None and len(hashed[1]) == len(plain) else plain
    said = quote(response(blank, method, secret, body))
    return Credentials("Digest", (*params, ("response", said), ("algorithm", algorithm)))
