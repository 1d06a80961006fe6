"""A machine of `sip.transaction` at work on the server: its timers go by the server's ticks, its changes are recorded."""

from collections.abc import Callable
from functools import partial
from typing import Protocol, assert_never

from voiplab.net.host import Host
from voiplab.opensips.ticks import Ticks
from voiplab.sip.timer import Timer
from voiplab.sip.transaction.effects import (
    Arm,
    Deliver,
    Disarm,
    Effect,
    Send,
    SendAgain,
    Terminated,
    Timeout,
    TransportFailed,
)
from voiplab.sip.words import Words
from voiplab.ua.timers import Timers, record_move

Told = Deliver | Timeout | TransportFailed | Terminated


class Machine(Protocol):
    @property
    def state(self) -> Words: ...
    def fire(self, timer: Timer) -> list[Effect]: ...


class Running:
    """`send` gets bytes and whether they are a copy; `told` what the machine has to say."""

    def __init__(
        self,
        host: Host,
        ticks: Ticks,
        named: tuple[str, str, str],
        machine: Machine,
        send: Callable[[bytes, bool], None],
        told: Callable[[Told], None],
    ) -> None:
        """`named`: what a recording calls the machine, its kind, and its Call-ID."""
        name, self._kind, self._call_id = named
        self._host = host
        self._ticks = ticks
        self._machine = machine
        self._send = send
        self._told = told
        self._timers = Timers(host, name)
        record_move(host, name, self._kind, "", machine.state.words, self._call_id)

    @property
    def armed(self) -> tuple[Timer, ...]:
        return self._timers.armed

    def take(self, handle: Callable[[], list[Effect]]) -> None:
        was = self._machine.state.words
        effects = handle()
        record_move(self._host, self._timers.name, self._kind, was, self._machine.state.words, self._call_id)
        for effect in effects:
            self._carry_out(effect)

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Send(payload):
                self._send(payload, False)
            case SendAgain(payload):
                self._send(payload, True)
            case Arm(timer, after):
                self._timers.arm(timer, self._ticks.wait(timer, after), self._fire)
            case Disarm(timer):
                self._timers.disarm(timer)
            case Deliver() | Timeout() | TransportFailed() | Terminated():
                self._told(effect)
            case _:
                assert_never(effect)

    def _fire(self, timer: Timer) -> None:
        self.take(partial(self._machine.fire, timer))
