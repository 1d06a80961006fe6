"""What a profile answers to requests that belong to no call, and start none: as recorded in a-register/odd_requests."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from voiplab.freeswitch.sofia import latency, tokens
from voiplab.freeswitch.sofia.authentication import Authenticated, Refusal
from voiplab.freeswitch.sofia.ground import Ground
from voiplab.freeswitch.sofia.guard import Guard
from voiplab.net.address import Address
from voiplab.sim.moment import Duration
from voiplab.sip.dialog import Dialog
from voiplab.sip.draft import Draft
from voiplab.sip.message import Request
from voiplab.sip.uri import escape
from voiplab.ua.client_transaction import Outcome
from voiplab.ua.element import Element
from voiplab.ua.next_hop import address_of
from voiplab.ua.server_transaction import ServerTransaction

CONSIDERED: Final[Mapping[str, Duration]] = {
    "MESSAGE": latency.REPLY,
    "SUBSCRIBE": latency.REPLY,
    "PUBLISH": latency.REPLY,
    "REFER": latency.ACCEPT_REFER,
}
"""What mod_sofia looks at; the rest is answered by the stack at once."""

NO_CALL = "Call Does Not Exist"
NO_SUBSCRIPTION = "Subscription Does Not Exist"
NO_RESPONSE = "No such response"


def answer(ground: Ground, guard: Guard, element: Element, request: Request, transaction: ServerTransaction) -> None:
    """Everything but INVITE outside of a call, and REGISTER."""
    delay = CONSIDERED.get(request.method, latency.STACK)
    ground.later(delay, lambda: _reply(ground, guard, element, request, transaction))


def _reply(ground: Ground, guard: Guard, element: Element, request: Request, transaction: ServerTransaction) -> None:
    match request.method:
        case "OPTIONS":
            _describe(ground, transaction)
        case "PUBLISH":
            _publish(ground, request, transaction)
        case "MESSAGE" | "SUBSCRIBE":
            _examine(ground, guard, request, transaction)
        case "INFO":
            ground.reply(transaction, 200)
        case "NOTIFY":
            ground.reply(transaction, 481, NO_SUBSCRIPTION)
        case "PRACK":
            ground.reply(transaction, 481, NO_RESPONSE)
        case "REFER":
            _refer(ground, element, request, transaction)
        case "BYE" if request.call_id in ground.parting:
            _part(ground, transaction)
        case "BYE" | "UPDATE" | "INVITE" | "CANCEL":
            ground.reply(transaction, 481, NO_CALL)
        case _:
            ground.reply(transaction, 501)


def _part(ground: Ground, transaction: ServerTransaction) -> None:
    """A BYE that crosses ours."""
    draft = ground.draft(transaction, 200)
    draft.situation = "crossed"
    transaction.respond(draft)


def contact(ground: Ground) -> str:
    """Outside of a call it is the profile itself: no user, and no port when that is 5060."""
    ip, port = ground.setting("sip-ip").value, ground.setting("sip-port").number
    return f"<sip:{ip}>" if port == 5060 else f"<sip:{ip}:{port}>"


def _describe(ground: Ground, transaction: ServerTransaction) -> None:
    draft = ground.draft(transaction, 200)
    draft.add("Contact", contact(ground))
    draft.add("Accept", "application/sdp")
    transaction.respond(draft)


def _publish(ground: Ground, request: Request, transaction: ServerTransaction) -> None:
    draft = ground.draft(transaction, 200)
    draft.add("Contact", contact(ground))
    draft.add("Expires", str(3600 if request.expires is None else request.expires))
    draft.add("SIP-ETag", ground.host.chance("etag").text("0123456789ABCDEFabcdefghijklmnopqrstuvwxyz", 8))
    transaction.respond(draft)


def _examine(ground: Ground, guard: Guard, request: Request, transaction: ServerTransaction) -> None:
    """Who may send it has to prove itself; what becomes of it then is not simulated, and the log says so."""
    credentials = next(iter(request.proxy_authorization), None)
    match guard.examine(request, credentials, request.from_.uri, transaction.source):
        case Authenticated():
            ground.log("err", f"not simulated: {request.method} outside of a call")
            ground.reply(transaction, 501)
        case Refusal.FORBIDDEN:
            guard.log_failure(request, transaction.source)
            ground.reply(transaction, 403)
        case why:
            _challenge(ground, guard, request, transaction, stale=why is Refusal.UNKNOWN_NONCE)


def _challenge(ground: Ground, guard: Guard, request: Request, transaction: ServerTransaction, *, stale: bool) -> None:
    draft = ground.draft(transaction, 407)
    draft.add("Proxy-Authenticate", guard.challenge(request, transaction.source, stale=stale))
    transaction.respond(draft)


def _refer(ground: Ground, element: Element, request: Request, transaction: ServerTransaction) -> None:
    """Outside of a call nothing can be transferred: it is accepted all the same, and a NOTIFY says that it failed."""
    if request.contact is None or request.refer_to is None:
        ground.reply(transaction, 400)
        return
    draft = ground.draft(transaction, 202)
    draft.add("Contact", contact(ground))
    tag = draft.value("To").rpartition(";tag=")[2]
    transaction.respond(draft)
    dialog = Dialog.as_uas(request, tag, tokens.first_cseq(ground.host.calendar, ground.host.now))
    dialog.local, dialog.remote = str(request.to.with_param("tag", tag)), str(request.from_)
    notify = dialog.request("NOTIFY")
    notify.add("Contact", f"<sip:{escape(request.to.uri.username)}@{element.endpoint.at}>;isfocus")
    notify.add("Event", "refer")
    notify.add("Subscription-State", "terminated;reason=noresource")
    notify.add("Expires", "0")
    notify.add("Content-Type", "message/sipfrag")
    notify.body = b"SIP/2.0 481 Failure\r\n"
    ground.later(latency.REPORT, partial(_notify, element, notify, address_of(dialog.next_hop)))


def _notify(element: Element, notify: Draft, to: Address) -> None:
    element.endpoint.request(notify, to, _unheard)


def _unheard(_outcome: Outcome) -> None:
    """Whatever the phone says to it changes nothing."""
