"""A case on the virtual network, with a server there that plays the recorded one's part."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from tests.golden.compare import compare
from tests.golden.credentials import parameters, response
from tests.golden.fake_server import FakeServer
from tests.golden.registering import NotBound
from tests.golden.run import SETTLED, Stage, beginning
from tests.golden.trace import Trace
from tests.golden.trace_file import FREESWITCH, committed, load
from tests.golden.wire_text import read
from voiplab.lab.node import Node
from voiplab.net.address import Address
from voiplab.net.host import DatagramPort, Host
from voiplab.sim.moment import Moment
from voiplab.text.place import Files

every_trace = pytest.mark.parametrize("path", committed(), ids=lambda path: f"{path.parent.name}/{path.stem}")


class Player:
    """A node that registers whoever knows the password, and then plays the recorded server."""

    def __init__(self, trace: Trace, files: Files, host: Host) -> None:
        self.name = host.name
        self.told: list[tuple[Moment, str]] = []
        self.contacts: list[str] = []
        self.files = files
        self.calendar = host.calendar
        self._trace = trace
        self._host = host
        self._server = FakeServer(trace, host.after, self._send)
        self._ports: dict[Address, DatagramPort] = {}

    def start(self) -> None:
        ends = (one.source if self._trace.is_from_server(one) else one.target for one in self._trace.messages)
        for at in dict.fromkeys(ends):
            self._ports[at] = self._host.datagrams(at, partial(self._hear, at))
        self._host.after(beginning(self._trace), self._server.begin)

    def perform(self, action: str) -> str:
        self.told.append((self._host.now, action))
        return ""

    def completions(self, typed: str) -> Sequence[str]:  # noqa: ARG002
        return ()

    def replace(self, files: Files) -> None:
        self.files = files

    def leftovers(self) -> Sequence[str]:
        return ()

    def _hear(self, at: Address, payload: bytes, source: Address) -> None:
        if read(payload).first("Call-ID").startswith("before-"):
            self._register(payload, source, at)
        else:
            self._server.receive(payload, source, at)

    def _register(self, payload: bytes, source: Address, at: Address) -> None:
        text = read(payload)
        answer = parameters(text.first("Authorization"))
        lines = [
            "SIP/2.0 401 Unauthorized",
            'WWW-Authenticate: Digest realm="here", nonce="1", algorithm=MD5, qop="auth"',
        ]
        if answer and answer["response"] == response(answer, "REGISTER", "1234"):
            self.contacts.append(text.first("Contact"))
            lines = ["SIP/2.0 200 OK"]
        lines += [f"{name}: {text.first(name)}" for name in ("Via", "From", "To", "Call-ID", "CSeq")]
        self._send(("\r\n".join(lines) + "\r\n\r\n").encode(), at, source)

    def _send(self, payload: bytes, source: Address, target: Address) -> None:
        self._ports[source].send(payload, target)


class Theatre:
    """One case with the player in it, and what the player has seen."""

    def __init__(self, trace: Trace) -> None:
        self.players: list[Player] = []
        self.trace = trace
        self.stage = Stage(trace, 1, self._build)

    def _build(self, files: Files, host: Host) -> Node:
        self.players.append(Player(self.trace, files, host))
        return self.players[0]

    def play(self) -> Player:
        self.stage.play()
        return self.players[0]


def trace_of(name: str) -> Trace:
    return load(FREESWITCH / f"{name}.trace")


@every_trace
def test_a_recording_played_over_the_network_gives_the_recording(path: Path) -> None:
    trace = load(path)
    theatre = Theatre(trace)
    theatre.play()
    assert compare(trace.messages, theatre.stage.replay.produced, trace.server) == ()


def test_a_phone_that_is_called_has_registered_before() -> None:
    player = Theatre(trace_of("b-calls/fork_two_one_answers")).play()
    assert player.contacts == ["<sip:1001@127.0.0.22:5060>", "<sip:1002@127.0.0.23:5060>"]


def test_a_phone_that_registers_in_the_recording_has_not_registered_before() -> None:
    assert Theatre(trace_of("b-calls/tenant_a_call")).play().contacts == []


def test_a_case_does_not_begin_without_its_registrations() -> None:
    trace = trace_of("b-calls/plain_call_caller_bye")
    wrong = replace(trace, bindings=tuple(binding._replace(password="guessed") for binding in trace.bindings))
    with pytest.raises(NotBound):
        Theatre(wrong).play()


def test_the_profile_is_edited_and_the_commands_are_typed_when_they_were() -> None:
    """In a server that has been up long enough for a restart."""
    trace = trace_of("c-prack/switch_on_curly_quotes")
    theatre = Theatre(trace)
    before = theatre.players[0].files["sip_profiles/internal.xml"]
    player = theatre.play()
    assert b"enable-100rel" not in before
    assert 'enable-100rel" value=”true”/>' in player.files["sip_profiles/internal.xml"].decode()
    reload, restart = trace.commands
    origin = beginning(trace)
    assert player.told == [(origin + reload.at, "reloadxml"), (origin + restart.at, "sofia profile internal restart")]
    assert player.told[0][0] > SETTLED


def test_an_extension_of_one_case_is_there_from_the_start() -> None:
    theatre = Theatre(trace_of("c-prack/on_sip_h_Require_100rel_sip_callee"))
    assert b"bridge_sip_h_Require" in theatre.players[0].files["dialplan/default.xml"]
    theatre = Theatre(trace_of("c-prack/on_baseline_plain_caller"))
    assert b"bridge_sip_h_Require" not in theatre.players[0].files["dialplan/default.xml"]


def test_the_server_has_the_date_of_the_recording() -> None:
    """Some of its timers follow whole seconds of the wall clock."""
    trace = trace_of("b-calls/no_answer_call_timeout")
    player = Theatre(trace).players[0]
    assert player.calendar.at(beginning(trace)) == trace.began
