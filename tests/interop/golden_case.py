"""One recorded case against a live lab: our server on the recorded address, the case's own SIPp clients with their commands.

It runs in a network of its own, so that the recorded addresses are free and several cases can be played side by side.
"""

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from subprocess import TimeoutExpired
from threading import Event
from typing import Final

from tests.golden.outcome import Outcome, outcome
from tests.golden.run import beginning
from tests.golden.trace import Binding, Message
from tests.golden.trace_file import address, load
from tests.interop.live_lab import LiveLab, Seen
from tests.interop.namespace import Namespace
from tests.interop.program import Running, run
from tests.interop.recorded_clients import Client, clients
from tests.interop.recorded_lab import RUN, write_lab
from tests.interop.sipp import Sipp, keys
from voiplab.sim.moment import Moment, ms

LEAD: Final = ms(500)
"""SIPp takes some time to start: who is called is there before anybody calls."""

EARLY: Final = ms(2000)
"""Where the console begins a call, after some seconds: who is called has a time limit of its own, and comes no sooner."""

LINGER: Final = ms(300)
"""How long it is watched after the last message of the recording."""

_BEFORE: Final = "before-"


class NotBound(Exception):
    """The server did not take a registration that the recording starts from."""


def play(trace_file: Path, folder: Path, scratch: Path) -> Outcome:
    """`folder`: that of the case's SIPp commands and scenarios."""
    trace = load(trace_file)
    phones = clients(folder, trace, trace_file, scratch)
    with (
        Namespace(scratch, ()) as network,
        LiveLab(write_lab(trace, scratch / "lab"), ["--run", RUN], network.inside) as lab,
    ):
        lab.wait_until_ready()
        clock = Clock()
        for binding in trace.bindings:
            _bind(binding, scratch, network.inside)
        origin = max(clock.now() + LEAD, beginning(trace) if trace.commands else 0)
        _conduct(phones, clock, origin, network.inside, scratch)
        clock.wait_until(origin + trace.messages[-1].at + LEAD + LINGER)
        seen = lab.end()
    return outcome(trace, list(_produced(seen)))


class Clock:
    """Microseconds since the lab was ready, which is when its own clock began."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._nothing = Event()

    def now(self) -> Moment:
        return int((time.monotonic() - self._began) * 1_000_000)

    def wait_until(self, moment: Moment) -> None:
        self._nothing.wait(max(0, moment - self.now()) / 1_000_000)


def _bind(binding: Binding, scratch: Path, inside: Sequence[str]) -> None:
    known = keys({"user": binding.user, "domain": binding.domain, "contact": binding.contact})
    who = ["-au", binding.user, "-ap", binding.password, "-m", "1", "-cid_str", f"{_BEFORE}%u-%p@%s"]
    sipp = Sipp(scratch, "binding", binding.phone, binding.registrar, [*who, *known])
    done = run([*inside, *sipp.command], scratch)
    if done.code != 0:
        raise NotBound(f"{binding.contact}: {sipp.errors()}")


def _conduct(phones: Sequence[Client], clock: Clock, origin: Moment, inside: Sequence[str], scratch: Path) -> None:
    """Side by side, and those of one address one after the other: it is one telephone."""
    by_address: dict[str, list[Client]] = {}
    for phone in phones:
        by_address.setdefault(str(phone.at), []).append(phone)

    def act(in_turn: Iterable[Client]) -> None:
        for phone in in_turn:
            clock.wait_until(origin - EARLY if phone.begins is None else origin + phone.begins)
            with Running([*inside, *phone.command], scratch) as client, suppress(TimeoutExpired):
                client.wait(phone.limit)

    with ThreadPoolExecutor(len(by_address)) as side_by_side:
        for done in [side_by_side.submit(act, in_turn) for in_turn in by_address.values()]:
            done.result()


def _produced(seen: Iterable[Seen]) -> Iterable[Message]:
    """What a capture beside the server would have, without the registrations from before."""
    counted = [one for one in seen if not one.text.first("Call-ID").startswith(_BEFORE)]
    for number, one in enumerate(counted, 1):
        at = round((one.at - counted[0].at) * 1_000_000)
        raw = one.raw.encode("utf-8", "surrogateescape")
        yield Message(number, at, address(one.src), address(one.dst), raw)
