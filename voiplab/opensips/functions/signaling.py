"""signaling: a reply by the transaction if there is one, otherwise without."""

from typing import Final

from voiplab.opensips.functions.behaviour import Behaviour
from voiplab.opensips.functions.sl import Stateless, checked_status
from voiplab.opensips.script.context import Arguments, Context


def reply(context: Context, status: int, reason: str, more: tuple[str, ...] = ()) -> bool:
    """As other modules use it, too; `more`: the lines that they add."""
    if context.transaction is not None:
        return context.transaction.reply(status, reason, (*more, *context.received.reply_lines))
    return context.server.part(Stateless).reply(context.received, status, reason, more)


def send_reply(context: Context, arguments: Arguments) -> int:
    status = checked_status(context, arguments.number(0), "send_reply", "signaling:fixup_sig_send_reply")
    if status is None:
        return -1
    return 1 if reply(context, status, arguments.text(1)) else -1


BEHAVIOUR: Final = Behaviour(functions={"send_reply": send_reply})
