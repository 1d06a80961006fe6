"""A 2xx to an INVITE on its way: sent again and again until its ACK comes (RFC 3261 section 13.3.1.4)."""

from collections.abc import Callable, Iterable
from typing import assert_never

from voiplab.net.host import Host
from voiplab.sip.answer import Answer, Effect, State
from voiplab.sip.draft import Draft
from voiplab.sip.timer import Timer
from voiplab.sip.transaction.effects import Arm, Disarm, Send, SendAgain, Timeout
from voiplab.sip.transaction.timing import Timing
from voiplab.ua.server_transaction import ServerTransaction
from voiplab.ua.timers import Timers


class Answering:
    """`gave_up` is called when no ACK has come in 64*T1."""

    def __init__(
        self, host: Host, transaction: ServerTransaction, draft: Draft, timing: Timing, gave_up: Callable[[], None]
    ) -> None:
        self._transaction = transaction
        self._gave_up = gave_up
        self._status = draft.status or 200
        self._machine = Answer(transaction.write(draft), timing)
        name = f"answer {transaction.request.cseq.number} of {transaction.request.call_id}"
        self._timers = Timers(host, name)

    def start(self) -> None:
        self._carry_out(self._machine.start())

    def acknowledge(self) -> bool:
        """The ACK came; whether it is the first one."""
        is_first = self._machine.state is State.SENT
        self._carry_out(self._machine.receive_ack())
        return is_first

    def end(self) -> None:
        """The call is over: nobody waits for the answer any more."""
        self._carry_out(self._machine.end())

    def _fire(self, timer: Timer) -> None:
        self._carry_out(self._machine.fire(timer))

    def _carry_out(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case Send(payload):
                    self._transaction.put(self._status, payload)
                case SendAgain(payload):
                    self._transaction.put_again(payload)
                case Arm(timer, after):
                    self._timers.arm(timer, after, self._fire)
                case Disarm(timer):
                    self._timers.disarm(timer)
                case Timeout():
                    self._gave_up()
                case _:
                    assert_never(effect)
