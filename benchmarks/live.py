"""A live lab under SIPp, beside Kamailio and sippy's B2BUA on the same machine, in turns.

    python -m benchmarks.live                    CPU for each call, and how many calls a second go without a failure
    python -m benchmarks.live --soak 600         ten minutes at half of that: what grows?

The call is the same for all: INVITE with SDP, 180, 200, ACK, half a second, BYE, 200, on both sides of the server. FreeSWITCH
is a B2BUA with two dialogs and media ports, recorded; sippy's is one without media; Kamailio passes messages on, and writes a
line of log for most of them. SIPp and Kamailio (Debian's sip-tester and kamailio) are needed, and the extra `bench`.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import sleep
from typing import Final, NamedTuple

from benchmarks.figures import Figure, at_least, at_most, table
from tests.interop.addresses import Block, block
from tests.interop.kamailio import Kamailio
from tests.interop.labs import lab_at
from tests.interop.program import ENVIRONMENT, ROOT, Running
from tests.interop.sipp import Figures, Sipp, keys
from voiplab.live.control import ask
from voiplab.net.address import Address

SERVER, CALLEE, CALLER = 20, 2, 3
HERE: Final = Path(__file__).parent / "sipp"
PROXY: Final = Path(__file__).parent / "proxy" / "proxy.yaml"
RATES: Final = (25, 50, 100, 150, 200, 250, 300, 400, 600, 800, 1_000)
COMMON: Final = 25
"""Calls a second at which the CPU of a call is measured: all bear it."""

PATIENCE: Final = "5000"
"""Milliseconds after which SIPp counts a call as failed for which nothing comes."""

SPAN: Final = 4
"""Seconds that each rate lasts."""

ROUNDS: Final = 3
TOLERATED: Final = 0.05
"""Of the calls at the common rate: sippy loses some at any rate."""

TICKS: Final = os.sysconf("SC_CLK_TCK")
PAGE: Final = os.sysconf("SC_PAGE_SIZE")


class Server(NamedTuple):
    """One that is running: its process, where calls go, and whom they are for."""

    process: int
    at: Address
    target: str
    scenarios: Path = HERE


class Load(NamedTuple):
    cpu: float
    """Seconds of the server's process."""

    figures: Figures


@contextmanager
def freeswitch(own: Block, folder: Path) -> Iterator[Server]:
    lab = lab_at("office", own.prefix, folder / "lab")
    home = {"XDG_RUNTIME_DIR": str(folder), "XDG_STATE_HOME": str(folder)}
    command = [sys.executable, "-m", "voiplab", "live", str(lab), "--json"]
    with Running(command, ROOT, {**ENVIRONMENT, **home}) as running:
        running.err.until(lambda line: line.startswith("Ready."), "ready line of voiplab")
        words = ["-m", "1", "-au", "1001", "-ap", "1234"]
        given = keys({"user": "1001", "domain": own[SERVER], "expires": "3600"})
        _begin_with(Sipp(folder, "register", own.at(CALLEE), own.at(SERVER), [*words, *given]))
        yield Server(running.process, own.at(SERVER, 5080), "service")


@contextmanager
def opensips(own: Block, folder: Path) -> Iterator[Server]:
    """voiplab's: a registrar and a proxy that stays in the path, as Kamailio is here."""
    home = {"XDG_RUNTIME_DIR": str(folder), "XDG_STATE_HOME": str(folder)}
    move = ["--map", f"opensips={own[SERVER]}"]
    command = [sys.executable, "-m", "voiplab", "live", str(PROXY), "--json", *move]
    with Running(command, ROOT, {**ENVIRONMENT, **home}) as running:
        running.err.until(lambda line: line.startswith("Ready."), "ready line of voiplab")
        words = ["-m", "1", *keys({"user": "1001"})]
        _begin_with(Sipp(folder, "register", own.at(CALLEE), own.at(SERVER), words, scenarios=HERE))
        yield Server(running.process, own.at(SERVER), "1001")


@contextmanager
def kamailio(own: Block, folder: Path) -> Iterator[Server]:
    with Kamailio(folder, own[SERVER], shared_memory=1024) as running:
        words = ["-m", "1", *keys({"user": "1001"})]
        _begin_with(Sipp(folder, "register", own.at(CALLEE), own.at(SERVER), words, scenarios=HERE))
        yield Server(running.process, own.at(SERVER), "1001")


@contextmanager
def sippy(own: Block, folder: Path) -> Iterator[Server]:
    program = str(Path(sys.executable).parent / "b2bua_simple")
    command = [
        program,
        "-f",
        "-l",
        own[SERVER],
        "-p",
        "5060",
        "-n",
        str(own.at(CALLEE)),
        "-L",
        str(folder / "sippy.log"),
    ]
    with Running(command, folder) as running:
        sleep(1)  # it does not say when it is ready
        # SIPp's [next_url] takes the display name of sippy's Contact along, which makes no request line.
        text = (HERE / "caller.xml").read_text().replace("[next_url]", "sip:[target]@[remote_ip]:[remote_port]")
        (folder / "caller.xml").write_text(text)
        yield Server(running.process, own.at(SERVER), "1001", folder)


CONTESTANTS: Final = {"freeswitch": freeswitch, "opensips": opensips, "kamailio": kamailio, "sippy": sippy}


def _begin_with(register: Sipp) -> None:
    ended = register.run()
    if ended.code != 0:
        raise RuntimeError(f"registering failed: {register.errors() or ended.err}")


def load(server: Server, own: Block, folder: Path, rate: int, calls: int) -> Load:
    """So many calls a second, half a second long; SIPp on both sides."""
    callee = Sipp(folder, "callee", own.at(CALLEE), server.at, ["-d", "0", *keys({"user": "1001"})], media=20_000)
    words = [
        "-d",
        "500",
        "-r",
        str(rate),
        "-m",
        str(calls),
        "-recv_timeout",
        PATIENCE,
        *keys({"target": server.target}),
    ]
    caller = Sipp(folder, "caller", own.at(CALLER), server.at, words, media=24_000, scenarios=server.scenarios)
    with callee.begin():
        before = cpu_of(server.process)
        caller.run(calls / rate + 120)
        spent = cpu_of(server.process) - before
    return Load(spent, caller.figures())


def cpu_of(process: int) -> float:
    """User and system time of a process and its children so far (proc(5), fields 14 and 15 of stat)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return (int(fields[11]) + int(fields[12])) / TICKS + sum(cpu_of(int(child)) for child in children)


@contextmanager
def running(name: str) -> Iterator[tuple[Server, Block, Path]]:
    with (
        block() as own,
        TemporaryDirectory(prefix=f"{name}-") as folder,
        CONTESTANTS[name](own, Path(folder)) as server,
    ):
        yield server, own, Path(folder)


def cpu_per_call(name: str) -> float:
    calls = COMMON * SPAN
    with running(name) as (server, own, folder):
        load(server, own, folder, COMMON, COMMON)  # what is imported and compiled at first use
        spent, figures = load(server, own, folder, COMMON, calls)
    if figures.failed > calls * TOLERATED:
        raise RuntimeError(f"{name} failed at {COMMON} calls a second: {figures}")
    return spent / figures.succeeded


def highest(name: str) -> int:
    """The last of the rates at which nothing fails and nothing has to be sent twice."""
    reached = 0
    for rate in RATES:
        with running(name) as (server, own, folder):
            figures = load(server, own, folder, rate, rate * SPAN).figures
        if figures != Figures(rate * SPAN, 0, 0):
            break
        reached = rate
    return reached


def figures() -> Iterator[Figure]:
    columns = list(zip(*([cpu_per_call(name) for name in CONTESTANTS] for _ in range(ROUNDS)), strict=True))
    b2bua, proxy, theirs, pythons = (median(column) * 1_000 for column in columns)
    rates = {name: highest(name) for name in CONTESTANTS}
    yield at_least(
        f"a call through OpenSIPS, {proxy:.2f} ms, and through sippy's B2BUA, {pythons:.2f} ms", pythons / proxy, 5
    )
    yield at_least(f"a call through FreeSWITCH, {b2bua:.2f} ms, and through sippy's B2BUA", pythons / b2bua, 1)
    yield at_most(
        f"a call through OpenSIPS over the same through Kamailio, {theirs:.2f} ms", proxy / theirs, 5, "times"
    )
    said = ", ".join(f"{name} {rate}" for name, rate in rates.items())
    yield at_least(
        f"calls a second without a failure ({said}): FreeSWITCH and sippy",
        rates["freeswitch"] / max(rates["sippy"], 1),
        1,
    )


def soak(seconds: int, rate: int) -> int:
    """Half of what it bears, for long: what is alive is written every tenth part, and must not grow from the second on."""
    with running("freeswitch") as (server, own, folder):
        control = next(folder.rglob("live-*.sock"))
        seen: list[tuple[float, ...]] = []
        print("| s | memory MiB | files | appointments | alive | connections |\n| --- | --- | --- | --- | --- | --- |")
        for _ in range(10):
            figures = load(server, own, folder, rate, rate * seconds // 10).figures
            if figures.failed:
                print(f"failed: {figures}")
                return 1
            sleep(35)  # the transactions of the last call end after 32 s (RFC 3261 section 17)
            seen.append(_alive(server, control))
            print("| " + " | ".join(f"{value:g}" for value in seen[-1]) + " |", flush=True)
    early, late = seen[4], seen[-1]
    grown = [now > before * 1.1 + 2 for before, now in zip(early[1:], late[1:], strict=True)]
    return int(any(grown))


def _alive(server: Server, control: Path) -> tuple[float, ...]:
    state = ask(control, {"do": "state"})
    memory = int(Path(f"/proc/{server.process}/statm").read_text().split()[1]) * PAGE / 2**20
    files = sum(1 for _ in Path(f"/proc/{server.process}/fd").iterdir())
    leftovers = state["leftovers"]
    assert isinstance(leftovers, dict)
    numbers = (state["seconds"], memory, files, state["pending"], sum(leftovers.values()), state["connections"])
    return tuple(round(float(str(number)), 1) for number in numbers)


def main() -> int:
    if "--soak" in sys.argv:
        return soak(int(sys.argv[-1]), highest("freeswitch") // 2)
    found = list(figures())
    print(table(found))
    return int(not all(figure.is_met for figure in found))


if __name__ == "__main__":
    sys.exit(main())
