"""Where a response goes, and what its Via has learned on the way."""

from voiplab.net.address import Address
from voiplab.net.packet import Transport
from voiplab.sip.headers.via import Via
from voiplab.ua.transport import Way


def received_via(via: Via, source: Address) -> Via:
    """The topmost Via with what the transport saw: `received` (RFC 3261 section 18.2.1), `rport` (RFC 3581 section 4)."""
    params = tuple(
        (name, str(source.port) if name == "rport" and value is None else value)
        for name, value in via.params
        if name != "received"  # nobody but us knows it
    )
    if via.host.strip("[]") != source.ip:
        params = (*params, ("received", source.ip))
    return Via(via.transport, via.host, via.port, params)


def return_address(via: Via, way: Way) -> Address:
    """Where a response goes: RFC 3261 section 18.2.2, RFC 3581 section 4. By TCP only when its connection is gone: a new one
    is not opened to the port that the old one happened to come from."""
    is_symmetric = way.transport is Transport.UDP and any(name == "rport" for name, _ in via.params)
    port = way.address.port if is_symmetric else via.port or 5060
    return way.address if port == way.address.port else Address(way.address.ip, port)
