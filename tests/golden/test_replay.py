"""The replaying client on trial, against a server that plays the other side of the same recording with tokens of its own."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.golden.compare import compare
from tests.golden.credentials import parameters, response
from tests.golden.difference import Kind
from tests.golden.fake_server import FakeServer
from tests.golden.replay import LINGER, PATIENCE, Replay
from tests.golden.trace import Message, Trace
from tests.golden.trace_file import FREESWITCH, committed, load
from tests.golden.wire_text import read
from voiplab.net.address import Address
from voiplab.sim.kernel import Kernel
from voiplab.sim.moment import Duration, Moment, seconds

TRACES = committed()

every_trace = pytest.mark.parametrize("path", TRACES, ids=lambda path: f"{path.parent.name}/{path.stem}")


class Bench:
    """Replay and server on one clock, a wire of no length between them; it remembers which ports were closed when."""

    def __init__(self, trace: Trace, played: Trace | None = None) -> None:
        self.kernel = Kernel()
        self.ports: list[tuple[Moment, str, Address]] = []
        self.keys: list[tuple[Moment, str, Address, Address]] = []
        self.ended: list[Moment] = []
        self.replay = Replay(trace, self, self.end)
        self.server = FakeServer(played or trace, self.kernel.after, self.replay.heard)

    @property
    def now(self) -> Moment:
        return self.kernel.now

    def after(self, delay: Duration, act: Callable[[], None]) -> None:
        self.kernel.after(delay, act)

    def open(self, at: Address) -> None:
        self.ports.append((self.now, "open", at))

    def close(self, at: Address) -> None:
        self.ports.append((self.now, "close", at))

    def send(self, payload: bytes, source: Address, target: Address) -> None:
        self.server.receive(payload, source, target)

    def press(self, digit: str, source: Address, target: Address) -> None:
        self.keys.append((self.now, digit, source, target))

    def end(self) -> None:
        self.ended.append(self.now)

    def run(self, begin: Moment = 0) -> list[Message]:
        self.kernel.after(begin, self.replay.begin)
        self.kernel.after(begin, self.server.begin)
        self.kernel.run_until(seconds(10_000))
        return self.replay.produced


def trace_of(name: str) -> Trace:
    return load(FREESWITCH / f"{name}.trace")


@every_trace
def test_a_recording_played_against_itself_gives_the_recording(path: Path) -> None:
    """Both sides are judged: the phones' tokens, answers, order and times as well as the server's."""
    trace = load(path)
    produced = Bench(trace).run(begin=seconds(5))
    assert len(produced) == len(trace.messages)
    for ip in dict.fromkeys(message.source.ip for message in trace.messages):
        assert compare(trace.messages, produced, ip) == ()


@every_trace
def test_the_server_of_the_run_chose_all_its_tokens_anew(path: Path) -> None:
    """Without this the test above would prove nothing."""
    trace = load(path)
    produced = Bench(trace).run()
    same = [one.number for one, other in zip(trace.messages, produced, strict=True) if one.raw == other.raw]
    echoed = [number for number in same if trace.is_from_server(trace.messages[number - 1])]
    answers = [read(trace.messages[number - 1].raw).start for number in echoed]
    assert all(start.startswith("SIP/2.0 ") for start in answers)
    assert len(echoed) < len(trace.messages) / 2


@every_trace
def test_the_answers_to_new_challenges_are_right(path: Path) -> None:
    trace = load(path)
    bench = Bench(trace)
    bench.run()
    for payload in bench.server.received:
        text = read(payload)
        for value in (*text.all("Authorization"), *text.all("Proxy-Authorization")):
            answer = parameters(value)
            passwords = [one.password for one in trace.accounts if one.user == answer["username"]]
            right = [response(answer, text.method, password) for password in passwords]
            assert answer["response"] in right or answer["nonce"].startswith("0000")


def test_a_replay_goes_on_when_a_message_of_the_server_never_comes() -> None:
    trace = trace_of("b-calls/plain_call_caller_bye")
    ringing = next(
        one for one in trace.messages if read(one.raw).start == "SIP/2.0 180 Ringing" and trace.is_from_server(one)
    )
    silent = replace(trace, messages=tuple(one for one in trace.messages if one is not ringing))
    produced = Bench(trace, silent).run()
    found = compare(trace.messages, produced, trace.server)
    assert [(one.kind, one.message) for one in found] == [(Kind.MESSAGE_MISSING, ringing.number)]
    assert produced[ringing.number - 1].at - trace.messages[ringing.number].at == pytest.approx(
        PATIENCE, abs=seconds(1)
    )


def test_a_run_is_watched_a_little_longer_than_the_recording() -> None:
    trace = trace_of("b-calls/plain_call_caller_bye")
    bench = Bench(trace)
    bench.run()
    assert bench.ended == [trace.messages[-1].at + LINGER]


def test_a_phone_whose_port_was_closed_in_the_recording_closes_it() -> None:
    """The callee is gone before it is called; the caller goes after its last message, before the 503 is repeated."""
    trace = trace_of("c-prack/on_183_never_pracked")
    bench = Bench(trace)
    bench.run()
    last_of_caller = trace.messages[10]
    assert bench.ports == [
        (0, "close", Address("127.0.0.25", 5060)),
        (last_of_caller.at, "close", Address("127.0.0.21", 5060)),
    ]


def test_a_phone_that_comes_back_opens_its_port_again() -> None:
    bench = Bench(trace_of("a-register/odd_requests"))
    bench.run()
    assert [what for _, what, _ in bench.ports] == ["close", "open"]


def test_keys_are_pressed_when_they_were_into_the_port_that_the_server_has_now() -> None:
    trace = trace_of("b-calls/dtmf_rfc4733")
    bench = Bench(trace)
    bench.run()
    there = Address("127.0.0.20", trace.digits[0].target.port + 2)  # the fake server's
    assert bench.keys == [(key.at, key.digit, key.source, there) for key in trace.digits]
    assert [key.digit for key in trace.digits] == ["3", "4", "#"]
