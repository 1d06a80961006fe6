"""uuid_transfer and uuid_bridge: a channel is sent elsewhere, or connected with another one (mod_commands.c)."""

from collections.abc import Sequence
from typing import Final

from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.switch import Switch

TRANSFER: Final = "<uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]"
BRIDGE: Final = "<uuid> <other_uuid>"
DIALPLAN: Final = "xml"
LONGEST: Final = 3


def uuid_transfer(switch: Switch, argument: str) -> str:
    """uuid_transfer <uuid> [-bleg|-both] <extension> [<dialplan> [<context>]]"""
    uuid, *rest = argument.split() or [""]
    which = rest.pop(0).lower() if rest and rest[0].startswith("-") else ""
    extension, dialplan, context = [*rest, "", "", ""][:3]
    if not extension or len(rest) > LONGEST:
        return f"-USAGE: {TRANSFER}\n"
    channel = switch.channels.get(uuid)
    if channel is None:
        return "-ERR No such channel!\n"
    if dialplan and dialplan.lower() != DIALPLAN:
        return f"-ERR not simulated in voiplab: uuid_transfer to the dialplan {dialplan}\n"
    for one in _moved(channel, which):
        switch.transfer(one, extension, context)
    return "+OK\n"


def _moved(channel: Channel, which: str) -> Sequence[Channel]:
    """The channel, or whoever it is connected with, or both."""
    match which, channel.partner:
        case "-bleg", Channel() as other:
            return [other]
        case "-both", Channel() as other:
            return [other, channel]
    return [channel]


def uuid_bridge(switch: Switch, argument: str) -> str:
    """uuid_bridge <uuid> <other uuid>: when one hangs up, so does the other."""
    words = argument.split()
    if len(words) < 2:
        return f"-USAGE: {BRIDGE}\n"
    first, other = (switch.channels.get(uuid) for uuid in words[:2])
    if first is None or other is None or first is other:
        return "-ERR Invalid uuid\n"
    if not first.is_answered or not other.is_answered:
        return "-ERR not simulated in voiplab: uuid_bridge before both are answered\n"
    switch.connect(first, other)
    return f"+OK {other.uuid}\n"
