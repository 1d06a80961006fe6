"""What becomes of an INVITE that begins a call: refused, rung for, answered by itself, or put in the place of another call."""

from typing import Final, Protocol

from voiplab.phone.call import Call, Desk
from voiplab.phone.call_state import UP, CallState
from voiplab.phone.called import CallGot
from voiplab.phone.intercom import Answers, Around, Refuses, Rings
from voiplab.phone.profile import SecondCall
from voiplab.phone.reception import Reception, Reply, plain
from voiplab.sip.headers.named import Replaces
from voiplab.sip.message import Request
from voiplab.ua.server_transaction import ServerTransaction

REPLACES: Final = "replaces"
NO_SUCH_CALL: Final = 481


class Switchboard(Desk, Protocol):
    """The telephone with all its calls."""

    calls: list[Call]
    reception: Reception
    do_not_disturb: bool


def invited(phone: Switchboard, request: Request, transaction: ServerTransaction) -> None:
    unfit = phone.reception.unfit(request)
    if unfit is None and phone.setup.profile.calls.trying:
        transaction.respond(transaction.reply(100))
    refusal = unfit or _disturbed(phone, request)
    if refusal is not None:
        phone.reception.respond(transaction, refusal)
    elif (replaces := _replaces(phone, request)) is not None:
        _take_the_place(phone, replaces, transaction)
    else:
        _come(phone, request, transaction)


def _disturbed(phone: Switchboard, request: Request) -> Reply | None:
    """Who takes the place of a call disturbs nobody."""
    if not phone.do_not_disturb or _replaces(phone, request) is not None:
        return None
    return Reply(phone.setup.profile.calls.do_not_disturb)


def _replaces(phone: Switchboard, request: Request) -> Replaces | None:
    """Of a phone that does not know the header it means nothing."""
    return request.replaces if REPLACES in phone.setup.extensions else None


def _take_the_place(phone: Switchboard, replaces: Replaces, transaction: ServerTransaction) -> None:
    """RFC 3891 section 3: the new call is answered at once, and takes the place of the old one."""
    old = next((call for call in phone.calls if call.is_named(replaces)), None)
    if old is None or old.state is CallState.RINGING:
        phone.reception.respond(transaction, plain(NO_SUCH_CALL))
    elif replaces.is_early_only and old.state in UP:
        phone.reception.respond(transaction, Reply(phone.setup.profile.calls.busy))
    else:
        call = CallGot(phone, transaction)
        phone.calls.append(call)
        call.answer()
        old.hang_up()


def _come(phone: Switchboard, request: Request, transaction: ServerTransaction) -> None:
    match phone.setup.by_itself.verdict(request, around(phone.calls)):
        case Answers() as how:
            _begin(CallGot(phone, transaction, how), phone)
        case Rings() if not phone.calls or phone.setup.second_call is SecondCall.RINGS:
            _begin(CallGot(phone, transaction), phone)
        case Rings() | Refuses():
            phone.reception.respond(transaction, Reply(phone.setup.profile.calls.busy))


def _begin(call: CallGot, phone: Switchboard) -> None:
    phone.calls.append(call)
    call.come()


def around(calls: list[Call]) -> Around:
    """What a call that asks to be answered meets here."""
    if not calls:
        return Around.NOTHING
    answered = [call.by_itself is not None for call in calls if isinstance(call, CallGot)]
    return Around.AN_INTERCOM if any(answered) else Around.A_CALL
