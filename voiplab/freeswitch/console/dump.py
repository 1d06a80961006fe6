"""uuid_dump: all that is known of a channel, as the headers of an event (mod_commands.c). Values are percent-encoded.

Left out: the number of the event, the uuid of the server, times that nobody keeps here (of a transfer, of a hold), and
variables that nothing here sets.
"""

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote

from voiplab.freeswitch.caller_profile import CallerProfile
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.rates import RATES
from voiplab.freeswitch.states import CallState, Direction, State
from voiplab.freeswitch.switch import Switch
from voiplab.sim.moment import Moment

PLAIN: Final = "/,!*'()"
"""What the server leaves as it is, beside letters, digits and -_.~"""
STATES: Final = tuple(State)
ANSWER: Final = {CallState.RINGING: "ringing", CallState.EARLY: "early", CallState.DOWN: "ringing"}

Fact = tuple[str, str]


def dump(switch: Switch, channel: Channel) -> str:
    facts = (*_event(switch), *_channel(channel), *_legs(switch, channel), *_variables(channel))
    return "".join(f"{name}: {_encoded(value)}\n" for name, value in facts) + "\n"


def _encoded(value: str) -> str:
    return quote(value, safe=PLAIN, errors="surrogateescape")


def _event(switch: Switch) -> Iterator[Fact]:
    host, known = switch.host, switch.configuration.globals
    now = host.calendar.at(host.now)
    yield "Event-Name", "CHANNEL_DATA"
    yield "FreeSWITCH-Hostname", known.get("hostname", host.name)
    yield "FreeSWITCH-Switchname", switch.switchname
    yield "FreeSWITCH-IPv4", host.ips[0]
    yield "Event-Date-Local", f"{now:%Y-%m-%d %H:%M:%S}"
    yield "Event-Date-GMT", host.calendar.sip_date(host.now)
    yield "Event-Date-Timestamp", _stamp(switch, host.now)
    yield "Event-Calling-File", "mod_commands.c"
    yield "Event-Calling-Function", "uuid_dump_function"
    yield "Event-Calling-Line-Number", "6468"


def _channel(channel: Channel) -> Iterator[Fact]:
    codec = channel.carrier.codec
    yield "Channel-State", channel.state.value
    yield "Channel-Call-State", channel.call_state.value
    yield "Channel-State-Number", str(STATES.index(channel.state))
    yield "Channel-Name", channel.name
    yield "Unique-ID", channel.uuid
    yield "Call-Direction", channel.direction.value
    yield "Presence-Call-Direction", channel.direction.value
    yield "Channel-HIT-Dialplan", str(channel.direction is Direction.INBOUND).lower()
    if channel.row.presence_id:
        yield "Channel-Presence-ID", channel.row.presence_id
    yield "Channel-Call-UUID", channel.row.call or channel.uuid
    yield "Answer-State", "answered" if channel.is_answered else ANSWER.get(channel.call_state, "hangup")
    if codec:
        for way in ("Read", "Write"):
            yield f"Channel-{way}-Codec-Name", codec
            yield f"Channel-{way}-Codec-Rate", str(RATES[codec].samples)
            yield f"Channel-{way}-Codec-Bit-Rate", str(RATES[codec].bits)


def _legs(switch: Switch, channel: Channel) -> Iterator[Fact]:
    times = {"Created": channel.created, "Answered": channel.answered, "Bridged": channel.bridged}
    yield from _leg(switch, channel, "Caller", channel.direction.value, times)
    other = channel.partner
    if other is None:
        return
    # Of the other leg a copy is kept: of who called from before that leg had any times, of who was called from the answer.
    kind, then = ("originator", dict.fromkeys(times)) if other.direction is Direction.INBOUND else (
        "originatee", {"Created": other.created, "Answered": other.answered, "Bridged": None})  # fmt: skip
    yield "Other-Type", kind
    yield from _leg(switch, other, "Other-Leg", Direction.INBOUND.value, then)  # whichever way it was called


def _leg(
    switch: Switch, channel: Channel, whose: str, logical: str, times: Mapping[str, Moment | None]
) -> Iterator[Fact]:
    profile = channel.profile
    yield f"{whose}-Direction", channel.direction.value
    yield f"{whose}-Logical-Direction", logical
    for name, value in _profile(profile):
        if value:
            yield f"{whose}-{name}", value
    for name, moment in times.items():
        yield f"{whose}-Channel-{name}-Time", "0" if moment is None else _stamp(switch, moment)
    yield f"{whose}-Screen-Bit", str(profile.is_screened).lower()
    yield f"{whose}-Privacy-Hide-Name", str(profile.hides_name).lower()
    yield f"{whose}-Privacy-Hide-Number", str(profile.hides_number).lower()


def _profile(profile: CallerProfile) -> tuple[Fact, ...]:
    return (
        ("Username", profile.username),
        ("Dialplan", profile.dialplan),
        ("Caller-ID-Name", profile.caller_id_name),
        ("Caller-ID-Number", profile.caller_id_number),
        ("Orig-Caller-ID-Name", profile.orig_caller_id_name),
        ("Orig-Caller-ID-Number", profile.orig_caller_id_number),
        ("Callee-ID-Name", profile.callee_id_name),
        ("Callee-ID-Number", profile.callee_id_number),
        ("Network-Addr", profile.network_addr),
        ("ANI", profile.ani),
        ("Destination-Number", profile.destination_number),
        ("Unique-ID", profile.uuid),
        ("Source", profile.source),
        ("Context", profile.context),
        ("Channel-Name", profile.chan_name),
    )


def _variables(channel: Channel) -> Iterator[Fact]:
    for name, value in channel.variables.items():
        yield f"variable_{name}", value


def _stamp(switch: Switch, moment: Moment) -> str:
    """Microseconds since 1970."""
    calendar = switch.host.calendar
    return f"{calendar.unix(moment)}{calendar.at(moment).microsecond:06d}"
