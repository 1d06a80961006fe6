"""A simulated OpenSIPS: calls that it proxies, telephones that it knows, statements of its script.

    python -m benchmarks.opensips                with 100 and 10,000 telephones
    python -m benchmarks.opensips 100 100,000    with as many as you like

A call is INVITE, 100, 180, 200, ACK, BYE, 200 between two plain telephones, with Record-Route and a lookup, and recorded. What
Kamailio needs for the same on the wire stands in `benchmarks.live`.
"""

import sys
import tracemalloc
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network
from math import log
from typing import Final

from benchmarks.calls import json_round_trip
from benchmarks.figures import Figure, at_most, table
from benchmarks.timing import cpu_seconds
from tests.opensips.bench import CALENDAR, MODULES, SERVER
from voiplab.cli.main import collect_less_often
from voiplab.course.catalogue import lesson_folders
from voiplab.course.lesson import overlaid
from voiplab.course.lesson_file import read_lesson
from voiplab.lab.actions import NodeAction
from voiplab.lab.lab import Lab, RunPlan
from voiplab.lab.run import Run
from voiplab.lab.script import AtStart, ScriptLine
from voiplab.lab.span import Span
from voiplab.net.address import Address
from voiplab.net.host import Host
from voiplab.net.network import Network
from voiplab.net.topology import Attachment, Topology
from voiplab.opensips.server import Server
from voiplab.recording.recording import Unrecorded
from voiplab.sim.kernel import Kernel
from voiplab.sim.moment import Duration, ms, seconds
from voiplab.text.place import Place

LESSON: Final = "first-proxy"
CALL: Final = ((seconds(1), "alice", "dial bob"), (seconds(3), "bob", "answer"), (seconds(6), "alice", "hang up"))
SPACING: Final = seconds(10)
CALLS: Final = 500
PHONES: Final = Address("127.0.0.11", 5060)
TELEPHONES: Final = (100, 10_000)
KAMAILIO: Final = 54
"""Kamailio needs the CPU time of so many JSON round trips of an INVITE for a call that it proxies (docs/performance.md)."""

REGISTRAR: Final = 'route { save("location"); exit; }'
LOOP: Final = """
route {
    $var(i) = 0;
    while ($var(i) < 9000) {
        $var(sum) = $var(sum) + $var(i);
        if ($var(sum) > 100000) $var(sum) = 0;
        $var(i) = $var(i) + 1;
    }
    exit;
}
"""
STATEMENTS: Final = 9_000 * 4
"""Of one request: the condition of the loop, and what is in it."""


def figures(telephones: Sequence[int]) -> Iterator[Figure]:
    collect_less_often()
    each, round_trip = cost_of_a_call(), json_round_trip()
    said = f"a call ({each * 1000:.2f} ms, {1 / each:.0f} per CPU second) over json of an INVITE ({round_trip * 1e6:.1f} us)"
    yield at_most(said, each / round_trip, KAMAILIO, "times")
    costs = [registering(count) for count in telephones]
    said = ", ".join(f"{count:,}: {cost / count * 1e6:.0f} us" for count, cost in zip(telephones, costs, strict=True))
    growth = log(costs[-1] / costs[0]) / log(telephones[-1] / telephones[0])
    yield at_most(f"exponent of the cost over the telephones that register ({said})", growth, 1.1, "")
    yield at_most("memory of a registered telephone", memory_of(telephones[-1]), 3_000, "bytes")
    speed = STATEMENTS / looping()
    yield Figure("statements of a script per CPU second", f"{speed:,.0f}", ">= 100,000", speed >= 100_000)


def cost_of_a_call() -> float:
    run = run_of(solved(), CALLS)
    spent = cpu_seconds(run.run)
    return spent / CALLS


def solved() -> Lab:
    lesson = read_lesson(lesson_folders()[LESSON])
    return lesson.lab_with(overlaid(lesson.lab.files, lesson.solution))


def run_of(lab: Lab, calls: int) -> Run:
    lines = (_line(number * SPACING + at, node, key) for number in range(calls) for at, node, key in CALL)
    return Run(lab, RunPlan("calls", script=tuple(lines), limit=(calls + 10) * SPACING, most_steps=calls * 1_000), 1)


def _line(at: Duration, node: str, key: str) -> ScriptLine:
    return ScriptLine(AtStart(), Span(at, at), node, NodeAction(key), Place(LESSON, 1))


class Telephones:
    """A server and one socket that speaks for any number of telephones; nothing is recorded."""

    def __init__(self, routes: str) -> None:
        self.kernel = Kernel()
        hosts = {"server": (Attachment("lan", SERVER.ip),), "telephones": (Attachment("lan", PHONES.ip),)}
        network = Network(self.kernel, Unrecorded(), Topology({"lan": IPv4Network("127.0.0.0/8")}, hosts), 1)
        script = (MODULES + routes).encode()
        Server(Host(network, "server", CALENDAR), "server", {"opensips.cfg": script}).start()
        self._port = Host(network, "telephones", CALENDAR).datagrams(PHONES, lambda _payload, _source: None)

    def say(self, method: str, number: int) -> None:
        user = f"user{number}"
        lines = (
            f"{method} sip:127.0.0.10 SIP/2.0",
            f"Via: SIP/2.0/UDP {PHONES};branch=z9hG4bK-{number}",
            "Max-Forwards: 70",
            f"From: <sip:{user}@127.0.0.10>;tag=t{number}",
            f"To: <sip:{user}@127.0.0.10>",
            f"Call-ID: call-{number}@127.0.0.11",
            f"CSeq: 1 {method}",
            f"Contact: <sip:{user}@{PHONES}>",
            "Expires: 3600",
            "Content-Length: 0",
        )
        self._port.send("\r\n".join((*lines, "", "")).encode(), SERVER)
        self.kernel.run_until(self.kernel.now + ms(1))

    def register(self, count: int) -> None:
        for number in range(count):
            self.say("REGISTER", number)


def registering(count: int) -> float:
    telephones = Telephones(REGISTRAR)
    return cpu_seconds(lambda: telephones.register(count))


def memory_of(count: int) -> float:
    """Bytes of each, its contact with all that the server knows of it."""
    telephones = Telephones(REGISTRAR)
    telephones.register(1)
    tracemalloc.start()
    telephones.register(count)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return held / count


def looping() -> float:
    """CPU seconds of one request whose script goes in circles."""
    telephones = Telephones(LOOP)
    telephones.say("OPTIONS", 0)
    return cpu_seconds(lambda: telephones.say("OPTIONS", 1))


def main() -> int:
    counts = sorted(int(word.replace(",", "")) for word in sys.argv[1:])
    found = list(figures(counts or TELEPHONES))
    print(table(found))
    return int(not all(figure.is_met for figure in found))


if __name__ == "__main__":
    sys.exit(main())
