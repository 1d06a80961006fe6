"""A recorded case, played against our server of that kind over the virtual network."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache, partial
from ipaddress import IPv4Network
from pathlib import Path
from typing import Final

from tests.golden.configuration import configuration, inserted
from tests.golden.known import KNOWN, SEEDS
from tests.golden.known_opensips import KNOWN_OPENSIPS
from tests.golden.outcome import Outcome, not_played, outcome
from tests.golden.registering import NotBound, Registering
from tests.golden.replay import Replay
from tests.golden.timing import OPENSIPS_TOLERANCES, TOLERANCES
from tests.golden.trace import Command, Insert, Message, Trace
from tests.golden.trace_file import FREESWITCH, committed, load
from tests.golden.wire import NetworkWire
from tests.golden.wire_text import read
from voiplab.lab.node import Node, kind
from voiplab.net.address import Address
from voiplab.net.host import Host
from voiplab.net.network import Network
from voiplab.net.topology import Attachment, Topology
from voiplab.recording.events import Logged
from voiplab.recording.recording import Recording
from voiplab.sim.calendar import Calendar
from voiplab.sim.kernel import Kernel
from voiplab.sim.moment import Moment, ms, seconds
from voiplab.text.place import Files, NotSimulated

SETTLED: Final = seconds(12)
"""How long a FreeSWITCH has been up before anybody touches it: a younger profile refuses to be restarted."""
JUST_UP: Final = ms(887)
"""How long an OpenSIPS was: its seconds count from its start, and some of its timers end with them."""

REGISTERS: Final = seconds(1)
LIMIT: Final = seconds(3600)
STEPS: Final = 100_000
"""Of the kernel; the longest case needs two hundred."""

_NETWORK: Final = "loopback"


Build = Callable[[Files, Host], Node]


class NeverEnded(Exception):
    """A replay that was not over after an hour of its own time, or after far more steps than messages."""


class CommandRefused(Exception):
    """Our console does not take a command that the recorded one took."""


def run_case(trace: Trace, seed: int = 1) -> list[Message]:
    """What a capture beside our server would have, from the recording's moment 0 on."""
    stage = Stage(trace, seed, partial(_recorded, trace))
    stage.play()
    return stage.replay.produced


def log_of(trace: Trace, seed: int = 1) -> list[str]:
    """What our server writes into its log meanwhile: `[NOTICE] New Channel ...`."""
    stage = Stage(trace, seed, partial(_recorded, trace))
    stage.play()
    return list(stage.log())


def _recorded(trace: Trace, files: Files, host: Host) -> Node:
    return kind(kind_of(trace)).build(None, files, host, kind_of(trace))


def kind_of(trace: Trace) -> str:
    return "opensips" if trace.configuration else "freeswitch"


@cache
def outcomes(server: Path = FREESWITCH) -> tuple[Outcome, ...]:
    """Of all committed cases of a server. Only an open one may ask for what is not simulated."""
    return tuple(_outcome(load(path)) for path in committed(server))


def _outcome(trace: Trace) -> Outcome:
    known = KNOWN_OPENSIPS if trace.configuration else KNOWN
    try:
        produced = run_case(trace, SEEDS.get(trace.case, 1))
    except NotSimulated as refusal:
        if trace.case not in known.open_cases:
            raise
        return not_played(trace, str(refusal))
    return outcome(trace, produced, OPENSIPS_TOLERANCES if trace.configuration else TOLERANCES)


class Stage:
    """The network of one case: our server and one host per recorded phone."""

    def __init__(self, trace: Trace, seed: int, build: Build) -> None:
        self.trace = trace
        self._server = kind_of(trace)
        self._origin = beginning(trace)
        self._files = configuration(trace)
        self._kernel = Kernel()
        calendar = Calendar(trace.began - timedelta(microseconds=self._origin))
        phones = {f"phone-{ip}": ip for ip in dict.fromkeys(at.ip for at in addresses(trace)) if ip not in trace.guests}
        hosts: dict[str, tuple[Attachment, ...]] = {}
        hosts |= {name: (Attachment(_NETWORK, ip),) for name, ip in phones.items()}
        hosts[self._server] = tuple(
            Attachment(_NETWORK, ip) for ip in (trace.server, *further_addresses(trace, self._files))
        )
        topology = Topology({_NETWORK: IPv4Network("127.0.0.0/8")}, hosts)
        self._recording = Recording()
        network = Network(self._kernel, self._recording, topology, seed)
        self._wire = NetworkWire(network, list(phones), calendar, trace, self._server)
        self._node = build(self._files, Host(network, self._server, calendar))
        self.replay = Replay(trace, self._wire, self._end)
        self._before = [Registering(binding, self._wire.send) for binding in trace.bindings]
        self._is_over = False
        self._prepare()

    def _prepare(self) -> None:
        self._node.start()
        for at in ports(self.trace):
            self._wire.open(at)
        for registering in self._before:
            self._kernel.after(REGISTERS, registering.begin)
        self._kernel.after(self._origin, self._begin)
        for insert in self.trace.inserts:
            if insert.at is not None:
                self._kernel.after(self._origin + insert.at, partial(self._edit, insert))
        for command in self.trace.commands:
            self._kernel.after(self._origin + command.at, partial(self._type, command))

    def play(self) -> None:
        while not self._is_over:
            if self._kernel.now > LIMIT or self._kernel.steps > STEPS or not self._kernel.step():
                raise NeverEnded(self.trace.case)
            for payload, source, target in self._wire.heard():
                self._hear(payload, source, target)

    def log(self) -> Iterator[str]:
        """The server's, from the recording's moment 0 on."""
        for event in self._recording:
            if event.at >= self._origin and event.node == self._server and isinstance(event.what, Logged):
                yield f"[{event.what.level.upper()}] {event.what.text}"

    def _begin(self) -> None:
        late = [one.binding.contact for one in self._before if not one.is_bound]
        if late:
            raise NotBound(f"{self.trace.case}: no 200 to the REGISTER of {', '.join(late)}")
        self.replay.begin()

    def _hear(self, payload: bytes, source: Address, target: Address) -> None:
        call = read(payload).first("Call-ID")
        for registering in self._before:
            if registering.call == call:
                registering.heard(payload)
                return
        if self._kernel.now >= self._origin:
            self.replay.heard(payload, source, target)

    def _edit(self, insert: Insert) -> None:
        self._files = inserted(self._files, insert)
        self._node.replace(self._files)

    def _type(self, command: Command) -> None:
        answer = self._node.perform(self._addressed(command.text))
        if answer.startswith("-ERR"):
            raise CommandRefused(f"{self.trace.case}: {command.text}: {answer}")

    def _addressed(self, text: str) -> str:
        """`{channel 2}` is the UUID of the second channel of the case."""
        for number, uuid in enumerate(re.findall(r"New Channel \S+ \[(\S+)\]", "\n".join(self.log())), 1):
            text = text.replace(f"{{channel {number}}}", uuid)
        return text

    def _end(self) -> None:
        self._is_over = True


def beginning(trace: Trace) -> Moment:
    """When the recording's moment 0 is: late enough for registrations, commands and edits before it."""
    first = min(
        [0, *(command.at for command in trace.commands), *(one.at for one in trace.inserts if one.at is not None)]
    )
    return (JUST_UP if trace.configuration else SETTLED) - first


def further_addresses(trace: Trace, files: Files) -> list[str]:
    """Of a server whose sockets are on several."""
    text = files["opensips.cfg"].decode() if trace.configuration else ""
    sockets = re.findall(r"^socket=\w+:([\d.]+)", text, re.MULTILINE)
    return [ip for ip in dict.fromkeys(sockets) if ip != trace.server]


def ports(trace: Trace) -> list[Address]:
    """The phones' ports for datagrams."""
    by_stream = {end: None for one in trace.connections for end in one}
    by_datagram = {
        end: None for one in trace.messages if not trace.is_by_stream(one) for end in (one.source, one.target)
    }
    return [at for at in addresses(trace) if at in by_datagram or at not in by_stream]


def addresses(trace: Trace) -> list[Address]:
    """The phones' ends; a server may send to itself."""
    ends = (one.target if trace.is_from_server(one) else one.source for one in trace.messages)
    phones = dict.fromkeys((*ends, *(binding.phone for binding in trace.bindings)))
    return [at for at in phones if at.ip != trace.server]
