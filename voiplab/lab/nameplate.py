"""What stands on a telephone before anybody touches it: its model, its own address, and what its file has switched on."""

from voiplab.lab.node import Node
from voiplab.phone.phone import Phone
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.value import value


@value(frozen=True, slots=True)
class Nameplate:
    """`address`: `sip:1000@192.168.10.20`."""

    model: str
    address: str
    does_not_disturb: bool = False


def nameplate(node: Node) -> Nameplate | None:
    """None for a node that is no telephone."""
    if not isinstance(node, Phone):
        return None
    setup = node.setup
    identity = setup.profile.identity
    vendor = "" if identity.model.startswith(identity.vendor) or identity.vendor == "none" else f"{identity.vendor} "
    address = str(NameAddr.parse(setup.addresses.local).uri)
    return Nameplate(f"{vendor}{identity.model}", address, setup.settings.do_not_disturb)
