"""`opensips -C`: everything that is looked at without starting, in the server's order and words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voiplab.opensips.configuration import Configuration
from voiplab.opensips.log import EXITING, Level, LogLine, error, notice, raw, warning
from voiplab.opensips.modules.shape import Function, Takes
from voiplab.opensips.modules.table import MODULES
from voiplab.opensips.reader import ROOT, read
from voiplab.opensips.refusal import STATUS, Problem, Refused
from voiplab.opensips.tree import Argument, Call, LoadModule, Number, Text, Variable
from voiplab.opensips.walk import walk
from voiplab.text.place import Files, Place

POLLING: Final = LogLine(Level.INFO, "core:fix_poll_method", "using epoll as the IO watch method (auto detected)")
_BLANK: Final = " " * 13


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `opensips -C` prints, and its exit status."""

    output: str
    status: int


def verdict(files: Files) -> Verdict:
    """Raises `NotSimulated` only for what cannot even be read here."""
    try:
        configuration = checked(files)
    except Refused as refused:
        return Verdict(refused.output, STATUS)
    fine = notice("config file ok, exiting...")
    lines = [*configuration.log, POLLING, fine, *(raw(line) for line in listening(configuration))]
    return Verdict("".join(f"{line}\n" for line in lines), 0)


def checked(files: Files) -> Configuration:
    """A configuration that `opensips -C` accepts. Raises `Refused` or `NotSimulated`."""
    document = read(files)
    configuration = Configuration(document.script, document.log)
    _check_calls(configuration)
    _check_dependencies(configuration)
    _check_sockets(configuration)
    return configuration


def listening(configuration: Configuration) -> Sequence[str]:
    """What the server says last before it runs: sockets by transport, then further names of its own."""
    sockets = sorted(configuration.listeners, key=lambda one: ("udp", "tcp").index(one.protocol))
    aliases = [
        f"{_BLANK}{one.endpoint.protocol or '*'}: {one.endpoint.host}:{one.endpoint.port or '*'}"
        for one in configuration.aliases
    ]
    return (
        "Listening on ",
        *(f"{_BLANK}{one.protocol}: {one.host} [{one.host}]:{one.port}" for one in sockets),
        "Aliases: ",
        *aliases,
    )


def _check_calls(configuration: Configuration) -> None:
    """Only literal arguments are looked at: a variable may become anything."""
    for route in configuration.routes:
        for part in walk(route.body):
            if isinstance(part, Call) and part.module:
                _check_call(part, configuration.function(part.module, part.name), configuration.log)


def _check_call(call: Call, function: Function, log: Sequence[LogLine]) -> None:
    for number, (parameter, argument) in enumerate(zip(function.parameters, call.arguments, strict=False), 1):
        expected = _expected(parameter.takes, argument)
        if expected is None:
            continue
        where = f"{call.place.file}:{call.place.line}"
        lines = (
            error("core:check_cmd", f"Param [{number}] expected to be {expected}"),
            error("core:check_actions", f"check failed for function <{call.name}>, {where}"),
            error("core:main", "bad function call in config file"),
        )
        raise Refused([Problem(call.place, line.text) for line in lines[:2]], (*log, *lines))


def _expected(takes: Takes, argument: Argument | None) -> str | None:
    """What it should have been; None when it is right."""
    match takes, argument:
        case Takes.INTEGER, Text():
            return "an integer or variable"
        case Takes.VARIABLE, Text() | Number():
            return "a variable"
        case ((Takes.INTEGER | Takes.VARIABLE), _):
            return None
        case _, Number():
            return "a string or variable"
        case _, (Text() | Variable() | None):
            return None


def _check_dependencies(configuration: Configuration) -> None:
    for loaded in configuration.script.declarations:
        if not isinstance(loaded, LoadModule) or loaded.module not in MODULES:
            continue
        for needed in MODULES[loaded.module].needs:
            if needed not in configuration.modules:
                says = f"module {loaded.module} depends on module {needed}, but it was not loaded!"
                missing = warning("core:solve_module_dependencies", says)
                failed = error("core:main", "failed to solve module dependencies")
                raise Refused([Problem(loaded.place, says)], (*configuration.log, missing, failed))


def _check_sockets(configuration: Configuration) -> None:
    log = configuration.log
    protocols = [name.removeprefix("proto_") for name in configuration.modules if name.startswith("proto_")]
    if not protocols:
        _fail(Place(ROOT, 1), "no transport protocol loaded", (*log, POLLING))
    if not configuration.listeners:
        _fail(Place(ROOT, 1), "no listening sockets", (*log, POLLING))
    for one in configuration.listeners:
        if one.protocol not in protocols:
            says = f"listeners found for protocol {one.protocol}, but no module can handle it"
            _fail(one.place, says, (*log, POLLING))


def _fail(place: Place, says: str, log: Sequence[LogLine]) -> None:
    cleanup = LogLine(Level.INFO, "core:cleanup", "cleanup")
    raise Refused([Problem(place, says)], (*log, error("core:main", says), cleanup, EXITING))
