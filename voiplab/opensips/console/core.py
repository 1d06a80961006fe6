"""Commands of the core: what it is, how long it has been up, its processes, its log."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from voiplab.opensips.console.command import OK, Json, MiError, Parameters
from voiplab.sim.moment import seconds

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Process(NamedTuple):
    pid: int
    says: str


class Processes:
    """Those of the server, with numbers like a real system's."""

    def __init__(self, server: "Server") -> None:
        first = 1_000 + server.host.chance("process id").below(30_000)
        self.all: Sequence[Process] = [Process(first + number, says) for number, says in enumerate(_names(server))]


def _names(server: "Server") -> Iterator[str]:
    configuration = server.configuration
    yield "attendant"
    for module, says in (("mi_fifo", "MI FIFO"), ("mi_datagram", "MI Datagram")):
        if configuration.is_loaded(module):
            yield says
    yield "time_keeper"
    yield "timer"
    for listener in configuration.listeners:
        if listener.protocol == "udp":
            yield from (f"SIP receiver {listener}" for _ in range(server.number("", "udp_workers")))
    if any(listener.protocol == "tcp" for listener in configuration.listeners):
        yield from ("TCP receiver" for _ in range(server.number("", "tcp_workers")))
        yield "Timer handler"
        yield "TCP main"
    else:
        yield "Timer handler"


def version(server: "Server", _parameters: Parameters) -> Json:
    return {"Server": str(server.configuration.global_parameter("server_header")).removeprefix("Server: ")}


def uptime(server: "Server", _parameters: Parameters) -> Json:
    now, age = server.host.now, (server.host.now - server.started) // seconds(1)
    return {"Now": _date(server, now), "Up since": _date(server, server.started), "Up time": f"{age} [sec]"}


def _date(server: "Server", moment: int) -> str:
    """As the C library writes it."""
    at = server.host.calendar.at(moment)
    return f"{_DAYS[at.weekday()]} {_MONTHS[at.month - 1]} {at.day:2d} {at:%H:%M:%S} {at.year}"


def ps(server: "Server", _parameters: Parameters) -> Json:
    rows = server.part(Processes).all
    return {"Processes": [{"ID": number, "PID": row.pid, "Type": row.says} for number, row in enumerate(rows)]}


def log_level(server: "Server", parameters: Parameters) -> Json:
    if not parameters.has("level"):
        rows = server.part(Processes).all
        return {
            "Processes": [{"PID": row.pid, "Log level": server.log_level, "Type": row.says} for row in rows],
        }
    server.log_level = parameters.number("level")
    return {"New global log level": server.log_level}


def xlog_level(server: "Server", parameters: Parameters) -> Json:
    """What it says without a level is documented nowhere."""
    if not parameters.has("level"):
        raise MiError(500, "not simulated in voiplab: xlog_level without a level")
    server.xlog_level = parameters.number("level")
    return OK


def pwd(_server: "Server", _parameters: Parameters) -> Json:
    return {"WD": "/"}
