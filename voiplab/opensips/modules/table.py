"""Every module of OpenSIPS 3.2: those with a table here, each in its own file, and the names of the others."""

from collections.abc import Mapping
from importlib import import_module
from typing import Final, cast

from voiplab.opensips.modules.elsewhere import ELSEWHERE
from voiplab.opensips.modules.shape import Module

_TABLES: Final = (
    "auth", "b2b_entities", "b2b_logic", "dialog", "dialplan", "maxfwd", "mi_datagram", "mi_fifo", "nathelper", "options",
    "path", "presence", "proto_tcp", "proto_udp", "registrar", "rr", "rtpengine", "signaling", "sipmsgops", "sl", "textops",
    "tm", "topology_hiding", "uac", "uac_auth", "usrloc",
)  # fmt: skip


def _table(name: str) -> Module:
    return cast(Module, import_module(f"voiplab.opensips.modules.{name}").MODULE)


MODULES: Final[Mapping[str, Module]] = {name: _table(name) for name in _TABLES}


def exists(name: str) -> bool:
    """Whether the server has a module of that name."""
    return name in MODULES or name in ELSEWHERE
