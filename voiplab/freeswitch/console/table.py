"""The commands of the console, in one table; what the server has beyond them is refused by name."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from voiplab.freeswitch.console import channels, core, moving
from voiplab.freeswitch.console.command import Command
from voiplab.freeswitch.console.fsctl import USAGE as FSCTL
from voiplab.freeswitch.console.fsctl import fsctl
from voiplab.freeswitch.console.show import USAGE as SHOW
from voiplab.freeswitch.console.show import show
from voiplab.freeswitch.console.sofia import sofia
from voiplab.freeswitch.console.valet import USAGE as VALET
from voiplab.freeswitch.console.valet import valet_info
from voiplab.freeswitch.console.xml_locate import USAGE as XML_LOCATE
from voiplab.freeswitch.console.xml_locate import xml_locate
from voiplab.freeswitch.dialplan.commands import ALL
from voiplab.freeswitch.switch import Switch
from voiplab.text.place import ConfigError, NotSimulated


def help_(_switch: Switch, _argument: str) -> str:
    rows = [f"{name},{command.syntax},{command.help},{command.module}" for name, command in sorted(COMMANDS.items())]
    return "\n".join(["", "Valid Commands:", "", *rows, ""])


def expand(switch: Switch, argument: str) -> str | None:
    """expand <cmd> <args>: the variables in it are replaced first."""
    name, _, rest = core.eval_(switch, argument).partition(" ")
    command = COMMANDS.get(name)
    if command is not None:
        return command.run(switch, rest)
    if name in ALL:
        return f"-ERR not simulated in voiplab: {name}\n"
    return "INVALID COMMAND!\n-ERR Cannot execute command\n"


COMMANDS: Final[Mapping[str, Command]] = {
    "acl": Command(core.acl, "<ip> <list_name>", "Compare an ip to an acl list"),
    "bgapi": Command(channels.bgapi, "<command>[ <arg>]", "Execute an api command in a thread"),
    "cond": Command(partial(core.computed, "cond"), "<expr> ? <true val> : <false val>", "Evaluate a conditional"),
    "console": Command(core.console, "loglevel [level]", "Console", "mod_console"),
    "domain_exists": Command(partial(core.computed, "domain_exists"), "<domain>", "Check if a domain exists"),
    "echo": Command(partial(core.computed, "echo"), "<data>", "Echo"),
    "eval": Command(core.eval_, "<expression>", "eval (noop)"),
    "expand": Command(expand, "[uuid:<uuid> ]<cmd> <args>", "Execute an api with variable expansion"),
    "fsctl": Command(fsctl, FSCTL, "FS control messages"),
    "global_getvar": Command(partial(core.computed, "global_getvar"), "<var>", "Get global var"),
    "help": Command(help_, "", "Show help for all the api commands"),
    "hostname": Command(core.hostname, "", "Return the system hostname"),
    "hupall": Command(channels.hupall, "<cause> [<var> <value>]", "hupall"),
    "list_users": Command(core.list_users, "", "List Users configured in Directory"),
    "log": Command(core.log, "<level> <message>", "Log"),
    "md5": Command(partial(core.computed, "md5"), "<data>", "Return md5 hash"),
    "module_exists": Command(core.module_exists, "<module>", "Check if module exists"),
    "originate": Command(channels.originate, channels.USAGE, "Originate a call"),
    "regex": Command(partial(core.computed, "regex"), "<data>|<pattern>[|<subst string>][n|b]", "Evaluate a regex"),
    "reloadxml": Command(core.reloadxml, "", "Reload XML"),
    "show": Command(show, SHOW, "Show various reports"),
    "sofia": Command(sofia, "<cmd> <args>", "Sofia Controls", "mod_sofia"),
    "sofia_contact": Command(core.sofia_contact, "[profile/]<user>@<domain>", "Sofia Contacts", "mod_sofia"),
    "status": Command(core.status, "", "Show current status"),
    "strftime": Command(partial(core.computed, "strftime"), "<format_string>", "strftime"),
    "switchname": Command(core.switchname, "", "Return the switch name"),
    "uptime": Command(core.uptime, "[us|ms|s|m|h|d|microseconds|...]", "Show uptime"),
    "user_data": Command(core.user_data, "<user>@<domain> [var|param|attr] <name>", "Find user data"),
    "user_exists": Command(partial(core.computed, "user_exists"), "<key> <user> <domain>", "Find a user"),
    "uuid_bridge": Command(moving.uuid_bridge, moving.BRIDGE, "Bridge call legs"),
    "uuid_dump": Command(channels.uuid_dump, "<uuid> [format]", "Dump session vars"),
    "uuid_exists": Command(channels.uuid_exists, "<uuid>", "Check if a uuid exists"),
    "uuid_getvar": Command(channels.uuid_getvar, "<uuid> <var>", "Get a variable from a channel"),
    "uuid_kill": Command(channels.uuid_kill, "<uuid> [cause]", "Kill channel"),
    "uuid_setvar": Command(channels.uuid_setvar, "<uuid> <var> [value]", "Set a variable on a channel"),
    "uuid_transfer": Command(moving.uuid_transfer, moving.TRANSFER, "Transfer a session"),
    "valet_info": Command(valet_info, VALET, "Valet Parking Info", "mod_valet_parking"),
    "version": Command(core.version, "", "Version"),
    "xml_locate": Command(xml_locate, XML_LOCATE, "Find some xml"),
}


def execute(switch: Switch, text: str) -> str:
    """What fs_cli prints for a line that was typed; empty when the answer comes later."""
    name, _, argument = text.strip().partition(" ")
    command = COMMANDS.get(name)
    if command is None:
        return f"-ERR not simulated in voiplab: {name}\n" if name in ALL else f"-ERR {name} Command not found!\n"
    try:
        said = command.run(switch, argument.strip())
    except NotSimulated as asked:
        switch.log("err", f"not simulated in voiplab: {asked}")
        return f"-ERR not simulated in voiplab: {asked}\n"
    except ConfigError as wrong:
        return f"-ERR {wrong.says}\n"
    if said is None:
        return ""
    return said or "-ERR no reply\n"
