"""Statistics of the core and of modules, by group and name, in the server's order.

Those of memory and of the load have no like here.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from voiplab.opensips.console.command import Json, Parameters
from voiplab.opensips.functions.registrar import Registrar
from voiplab.opensips.functions.usrloc import Tables
from voiplab.sim.moment import seconds

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

Read = Callable[["Server"], Mapping[str, int]]


def _core(server: "Server") -> Mapping[str, int]:
    return {"timestamp": (server.host.now - server.started) // seconds(1)}


def _usrloc(server: "Server") -> Mapping[str, int]:
    tables = server.part(Tables).tables.values()
    found = {"registered_users": sum(len(table.records) for table in tables)}
    for table in tables:
        found[f"{table.name}-users"] = len(table.records)
        found[f"{table.name}-contacts"] = table.contact_count
        found[f"{table.name}-expires"] = table.expired
    return found


def _registrar(server: "Server") -> Mapping[str, int]:
    registrar = server.part(Registrar)
    settings = registrar.settings
    return {
        "max_expires": settings.max_expires,
        "max_contacts": settings.max_contacts,
        "default_expire": settings.default_expires,
        "accepted_regs": registrar.accepted,
        "rejected_regs": registrar.rejected,
    }


GROUPS: Final[Mapping[str, Read]] = {"core": _core, "usrloc": _usrloc, "registrar": _registrar}


def statistics(server: "Server") -> Mapping[str, int]:
    """All, as `group:name`."""
    return {
        f"{group}:{name}": value
        for group, read in GROUPS.items()
        if server.configuration.is_loaded(group)
        for name, value in read(server).items()
    }


def get_statistics(server: "Server", parameters: Parameters) -> Json:
    """`all`, a group with its colon, or a name with or without its group; what nobody knows is passed over."""
    every = statistics(server)
    found: dict[str, Json] = {}
    for asked in parameters.texts("statistics"):
        found |= {name: every[name] for name in _asked(every, asked)}
    return found


def _asked(every: Mapping[str, int], asked: str) -> Sequence[str]:
    if asked == "all":
        return list(every)
    if asked.endswith(":"):
        return [name for name in every if name.startswith(asked)]
    return [name for name in every if asked in (name, name.partition(":")[2])]


def list_statistics(server: "Server", _parameters: Parameters) -> Json:
    return {name: _kind(name.partition(":")[2]) for name in statistics(server)}


def _kind(name: str) -> str:
    is_counted = name.endswith("-expires") or name in ("accepted_regs", "rejected_regs")
    return "incremental" if is_counted else "non-incremental"
