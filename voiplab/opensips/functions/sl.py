"""sl: replies without a transaction, and the ACKs to them, which never reach the script."""

from typing import TYPE_CHECKING, Final

from voiplab.opensips.counters import Counters
from voiplab.opensips.functions.behaviour import Behaviour
from voiplab.opensips.received import Received
from voiplab.opensips.replies import fingerprint, own_reply
from voiplab.opensips.script.context import Arguments, Context
from voiplab.opensips.sockets import Parcel
from voiplab.sim.moment import Moment, seconds

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

TAG: Final = "60ca"
"""Before the dot of every To tag that is written without a transaction: one value for each configuration of a server."""
WAITS: Final = seconds(2)
"""So long after a final reply an ACK is expected."""
LOWEST_WITH_TAG: Final = 180


class Stateless:
    """What is remembered of such replies: when the last one was sent."""

    def __init__(self, server: "Server") -> None:
        self._server = server
        self._until: Moment = 0

    def reply(self, received: Received, status: int, reason: str, more: tuple[str, ...] = ()) -> bool:
        """Append what append_to_reply() has asked for. An ACK has no reply."""
        if received.method == "ACK":
            return False
        server = self._server
        tag = f"{TAG}.{fingerprint(received)}" if status >= LOWEST_WITH_TAG else None
        lines = [*more, *received.reply_lines]
        counters = server.part(Counters)
        counters.count(f"sl:{status // 100}xx_replies")
        counters.count("sl:sent_replies")
        payload = own_reply(received, status, reason, tag, server.signature, lines)
        server.sockets.send(received.reply_way, Parcel(payload))
        if status >= 200 and received.method == "INVITE":
            self._until = server.host.now + WAITS
        return True

    def absorbs(self, ack: Received) -> bool:
        """Whether it acknowledges a reply of ours."""
        return self._server.host.now < self._until and ack.to_tag == f"{TAG}.{fingerprint(ack)}"


def sl_send_reply(context: Context, arguments: Arguments) -> int:
    status = checked_status(context, arguments.number(0), "sl_send_reply", "sl:fixup_sl_reply_code")
    if status is None:
        return -1
    return 1 if context.server.part(Stateless).reply(context.received, status, arguments.text(1)) else -1


def sl_reply_error(context: Context, _arguments: Arguments) -> int:
    done = context.server.part(Stateless).reply(context.received, 500, "Server error occurred (1/SL)")
    return 1 if done else -1


def checked_status(context: Context, status: int, function: str, origin: str) -> int | None:
    """A code that comes out of a variable is looked at when it is used."""
    if 100 <= status < 700:
        return status
    place = context.place
    context.error(origin, f"wrong code: {status}, allowed values: 1xx - 6xx only!")
    context.error("core:get_cmd_fixups", "Fixup failed for param [1]")
    context.error("core:do_action", f"Failed to get fixups for command <{function}> in {place.file}, line {place.line}")
    return None


BEHAVIOUR: Final = Behaviour(functions={"sl_send_reply": sl_send_reply, "sl_reply_error": sl_reply_error})
