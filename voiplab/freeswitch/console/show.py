"""`show ...`: the core's tables as comma-separated lines or as JSON (mod_commands.c)."""

import json
from collections.abc import Iterator, Sequence
from typing import Final

from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.console.codecs import CODECS
from voiplab.freeswitch.switch import Switch
from voiplab.sim.moment import Moment, seconds

USAGE: Final = (
    "codec|endpoint|application|api|dialplan|file|timer|calls [count]|channels [count|like <match string>]|calls|"
    "detailed_calls|bridged_calls|detailed_bridged_calls|aliases|complete|chat|management|modules|nat_map|say|"
    "interfaces|interface_types|tasks|limits|status"
)

CALLS: Final = (
    "uuid,direction,created,created_epoch,name,state,cid_name,cid_num,ip_addr,dest,presence_id,presence_data,accountcode,"
    "callstate,callee_name,callee_num,callee_direction,call_uuid,hostname,sent_callee_name,sent_callee_num,b_uuid,"
    "b_direction,b_created,b_created_epoch,b_name,b_state,b_cid_name,b_cid_num,b_ip_addr,b_dest,b_presence_id,"
    "b_presence_data,b_accountcode,b_callstate,b_callee_name,b_callee_num,b_callee_direction,b_sent_callee_name,"
    "b_sent_callee_num,call_created_epoch"
)

LEG: Final = (
    "uuid,direction,created,created_epoch,name,state,cid_name,cid_num,ip_addr,dest,application,application_data,dialplan,"
    "context,read_codec,read_rate,read_bit_rate,write_codec,write_rate,write_bit_rate,secure,hostname,presence_id,"
    "presence_data,accountcode,callstate,callee_name,callee_num,callee_direction,call_uuid,sent_callee_name,sent_callee_num"
)
CHANNELS: Final = (
    f"{LEG},initial_cid_name,initial_cid_num,initial_ip_addr,initial_dest,initial_dialplan,initial_context"
)
DETAILED: Final = f"{LEG},{','.join(f'b_{column}' for column in LEG.split(','))},call_created_epoch"

REGISTRATIONS: Final = "reg_user,realm,token,url,expires,network_ip,network_port,network_proto,hostname,metadata"

HEADINGS: Final = {
    "channels": CHANNELS,
    "calls": CALLS,
    "bridged_calls": CALLS,
    "detailed_calls": DETAILED,
    "detailed_bridged_calls": DETAILED,
    "registrations": REGISTRATIONS,
    "codec": "type,name,ikey",
}

B_COLUMNS: Final = 19
SPEECH: Final = ("8000", "64000")
"""Rate and bit rate of the codecs that are spoken here."""


def show(switch: Switch, argument: str) -> str:
    match argument.split():
        case [word, "count"] if word in ("channels", "calls"):
            return _total(len(list(_rows(switch, word))))
        case ["channels", "like", text]:
            return _table(CHANNELS, [row for row in _channel_rows(switch) if text in ",".join(row)])
        case ["aliases"]:
            return _total(0)
        case [word] if word in HEADINGS:
            return _table(HEADINGS[word], list(_rows(switch, word)))
        case [word, "as", "json"] if word in HEADINGS:
            return _json(HEADINGS[word], list(_rows(switch, word)))
        case [word, *rest] if word in HEADINGS or word in USAGE.replace(" [count]", "").split("|"):
            return f"-ERR not simulated in voiplab: show {' '.join([word, *rest])}\n"
    return f"-USAGE: {USAGE}\n"


def _rows(switch: Switch, table: str) -> Iterator[Sequence[str]]:
    match table:
        case "channels":
            return _channel_rows(switch)
        case "registrations":
            return _registration_rows(switch)
        case "codec":
            return (("codec", *codec) for codec in CODECS)
        case "calls":
            return (_call_row(switch, channel) for channel in sorted(_calls(switch), key=_began))
        case "bridged_calls":
            return (_call_row(switch, channel) for channel in sorted(_calls(switch), key=_began) if channel.partner)
        case "detailed_calls":
            return (_detailed_row(switch, channel) for channel in _calls(switch))
        case _:
            return (_detailed_row(switch, channel) for channel in _calls(switch) if channel.partner)


def _began(channel: Channel) -> Moment:
    """By the second at which the call began; a channel that is alone has none, and comes first."""
    return -1 if channel.partner is None else (channel.bridged or channel.created) // seconds(1)


def _table(heading: str, rows: Sequence[Sequence[str]]) -> str:
    lines = [",".join(_quoted(cell) for cell in row) for row in rows]
    return "\n".join([heading, *lines, _total(len(lines))]) if lines else _total(0)


def _json(heading: str, rows: Sequence[Sequence[str]]) -> str:
    """No rows: there is no list of them either."""
    names = heading.split(",")
    found = {"rows": [dict(zip(names, row, strict=True)) for row in rows]} if rows else {}
    return json.dumps({"row_count": len(rows), **found}, separators=(",", ":")) + "\n"


def _total(count: int) -> str:
    return f"\n{count} total.\n"


def _quoted(cell: str) -> str:
    return f'"{cell}"' if "," in cell else cell


def _channel_rows(switch: Switch) -> Iterator[Sequence[str]]:
    for channel in switch.channels.values():
        initial = channel.row.initial
        yield (
            *_leg(switch, channel),
            initial.caller.name,
            initial.caller.number,
            initial.address,
            initial.destination,
            initial.dialplan,
            initial.context,
        )


def _leg(switch: Switch, channel: Channel) -> Sequence[str]:
    row, codec = channel.row, channel.carrier.codec
    speech = (codec, *SPEECH) if codec else ("", "", "")
    return (
        *_head(switch, channel),
        row.application,
        row.application_data,
        row.routed.dialplan,
        row.routed.context,
        *speech,
        *speech,
        "",
        switch.switchname,
        *_middle(channel),
        row.call,
        row.sent.name,
        row.sent.number,
    )


def _detailed_row(switch: Switch, channel: Channel) -> Sequence[str]:
    mine, other = _leg(switch, channel), channel.partner
    if other is None:
        return (*mine, *[""] * len(mine), "")
    return (*mine, *_leg(switch, other), _stamp(switch, channel.bridged or channel.created)[1])


def _head(switch: Switch, channel: Channel) -> Sequence[str]:
    created, epoch = _stamp(switch, channel.created)
    row = channel.row
    return (
        channel.uuid,
        channel.direction.value,
        created,
        epoch,
        channel.name,
        channel.state.value,
        row.caller.name,
        row.caller.number,
        row.routed.address,
        row.routed.destination,
    )


def _middle(channel: Channel) -> Sequence[str]:
    row = channel.row
    return (
        row.presence_id,
        "",
        row.account,
        channel.call_state.value,
        row.callee.name,
        row.callee.number,
        row.direction,
    )


def _calls(switch: Switch) -> Iterator[Channel]:
    """One per call: of a bridge the leg that the call began with."""
    for channel in switch.channels.values():
        if channel.partner is None or channel.row.call == channel.uuid:
            yield channel


def _call_row(switch: Switch, channel: Channel) -> Sequence[str]:
    row, other = channel.row, channel.partner
    mine = (
        *_head(switch, channel),
        *_middle(channel),
        row.call,
        switch.switchname,
        row.sent.name,
        row.sent.number,
    )
    if other is None:
        return (*mine, *[""] * B_COLUMNS, "")
    bridged = _stamp(switch, channel.bridged or channel.created)[1]
    return (*mine, *_head(switch, other), *_middle(other), other.row.sent.name, other.row.sent.number, bridged)


def _registration_rows(switch: Switch) -> Iterator[Sequence[str]]:
    for (profile, *_), row in switch.sofia.registered.items():
        yield (
            row.user,
            row.domain,
            row.call_id,
            f"sofia/{profile}/{row.contact}",
            str(switch.host.calendar.unix(row.row_ends)),
            row.source.ip,
            str(row.source.port),
            row.transport.lower(),
            switch.switchname,
            "",
        )


def _stamp(switch: Switch, moment: Moment) -> tuple[str, str]:
    calendar = switch.host.calendar
    return f"{calendar.at(moment):%Y-%m-%d %H:%M:%S}", str(calendar.unix(moment))
