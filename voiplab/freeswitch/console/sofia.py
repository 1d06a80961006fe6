"""`sofia ...`: profiles and their registrations (mod_sofia.c)."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from voiplab.freeswitch.hash_order import in_hash_order
from voiplab.freeswitch.settings import Setting
from voiplab.freeswitch.sofia.profile import SofiaProfile
from voiplab.freeswitch.sofia.registrations import Binding
from voiplab.freeswitch.switch import Switch
from voiplab.sim.moment import seconds

LINE: Final = "=" * 97
UNKNOWN: Final = "-ERR Unknown command!\n"
VERBS: Final = (
    *("check_sync", "register", "unregister", "killgw", "startgw", "stun-auto-disable", "stun-enabled"),
    *("capture", "watchdog", "recover", "gwlist"),
)
WORDS: Final = ("global", "capture", "watchdog", "xmlstatus", "loglevel", "tracelevel", "jsonstatus")
"""What the real one takes and this one does not."""
SETTLED: Final = 10
"""Seconds: a profile younger than that is neither stopped nor restarted."""

USAGE: Final = """\
USAGE:
--------------------------------------------------------------------------------
sofia global siptrace <on|off>
sofia        capture  <on|off>
             watchdog <on|off>

sofia profile <name> [start | stop | restart | rescan] [wait]
                     flush_inbound_reg [<call_id> | <[user]@domain>] [reboot]
                     check_sync [<call_id> | <[user]@domain>]
                     [register | unregister] [<gateway name> | all]
                     killgw <gateway name>
                     [stun-auto-disable | stun-enabled] [true | false]]
                     siptrace <on|off>
                     capture  <on|off>
                     watchdog <on|off>

sofia <status|xmlstatus> profile <name> [reg [<contact str>]] | [pres <pres str>] | [user <user@domain>]
sofia <status|xmlstatus> gateway <name>

sofia loglevel <all|default|tport|iptsec|nea|nta|nth_client|nth_server|nua|soa|sresolv|stun> [0-9]
sofia tracelevel <console|alert|crit|err|warning|notice|info|debug>

sofia help
--------------------------------------------------------------------------------
"""


def sofia(switch: Switch, argument: str) -> str:
    match argument.split():
        case [] | ["help", *_]:
            return USAGE
        case ["status"]:
            return _status(switch)
        case ["status", "profile", name, *rest]:
            return _profile_status(switch, name, rest)
        case ["status", "gateway", *_]:
            return _gateways()
        case ["profile", _, "start" | "stop" | "restart" | "rescan", word, *_]:
            return f"-ERR not simulated in voiplab: sofia profile ... {word}\n"
        case ["profile", name, "start"]:
            return _start(switch, name)
        case ["profile", name, "stop"]:
            return _stop(switch, name)
        case ["profile", name, "restart"]:
            return _restart(switch, name)
        case ["profile", name, "rescan"]:
            return _rescan(switch, name)
        case ["profile", name, "flush_inbound_reg", *whom]:
            return _flush(switch, name, whom)
        case ["profile", name, "siptrace", word]:
            return _trace(switch, name, word)
        case ["global", "siptrace", word]:
            return f"+OK Global siptrace {'on' if word == 'on' else 'off'}"
        case ["loglevel", component, level]:
            return f"Sofia log level for component [{component}] has been set to [{level}]"
        case ["profile", _, word, *_]:
            return f"-ERR not simulated in voiplab: sofia profile ... {word}\n" if word in VERBS else UNKNOWN
        case ["profile", *_]:
            return "Invalid Args!\n"
        case ["recover"]:
            return "No calls to recover.\n"
        case ["status", *_]:
            return "Invalid Syntax!\n"
        case [word, *_] if word in WORDS:
            return f"-ERR not simulated in voiplab: sofia {word}\n"
    return f"Unknown Command [{argument.split()[0]}]\n"


# sofia status


def _status(switch: Switch) -> str:
    rows = dict([*_profile_rows(switch), *_alias_rows(switch)])
    profiles, aliases = len(switch.sofia.running), len(rows) - len(switch.sofia.running)
    heading = f"{'Name':>25}\t{'Type':>7}\t{'Data':>42}\tState"
    total = f"{profiles} profile{'' if profiles == 1 else 's'} {aliases} alias{'' if aliases == 1 else 'es'}"
    return "\n".join([heading, LINE, *(rows[name] for name in in_hash_order(rows)), LINE, total, ""])


def _alias_rows(switch: Switch) -> Iterator[tuple[str, str]]:
    for profile in switch.sofia.running.values():
        for alias in switch.sofia.aliases(profile):
            yield alias, f"{alias:>25}\t{'alias':>7}\t{profile.name:>42}\tALIASED"


def _profile_rows(switch: Switch) -> Iterator[tuple[str, str]]:
    for profile in switch.sofia.running.values():
        used = sum(channel.variables.get("sofia_profile_name") == profile.name for channel in switch.channels.values())
        yield profile.name, f"{profile.name:>25}\t{'profile':>7}\t{_url(profile):>42}\tRUNNING ({used})"


def _url(profile: SofiaProfile) -> str:
    return f"sip:{profile.ground.profile.setting('contact-user').value}@{profile.element.endpoint.at}"


def _gateways() -> str:
    heading = f"{'Profile::Gateway-Name':>25}\t{'Data':>28}    \tState\tPing Time\tIB Calls(F/T)\tOB Calls(F/T)"
    return f"{heading}\n{LINE}\n{LINE}\n0 gateways: Inbound(Failed/Total): 0/0,Outbound(Failed/Total):0/0\n"


# sofia status profile


def _profile_status(switch: Switch, name: str, rest: list[str]) -> str:
    profile = switch.profile(name)
    if profile is None:
        return "Invalid Profile!\n"
    match rest:
        case []:
            return _facts(profile)
        case ["reg"]:
            return _registrations(switch, profile.ground.registrations)
        case ["reg", part, *_]:
            return _registrations(
                switch,
                [row for row in profile.ground.registrations if part in (row.user, row.call_id) or part in row.contact],
            )
        case ["user", address, *_]:
            user, _, domain = address.partition("@")
            return _registrations(switch, profile.ground.registrations.of(user, domain))
    return f"-ERR not simulated in voiplab: sofia status profile ... {rest[0]}"


def _facts(profile: SofiaProfile) -> str:
    plan = profile.ground.profile

    def value(name: str) -> str:
        return plan.setting(name).value

    def number(name: str, default: int) -> str:
        written = plan.settings.last(name)
        return str(default if written is None else written.number)

    facts = (
        ("Name", profile.name),
        ("Domain Name", "N/A"),
        ("Auto-NAT", "false"),
        ("DBName", f"sofia_reg_{profile.name}"),
        ("Pres Hosts", value("presence-hosts")),
        ("Dialplan", value("dialplan")),
        ("Context", value("context")),
        ("Challenge Realm", value("challenge-realm")),
        ("RTP-IP", value("rtp-ip") or value("sip-ip")),
        ("SIP-IP", str(profile.element.endpoint.at.ip)),
        ("URL", _url(profile)),
        ("BIND-URL", f"{_url(profile)};transport=udp,tcp"),
        ("HOLD-MUSIC", value("hold-music") or "N/A"),
        ("OUTBOUND-PROXY", "N/A"),
        ("CODECS IN", plan.codecs("inbound").value),
        ("CODECS OUT", plan.codecs("outbound").value),
        ("TEL-EVENT", value("rfc2833-pt")),
        ("DTMF-MODE", value("dtmf-type").lower()),
        ("CNG", "0" if plan.setting("suppress-cng").is_true else "13"),
        ("SESSION-TO", number("session-timeout", 0)),
        ("MAX-DIALOG", number("max-proceeding", 0)),
        ("MAX-RECV-RPS", number("max-recv-requests-per-second", 1000)),
        ("NOMEDIA", "false"),
        ("LATE-NEG", _on(plan.setting("inbound-late-negotiation"))),
        ("PROXY-MEDIA", "false"),
        ("AGGRESSIVENAT", _on(plan.settings.last("aggressive-nat-detection"))),
        ("CALLS-IN", str(profile.calls_in)),
        ("FAILED-CALLS-IN", str(profile.failed_in)),
        ("CALLS-OUT", str(profile.calls_out)),
        ("FAILED-CALLS-OUT", str(profile.failed_out)),
        ("REGISTRATIONS", str(len(profile.ground.registrations))),
    )
    return "\n".join([LINE, *(f"{name:<17}\t{text}" for name, text in facts), ""])


def _on(setting: Setting | None) -> str:
    return "true" if setting is not None and setting.is_true else "false"


def _registrations(switch: Switch, rows: Iterable[Binding]) -> str:
    shown = list(rows)
    blocks = [line for row in shown for line in (*_registration(switch, row), "")]
    return "\n".join(["", "Registrations:", LINE, *blocks, f"Total items returned: {len(shown)}", LINE, ""])


def _registration(switch: Switch, row: Binding) -> Iterator[str]:
    host = switch.host
    ends = host.calendar.at(row.row_ends)
    left = max(row.row_ends - host.now, 0) // seconds(1)
    yield f"Call-ID:    \t{row.call_id}"
    yield f"User:       \t{row.user}@{row.domain}"
    yield f'Contact:    \t"" <{row.contact}>'
    yield f"Agent:      \t{row.agent}"
    yield f"Status:     \tRegistered({row.transport})(unknown) EXP({ends:%Y-%m-%d %H:%M:%S}) EXPSECS({left})"
    yield "Ping-Status:\tReachable"
    yield "Ping-Time:\t0.00"
    yield f"Host:       \t{switch.switchname}"
    yield f"IP:         \t{row.source.ip}"
    yield f"Port:       \t{row.source.port}"
    yield f"Auth-User:  \t{row.auth_user}"
    yield f"Auth-Realm: \t{row.realm}"
    yield f"MWI-Account:\t{row.user}@{row.domain}"


# sofia profile


def _start(switch: Switch, name: str) -> str:
    loaded = f"Reload XML {switch.reload()}"
    if name in switch.sofia.running or switch.configuration.profile(name) is None:
        return f"{loaded}\nFailure starting {name}\n"
    switch.sofia.start(name)
    return f"{loaded}\n{name} started successfully\n"


def _too_young(switch: Switch, profile: SofiaProfile) -> str | None:
    """The server counts whole seconds of the wall clock."""
    calendar = switch.host.calendar
    wait = SETTLED - calendar.unix(switch.host.now) + calendar.unix(switch.sofia.started[profile.name])
    if wait <= 0:
        return None
    return (
        f"Profile {profile.name} must be up for at least {SETTLED} seconds to stop/restart.\n"
        f"Please wait {wait} second{'' if wait == 1 else 's'}\n"
    )


def _stop(switch: Switch, name: str) -> str:
    profile = switch.profile(name)
    if profile is None:
        return _unknown(name)
    too_young = _too_young(switch, profile)
    if too_young is not None:
        return too_young
    switch.sofia.stop(profile.name, _nothing)
    return f"stopping: {profile.name}\n"


def _restart(switch: Switch, name: str) -> str:
    """It reads the XML itself, and starts the profile again with what it has read."""
    profile = switch.profile(name)
    if profile is None:
        return _unknown(name)
    too_young = _too_young(switch, profile)
    if too_young is not None:
        return too_young
    loaded = f"Reload XML {switch.reload()}"
    switch.sofia.stop(profile.name, partial(switch.sofia.start, profile.name))
    return f"{loaded}\nrestarting: {profile.name}\n"


def _rescan(switch: Switch, name: str) -> str:
    profile = switch.profile(name)
    if profile is None:
        return _unknown(name)
    loaded = f"Reload XML {switch.reload()}"
    fresh = switch.configuration.profile(profile.name)
    if fresh is None:
        return f"{loaded}\n-ERR cannot find config for profile {profile.name}\n"
    switch.sofia.rescan(profile, fresh)
    return f"{loaded}\n+OK scan complete\n"


def _unknown(name: str) -> str:
    return f"Invalid Profile [{name}]"


def _nothing() -> None:
    """Stopped, and not started again."""


def _flush(switch: Switch, name: str, whom: list[str]) -> str:
    profile = switch.profile(name)
    if profile is None:
        return _unknown(name)
    registrations = profile.ground.registrations
    for row in list(registrations):
        if not whom or whom[0] in (row.call_id, f"{row.user}@{row.domain}"):
            registrations.remove(row)
    what = "all registrations" if not whom else "all registrations matching specified call_id"
    return f"+OK flushing {what}\n"


def _trace(switch: Switch, name: str, word: str) -> str:
    profile = switch.profile(name)
    if profile is None:
        return _unknown(name)
    return f"{'Enabled' if word == 'on' else 'Disabled'} sip debugging on {profile.name}"
