"""Commands of mod_commands that a text may call, `${cond(1 == 1 ? yes : no)}`: those that only compute.

What asks for the state of the server (`sofia_contact`, `user_data`) the server adds to `Core.commands`.
"""

import re
from collections.abc import Mapping
from hashlib import md5
from typing import Final

from voiplab.freeswitch.dialplan.channel import Command, Scope
from voiplab.freeswitch.dialplan.patterns import Match, search
from voiplab.freeswitch.dialplan.strftime import strftime
from voiplab.freeswitch.directory import Directory
from voiplab.freeswitch.separate import separate

_COND: Final = re.compile(
    r"""\s*(?:'(?P<a>(?:[^'\\]|\\.)*)'|(?P<A>[^ ]*?))\s*(?P<operator>==|!=|<=|>=|<|>)
        \s*(?:'(?P<b>(?:[^'\\]|\\.)*)'|(?P<B>[^ ?]*))\s*\?(?P<rest>.*)""",
    re.DOTALL | re.VERBOSE,
)
_NUMBER: Final = re.compile(r"-?(?:\d+\.?\d*|\.\d+)", re.ASCII)


def cond(argument: str, _scope: Scope) -> str:
    """`a == b ? yes : no`. Numbers are compared as numbers; of other texts < and > compare the lengths."""
    parts = _COND.fullmatch(argument)
    if parts is None:
        return "-ERR"
    left, right = parts["a"] or parts["A"] or "", parts["b"] or parts["B"] or ""
    yes, _, no = parts["rest"].partition(":")
    return (yes if _holds(left, parts["operator"], right) else no).strip(" ")


def _holds(left: str, operator: str, right: str) -> bool:
    if _NUMBER.fullmatch(left) and _NUMBER.fullmatch(right):
        a, b = float(left), float(right)
    elif operator in ("==", "!="):
        return (left == right) == (operator == "==")
    else:
        a, b = len(left), len(right)
    order = (a > b) - (a < b)
    return order in {"==": (0,), "!=": (-1, 1), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}[operator]


def regex(argument: str, scope: Scope) -> str:
    """`data|pattern` says true or false; `data|pattern|%1` the captures, or the data itself when nothing matches."""
    delimiter = "|"
    if argument[:2].lower() == "m:" and len(argument) > 2:
        delimiter, argument = argument[2], argument[3:]
    parts = separate(argument, delimiter, 4)
    if len(parts) < 2:
        return "-ERR"
    found = search(parts[1], parts[0], scope.place, scope.patience)
    if len(parts) == 2:
        return "true" if isinstance(found, Match) else "false"
    if isinstance(found, Match):
        return found.substitute(parts[2].replace("%", "$"))
    flag = parts[3][:1] if len(parts) == 4 else ""
    return {"n": "", "b": "false"}.get(flag, parts[0])


def global_getvar(argument: str, scope: Scope) -> str:
    return scope.core.globals.get(argument.lower(), "")


PURE: Final[Mapping[str, Command]] = {
    "cond": cond,
    "regex": regex,
    "strftime": lambda argument, scope: strftime(argument, scope.core.now, scope.place),
    "strepoch": lambda _argument, scope: str(int(scope.core.now.timestamp())),
    "echo": lambda argument, _scope: argument,
    "toupper": lambda argument, _scope: argument.upper(),
    "tolower": lambda argument, _scope: argument.lower(),
    "md5": lambda argument, _scope: md5(argument.encode("utf-8", "surrogateescape")).hexdigest(),
    "global_getvar": global_getvar,
}


def of_directory(directory: Directory) -> Mapping[str, Command]:
    """`user_exists id 1000 domain`, `user_data 1000@domain param password`, `domain_exists domain`."""

    def user_exists(argument: str, _scope: Scope) -> str:
        words = separate(argument, " ")
        found = directory.user(words[1], words[2]) if len(words) >= 3 else None
        return "true" if found else "false"

    def user_data(argument: str, _scope: Scope) -> str:
        words = separate(argument, " ")
        name, _, domain = words[0].partition("@") if words else ("", "", "")
        user = directory.user(name, domain)
        if user is None or len(words) < 3:
            return ""
        kinds = {"param": user.params, "var": user.variables}
        found = kinds[words[1]].last(words[2]) if words[1] in kinds else None
        return found.value if found else ""

    def domain_exists(argument: str, _scope: Scope) -> str:
        return "true" if directory.domain(argument) else "false"

    return {"user_exists": user_exists, "user_data": user_data, "domain_exists": domain_exists}


ALL: Final = frozenset((
    "acl", "alias", "banner", "bg_system", "bgapi", "break", "callcenter_config", "complete", "cond", "conference",
    "console", "create_uuid", "curl", "db", "db_cache", "domain_data", "domain_exists", "echo", "enum", "escape",
    "eval", "event_sink", "expand", "expr", "fax", "fifo", "file_exists", "file_to_base64", "find_user_xml", "fsctl",
    "getcputime", "getenv", "gethost", "global_getvar", "global_setvar", "group", "group_call", "hash", "hash_dump",
    "hash_remote", "help", "host_lookup", "hostname", "http_get", "hupall", "in_group", "interface_ip", "is_lan_addr",
    "jsapi", "json", "lcr", "limit_hash_usage", "limit_interval_reset", "limit_reset", "limit_status", "limit_usage",
    "list_users", "load", "local_stream", "log", "lua", "luarun", "md5", "mod_spandsp", "module_exists", "msleep",
    "nat_map", "ncache", "originate", "page", "pause", "perl", "pickup", "pool_stats", "presence", "python",
    "quote_shell_arg", "reg_url", "regex", "reload", "reloadacl", "reloadxml", "replace", "say", "say_string",
    "sched_api", "sched_broadcast", "sched_del", "sched_hangup", "sched_transfer", "show", "sofia", "sofia_contact",
    "sofia_count_reg", "sofia_dig", "sofia_gateway_data", "sofia_presence_data", "sofia_username_of", "spawn", "stat",
    "status", "stream_system", "strepoch", "strftime", "strftime_tz", "strmicroepoch", "stun", "switchname", "system",
    "time_test", "timer_test", "tolower", "tone_detect", "toupper", "unload", "unsched_api", "uptime", "url_decode",
    "url_encode", "user_data", "user_exists", "username_exists", "uuid_answer", "uuid_audio", "uuid_break",
    "uuid_bridge", "uuid_broadcast", "uuid_buglist", "uuid_chat", "uuid_deflect", "uuid_displace", "uuid_display",
    "uuid_dump", "uuid_early_ok", "uuid_exists", "uuid_fileman", "uuid_flush_dtmf", "uuid_getvar", "uuid_hold",
    "uuid_jitterbuffer", "uuid_kill", "uuid_limit", "uuid_media", "uuid_park", "uuid_phone_event", "uuid_pre_answer",
    "uuid_preprocess", "uuid_record", "uuid_recv_dtmf", "uuid_send_dtmf", "uuid_send_info", "uuid_send_message",
    "uuid_session_heartbeat", "uuid_set_media_stats", "uuid_setvar", "uuid_setvar_multi", "uuid_simplify",
    "uuid_transfer", "uuid_warning", "valet_info", "version", "vm_boxcount", "voicemail", "xml_flush_cache",
    "xml_locate", "xml_wrap",
))  # fmt: skip
"""The commands that the server has: what of it is neither above nor in `Core.commands` is not simulated."""
