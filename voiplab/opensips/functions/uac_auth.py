"""uac_auth(): a failure route answers a challenge in the caller's place, with a credential of the server itself.

The request that goes out then has the next CSeq, which the caller must not learn of: replies get the old number back, and
later requests of the dialog the next one. A dialog of the server's counts by itself; without one a mark in the Record-Route
says so. Module documentation of OpenSIPS 3.2, "uac", and its source for the mark.
"""

from typing import Final

from voiplab.opensips.auth.own_credentials import HEADERS, OwnCredentials
from voiplab.opensips.dialog.belonging import dialog_of, here
from voiplab.opensips.dialog.numbering import number_of, renumber
from voiplab.opensips.functions.rr import record_anew
from voiplab.opensips.script.context import Arguments, Context

MARK: Final = "aci"
ORIGIN: Final = "uac:uac_auth"


def uac_auth(context: Context, _arguments: Arguments) -> int:
    """It changes the request, and sends nothing."""
    transaction, ending, received = context.transaction, context.ending, context.received
    assert transaction is not None, "a failure route belongs to a transaction"
    assert ending is not None, "it runs because a branch has ended"
    if ending.reply is None:
        context.error(ORIGIN, "cannot process a FAKED reply")
        return -1
    if ending.status not in HEADERS or not ending.reply.message.values(HEADERS[ending.status][0]):
        context.error(ORIGIN, "Unable to extract authentication info")
        return -1
    target = next(branch.target.uri for branch in transaction.branches if branch.final is ending)
    asked = received.method, target, received.buffer[received.body_start :]
    line = context.server.part(OwnCredentials).answer(ending.reply, ending.status, asked)
    if line is None:
        return -1  # nobody has told a password for that realm
    received.uri = target
    received.append(f"{line}\r\n", context.line)
    renumber(received, _next_number(context))
    if received.to_tag is None and dialog_of(context) is None:
        received.record_route_params.insert(0, f";{MARK}=1")
        record_anew(received)
    return 1


def _next_number(context: Context) -> int:
    received, own = context.received, here(context)
    if received.to_tag is not None and own.dialog is not None and own.towards is not None:
        leg = own.dialog.leg(own.towards)
        if leg.sent:  # the dialog has numbered the request anew already
            leg.sent += 1
            if received.method == "INVITE":
                leg.sent_invite = leg.sent
            return leg.sent
    return number_of(received) + 1


def count_on(context: Context) -> None:
    """A request of the side that was authenticated, inside of the dialog."""
    received, from_ = context.received, context.received.address("From")
    params = dict(part.partition("=")[::2] for part in (received.route_params or "").split(";"))
    is_downstream = from_ is not None and params.get("ftag") in (None, from_.tag)
    if MARK in params and is_downstream:
        renumber(received, number_of(received) + 1)
