"""Every application that the modules of an installed FreeSWITCH 1.10 bring along: its arguments, and what becomes of it here.

Names and arguments: "mod_dptools" and the pages of the other modules in the FreeSWITCH documentation; `show application` lists
them. A name that is in no row is unknown to the server too, and ends the call.
"""

from collections.abc import Mapping
from typing import Final

from voiplab.freeswitch.applications.in_force import IN_FORCE
from voiplab.freeswitch.parameters import Standing
from voiplab.sip.value import value


@value(frozen=True, slots=True)
class Application:
    """`inline`: it may be executed during the hunt."""

    name: str
    module: str
    syntax: str
    inline: bool
    standing: Standing


_INLINE: Final = frozenset((
    "bridge_export", "check_acl", "db", "event", "export", "hash", "info", "log", "lua", "multiset", "multiunset", "presence",
    "push", "set", "set_global", "set_profile_var", "set_user", "unset", "unshift",
))  # fmt: skip

_SYNTAX: Final[Mapping[str, Mapping[str, str]]] = {
    "mod_dptools": {
        "acknowledge_call": "",
        "answer": "",
        "att_xfer": "<dial string>",
        "bgsystem": "<command>",
        "bind_digit_action": "<realm>,<digits|~regex>,<string>[,<value>][,<dtmf target leg>][,<event target leg>]",
        "bind_meta_app": "<key> [a|b|ab] [a|b|o|s|i|1] <app>[::<args>]",
        "block_dtmf": "",
        "break": "",
        "bridge": "<dial string>",
        "bridge_export": "<name>=<value>",
        "broadcast": "<path> <leg>",
        "capture": "<name>|<data>|<regex>",
        "capture_text": "[on|off]",
        "check_acl": "<ip> <list> [<cause>]",
        "clear_digit_action": "<realm>|all[,<target leg>]",
        "clear_speech_cache": "",
        "cng_plc": "",
        "debug_media": "<read|write|both|vread|vwrite|vboth|all> <on|off>",
        "deduplicate_dtmf": "[only_rtp]",
        "deflect": "<uri>",
        "delay_echo": "[<ms>]",
        "detect_audio": "<threshold> <audio hits> <timeout ms> [<file>]",
        "detect_silence": "<threshold> <silence hits> <timeout ms> [<file>]",
        "detect_speech": "<module> <grammar> <path> [<address>]",
        "digit_action_set_realm": "<realm>[,<target leg>]",
        "displace_session": "<path> [<flags>] [+<time limit ms>]",
        "early_hangup": "",
        "eavesdrop": "<uuid>|all",
        "echo": "",
        "enable_heartbeat": "[0|<seconds>]",
        "enable_keepalive": "[0|<seconds>]",
        "endless_playback": "<path>",
        "event": "<name>=<value>[,<name>=<value>]...",
        "execute_extension": "<extension> [<dialplan> [<context>]]",
        "export": "[nolocal:]<name>=<value>",
        "fax_detect": "",
        "filter_codecs": "<codecs>",
        "flush_dtmf": "",
        "gentones": "<tone script>[|<loops>]",
        "hangup": "[<cause>]",
        "hold": "[<display message>]",
        "info": "",
        "intercept": "[-bleg] <uuid>",
        "ivr": "<menu>",
        "jitterbuffer": "<ms>[:<max ms>[:<max drift ms>]]",
        "limit": "<backend> <realm> <id> [<max>[/<interval>]] [<extension> [<dialplan> [<context>]]]",
        "limit_execute": "<backend> <realm> <id> [<max>[/<interval>]] [<app>] [<data>]",
        "limit_hash": "<realm> <id> [<max>[/<interval>]] [<extension> [<dialplan> [<context>]]]",
        "limit_hash_execute": "<realm> <id> [<max>[/<interval>]] [<app>] [<data>]",
        "log": "[<level>] <text>",
        "loop_playback": "[+<loops>] <path>",
        "media_reset": "",
        "mkdir": "<path>",
        "multiset": "[^^<delimiter>]<name>=<value> <name>=<value>...",
        "multiunset": "[^^<delimiter>]<name> <name>...",
        "mutex": "<name> [on|off]",
        "native_eavesdrop": "<uuid>|all",
        "novideo": "",
        "park": "",
        "park_state": "",
        "phrase": "<macro>,<data>",
        "pickup": "[<key>]",
        "play_and_detect_speech": "<file> detect:<engine> {<params>}<grammar>",
        "play_and_get_digits": (
            "<min> <max> <tries> <timeout ms> <terminators> <file> <invalid file> <name> <regex> "
            "[<digit timeout ms> [<transfer on failure>]]"
        ),
        "playback": "<path>",
        "pre_answer": "",
        "preprocess": "",
        "presence": "<rpid> <status> [<id>]",
        "privacy": "off|on|name|full|number",
        "push": "<name>=<value>",
        "queue_dtmf": "<digits>",
        "read": "<min> <max> <file> <name> <timeout ms> <terminators> [<digit timeout ms>]",
        "record": "<path> [<time limit s>] [<silence threshold>] [<silence hits>]",
        "record_session": "<path> [+<timeout s>]",
        "record_session_mask": "<path>",
        "record_session_pause": "<path>",
        "record_session_resume": "<path>",
        "record_session_unmask": "<path>",
        "recovery_refresh": "",
        "redirect": "<uri>[,<uri>...]",
        "remove_bugs": "[<function>]",
        "rename": "<from> <to>",
        "respond": "<code> [<phrase>]",
        "reuse_caller_profile": "",
        "ring_ready": "",
        "say": "<module> <type> <method> [<gender>] <text>",
        "sched_broadcast": "[+]<time> <path> [aleg|bleg|both]",
        "sched_cancel": "[<group>]",
        "sched_hangup": "[+]<time> [<cause>]",
        "sched_heartbeat": "[0|<seconds>]",
        "sched_hold": "[+]<time>",
        "sched_transfer": "[+]<time> <extension> [<dialplan> [<context>]]",
        "sched_unhold": "[+]<time>",
        "send_display": "<text>",
        "send_dtmf": "<digits>[@<duration ms>]",
        "send_info": "<text>",
        "session_loglevel": "<level>",
        "set": "<name>=<value>",
        "set_audio_level": "",
        "set_global": "<name>=<value>",
        "set_media_stats": "",
        "set_mute": "",
        "set_name": "<name>",
        "set_profile_var": "<field>=<value>",
        "set_user": "<user>@<domain> [<prefix>]",
        "set_zombie_exec": "",
        "sleep": "<ms>",
        "soft_hold": "<unhold key> [<music a>] [<music b>]",
        "sound_test": "",
        "speak": "<engine>|<voice>|<text>",
        "start_dtmf": "",
        "start_dtmf_generate": "",
        "stop": "",
        "stop_displace_session": "<path>",
        "stop_dtmf": "",
        "stop_dtmf_generate": "[write]",
        "stop_record_session": "<path>",
        "stop_tone_detect": "",
        "stop_video_write_overlay": "<path>",
        "strftime": "[<epoch>|]<format>",
        "system": "<command>",
        "three_way": "<uuid>",
        "tone_detect": "<key> <frequencies> [<flags>] [<timeout>] [<app>] [<data>] [<hits>]",
        "transfer": "<extension> [<dialplan> [<context>]]",
        "transfer_vars": "~<prefix>|<name>",
        "unbind_meta_app": "[<key>]",
        "unblock_dtmf": "",
        "unhold": "",
        "unloop": "",
        "unset": "<name>",
        "unshift": "<name>=<value>",
        "vad_test": "[<mode>]",
        "verbose_events": "",
        "video_decode": "on|wait|off",
        "video_refresh": "[manual|auto]",
        "video_write_overlay": "<path> [<position>] [<alpha>]",
        "wait_for_answer": "",
        "wait_for_silence": "<threshold> <silence hits> <listen hits> <timeout ms> [<file>]",
        "wait_for_video_ready": "",
        "zombie_exec": "",
    },
    "mod_callcenter": {"callcenter": "<queue>@<domain>"},
    "mod_cidlookup": {"cidlookup": "[<number>] [skipurl] [skipcitystate]"},
    "mod_conference": {
        "conference": "[bridge:]<name>[@<profile>][+<pin>][+flags{<flag>|...}]",
        "conference_set_auto_outcall": "<dial string>",
    },
    "mod_curl": {"curl": "<url> [headers|json] [get|head|post <data>]"},
    "mod_db": {"db": "insert|delete/<realm>/<key>[/<value>]", "group": "insert|delete:<group>:<dial string>"},
    "mod_directory": {"directory": "<profile> <domain> [<context>]"},
    "mod_enum": {"enum": "[reload|<number> [<root>]]"},
    "mod_esf": {"esf_page_group": "<address>:<port>"},
    "mod_event_socket": {"socket": "<ip>[:<port>] [async] [full]"},
    "mod_fifo": {"fifo": "<name>[!<importance>] in|out [...]", "fifo_track_call": "<id>"},
    "mod_fsv": {"play_fsv": "<path>", "record_fsv": "<path>"},
    "mod_hash": {"hash": "insert|insert_ifempty|delete|delete_ifmatch/<realm>/<key>/<value>"},
    "mod_httapi": {"httapi": "{<name>=<value>}"},
    "mod_lua": {"lua": "<script>"},
    "mod_lcr": {"lcr": "<number> [<profile>]"},
    "mod_nibblebill": {"nibblebill": "pause|resume|reset|adjust <amount>|heartbeat <seconds>"},
    "mod_python3": {"python": "<module>"},
    "mod_sofia": {"sofia_sla": "<uuid>", "sofia_stir_shaken_vs": "[hangup_on_fail]"},
    "mod_spandsp": {
        "rxfax": "<path>",
        "spandsp_detect_tdd": "",
        "spandsp_inject_tdd": "",
        "spandsp_send_tdd": "",
        "spandsp_start_dtmf": "",
        "spandsp_start_fax_detect": "<app> [<arg>] [<timeout>] [<tone type>]",
        "spandsp_start_tone_detect": "<name>",
        "spandsp_stop_detect_tdd": "",
        "spandsp_stop_dtmf": "",
        "spandsp_stop_fax_detect": "",
        "spandsp_stop_inject_tdd": "",
        "spandsp_stop_tone_detect": "",
        "stopfax": "",
        "t38_gateway": "self|peer",
        "txfax": "<path>",
    },
    "mod_spy": {"userspy": "<user>@<domain> [<uuid>]"},
    "mod_snom": {"snom_bind_key": "<key> <light> <label> <user> <profile> <action>"},
    "mod_valet_parking": {
        "valet_park": "<lot> <slot>|ask [<min>] [<max>] [<timeout>] [<prompt>]|auto in|out <min> <max>",
    },
    "mod_voicemail": {"voicemail": "[check] [auth] <profile> <domain> [<id>]"},
}


def _table() -> dict[str, Application]:
    table: dict[str, Application] = {}
    for module, applications in _SYNTAX.items():
        for name, syntax in applications.items():
            standing = Standing.IN_FORCE if name in IN_FORCE else Standing.NOT_SIMULATED
            table.setdefault(name.lower(), Application(name, module, syntax, name in _INLINE, standing))
    return table


APPLICATIONS: Final[Mapping[str, Application]] = _table()
"""By name in lower case: the server compares names without their case."""
