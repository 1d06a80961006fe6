"""Client and server transactions against each other, on a wire in virtual time: what is sent when, and that nothing is left."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Protocol, assert_never

import pytest

from voiplab.sim.kernel import Kernel
from voiplab.sim.moment import Duration, Moment, ms, seconds
from voiplab.sip.answer import Answer
from voiplab.sip.message import Message, Request, Response, parse
from voiplab.sip.timer import Timer
from voiplab.sip.transaction.client import Client
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
from voiplab.sip.transaction.invite_client import InviteClient
from voiplab.sip.transaction.invite_server import InviteServer
from voiplab.sip.transaction.server import Server
from voiplab.sip.transaction.timing import Timing

RFC = Timing()
SOFIA = Timing(t1_request=seconds(1))
"""Recorded from FreeSWITCH 1.10.12: requests are repeated after 1 s, responses after 0.5 s."""

REST = (
    "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@example.net>;tag=1\r\nTo: <sip:b@example.net>\r\n"
    "Call-ID: 1\r\nCSeq: 1 {method}\r\nContent-Length: 0\r\n\r\n"
)
DELAY = ms(10)


def request(method: str) -> bytes:
    return f"{method} sip:b@192.0.2.2 SIP/2.0\r\n{REST.format(method=method)}".encode()


def response(status: int) -> bytes:
    return f"SIP/2.0 {status} Whatever\r\n{REST.format(method='INVITE')}".encode()


def write_ack(_: Message) -> bytes:
    return request("ACK")


class Machine(Protocol):
    def fire(self, timer: Timer) -> Iterable[Effect]: ...


class End:
    """The owner of one machine: it carries the effects out on the kernel, and writes down what its user hears."""

    def __init__(self, kernel: Kernel, wire: Callable[[bytes], None]) -> None:
        self.kernel = kernel
        self.wire = wire
        self.sent: list[tuple[Moment, str]] = []
        self.again: list[Moment] = []
        self.heard: list[tuple[Moment, str]] = []
        self.timers: dict[Timer, int] = {}

    def carry_out(self, machine: Machine, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case Send(payload):
                    self.send(payload)
                case SendAgain(payload):
                    self.again.append(self.kernel.now)
                    self.send(payload)
                case Arm(timer, after):
                    self.timers[timer] = self.kernel.after(after, partial(self.fire, machine, timer))
                case Disarm(timer):
                    self.kernel.cancel(self.timers.pop(timer))
                case Deliver(message):
                    self.hear(name(message.raw))
                case Timeout() | TransportFailed() | Terminated():
                    self.hear(type(effect).__name__)
                case _:
                    assert_never(effect)

    def fire(self, machine: Machine, timer: Timer) -> None:
        del self.timers[timer]
        self.carry_out(machine, machine.fire(timer))

    def send(self, payload: bytes) -> None:
        self.sent.append((self.kernel.now, name(payload)))
        self.wire(payload)

    def hear(self, what: str) -> None:
        self.heard.append((self.kernel.now, what))

    def times(self, what: str) -> list[Moment]:
        return [at for at, sent in self.sent if sent == what]


def name(payload: bytes) -> str:
    """The method of a request, the status of a response."""
    first, second = payload.decode().split(" ")[:2]
    return second if first == "SIP/2.0" else first


Answers = dict[Moment, int]
"""When the user of the server answers what."""


class Call:
    """A request on its way from one transaction to the other; `loses` says which packets never arrive, by kind and number."""

    def __init__(
        self,
        method: str,
        answers: Answers,
        loses: Callable[[str, int], bool] = lambda _what, _count: False,
        timing: Timing = RFC,
        reliable_transport: bool = False,
    ) -> None:
        self.kernel = Kernel()
        self.answers = answers
        self.loses = loses
        self.timing = timing
        self.reliable_transport = reliable_transport
        self.uac = End(self.kernel, partial(self.travel, self.arrive_at_server))
        self.uas = End(self.kernel, partial(self.travel, self.arrive_at_client))
        self.packets: dict[str, int] = {}
        self.servers: list[Server | InviteServer] = []
        self.client = (
            InviteClient(request("INVITE"), timing, reliable_transport, write_ack)
            if method == "INVITE"
            else Client(request(method), timing, reliable_transport)
        )
        self.uac.carry_out(self.client, self.client.start())
        self.kernel.run_until(seconds(100))  # past the end: leftover timers show themselves

    def travel(self, arrive: Callable[[bytes], None], payload: bytes) -> None:
        what = name(payload)
        self.packets[what] = self.packets.get(what, 0) + 1
        if not self.loses(what, self.packets[what]):
            self.kernel.after(DELAY, partial(arrive, payload))

    def arrive_at_server(self, payload: bytes) -> None:
        message = parse(payload)
        assert isinstance(message, Request)
        if not self.servers:
            self.begin(message)
            return
        server = self.servers[0]
        if message.method == "ACK":
            assert isinstance(server, InviteServer)
            self.uas.carry_out(server, server.receive_ack(message))
        else:
            self.uas.carry_out(server, server.receive_request())

    def begin(self, message: Request) -> None:
        server = (
            InviteServer(self.timing, self.reliable_transport)
            if message.method == "INVITE"
            else Server(self.timing, self.reliable_transport)
        )
        self.servers.append(server)
        for after, status in self.answers.items():
            self.kernel.after(after, partial(self.respond, server, status))

    def respond(self, server: Server | InviteServer, status: int) -> None:
        self.uas.carry_out(server, server.respond(status, response(status)))

    def arrive_at_client(self, payload: bytes) -> None:
        message = parse(payload)
        assert isinstance(message, Response)
        self.uac.carry_out(self.client, self.client.receive(message.status, message))

    def is_quiet(self) -> bool:
        return self.kernel.pending == 0 and not self.uac.timers and not self.uas.timers


def moments(*seconds_: float) -> list[Moment]:
    return [round(second * 1_000_000) for second in seconds_]


def always(kind: str) -> Callable[[str, int], bool]:
    return lambda what, _: what == kind


def first(kind: str, lost: int) -> Callable[[str, int], bool]:
    return lambda what, count: what == kind and count <= lost


def test_an_invite_into_a_black_hole_is_given_up_after_32_seconds() -> None:
    call = Call("INVITE", {}, always("INVITE"))
    assert call.uac.times("INVITE") == moments(0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5)
    assert call.uac.again == moments(0.5, 1.5, 3.5, 7.5, 15.5, 31.5)
    assert call.uac.heard == [(seconds(32), "Timeout"), (seconds(32), "Terminated")]
    assert call.is_quiet()


def test_freeswitch_repeats_an_invite_after_1_3_7_15_31_seconds() -> None:
    call = Call("INVITE", {}, always("INVITE"), SOFIA)
    assert call.uac.times("INVITE") == moments(0, 1, 3, 7, 15, 31)
    assert call.uac.heard[0] == (seconds(32), "Timeout")


def test_another_request_into_a_black_hole_is_repeated_every_4_seconds_at_last() -> None:
    call = Call("BYE", {}, always("BYE"))
    assert call.uac.times("BYE") == moments(0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5)
    assert call.uac.heard == [(seconds(32), "Timeout"), (seconds(32), "Terminated")]
    assert call.is_quiet()


def test_freeswitch_repeats_a_bye_after_1_3_7_seconds_and_then_every_4() -> None:
    call = Call("BYE", {}, always("BYE"), SOFIA)
    assert call.uac.times("BYE") == moments(0, 1, 3, 7, 11, 15, 19, 23, 27, 31)
    assert call.uac.heard[0] == (seconds(32), "Timeout")


def test_over_tcp_an_unanswered_request_is_sent_once_and_given_up_all_the_same() -> None:
    call = Call("BYE", {}, reliable_transport=True)
    assert call.uac.times("BYE") == [0]
    assert call.uac.heard[0] == (seconds(32), "Timeout")


def test_a_request_answered_late_is_resent_every_t2_after_its_100() -> None:
    call = Call("BYE", {ms(100): 100, seconds(10): 200})
    assert call.uac.times("BYE") == moments(0, 0.5, 4.5, 8.5)
    assert call.uas.times("100") == moments(0.11, 0.51, 4.51, 8.51)
    assert call.uas.times("200") == moments(10.01)
    assert [what for _, what in call.uac.heard] == ["100", "100", "100", "100", "200", "Terminated"]
    assert call.is_quiet()


def test_a_lost_200_to_a_bye_is_sent_again_when_the_bye_is() -> None:
    call = Call("BYE", {0: 200}, first("200", lost=1))
    assert call.uac.times("BYE") == moments(0, 0.5)
    assert call.uas.times("200") == moments(0.01, 0.51)
    assert call.uas.again == moments(0.51)
    assert call.uac.heard == [(ms(520), "200"), (ms(5520), "Terminated")]
    assert call.is_quiet()


def test_a_call_rings_for_minutes_without_a_copy_of_the_invite() -> None:
    call = Call("INVITE", {0: 180, seconds(60): 486})
    assert call.uac.times("INVITE") == [0]
    assert [what for _, what in call.uac.heard] == ["180", "486", "Terminated"]
    assert call.uac.times("ACK") == moments(60.02)
    assert call.uas.heard == [(ms(65030), "Terminated")]
    assert call.is_quiet()


def test_a_lost_invite_costs_the_caller_half_a_second() -> None:
    call = Call("INVITE", {0: 180, seconds(1): 486}, first("INVITE", lost=1))
    assert call.uac.heard[0] == (ms(520), "180")


def test_a_refusal_without_ack_is_repeated_for_32_seconds_and_reported() -> None:
    call = Call("INVITE", {0: 486}, always("ACK"))
    begin = ms(10)
    assert call.uas.times("486") == [
        begin + at for at in moments(0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5)
    ]
    assert call.uas.heard == [(begin + seconds(32), "Timeout"), (begin + seconds(32), "Terminated")]
    assert len(call.uac.times("ACK")) == len(call.uas.times("486"))
    assert [what for _, what in call.uac.heard] == ["486", "Terminated"]
    assert call.is_quiet()


def test_freeswitch_repeats_a_refusal_like_everybody() -> None:
    call = Call("INVITE", {0: 486}, always("ACK"), SOFIA)
    assert call.uas.times("486")[:5] == [ms(10) + at for at in moments(0, 0.5, 1.5, 3.5, 7.5)]


def test_a_lost_refusal_is_repeated_until_it_is_acknowledged() -> None:
    call = Call("INVITE", {0: 180, seconds(2): 486}, first("486", lost=2))
    assert call.uas.times("486") == moments(2.01, 2.51, 3.51)
    assert call.uac.times("ACK") == moments(3.52)
    assert call.is_quiet()


def test_over_tcp_everything_is_sent_once_and_both_ends_end_at_once() -> None:
    call = Call("INVITE", {0: 180, seconds(2): 486}, reliable_transport=True)
    assert [what for _, what in call.uac.sent] == ["INVITE", "ACK"]
    assert [what for _, what in call.uas.sent] == ["180", "486"]
    assert call.uac.heard[-1] == (ms(2020), "Terminated")
    assert call.uas.heard[-1] == (ms(2030), "Terminated")
    assert call.is_quiet()


def test_an_answered_call_ends_both_transactions_64_t1_later() -> None:
    call = Call("INVITE", {0: 180, seconds(2): 200})
    assert call.uac.heard == [(ms(20), "180"), (ms(2020), "200"), (ms(34020), "Terminated")]
    assert call.uas.heard == [(ms(34010), "Terminated")]
    assert call.is_quiet()


@pytest.mark.parametrize(
    ("acknowledged_after", "repeats"),
    [
        (None, moments(0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5)),
        (seconds(2), moments(0, 0.5, 1.5)),
        (ms(20), moments(0)),
    ],
)
def test_the_200_is_repeated_until_its_ack(acknowledged_after: Duration | None, repeats: list[Moment]) -> None:
    kernel = Kernel()
    uas = End(kernel, lambda _: None)
    answer = Answer(response(200), Timing())
    uas.carry_out(answer, answer.start())
    if acknowledged_after is not None:
        kernel.after(acknowledged_after, lambda: uas.carry_out(answer, answer.receive_ack()))
    kernel.run_until(seconds(100))
    assert uas.times("200") == repeats
    assert uas.heard == ([(seconds(32), "Timeout")] if acknowledged_after is None else [])
    assert not uas.timers
