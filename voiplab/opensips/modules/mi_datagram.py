"""mi_datagram: the management interface, through datagrams. Module documentation of OpenSIPS 3.2, "mi_datagram"."""

from typing import Final

from voiplab.opensips.modules.shape import either, integer, module, text
from voiplab.opensips.standing import Standing

MODULE: Final = module(
    "mi_datagram",
    "the management interface, through datagrams",
    parameters=(
        text("socket_name", "", Standing.IN_FORCE),
        text("children_count", "1", Standing.NO_EFFECT),
        integer("unix_socket_mode", "0660", Standing.NO_EFFECT),
        either("unix_socket_group", "", Standing.NO_EFFECT),
        either("unix_socket_user", "", Standing.NO_EFFECT),
        integer("socket_timeout", "2000", Standing.NO_EFFECT),
        text("trace_destination", "", Standing.NO_EFFECT),
        text("trace_bwlist", "", Standing.NO_EFFECT),
        integer("pretty_printing", "0", Standing.IN_FORCE),
    ),
)
