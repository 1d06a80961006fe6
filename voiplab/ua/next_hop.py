"""Where a request goes: RFC 3263 without DNS, so the host of a URI has to be an address."""

from functools import lru_cache

from voiplab.net.address import Address
from voiplab.net.packet import Transport
from voiplab.sip.params import value_of
from voiplab.sip.uri import Uri


def address_of(uri: Uri) -> Address:
    return _address(uri.host, uri.port)


@lru_cache(maxsize=4_096)
def _address(host: str, port: int | None) -> Address:
    """Every packet keeps its target, and most go where others went."""
    return Address(host.strip("[]"), port or 5060)


def transport_of(uri: Uri, otherwise: Transport) -> Transport:
    """What the address asks for (RFC 3263 section 4.1); most name none."""
    named = value_of(uri.params, "transport")
    return Transport.TCP if named and named.lower() == "tcp" else Transport.UDP if named else otherwise
