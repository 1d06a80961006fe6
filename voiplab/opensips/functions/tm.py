"""tm: what a script does with transactions."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from voiplab.opensips.functions.behaviour import Behaviour
from voiplab.opensips.functions.sl import checked_status
from voiplab.opensips.functions.tm_requests import t_new_request
from voiplab.opensips.log import LogLine
from voiplab.opensips.parsing import parse_uri
from voiplab.opensips.patterns import search
from voiplab.opensips.route_kind import RouteKind
from voiplab.opensips.script.context import Arguments, Context
from voiplab.opensips.script.value import Value
from voiplab.opensips.tm.local_requests import Reason
from voiplab.opensips.tm.transaction import GENERIC, UNRESOLVABLE, Transaction
from voiplab.opensips.variables import Reference

END_TO_END: Final = -2
BAD_URI: Final = -2
HANDLED: Final = 0
UNRESOLVABLE_SAYS: Final = (476, "Unresolvable destination (476/TM)")
ERROR_SAYS: Final = (500, "Server error occurred (1/TM)")


# Transactions are made


def newtran(context: Context, *, is_replicated: bool = False) -> int:
    """1: the message has a transaction now. 0: it is a copy, or the ACK to a negative reply, and has been handled."""
    if context.transaction is not None:
        return 1
    received, transactions = context.received, context.server.transactions
    known = transactions.of(received)
    if known is not None:
        if received.method == "ACK":
            known.acknowledge(received.message)
        else:
            known.repeat()
        return HANDLED
    if not _is_valid(context):
        return BAD_URI
    transaction = transactions.new(received, is_replicated=is_replicated)
    transaction.on_failure = context.armed_failure
    transaction.on_reply = context.armed_reply
    transaction.on_branch = context.armed_branch
    transaction.fr_timeout = context.fr_timeout or transaction.fr_timeout
    transaction.fr_inv_timeout = context.fr_inv_timeout or transaction.fr_inv_timeout
    context.transaction = transaction
    return 1


def _is_valid(context: Context) -> bool:
    uri = parse_uri(context.received.uri)
    if not isinstance(uri, LogLine):
        return True
    context.server.log_line(uri)
    context.error("core:parse_sip_msg_uri", f"bad uri <{context.received.uri}>")
    context.error("tm:new_t", "uri invalid")
    context.error("tm:t_newtran", "new_t failed")
    return False


def t_newtran(context: Context, _arguments: Arguments) -> int:
    return newtran(context)


def t_check_trans(context: Context, _arguments: Arguments) -> int:
    received, transactions = context.received, context.server.transactions
    if received.method == "CANCEL":
        return 1 if transactions.cancelled_by(received) is not None else -1
    known = transactions.of(received)
    if received.method == "ACK":
        if known is not None:
            return 1
        return END_TO_END if transactions.acknowledged_by(received) is not None else -1
    if known is None:
        return -1
    known.repeat()
    return HANDLED


# Relaying


def t_relay(context: Context, arguments: Arguments) -> int:
    if arguments.is_given(1):
        context.received.next_hop = _proxy(arguments.text(1))
    context.spend_on_relaying()
    if context.kind is RouteKind.FAILURE:
        assert context.transaction is not None, "a failure route belongs to a transaction"
        return context.transaction.relay(context.received)
    match context.received.method:
        case "ACK":
            return _relay_ack(context)
        case "CANCEL" if context.transaction is None:
            cancelled = context.server.transactions.cancelled_by(context.received)
            if cancelled is not None:
                return _cancel(context, cancelled)
    return _relay(context)


def t_replicate(context: Context, arguments: Arguments) -> int:
    """To another next hop, and to those of further branches: the R-URI stays, and whoever has sent it hears nothing."""
    received = context.received
    received.next_hop = arguments.text(0)
    received.further[:] = [replace(one, uri=received.uri, next_hop=one.next_hop or one.uri) for one in received.further]
    if received.method == "ACK":
        return _relay_ack(context) if context.transaction is None else -1
    made = newtran(context, is_replicated=True)
    if made <= 0:
        return 1 if made == HANDLED else made
    assert context.transaction is not None, "it was made just now"
    context.transaction.is_replicated = True
    return context.transaction.relay(received)


def t_add_hdrs(context: Context, arguments: Arguments) -> int:
    """In all that goes out for the transaction from now on; the later of two texts counts."""
    if context.transaction is None:
        return -1
    context.transaction.headers = arguments.text(0)
    return 1


def _proxy(text: str) -> str:
    """`udp:10.0.0.1:5060` as a URI."""
    if text.startswith(("sip:", "sips:")):
        return text
    protocol, _, address = text.rpartition(":") if text.count(":") == 1 else text.partition(":")
    if not protocol.isalpha():
        return f"sip:{text}"
    return f"sip:{address};transport={protocol}"


def _relay(context: Context) -> int:
    made = newtran(context)
    if made <= 0:
        return 1 if made == HANDLED else made
    transaction = context.transaction
    assert transaction is not None, "it was made just now"
    result = transaction.relay(context.received)
    if result > 0:
        return result
    context.error("tm:t_forward_nonack", "failure to add branches")
    if context.kind is RouteKind.REQUEST:
        # The reply is tm's, and the script hears of no error.
        transaction.reply(*(UNRESOLVABLE_SAYS if result == UNRESOLVABLE else ERROR_SAYS))
        return 1
    return result


def _relay_ack(context: Context) -> int:
    """To a negative reply it ends here; to a 2xx it is passed on, with the branch of its INVITE and a number of its own."""
    received, transactions = context.received, context.server.transactions
    if _acknowledges(context):
        return 1
    invite = transactions.acknowledged_by(received)
    name = invite.id if invite is not None else transactions.new_id(received)
    number = len(invite.branches) + 1 if invite is not None else 0
    return 1 if context.server.forward(received, name.numbered(number)) else GENERIC


def _acknowledges(context: Context) -> bool:
    known = context.server.transactions.of(context.received)
    if known is None:
        return False
    known.acknowledge(context.received.message)
    return True


def _cancel(context: Context, invite: Transaction) -> int:
    cancel = context.server.transactions.new(context.received)
    context.transaction = cancel
    cancel.reply(200, "canceling")
    invite.cancel(context.received.cancel_reason or Reason.CALLER)
    return 1


def t_add_cancel_reason(context: Context, arguments: Arguments) -> int:
    """A whole header, in place of the server's own; before t_relay()."""
    if context.received.method != "CANCEL":
        return -1
    context.received.cancel_reason = arguments.text(0).strip("\r\n")
    return 1


# Replies


def t_reply(context: Context, arguments: Arguments) -> int:
    return _reply(context, arguments, "t_reply", b"")


def t_reply_with_body(context: Context, arguments: Arguments) -> int:
    return _reply(context, arguments, "t_reply_with_body", arguments.text(2).encode("utf-8", "surrogateescape"))


def _reply(context: Context, arguments: Arguments, function: str, body: bytes) -> int:
    status = checked_status(context, arguments.number(0), function, "tm:fixup_t_send_reply")
    if status is None:
        return -1
    made = newtran(context)
    if made <= 0:
        return 1 if made == HANDLED else -1
    assert context.transaction is not None, "it was made just now"
    done = context.transaction.reply(status, arguments.text(1), context.received.reply_lines, body)
    return 1 if done else -1


# Questions


def _status(context: Context) -> int:
    if context.ending is not None:
        return context.ending.status
    if context.kind is RouteKind.ONREPLY:
        return int(context.received.message.start[8:11])
    return context.transaction.status if context.transaction is not None else 0


def t_check_status(context: Context, arguments: Arguments) -> int:
    found = search(arguments.text(0), str(_status(context)), context.place, context.allowance.patience, lines=True)
    return 1 if found is not None else -1


def t_was_cancelled(context: Context, _arguments: Arguments) -> int:
    return 1 if context.transaction is not None and context.transaction.is_cancelled else -1


def t_local_replied(context: Context, arguments: Arguments) -> int:
    transaction = context.transaction
    if transaction is None:
        return -1
    ended = [branch.final for branch in transaction.branches if branch.final is not None]
    if arguments.text(0) == "all":
        return 1 if all(one.reply is None for one in ended) else -1
    last = context.ending or (ended[-1] if ended else None)
    return 1 if last is None or last.reply is None else -1


def t_cancel_branch(context: Context, arguments: Arguments) -> int:
    """Without flags that of the reply, `a` all, `o` all others."""
    transaction, flags = context.transaction, arguments.text(0)
    if transaction is None:
        return -1
    for branch in transaction.pending:
        is_own = branch.number == context.branch
        if "a" in flags or (("o" in flags) != is_own):
            branch.cancel(Reason.CALLER)
    return 1


def t_flush_flags(context: Context, _arguments: Arguments) -> int:
    """Flags are shared with the transaction all the time."""
    return 1 if context.transaction is not None else -1


# Routes are armed


def _arming(arm: Callable[[Context, str], None]) -> Callable[[Context, Arguments], int]:
    def function(context: Context, arguments: Arguments) -> int:
        arm(context, arguments.text(0))
        return 1

    return function


def _on_failure(context: Context, route: str) -> None:
    context.armed_failure = route
    if context.transaction is not None:
        context.transaction.on_failure = route


def _on_reply(context: Context, route: str) -> None:
    context.armed_reply = route
    if context.transaction is not None:
        context.transaction.on_reply = route


def _on_branch(context: Context, route: str) -> None:
    context.armed_branch = route
    if context.transaction is not None:
        context.transaction.on_branch = route


# Variables


def _branch_index(context: Context) -> Value:
    return context.branch if context.branch is not None else None


def _reply_code(context: Context) -> Value:
    return _status(context)


def _fr_timeout(context: Context) -> Value:
    here = context.transaction.fr_timeout if context.transaction is not None else context.fr_timeout
    return here or context.server.number("tm", "fr_timeout")


def _fr_inv_timeout(context: Context) -> Value:
    here = context.transaction.fr_inv_timeout if context.transaction is not None else context.fr_inv_timeout
    return here or context.server.number("tm", "fr_inv_timeout")


def _set_fr_timeout(context: Context, _reference: Reference, value: Value) -> bool:
    if not isinstance(value, int) or value <= 0:
        return False
    context.fr_timeout = value
    if context.transaction is not None:
        context.transaction.fr_timeout = value
    return True


def _set_fr_inv_timeout(context: Context, _reference: Reference, value: Value) -> bool:
    if not isinstance(value, int) or value <= 0:
        return False
    context.fr_inv_timeout = value
    if context.transaction is not None:
        context.transaction.fr_inv_timeout = value
    return True


def _branch_uri(context: Context) -> Value:
    if context.transaction is None or context.branch is None or context.branch >= len(context.transaction.branches):
        return None
    return context.transaction.branches[context.branch].target.uri


BEHAVIOUR: Final = Behaviour(
    functions={
        "t_relay": t_relay,
        "t_reply": t_reply,
        "t_reply_with_body": t_reply_with_body,
        "t_newtran": t_newtran,
        "t_replicate": t_replicate,
        "t_add_hdrs": t_add_hdrs,
        "t_new_request": t_new_request,
        "t_check_trans": t_check_trans,
        "t_check_status": t_check_status,
        "t_local_replied": t_local_replied,
        "t_was_cancelled": t_was_cancelled,
        "t_cancel_branch": t_cancel_branch,
        "t_add_cancel_reason": t_add_cancel_reason,
        "t_on_failure": _arming(_on_failure),
        "t_on_reply": _arming(_on_reply),
        "t_on_branch": _arming(_on_branch),
        "t_flush_flags": t_flush_flags,
    },
    readers={
        "T_branch_idx": _branch_index,
        "T_reply_code": _reply_code,
        "T_fr_timeout": _fr_timeout,
        "T_fr_inv_timeout": _fr_inv_timeout,
        "T_ruri": _branch_uri,
    },
    writers={"T_fr_timeout": _set_fr_timeout, "T_fr_inv_timeout": _set_fr_inv_timeout},
)
