"""Why a leg ends, in the Reason header (RFC 3326): what comes becomes the cause of the channel, and what goes out tells it."""

from typing import Final

from voiplab.freeswitch.causes import Cause, named
from voiplab.freeswitch.channel import Channel
from voiplab.sip.errors import Malformed
from voiplab.sip.headers.named import Reason
from voiplab.sip.message import Request

SIP_REASON: Final = "sip_reason"
"""The variable that keeps the Reason of a BYE or CANCEL that came: it is what this leg says when it is hung up."""
UNACKNOWLEDGED: Final = 'SIP;cause=408;text="ACK Timeout"'
SESSION_EXPIRED: Final = 'SIP;cause=408;text="Session timeout"'
ANSWERED_ELSEWHERE: Final = 'SIP;cause=200;text="Call completed elsewhere"'
ELSEWHERE: Final = frozenset({Cause.LOSE_RACE, Cause.PICKED_OFF})
"""The causes of a leg that lost its call to another one."""
Q850: Final = ("q.850", "freeswitch")
"""The protocols of a Reason whose cause becomes that of the channel; so does the profile's own name."""


def keep_reason(channel: Channel, request: Request) -> Reason | None:
    """Of a BYE or CANCEL; both legs keep it as it stands."""
    reason = _reason_of(request)
    if reason is not None:
        for one in (channel, channel.partner):
            if one is not None:
                one.variables[SIP_REASON] = str(reason)
    return reason


def cause_of(reason: Reason | None, own_name: str) -> Cause:
    if reason is None or not reason.cause or reason.protocol.lower() not in (*Q850, own_name.lower()):
        return Cause.NORMAL_CLEARING
    return named(str(reason.cause))


def reason_for(channel: Channel, cause: Cause) -> str:
    """What the other side is told: what another leg was told by its own side, else the cause."""
    if SIP_REASON in channel.variables:
        return channel.variables[SIP_REASON]
    return ANSWERED_ELSEWHERE if cause in ELSEWHERE else cause.reason


def _reason_of(request: Request) -> Reason | None:
    """None when it does not say why, or not so that it can be read."""
    try:
        return next(iter(request.reason), None)
    except Malformed:
        return None
