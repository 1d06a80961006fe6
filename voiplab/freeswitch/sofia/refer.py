"""REFER inside of a call (sofia_handle_sip_i_refer): transfers. RFC 3515; with Replaces in Refer-To RFC 3891.

The server does not wait for the outcome: one NOTIFY reports success at once, whatever becomes of the call.
Not done: Replaces of a call on another server, or of one that is still ringing.
"""

from functools import partial
from typing import TYPE_CHECKING, Final

from voiplab.freeswitch.causes import Cause
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.sofia import latency
from voiplab.freeswitch.variables import HEADER
from voiplab.sip.message import Request
from voiplab.sip.params import write_params
from voiplab.sip.uri import Uri, unescape
from voiplab.ua.leg import LegState, unheard
from voiplab.ua.server_transaction import ServerTransaction

if TYPE_CHECKING:
    from voiplab.freeswitch.sofia.line import SofiaLine

REFERRED_BY: Final = f"{HEADER}Referred-By"
"""The variable that tells whoever is called next who has transferred the call."""
DONE: Final = "SIP/2.0 200 OK"
FORBIDDEN: Final = "SIP/2.0 403 Forbidden"


def answer(line: "SofiaLine", request: Request, transaction: ServerTransaction) -> None:
    line.ground.later(latency.REFER, partial(_answer, line, request, transaction))


def _answer(line: "SofiaLine", request: Request, transaction: ServerTransaction) -> None:
    wanted = request.refer_to
    if wanted is None:
        line.reply(transaction, 400, "Missing Refer-To Header")
        return
    call_id = _replaced(wanted.uri)
    replaced = line.ground.core.channel_of(call_id) if call_id else None
    if call_id and (replaced is None or _is_calling(replaced)):
        line.channel.log("err", f"not simulated: a transfer that replaces {call_id}, which is no call of two here")
        line.reply(transaction, 501)
        return
    if line.passes_media:
        line.channel.log(
            "err", "not simulated: the transfer of a call whose media are passed (bypass_media, proxy_media)"
        )
        line.reply(transaction, 501)
        return
    draft = line.draft(transaction, 202)
    draft.add("Expires", "60")
    transaction.respond(line.dress(draft))
    line.channel.log("debug", f"Process REFER to [{wanted.uri.username}@{wanted.uri.host}]")
    outcome = _blind(line, request, wanted.uri) if replaced is None else _attended(line, request, replaced)
    if line.leg.state is LegState.UP:
        _report(line, request, outcome)


def _report(line: "SofiaLine", request: Request, outcome: str) -> None:
    """The first and last NOTIFY of the subscription that a REFER is."""
    notify = line.leg.draft("NOTIFY")
    notify.add("Event", f"refer;id={request.cseq.number}")
    notify.add("Subscription-State", "terminated;reason=noresource")
    notify.add("Content-Type", "message/sipfrag;version=2.0")
    notify.body = f"{outcome}\r\n".encode()
    line.leg.send(line.dress(notify), unheard)


def _blind(line: "SofiaLine", request: Request, to: Uri) -> str:
    """The other side of the bridge is looked up in the dialplan, as if it had dialled."""
    channel, other = line.channel, line.channel.partner
    if other is None:
        channel.log("err", "Cannot Blind Transfer 1 Legged calls")
        return FORBIDDEN
    channel.variables["transfer_to"] = f"blind:{other.uuid}"
    channel.variables["transfer_destination"] = f"blind:{to.username}"
    channel.variables["endpoint_disposition"] = "BLIND_TRANSFER"
    _refer(other, request)
    if to.params:
        other.variables[f"{HEADER}X-FS-Refer-Params"] = write_params(to.params).removeprefix(";")
    line.ground.core.transfer(other, to.username)
    return DONE


def _attended(line: "SofiaLine", request: Request, replaced: Channel) -> str:
    """Whoever transfers has two calls: their other sides are connected."""
    channel = line.channel
    here, there = channel.partner, replaced.partner
    if here is not None and there is not None:
        channel.log("notice", f"Attended Transfer [{here.uuid}][{there.uuid}]")
        channel.variables["transfer_to"] = f"att:{there.uuid}"
        replaced.variables["endpoint_disposition"] = "ATTENDED_TRANSFER"
        line.ground.core.attend(here, there, replaced)
        return DONE
    if here is not None:
        return _take_place(line, request, here, replaced)
    if there is not None:
        done = _take_place(line, request, there, channel)
        line.ground.later(latency.LOOK, partial(replaced.hang_up, Cause.ATTENDED_TRANSFER))
        return done
    channel.log("warning", "Cannot transfer channels that are not in a bridge.")
    return FORBIDDEN


def _take_place(line: "SofiaLine", request: Request, moved: Channel, of: Channel) -> str:
    """One call is no bridge but an application: the other side of the other call goes there instead."""
    _refer(moved, request)
    line.ground.core.take_place(moved, of)
    line.ground.later(0, partial(of.hang_up, Cause.ATTENDED_TRANSFER))
    return DONE


def _refer(moved: Channel, request: Request) -> None:
    """What the moved channel remembers of the REFER."""
    moved.variables["sip_refer_to"] = request.get("Refer-To") or ""
    if request.referred_by is not None:
        moved.variables[REFERRED_BY] = str(request.referred_by)


def _replaced(to: Uri) -> str:
    """The Call-ID in the Replaces of a Refer-To; its tags are not looked at."""
    value = next((value for name, value in to.headers if name.lower() == "replaces"), "")
    return unescape(value).partition(";")[0].strip()


def _is_calling(channel: Channel) -> bool:
    """It waits for somebody to answer."""
    return channel.is_bridging and channel.partner is None
