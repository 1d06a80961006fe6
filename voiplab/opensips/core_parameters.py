"""Every global parameter of OpenSIPS 3.2: how its value is written, its default, and what becomes of it here.

Script manual 3.2, "Core parameters". `socket`, `listen`, `alias`, `mpath` and `auto_scaling_profile` have a syntax of their own
and stand in the grammar.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from voiplab.opensips.standing import Standing


class Written(Enum):
    """The kind of value after the =; the names of the members are the grammar's."""

    INT_PARAMETER = "a whole number"
    BOOL_PARAMETER = "yes, no or a number"
    TEXT_PARAMETER = "a text in quotes"
    WORD_PARAMETER = "a word"
    ADDRESS_PARAMETER = "an address or the name of a host"

    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class CoreParameter:
    name: str
    written: Written
    default: str
    standing: Standing
    says: str
    """What it is about, for the learner."""


_LOG: Final = "it changes what the server's log says"
_INSIDE: Final = "it changes how the server works inside, not what it sends"
_MEMORY: Final = "it is about the memory of the process"

_INT: Final[Mapping[str, tuple[str, Standing, str]]] = {
    "advertised_port": ("", Standing.NOT_SIMULATED, "the port that is written into Via and Record-Route"),
    "auto_scaling_cycle": ("1", Standing.NO_EFFECT, _INSIDE),
    "db_max_async_connections": ("10", Standing.NO_EFFECT, _INSIDE),
    "debug_level": ("", Standing.NO_EFFECT, _LOG),
    "dns_retr_no": ("0", Standing.NO_EFFECT, "names are looked up in the lab's table of hosts"),
    "dns_retr_time": ("0", Standing.NO_EFFECT, "names are looked up in the lab's table of hosts"),
    "dns_servers_no": ("0", Standing.NO_EFFECT, "names are looked up in the lab's table of hosts"),
    "event_pkg_threshold": ("0", Standing.NO_EFFECT, _MEMORY),
    "event_shm_threshold": ("0", Standing.NO_EFFECT, _MEMORY),
    "exec_dns_threshold": ("0", Standing.NO_EFFECT, _LOG),
    "exec_msg_threshold": ("0", Standing.NO_EFFECT, _LOG),
    "log_level": ("2", Standing.IN_FORCE, "which lines the log shows"),
    "max_while_loops": ("10000", Standing.IN_FORCE, "how many times a while may run"),
    "maxbuffer": ("262144", Standing.NO_EFFECT, _INSIDE),
    "mcast_ttl": ("", Standing.NO_EFFECT, "there is no multicast in a lab"),
    "mem_dump": ("3", Standing.NO_EFFECT, _MEMORY),
    "mem_log": ("4", Standing.NO_EFFECT, _MEMORY),
    "mem_warming_percentage": ("75", Standing.NO_EFFECT, _MEMORY),
    "memdump": ("3", Standing.NO_EFFECT, _MEMORY),
    "memlog": ("4", Standing.NO_EFFECT, _MEMORY),
    "open_files_limit": ("", Standing.NO_EFFECT, _INSIDE),
    "port": ("5060", Standing.NOT_SIMULATED, "the port of sockets that name none"),
    "pv_print_buf_size": ("20000", Standing.NO_EFFECT, _INSIDE),
    "query_buffer_size": ("0", Standing.NO_EFFECT, _INSIDE),
    "query_flush_time": ("0", Standing.NO_EFFECT, _INSIDE),
    "restart_persistency_size": ("16", Standing.NO_EFFECT, _INSIDE),
    "shm_hash_split_percentage": ("1", Standing.NO_EFFECT, _MEMORY),
    "shm_memlog_size": ("0", Standing.NO_EFFECT, _MEMORY),
    "shm_secondary_hash_size": ("8", Standing.NO_EFFECT, _MEMORY),
    "tcp_connect_timeout": ("100", Standing.NO_EFFECT, "a connection in a lab opens at once or never"),
    "tcp_connection_lifetime": ("120", Standing.NOT_SIMULATED, "how long an idle connection stays open"),
    "tcp_keepcount": ("9", Standing.NO_EFFECT, _INSIDE),
    "tcp_keepidle": ("7200", Standing.NO_EFFECT, _INSIDE),
    "tcp_keepinterval": ("75", Standing.NO_EFFECT, _INSIDE),
    "tcp_max_connections": ("2048", Standing.NO_EFFECT, _INSIDE),
    "tcp_max_msg_time": ("4", Standing.NO_EFFECT, _INSIDE),
    "tcp_socket_backlog": ("10", Standing.NO_EFFECT, _INSIDE),
    "tcp_threshold": ("0", Standing.NO_EFFECT, _LOG),
    "timer_workers": ("1", Standing.NO_EFFECT, "one process does all work here"),
    "tcp_workers": ("8", Standing.NO_EFFECT, "one process does all work here"),
    "udp_workers": ("8", Standing.NO_EFFECT, "one process does all work here"),
    "xlog_buf_size": ("4096", Standing.NO_EFFECT, _LOG),
    "xlog_default_level": ("-1", Standing.NO_EFFECT, _LOG),
    "xlog_level": ("2", Standing.IN_FORCE, "which lines of xlog() the log shows"),
    "xlog_print_level": ("-1", Standing.NO_EFFECT, _LOG),
}

_BOOL: Final[Mapping[str, tuple[str, Standing, str]]] = {
    "abort_on_assert": ("no", Standing.NOT_SIMULATED, "whether a failed assert() ends the server"),
    "auto_aliases": ("yes", Standing.NO_EFFECT, "names are looked up in the lab's table of hosts"),
    "check_via": ("no", Standing.NOT_SIMULATED, "whether the topmost Via of a reply must be ours"),
    "debug_mode": ("no", Standing.NO_EFFECT, _LOG),
    "disable_503_translation": ("no", Standing.NOT_SIMULATED, "whether a received 503 is passed on as 500"),
    "disable_core_dump": ("no", Standing.NO_EFFECT, _INSIDE),
    "disable_dns_blacklist": ("yes", Standing.NOT_SIMULATED, "whether addresses that failed are left out for a while"),
    "disable_dns_failover": ("no", Standing.NOT_SIMULATED, "whether the second address of a name is tried"),
    "disable_stateless_fwd": ("yes", Standing.NOT_SIMULATED, "whether replies without transaction are passed on"),
    "dns": ("no", Standing.NO_EFFECT, "received= shows addresses"),
    "dns_try_ipv6": ("no", Standing.NO_EFFECT, "a lab has IPv4"),
    "dns_try_naptr": ("yes", Standing.NO_EFFECT, "names are looked up in the lab's table of hosts"),
    "dns_use_search_list": ("yes", Standing.NO_EFFECT, "names are looked up in the lab's table of hosts"),
    "enable_asserts": ("no", Standing.IN_FORCE, "whether assert() is looked at"),
    "log_stderror": ("no", Standing.NO_EFFECT, _LOG),
    "mcast_loopback": ("no", Standing.NO_EFFECT, "there is no multicast in a lab"),
    "mem_warming": ("no", Standing.NO_EFFECT, _MEMORY),
    "mhomed": ("no", Standing.NOT_SIMULATED, "whether the socket is chosen by the destination"),
    "rev_dns": ("no", Standing.NO_EFFECT, "received= shows addresses"),
    "server_signature": ("yes", Standing.IN_FORCE, "whether replies have a Server header"),
    "sip_warning": ("no", Standing.NOT_SIMULATED, "whether replies have a Warning header"),
    "tcp_accept_aliases": ("no", Standing.NOT_SIMULATED, "whether ;alias in a Via keeps the connection"),
    "tcp_keepalive": ("yes", Standing.NO_EFFECT, _INSIDE),
    "tcp_no_new_conn": ("no", Standing.NOT_SIMULATED, "whether connections are opened at all"),
    "xlog_force_color": ("no", Standing.NO_EFFECT, _LOG),
}

_TEXT: Final[Mapping[str, tuple[str, Standing, str]]] = {
    "chroot": ("", Standing.NO_EFFECT, _INSIDE),
    "db_default_url": ("", Standing.NO_EFFECT, "there is no database in a lab: what needs one is refused by name"),
    "db_version_table": ("version", Standing.NO_EFFECT, "there is no database in a lab"),
    "gid": ("", Standing.NO_EFFECT, _INSIDE),
    "group": ("", Standing.NO_EFFECT, _INSIDE),
    "log_name": ("", Standing.NO_EFFECT, _LOG),
    "log_prefix": ("", Standing.NO_EFFECT, _LOG),
    "mem_warming_pattern_file": ("", Standing.NO_EFFECT, _MEMORY),
    "restart_persistency_cache_file": ("", Standing.NO_EFFECT, _INSIDE),
    "server_header": ("Server: OpenSIPS (3.2.10 (x86_64/linux))", Standing.IN_FORCE, "the Server header of replies"),
    "tcp_no_new_conn_bflag": ("", Standing.NOT_SIMULATED, "a branch flag against new connections"),
    "tcp_no_new_conn_rplflag": ("", Standing.NOT_SIMULATED, "a flag against new connections for replies"),
    "uid": ("", Standing.NO_EFFECT, _INSIDE),
    "user": ("", Standing.NO_EFFECT, _INSIDE),
    "user_agent_header": (
        "User-Agent: OpenSIPS (3.2.10 (x86_64/linux))", Standing.IN_FORCE, "the User-Agent header of own requests",
    ),
    "wdir": ("", Standing.NO_EFFECT, _INSIDE),
}  # fmt: skip

_WORD: Final[Mapping[str, tuple[str, Standing, str]]] = {
    "log_facility": ("LOG_DAEMON", Standing.NO_EFFECT, _LOG),
    "poll_method": ("epoll", Standing.NO_EFFECT, _INSIDE),
    "tos": ("", Standing.NO_EFFECT, "links of a lab have no classes of service"),
    "udp_auto_scaling_profile": ("", Standing.NO_EFFECT, "one process does all work here"),
    "tcp_auto_scaling_profile": ("", Standing.NO_EFFECT, "one process does all work here"),
}

_ADDRESS: Final[Mapping[str, tuple[str, Standing, str]]] = {
    "advertised_address": ("", Standing.NOT_SIMULATED, "the address that is written into Via and Record-Route"),
    "tcp_source_ipv4": ("", Standing.NOT_SIMULATED, "the address from which connections are opened"),
}


def _parameters() -> Mapping[str, CoreParameter]:
    tables = (
        (Written.INT_PARAMETER, _INT),
        (Written.BOOL_PARAMETER, _BOOL),
        (Written.TEXT_PARAMETER, _TEXT),
        (Written.WORD_PARAMETER, _WORD),
        (Written.ADDRESS_PARAMETER, _ADDRESS),
    )
    return {name: CoreParameter(name, written, *row) for written, table in tables for name, row in table.items()}


CORE_PARAMETERS: Final = _parameters()

NOT_READ: Final = ("dst_blacklist",)
"""Names whose values have a syntax of their own that is not read here: the line is refused as not simulated."""
