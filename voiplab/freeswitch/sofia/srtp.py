"""SRTP, as far as the server speaks of it: a caller that has made no offer is offered both, with keys and in the clear.

No media of this lab are encrypted: who takes the offer with keys is refused.
"""

from base64 import b64encode
from dataclasses import replace
from typing import Final

from voiplab.sdp.session import Session
from voiplab.sim.chance import Chance

SUITES: Final = (
    ("AEAD_AES_256_GCM_8", 44),
    ("AEAD_AES_256_GCM", 44),
    ("AEAD_AES_128_GCM_8", 28),
    ("AEAD_AES_128_GCM", 28),
    ("AES_256_CM_HMAC_SHA1_80", 46),
    ("AES_192_CM_HMAC_SHA1_80", 38),
    ("AES_CM_128_HMAC_SHA1_80", 30),
    ("AES_256_CM_HMAC_SHA1_32", 46),
    ("AES_192_CM_HMAC_SHA1_32", 38),
    ("AES_CM_128_HMAC_SHA1_32", 30),
    ("AES_CM_128_NULL_AUTH", 30),
)
"""What the server has, in its order, with the length of key and salt in bytes (RFC 4568 section 6.2, RFC 6188, RFC 7714)."""

IN_CLEAR: Final = "RTP/AVP"
WITH_KEYS: Final = "RTP/SAVP"


def with_keys(offer: bytes, chance: Chance) -> bytes:
    """The offer of one stream, twice: with keys, and as it was."""
    session, heading, stream = offer.partition(b"m=")
    codecs, ptime, rest = stream.replace(IN_CLEAR.encode(), WITH_KEYS.encode(), 1).partition(b"a=ptime:")
    return b"".join((session, heading, codecs, _keys(chance), ptime, rest, heading, stream))


def _keys(chance: Chance) -> bytes:
    lines = [
        f"a=crypto:{number} {suite} inline:{b64encode(bytes.fromhex(chance.hex(2 * length))).decode()}\r\n"
        for number, (suite, length) in enumerate(SUITES, 1)
    ]
    return "".join(lines).encode()


def in_clear(answered: Session) -> Session:
    """The answer, as if only that had been offered: a telephone may refuse the other, or leave it out."""
    return replace(answered, media=tuple(media for media in answered.media if media.proto == IN_CLEAR))
