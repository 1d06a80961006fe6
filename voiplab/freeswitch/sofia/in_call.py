"""Requests inside of a call, answered by its leg (sofia.c): INVITE and UPDATE with new sessions, INFO, and what else may come.

A re-INVITE stays on its leg: the other one gets music, and no message.
"""

from functools import partial
from typing import TYPE_CHECKING

from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.sofia import latency, refer
from voiplab.freeswitch.sofia.info import INFO, pressed
from voiplab.freeswitch.sofia.passed_reinvite import pass_on
from voiplab.freeswitch.sofia.sessions import SDP, session_of, with_session
from voiplab.freeswitch.sofia.stack import refusal
from voiplab.freeswitch.states import CallState
from voiplab.sdp.offer_answer import NotAcceptable
from voiplab.sdp.path import is_hold
from voiplab.sdp.session import Session
from voiplab.sip.message import Request
from voiplab.ua.server_transaction import ServerTransaction

if TYPE_CHECKING:
    from voiplab.freeswitch.sofia.line import SofiaLine


def answer(line: "SofiaLine", request: Request, transaction: ServerTransaction) -> None:
    """Anything but BYE, and a PRACK that can be read."""
    refused = refusal(request, line.ground.abilities)
    if refused is not None and request.method != "PRACK":
        line.ground.refuse(transaction, refused)
        return
    match request.method:
        case "INVITE":
            _reinvited(line, request, transaction)
        case "UPDATE":
            _updated(line, request, transaction)
        case "INFO":
            _informed(line, request, transaction)
        case "OPTIONS" | "MESSAGE":
            line.reply(transaction, 200)
        case "NOTIFY":
            line.reply(transaction, 481, "Subscription Does Not Exist")
        case "PRACK":
            line.reply(transaction, 400, "Bad RAck Header")
        case "REFER":
            refer.answer(line, request, transaction)
        case _:
            line.reply(transaction, 501)


def _reinvited(line: "SofiaLine", request: Request, transaction: ServerTransaction) -> None:
    line.enters("received", 100)
    wait, act = latency.HOLD if request.body else latency.STACK, partial(_answer_reinvite, line, request, transaction)
    if line.passed is not None:
        wait, act = latency.PASS_SDP, partial(pass_on, line, line.passed, request, transaction)
    line.ground.later(latency.REINVITE_TRYING, lambda: transaction.respond(line.draft(transaction, 100)))
    line.ground.later(latency.REINVITE_TRYING + wait, act)


def _answer_reinvite(line: "SofiaLine", request: Request, transaction: ServerTransaction) -> None:
    if line.leg.is_over:
        return
    body = _negotiate(line, request)
    if isinstance(body, NotAcceptable):
        line.reply(transaction, 488)
        return
    line.accept_again(request, transaction, body)


def _updated(line: "SofiaLine", request: Request, transaction: ServerTransaction) -> None:
    if line.passes_media and request.body:
        line.channel.log("err", "not simulated: an UPDATE with SDP in a call whose media are passed")
        line.reply(transaction, 501)
        return
    body = _negotiate(line, request) if request.body else b""
    if isinstance(body, NotAcceptable):
        line.reply(transaction, 488)
        return
    draft = with_session(line.draft(transaction, 200), body)
    draft.add("Accept", SDP)
    line.dress(draft)
    if request.session_expires is not None:
        line.timer.answer(draft, request)
    transaction.respond(draft)


def _informed(line: "SofiaLine", request: Request, transaction: ServerTransaction) -> None:
    line.ground.later(latency.INFORM, partial(_hear_info, line, request, transaction))


def _hear_info(line: "SofiaLine", request: Request, transaction: ServerTransaction) -> None:
    """Keys in INFO are taken only from a channel that was set up for them: dtmf-type=info."""
    line.reply(transaction, 200)
    key = pressed(request)
    if key is None:
        return
    if line.ground.setting("dtmf-type").value.lower() == INFO:
        line.channel.press(key)
        line.channel.log("debug", f"INFO DTMF({key.digit})")
    else:
        text = f"IGNORE INFO DTMF({key.digit}) (This channel was not configured to use INFO DTMF!)"
        line.channel.log("warning", text)


def _negotiate(line: "SofiaLine", request: Request) -> bytes | NotAcceptable:
    """A new offer; without one we make it ourselves (RFC 3264 section 5), and the ACK brings the answer."""
    offer = session_of(request)
    if offer is None:
        return line.media.offer_again()
    answered = line.media.answer(offer)
    if not isinstance(answered, NotAcceptable):
        _hold(line, offer)
    return answered


def _hold(line: "SofiaLine", offer: Session) -> None:
    channel, held = line.channel, is_hold(offer)
    if any(media.connection is not None and media.connection.is_zero for media in offer.media):
        channel.log("warning", "RFC2543 from March 1999 called; They want their 0.0.0.0 hold method back.....")
    if channel.is_answered and held:
        channel.move_call(CallState.HELD)
    elif channel.call_state is CallState.HELD:
        channel.move_call(CallState.UNHELD)
        channel.move_call(CallState.ACTIVE)
    if channel.partner is not None and held:
        _entertain(channel.partner, line.ground.setting("hold-music").value)
    elif channel.partner is not None:
        channel.partner.carrier.say(channel.hears)


def _entertain(other: Channel, music: str) -> None:
    """Who is held hears music, if there is any: the server executes `playback` for it."""
    if music:
        other.log("raw", f"EXECUTE [depth=0] {other.name} playback({music})")
    other.carrier.say(f"music:{music}" if music else "")
