"""Statistics of the core and of modules, by group and name, in the server's order.

Those of memory, of the load and of name servers have no like here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from voiplab.opensips.console.command import OK, Json, MiError, Parameters
from voiplab.opensips.counters import Counters
from voiplab.opensips.dialog.dialogs import Dialogs
from voiplab.opensips.functions.registrar import Registrar
from voiplab.opensips.functions.usrloc import Tables
from voiplab.sim.moment import seconds

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

Read = Callable[["Server"], Mapping[str, int]]

_CLASSES: Final = range(1, 7)
_COUNTED: Final[Mapping[str, Sequence[str]]] = {
    "core": ("rcv_requests", "rcv_replies", "fwd_requests"),
    "tm": (
        "received_replies",
        "relayed_replies",
        "local_replies",
        "UAS_transactions",
        *(f"{number}xx_transactions" for number in _CLASSES[1:]),
    ),
    "sl": (*(f"{number}xx_replies" for number in _CLASSES), "sent_replies", "received_ACKs"),
    "registrar": ("accepted_regs", "rejected_regs"),
    "dialog": ("processed_dialogs", "expired_dialogs", "failed_dialogs"),
}
"""Those that only grow, by group."""


def _counts(server: "Server", group: str) -> dict[str, int]:
    counters = server.part(Counters)
    return {name: counters[f"{group}:{name}"] for name in _COUNTED[group]}


def _core(server: "Server") -> Mapping[str, int]:
    return {**_counts(server, "core"), "timestamp": (server.host.now - server.started) // seconds(1)}


def _tm(server: "Server") -> Mapping[str, int]:
    return {**_counts(server, "tm"), "inuse_transactions": server.transactions.count}


def _sl(server: "Server") -> Mapping[str, int]:
    return _counts(server, "sl")


def _usrloc(server: "Server") -> Mapping[str, int]:
    tables = server.part(Tables).tables.values()
    found = {"registered_users": sum(len(table.records) for table in tables)}
    for table in tables:
        found[f"{table.name}-users"] = len(table.records)
        found[f"{table.name}-contacts"] = table.contact_count
        found[f"{table.name}-expires"] = table.expired
    return found


def _registrar(server: "Server") -> Mapping[str, int]:
    settings = server.part(Registrar).settings
    return {
        "max_expires": settings.max_expires,
        "max_contacts": settings.max_contacts,
        "default_expire": settings.default_expires,
        **_counts(server, "registrar"),
    }


def _dialog(server: "Server") -> Mapping[str, int]:
    dialogs = server.part(Dialogs)
    return {"active_dialogs": dialogs.active, "early_dialogs": dialogs.early, **_counts(server, "dialog")}


GROUPS: Final[Mapping[str, Read]] = {
    "core": _core,
    "tm": _tm,
    "sl": _sl,
    "usrloc": _usrloc,
    "registrar": _registrar,
    "dialog": _dialog,
}


def groups(server: "Server") -> Iterator[str]:
    return (group for group in GROUPS if server.configuration.is_loaded(group))


def statistics(server: "Server") -> Mapping[str, int]:
    """All, as `group:name`."""
    return {f"{group}:{name}": value for group in groups(server) for name, value in GROUPS[group](server).items()}


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
    return {name: "incremental" if _is_counted(name) else "non-incremental" for name in statistics(server)}


def reset_statistics(server: "Server", parameters: Parameters) -> Json:
    """Only what is counted can begin again."""
    every = statistics(server)
    found = [name for asked in parameters.texts("statistics") for name in _asked(every, asked)]
    if not found:
        raise MiError(404, "Statistics Not Found")
    for name in found:
        server.part(Counters).reset(name)
    return OK


def _is_counted(name: str) -> bool:
    group, _, own = name.partition(":")
    return own in _COUNTED.get(group, ()) or own.endswith("-expires")
