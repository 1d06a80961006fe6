"""nat_uac_test(): the signs of a NAT in a message. Module documentation of OpenSIPS 3.2, "nathelper"."""

from collections.abc import Callable, Mapping
from enum import Enum
from ipaddress import AddressValueError, IPv4Address, IPv4Network
from typing import Final

from voiplab.opensips.received import Received
from voiplab.sip.errors import Malformed
from voiplab.sip.uri import Uri

_PORT: Final = 5060
_PRIVATE: Final = tuple(
    IPv4Network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
)
"""RFC 1918 and RFC 6598."""


class Sign(Enum):
    """The value is its bit in the flags."""

    PRIVATE_CONTACT = 1
    OTHER_VIA = 2
    PRIVATE_VIA = 4
    PRIVATE_SDP = 8
    OTHER_VIA_PORT = 16
    OTHER_CONTACT = 32
    OTHER_CONTACT_PORT = 64

    __hash__ = object.__hash__


def shows_nat(received: Received, flags: int) -> bool:
    """Any of the signs that are asked for."""
    return any(flags & sign.value and _SHOWS[sign](received) for sign in Sign)


def is_private(host: str) -> bool:
    try:
        address = IPv4Address(host)
    except AddressValueError:
        return False
    return any(address in network for network in _PRIVATE)


def _contact(received: Received) -> Uri | None:
    """Of the first contact."""
    try:
        contact = received.message.contact
    except Malformed:
        return None
    return None if contact is None else contact.uri


def _of_contact(shows: Callable[[Received, Uri], bool]) -> Callable[[Received], bool]:
    def sign(received: Received) -> bool:
        contact = _contact(received)
        return contact is not None and shows(received, contact)

    return sign


def _via_host(received: Received) -> str | None:
    via = received.via
    return None if via is None else via.host


def _other_via_port(received: Received) -> bool:
    via = received.via
    return via is not None and (via.port or _PORT) != received.way.address.port


def _private_sdp(received: Received) -> bool:
    lines = received.message.body.decode("latin-1").splitlines()
    return any(line.startswith("c=") and is_private(line.split()[-1]) for line in lines)


_SHOWS: Final[Mapping[Sign, Callable[[Received], bool]]] = {
    Sign.PRIVATE_CONTACT: _of_contact(lambda _, contact: is_private(contact.host)),
    Sign.OTHER_VIA: lambda received: _via_host(received) != received.way.address.ip,
    Sign.PRIVATE_VIA: lambda received: is_private(_via_host(received) or ""),
    Sign.PRIVATE_SDP: _private_sdp,
    Sign.OTHER_VIA_PORT: _other_via_port,
    Sign.OTHER_CONTACT: _of_contact(lambda received, contact: contact.host != received.way.address.ip),
    Sign.OTHER_CONTACT_PORT: _of_contact(
        lambda received, contact: (contact.port or _PORT) != received.way.address.port
    ),
}
