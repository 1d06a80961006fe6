"""Every module of OpenSIPS 3.2: those with a table here, and the names of the others."""

from collections.abc import Mapping
from typing import Final

from voiplab.opensips.modules import (
    auth,
    b2b_entities,
    b2b_logic,
    dialog,
    dialplan,
    maxfwd,
    mi_datagram,
    mi_fifo,
    nathelper,
    options,
    path,
    presence,
    proto_tcp,
    proto_udp,
    registrar,
    rr,
    rtpengine,
    signaling,
    sipmsgops,
    sl,
    textops,
    tm,
    topology_hiding,
    uac,
    uac_auth,
    usrloc,
)
from voiplab.opensips.modules.elsewhere import ELSEWHERE
from voiplab.opensips.modules.shape import Module

_TABLES: Final = (
    auth,
    b2b_entities,
    b2b_logic,
    dialog,
    dialplan,
    maxfwd,
    mi_datagram,
    mi_fifo,
    nathelper,
    options,
    path,
    presence,
    proto_tcp,
    proto_udp,
    registrar,
    rr,
    rtpengine,
    signaling,
    sipmsgops,
    sl,
    textops,
    tm,
    topology_hiding,
    uac,
    uac_auth,
    usrloc,
)

MODULES: Final[Mapping[str, Module]] = {table.MODULE.name: table.MODULE for table in _TABLES}


def exists(name: str) -> bool:
    """Whether the server has a module of that name."""
    return name in MODULES or name in ELSEWHERE
