"""The commands of the management interface, by module; what the server has beyond them is refused by name."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from voiplab.opensips.console import b2b, contacts, core, dialogs, pings, statistics
from voiplab.opensips.console.command import METHOD_NOT_FOUND, Command, Json, MiError, Parameters

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

_OF_MODULES: Final[Mapping[str, str]] = {
    "core": (
        "get_statistics list_statistics reset_statistics uptime version pwd arg which ps kill log_level xlog_level shm_check "
        "cache_store cache_fetch cache_remove event_subscribe events_list subscribers_list raise_event list_tcp_conns "
        "mem_pkg_dump mem_shm_dump mem_rpm_dump reload_routes help list_blacklists"
    ),
    "tm": "t_uac_dlg t_uac_cancel t_hash t_reply",
    "usrloc": "ul_rm ul_rm_contact ul_dump ul_flush ul_add ul_show_contact ul_sync ul_cluster_sync",
    "dialog": (
        "dlg_list dlg_list_ctx dlg_end_dlg dlg_db_sync dlg_restore_db dlg_cluster_sync profile_get_size profile_list_dlgs "
        "profile_get_values list_all_profiles profile_end_dlgs dlg_push_var dlg_send_sequential"
    ),
    "nathelper": "nh_enable_ping",
    "b2b_entities": "b2be_list",
    "b2b_logic": "b2b_trigger_scenario b2b_bridge b2b_list b2b_terminate_call",
}
"""All that these modules have, in the server's order."""

_USRLOC: Final = ("table_name", "aor")
_DIALOG: Final = ((), ("callid",), ("callid", "from_tag"), ("index", "counter"))
_PROFILE: Final = (("profile",), ("profile", "value"))


def which(server: "Server", parameters: Parameters) -> Json:
    """All commands, or the parameters of one."""
    if not parameters.has("command"):
        return names(server)
    command = COMMANDS.get(parameters.text("command"))
    if command is None:
        raise MiError(404, "unknown MI command")
    return [list(recipe) for recipe in command.recipes]


COMMANDS: Final[Mapping[str, Command]] = {
    "b2b_bridge": Command(b2b.b2b_bridge, (("dialog_id", "new_uri"), ("dialog_id", "new_uri", "flag"))),
    "b2b_list": Command(b2b.b2b_list),
    "b2be_list": Command(b2b.b2be_list),
    "b2b_terminate_call": Command(b2b.b2b_terminate_call, (("key",),)),
    "b2b_trigger_scenario": Command(b2b.b2b_trigger_scenario, (b2b.ENTITY, (*b2b.ENTITY, "context")), "context"),
    "dlg_end_dlg": Command(dialogs.dlg_end_dlg, (("dialog_id",), ("dialog_id", "extra_hdrs"))),
    "dlg_list": Command(dialogs.dlg_list, _DIALOG, by_name_only=True),
    "dlg_list_ctx": Command(dialogs.dlg_list_ctx, _DIALOG, by_name_only=True),
    "dlg_push_var": Command(dialogs.dlg_push_var, (("dlg_val_name", "dlg_val_value", "DID"),), "DID"),
    "get_statistics": Command(statistics.get_statistics, (("statistics",),), "statistics"),
    "list_all_profiles": Command(dialogs.list_all_profiles),
    "list_statistics": Command(statistics.list_statistics),
    "log_level": Command(core.log_level, ((), ("level",))),
    "profile_end_dlgs": Command(dialogs.profile_end_dlgs, _PROFILE),
    "profile_get_size": Command(dialogs.profile_get_size, _PROFILE),
    "profile_get_values": Command(dialogs.profile_get_values, (("profile",),)),
    "profile_list_dlgs": Command(dialogs.profile_list_dlgs, _PROFILE),
    "nh_enable_ping": Command(pings.nh_enable_ping, ((), ("status",))),
    "ps": Command(core.ps),
    "pwd": Command(core.pwd),
    "reset_statistics": Command(statistics.reset_statistics, (("statistics",),), "statistics"),
    "ul_add": Command(
        contacts.ul_add, ((*_USRLOC, "contact", "expires", "q", "unsused", "flags", "cflags", "methods"),)
    ),
    "ul_dump": Command(contacts.ul_dump, ((), ("brief",))),
    "ul_flush": Command(contacts.ul_flush),
    "ul_rm": Command(contacts.ul_rm, (_USRLOC,)),
    "ul_rm_contact": Command(contacts.ul_rm_contact, ((*_USRLOC, "contact"),)),
    "ul_show_contact": Command(contacts.ul_show_contact, (_USRLOC,)),
    "uptime": Command(core.uptime),
    "version": Command(core.version),
    "which": Command(which, ((), ("command",))),
    "xlog_level": Command(core.xlog_level, ((), ("level",))),
}
"""`unsused` is spelt like that in the server."""


def names(server: "Server") -> Sequence[str]:
    """Those of the core and of the loaded modules, in the order in which these were loaded."""
    modules = ("core", *server.configuration.modules)
    return [name for module in modules for name in _OF_MODULES.get(module, "").split()]


def perform(server: "Server", name: str, given: Sequence[Json] | Mapping[str, Json]) -> Json:
    """Raises `MiError`."""
    if name not in names(server):
        raise MiError(METHOD_NOT_FOUND, "Method not found")
    command = COMMANDS.get(name)
    if command is None:
        raise MiError(500, f"not simulated in voiplab: {name}")
    try:
        return command.run(server, command.parameters(given))
    except MiError as mistake:
        if mistake.log is not None:
            server.log_line(mistake.log)
        raise
