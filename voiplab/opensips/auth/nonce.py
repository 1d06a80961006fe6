"""Nonces: 44 characters of base64 that say when they were given out, as which one, and for which algorithm and qop.

In the server they are 32 encrypted bytes and a zero byte, which is why they all end in A. Here the same is sealed with a keyed
hash and hidden by another: whoever does not know the secret can neither read nor make one.
"""

import binascii
import hashlib
import hmac
from base64 import b64decode, b64encode
from typing import Final

from voiplab.sim.moment import Moment
from voiplab.sip.value import value

_HALF: Final = 16


@value(frozen=True, slots=True)
class Nonce:
    """`index` numbers those of a server; `algorithm` and `qop` are as the challenge offers them, in lower case."""

    issued: Moment
    index: int
    algorithm: str
    qop: str


ALGORITHMS: Final = ("md5", "md5-sess", "sha-256", "sha-256-sess", "sha-512-256", "sha-512-256-sess")
"""From the weakest to the strongest."""
QOPS: Final = ("", "auth", "auth-int", "auth,auth-int", "auth-int,auth")


def write_nonce(nonce: Nonce, secret: bytes) -> str:
    said = b"".join(
        (
            nonce.issued.to_bytes(8, "big"),
            nonce.index.to_bytes(6, "big"),
            bytes((ALGORITHMS.index(nonce.algorithm), QOPS.index(nonce.qop))),
        )
    )
    seal = hmac.digest(secret, said, "sha256")[:_HALF]
    return b64encode(seal + _hidden(said, seal, secret) + b"\0").decode("ascii")


def read_nonce(text: str, secret: bytes) -> Nonce | None:
    """None: it is not one of ours."""
    try:
        data = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(data) != 2 * _HALF + 1 or data[-1]:
        return None
    seal = data[:_HALF]
    said = _hidden(data[_HALF:-1], seal, secret)
    if not hmac.compare_digest(seal, hmac.digest(secret, said, "sha256")[:_HALF]):
        return None
    algorithm, qop = ALGORITHMS[said[14]], QOPS[said[15]]
    return Nonce(int.from_bytes(said[:8], "big"), int.from_bytes(said[8:14], "big"), algorithm, qop)


def _hidden(data: bytes, seal: bytes, secret: bytes) -> bytes:
    """Twice is once back."""
    mask = hashlib.sha256(secret + seal).digest()
    return bytes(one ^ other for one, other in zip(data, mask, strict=False))
