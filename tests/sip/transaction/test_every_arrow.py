"""The four machines and the repeated 2xx, along every arrow of their tables: a timer that is set fires or is taken back."""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Protocol, TypeVar

import pytest

from voiplab.sip import answer
from voiplab.sip.answer import Answer
from voiplab.sip.message import Message, parse
from voiplab.sip.timer import Timer
from voiplab.sip.transaction import client, invite_client, invite_server, server
from voiplab.sip.transaction.client import Client
from voiplab.sip.transaction.effects import Arm, Disarm, Effect, Terminated
from voiplab.sip.transaction.invite_client import InviteClient
from voiplab.sip.transaction.invite_server import InviteServer
from voiplab.sip.transaction.server import Server
from voiplab.sip.transaction.timing import Timing

MESSAGE = parse(b"SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n")


class Machine(Protocol):
    @property
    def state(self) -> Enum: ...

    def fire(self, timer: Timer) -> Iterable[Effect]: ...


def write_ack(_: Message) -> bytes:
    return b"ACK"


Act = Callable[[], Iterable[Effect]]
Started = tuple[Machine, Iterable[Effect], Mapping[Enum, Act]]


def an_invite_client(reliable_transport: bool) -> Started:
    tx = InviteClient(b"INVITE", Timing(), reliable_transport, write_ack)
    gets = invite_client.Input
    acts: Mapping[Enum, Act] = {
        gets.PROVISIONAL: lambda: tx.receive(180, MESSAGE),
        gets.SUCCESS: lambda: tx.receive(200, MESSAGE),
        gets.FAILURE: lambda: tx.receive(486, MESSAGE),
        gets.CANCEL: tx.cancel,
        gets.TRANSPORT_ERROR: tx.transport_error,
        gets.ABANDON: tx.abandon,
    }
    return tx, tx.start(), acts


def a_client(reliable_transport: bool) -> Started:
    tx = Client(b"BYE", Timing(), reliable_transport)
    gets = client.Input
    acts: Mapping[Enum, Act] = {
        gets.PROVISIONAL: lambda: tx.receive(100, MESSAGE),
        gets.FINAL: lambda: tx.receive(200, MESSAGE),
        gets.TRANSPORT_ERROR: tx.transport_error,
        gets.UNREACHABLE: tx.unreachable,
    }
    return tx, tx.start(), acts


def an_invite_server(reliable_transport: bool) -> Started:
    tx = InviteServer(Timing(), reliable_transport)
    gets = invite_server.Input
    acts: Mapping[Enum, Act] = {
        gets.INVITE: tx.receive_request,
        gets.ACK: lambda: tx.receive_ack(MESSAGE),
        gets.PROVISIONAL: lambda: tx.respond(180, b"180"),
        gets.SUCCESS: lambda: tx.respond(200, b"200"),
        gets.REPEAT: tx.repeat,
        gets.FAILURE: lambda: tx.respond(486, b"486"),
        gets.TRANSPORT_ERROR: tx.transport_error,
    }
    return tx, [], acts


def a_server(reliable_transport: bool) -> Started:
    tx = Server(Timing(), reliable_transport)
    gets = server.Input
    acts: Mapping[Enum, Act] = {
        gets.REQUEST: tx.receive_request,
        gets.PROVISIONAL: lambda: tx.respond(100, b"100"),
        gets.FINAL: lambda: tx.respond(200, b"200"),
        gets.TRANSPORT_ERROR: tx.transport_error,
    }
    return tx, [], acts


def an_answer(reliable_transport: bool) -> Started:
    # Over TCP too: a later hop may lose it.
    del reliable_transport
    machine = Answer(b"200", Timing())
    acts: Mapping[Enum, Act] = {answer.Input.ACK: machine.receive_ack, answer.Input.END: machine.end}
    return machine, machine.start(), acts


State = TypeVar("State", bound=Enum)
Trigger = TypeVar("Trigger", bound=Enum)
Arrow = tuple[Enum, Enum]


def arrows(table: Mapping[State, Mapping[Trigger, object]]) -> set[Arrow]:
    return {(state, trigger) for state, row in table.items() for trigger in row}


KINDS: dict[str, tuple[Callable[[bool], Started], set[Arrow]]] = {
    "invite client": (an_invite_client, arrows(invite_client.TRANSITIONS)),
    "client": (a_client, arrows(client.TRANSITIONS)),
    "invite server": (an_invite_server, arrows(invite_server.TRANSITIONS)),
    "server": (a_server, arrows(server.TRANSITIONS)),
    "answer": (an_answer, arrows(answer.TRANSITIONS)),
}
ONLY_OVER_UDP = {Timer.A, Timer.E, Timer.G}


class Walk:
    """A machine that was led along a path, the timers that are set now, and whether its owner was told to forget it."""

    def __init__(self, begin: Callable[[bool], Started], reliable_transport: bool, path: tuple[Enum, ...]) -> None:
        self.running: list[Timer] = []
        self.is_over = False
        self.machine, first, self.acts = begin(reliable_transport)
        self.account(first)
        for trigger in path:
            self.take(trigger)

    def take(self, trigger: Enum) -> None:
        if isinstance(trigger, Timer):
            self.running.remove(trigger)
            self.account(self.machine.fire(trigger))
        else:
            self.account(self.acts[trigger]())

    def account(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            assert not self.is_over, "nothing follows Terminated"
            match effect:
                case Arm(timer):
                    assert timer not in self.running, f"{timer} is set twice"
                    self.running.append(timer)
                case Disarm(timer):
                    self.running.remove(timer)
                case Terminated():
                    self.is_over = True
                case _:
                    pass

    def situation(self) -> tuple[Enum, frozenset[Timer]]:
        return self.machine.state, frozenset(self.running)


@pytest.mark.parametrize("reliable_transport", [False, True], ids=["UDP", "TCP"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_arrow_can_be_walked_and_the_end_leaves_no_timer(kind: str, reliable_transport: bool) -> None:
    begin, table = KINDS[kind]
    walked: set[Arrow] = set()
    seen: set[tuple[Enum, frozenset[Timer]]] = set()
    paths: list[tuple[Enum, ...]] = [()]
    while paths:
        path = paths.pop()
        here = Walk(begin, reliable_transport, path)
        if here.situation() in seen:
            continue
        seen.add(here.situation())
        state = here.machine.state
        if state.name == "TERMINATED":
            assert here.is_over
            assert here.running == []
        for at, trigger in sorted(table, key=str):
            if at is state and (trigger in here.running or trigger in here.acts):
                walked.add((at, trigger))
                paths.append((*path, trigger))
    impossible = {(state, trigger) for state, trigger in table if reliable_transport and trigger in ONLY_OVER_UDP}
    assert walked == table - impossible
