"""What a profile answers to requests that belong to no call, and start none: as recorded in a-register/odd_requests."""

from voiplab.freeswitch.sofia import latency
from voiplab.freeswitch.sofia.authentication import challenge
from voiplab.freeswitch.sofia.ground import Ground
from voiplab.sip.message import Request
from voiplab.ua.server_transaction import ServerTransaction

NO_CALL = "Call Does Not Exist"
NO_SUBSCRIPTION = "Subscription Does Not Exist"
NO_RESPONSE = "No such response"


def answer(ground: Ground, request: Request, transaction: ServerTransaction) -> None:
    """Everything but INVITE outside of a call, and REGISTER."""
    ground.later(latency.REPLY, lambda: _reply(ground, request, transaction))


def _reply(ground: Ground, request: Request, transaction: ServerTransaction) -> None:
    match request.method:
        case "OPTIONS":
            _describe(ground, transaction)
        case "PUBLISH":
            _publish(ground, request, transaction)
        case "MESSAGE" | "SUBSCRIBE":
            _challenge(ground, request, transaction)
        case "INFO":
            ground.reply(transaction, 200)
        case "NOTIFY":
            ground.reply(transaction, 481, NO_SUBSCRIPTION)
        case "PRACK":
            ground.reply(transaction, 481, NO_RESPONSE)
        case "BYE" | "UPDATE" | "INVITE" | "CANCEL" | "REFER":
            ground.reply(transaction, 481, NO_CALL)
        case _:
            ground.reply(transaction, 501)


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


def _challenge(ground: Ground, request: Request, transaction: ServerTransaction) -> None:
    draft = ground.draft(transaction, 407)
    draft.add("Proxy-Authenticate", challenge(ground.realm(request), ground.nonces.new(), stale=False))
    transaction.respond(draft)
