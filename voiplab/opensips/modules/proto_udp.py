"""proto_udp: SIP over UDP. Module documentation of OpenSIPS 3.2, "proto_udp"."""

from typing import Final

from voiplab.opensips.modules.shape import integer, module
from voiplab.opensips.standing import Standing

MODULE: Final = module(
    "proto_udp",
    "SIP over UDP",
    parameters=(integer("udp_port", "5060", Standing.IN_FORCE),),
    built_in=True,
)
