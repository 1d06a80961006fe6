"""Remarks on the files of `autoload_configs`: the SIP profiles, the lists of networks, the modules, the core."""

from collections.abc import Iterator, Mapping
from typing import Final

from voiplab.freeswitch.explain.element import (
    ignored,
    in_force,
    no_effect,
    not_simulated,
    unknown_attributes,
    unknown_children,
)
from voiplab.freeswitch.explain.profiles import profile
from voiplab.freeswitch.tree import Node
from voiplab.text.nearest import did_you_mean
from voiplab.text.remark import Remark

_SWITCH: Final[Mapping[str, str]] = {
    "max-sessions": "how many channels there may be at once",
    "rtp-end-port": "the last port for media",
    "rtp-start-port": "the first port for media",
    "sessions-per-second": "how many new channels a second may bring",
    "switchname": "the name of the server",
}

_SWITCH_NO_EFFECT: Final = frozenset((
    "1ms-timer", "api-on-startup", "auto-clear-sql", "auto-create-schemas", "colorize-console", "core-db-dsn",
    "core-db-inner-post-trans-execute", "core-db-inner-pre-trans-execute", "core-db-name",
    "core-db-post-trans-execute", "core-db-pre-trans-execute", "core-dbtype", "core-non-sqlite-db-required",
    "core-recovery-db-dsn", "cpu-idle-smoothing-depth", "crash-protection", "db-handle-timeout", "debug-level",
    "debug-sql", "default-dtmf-duration", "dialplan-timestamps", "disable-monotonic-timing", "dump-cores",
    "enable-clock-nanosleep", "enable-cond-yield", "enable-early-hangup", "enable-monotonic-timing",
    "enable-softtimer-timerfd", "enable-timer-matrix", "enable-use-system-time",
    "event-channel-enable-hierarchy-deliver", "event-channel-key-separator", "events-use-dispatch",
    "initial-event-threads", "loglevel", "mailer-app", "mailer-app-args", "max-audio-channels", "max-db-handles",
    "max-dtmf-duration", "max-event-channel", "max-media-channels", "min-dtmf-duration", "min-idle-cpu",
    "odbc-skip-autocommit-flip", "rtp-enable-zrtp", "rtp-port-usage-robustness", "rtp-retain-crypto-keys",
    "session-thread-pool", "spawn-instead-of-system", "ssl-cipher-list", "threaded-system-exec", "timer-affinity",
    "tipping-point", "trap-on-deadlock", "variable", "verbose-channel-events", "vpx-debug",
))  # fmt: skip

_OTHER_FILES: Final = "no element of this lab needs what this file sets up"


def autoload(section: Node) -> Iterator[Remark]:
    seen: list[str] = []
    for node in section.children:
        name = node.get("name").lower()
        if node.name != "configuration":
            yield ignored(node, f"<{node.name}> between the configurations is read by nobody")
        elif name in seen:
            yield ignored(node, f"{name} stood before: the first one counts")
        else:
            seen.append(name)
            yield from _configuration(node, name)


def _configuration(node: Node, name: str) -> Iterator[Remark]:
    match name:
        case "sofia.conf":
            yield from _sofia(node)
        case "switch.conf":
            yield from _switch(node)
        case "acl.conf":
            yield from _acl(node)
        case "modules.conf":
            yield from _modules(node)
        case _:
            yield no_effect(node, f"{name}: {_OTHER_FILES}")


def _sofia(node: Node) -> Iterator[Remark]:
    yield from unknown_children(node, ("global_settings", "profiles"))
    for setting in node.below(["global_settings", "param"]):
        yield no_effect(setting, f"{setting.get('name')}: it changes how the module works inside, not what it sends")
    seen: list[str] = []
    listening: dict[str, str] = {}
    for profiles in node.all("profiles"):
        yield from unknown_children(profiles, ("profile",))
        for one in profiles.all("profile"):
            name = one.get("name").lower()
            if name in seen:
                yield ignored(one, f"a profile {name} stood before: it is the one that is started")
            else:
                seen.append(name)
                yield from profile(one, listening)


def _switch(node: Node) -> Iterator[Remark]:
    for setting in node.below(["settings", "param"]):
        name = setting.get("name").lower()
        yield from unknown_attributes(setting, ("name", "value"))
        if name in _SWITCH:
            yield in_force(setting, f"{name}: {_SWITCH[name]}")
        elif name in _SWITCH_NO_EFFECT:
            yield no_effect(setting, f"{name}: it changes how the server works inside")
        else:
            hint = did_you_mean(name, [*_SWITCH, *_SWITCH_NO_EFFECT])
            yield ignored(setting, f"there is no parameter {name} of switch.conf{hint}")
    for child in node.children:
        if child.name not in ("settings", "cli-keybindings", "default-ptimes"):
            yield ignored(child, f"<{child.name}> in switch.conf is read by nobody")


def _acl(node: Node) -> Iterator[Remark]:
    yield from unknown_children(node, ("network-lists",))
    for one in node.below(["network-lists", "list"]):
        default = "allowed" if one.get("default").lower() == "allow" else "denied"
        yield in_force(one, f"the list {one.get('name')}: who is in none of its entries is {default}")
        for entry in one.children:
            if entry.name != "node":
                yield ignored(entry, f"<{entry.name}> in a list is read by nobody; did you mean node?")
                continue
            yield from unknown_attributes(
                entry, ("type", "cidr", "host", "mask", "domain", "port", "ports", "description")
            )
            if entry.get("port") or entry.get("ports"):
                yield not_simulated(entry, "ports in a list of networks")
            else:
                yield in_force(
                    entry, f"{entry.get('type')} {entry.get('cidr') or entry.get('domain') or entry.get('host')}"
                )


def _modules(node: Node) -> Iterator[Remark]:
    for module in node.below(["modules", "load"]):
        name = module.get("module")
        if name in ("mod_sofia", "mod_dptools", "mod_dialplan_xml", "mod_commands"):
            yield in_force(module, f"{name} is loaded")
        else:
            yield no_effect(module, f"{name}: what it offers is refused by name where it is used")
