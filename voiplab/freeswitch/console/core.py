"""Commands of the core: what it is, what it has read, what it computes (mod_commands.c)."""

from typing import Final

from voiplab.freeswitch.dialplan.channel import ChannelView, Scope
from voiplab.freeswitch.dialplan.commands import of_directory
from voiplab.freeswitch.dialplan.expand import expand
from voiplab.freeswitch.switch import Dialled, Switch
from voiplab.sim.moment import seconds
from voiplab.text.place import Place

VERSION: Final = "1.10.12-release+git~20240802T210227Z~a88d069d6f~64bit (git a88d069 2024-08-02 21:02:27Z 64bit)"
SHORT: Final = "1.10.12-release git a88d069 2024-08-02 21:02:27Z 64bit"
TYPED: Final = Place("console", 1)

PARTS: Final = (("years", 31_536_000), ("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1))


def version(_switch: Switch, _argument: str) -> str:
    return f"FreeSWITCH Version {VERSION}\n"


def uptime(switch: Switch, _argument: str) -> str:
    return f"{(switch.host.now - switch.started) // seconds(1)}\n"


def status(switch: Switch, _argument: str) -> str:
    """The share of an idle processor is the only number that no lab has: here it has nothing else to do."""
    now, there, load = switch.host.now, len(switch.channels), switch.load
    limit = switch.configuration.switch_setting("max-sessions").value
    most = switch.configuration.switch_setting("sessions-per-second").value
    rates = f"peak {load.peak_rate}, last 5min {load.recent_rate(now)}"
    return "\n".join(
        [
            f"UP {_age(now - switch.started)}",
            f"FreeSWITCH (Version {SHORT}) is ready",
            f"{load.sessions} session(s) since startup",
            f"{there} session(s) - peak {load.peak}, last 5min {load.recent_peak(now, there)} ",
            f"{load.rate(now)} session(s) per Sec out of max {most}, {rates} ",
            f"{limit} session(s) max",
            "min idle cpu 0.00/100.00",
            "Current Stack Size/Max 240K/8192K",
            "",
        ]
    )


def _age(age: int) -> str:
    whole, micro = divmod(age, 1_000_000)
    words = []
    for name, length in PARTS:
        count, whole = divmod(whole, length)
        words.append(f"{count} {name if count != 1 else name[:-1]}")
    return ", ".join([*words, f"{micro // 1000} milliseconds", f"{micro % 1000} microseconds"])


def reloadxml(switch: Switch, _argument: str) -> str:
    return f"+OK {switch.reload()}\n"


def eval_(switch: Switch, argument: str) -> str:
    return expand(argument, _scope(switch))


def computed(name: str, switch: Switch, argument: str) -> str:
    """A command that a text of the dialplan may call as well."""
    return switch.core().commands[name](argument, _scope(switch))


def _scope(switch: Switch) -> Scope:
    nobody: ChannelView = Dialled({})
    return Scope(nobody, switch.core(), TYPED)


def list_users(switch: Switch, _argument: str) -> str:
    heading = "userid|context|domain|group|contact|callgroup|effective_caller_id_name|effective_caller_id_number"
    rows = [heading]
    for domain in switch.directory.domains:
        for user in domain.users:
            known = {variable.name: variable.value for variable in user.variables}
            rows.append(
                "|".join(
                    (
                        user.id,
                        known.get("user_context", ""),
                        domain.name,
                        user.group,
                        switch.contact_of(f"*/{user.id}@{domain.name}"),
                        known.get("callgroup", ""),
                        known.get("effective_caller_id_name", ""),
                        known.get("effective_caller_id_number", ""),
                    )
                )
            )
    return "\n".join([*rows, "", "+OK"])


def sofia_contact(switch: Switch, argument: str) -> str:
    return switch.contact_of(argument.strip())


def user_data(switch: Switch, argument: str) -> str:
    return of_directory(switch.directory)["user_data"](argument, _scope(switch)) or "-ERR no reply"


def acl(switch: Switch, argument: str) -> str:
    words = argument.split()
    if len(words) != 2:
        return "-USAGE: <ip> <list_name>"
    try:
        allowed = switch.configuration.acl.allows(words[1], words[0])
    except ValueError:
        return "-ERR invalid ip"
    return "true" if allowed else "false"


def hostname(switch: Switch, _argument: str) -> str:
    return switch.configuration.globals.get("hostname", switch.host.name)


def switchname(switch: Switch, _argument: str) -> str:
    return switch.switchname


def module_exists(switch: Switch, argument: str) -> str:
    return "true" if switch.configuration.is_loaded(argument.strip()) else "false"


def console(_switch: Switch, argument: str) -> str:
    match argument.split():
        case ["loglevel", level]:
            return f"+OK console log level set to {level.upper()}"
    return "-ERR not simulated in voiplab: console " + argument


def log(switch: Switch, argument: str) -> str:
    level, _, text = argument.partition(" ")
    switch.log(level.lower(), text)
    return "+OK"
