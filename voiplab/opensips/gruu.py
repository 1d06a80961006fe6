"""GRUUs as OpenSIPS makes and reads them: RFC 5627, and how a temporary one hides whom it means.

A public one is the address of record with the instance in `;gr`. The user of a temporary one is the time, the address of
record, the instance and the Call-ID of the registration, each byte mixed with one of `gruu_secret`, in base64.
"""

import binascii
from base64 import b64decode, b64encode
from typing import Final

from voiplab.opensips.configuration import Listener
from voiplab.sip.value import value

PREFIX: Final = "tgruu."


@value(frozen=True, slots=True)
class Temporary:
    aor: str
    instance: str
    """Without angle brackets, as in every GRUU."""
    call_id: str


def bare(instance: str) -> str:
    """`<urn:uuid:...>` without its angle brackets."""
    return instance[1:-1]


def public_gruu(aor: str, instance: str, socket: Listener, *, use_domain: bool) -> str:
    place = "" if use_domain else f"@{socket.host}:{socket.port}"
    return f"sip:{aor}{place};gr={bare(instance)}"


def temporary_gruu(aor: str, instance: str, call_id: str, socket: Listener, now: int, secret: str) -> str:
    """`now`: seconds since 1970."""
    said = f"{now} {aor} {bare(instance)} {call_id}".encode("utf-8", "surrogateescape")
    hidden = b64encode(_mixed(said, secret)).decode("ascii")
    return f"sip:{PREFIX}{hidden}@{socket.host}:{socket.port};gr"


def decode(user: str, secret: str) -> Temporary | None:
    """What the user of a temporary GRUU says. None for anything else: the real server crashes over some of it."""
    try:
        hidden = b64decode(user.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return None
    parts = _mixed(hidden, secret).decode("utf-8", "surrogateescape").split(" ", 3)
    if len(parts) < 4:
        return None
    return Temporary(*parts[1:])


def _mixed(data: bytes, secret: str) -> bytes:
    """Each byte with one of the secret, over and over; as two long numbers, which is ten times as fast."""
    key = secret.encode("utf-8", "surrogateescape")
    if not key:
        return data
    mask = (key * (len(data) // len(key) + 1))[: len(data)]
    return (int.from_bytes(data, "big") ^ int.from_bytes(mask, "big")).to_bytes(len(data), "big")
