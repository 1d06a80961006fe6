"""fsctl: knobs of the core (mod_commands.c). Those that a lab can look at; the others are refused by name."""

from typing import Final

from voiplab.freeswitch.console.channels import hupall
from voiplab.freeswitch.switch import Switch

USAGE: Final = (
    "[api_expansion [on|off]|recover|send_sighup|hupall|pause [inbound|outbound]|resume [inbound|outbound]|"
    "shutdown [cancel|elegant|asap|now|restart]|sps|sps_peak_reset|sync_clock|sync_clock_when_idle|reclaim_mem|max_sessions|"
    "min_dtmf_duration [num]|max_dtmf_duration [num]|default_dtmf_duration [num]|min_idle_cpu|loglevel [level]|"
    "debug_level [level]|mdns_resolve [enable|disable]]"
)
KNOBS: Final = tuple(word.split(" ")[0] for word in USAGE[1:].split("|"))


def fsctl(switch: Switch, argument: str) -> str:
    match argument.split():
        case []:
            return f"-USAGE: {USAGE}\n"
        case ["hupall", *cause]:
            return hupall(switch, " ".join(cause))
        case ["sps"]:
            return f"+OK sessions per second: {switch.configuration.switch_setting('sessions-per-second').value}\n"
        case ["max_sessions"]:
            return f"+OK max sessions: {switch.configuration.switch_setting('max-sessions').value}\n"
        case [knob, *_] if knob in KNOBS:
            return f"-ERR not simulated in voiplab: fsctl {knob}\n"
    return "-ERR\n"
