"""What each module does: its behaviour by its name. A function of a script that is not here is refused by name at the start."""

from collections.abc import Iterator, Mapping
from typing import Final

from voiplab.opensips.configuration import Configuration
from voiplab.opensips.functions import (
    auth,
    b2b_entities,
    b2b_logic,
    core,
    dialog,
    maxfwd,
    mi_datagram,
    mi_fifo,
    nathelper,
    registrar,
    rr,
    signaling,
    sipmsgops,
    sl,
    textops,
    tm,
    uac,
    usrloc,
)
from voiplab.opensips.functions.behaviour import Behaviour
from voiplab.opensips.route_kind import RouteKind
from voiplab.opensips.script.assigning import WRITERS
from voiplab.opensips.script.reading import READERS, READERS_OF, VALUES
from voiplab.opensips.tree import Assignment, Call, Drop
from voiplab.opensips.used import used_variables
from voiplab.opensips.variables import Reference
from voiplab.opensips.walk import Part, walk
from voiplab.text.place import NotSimulated

BEHAVIOURS: Final[Mapping[str, Behaviour]] = {
    "auth": auth.BEHAVIOUR,
    "b2b_entities": b2b_entities.BEHAVIOUR,
    "b2b_logic": b2b_logic.BEHAVIOUR,
    "core": core.BEHAVIOUR,
    "dialog": dialog.BEHAVIOUR,
    "maxfwd": maxfwd.BEHAVIOUR,
    "mi_datagram": mi_datagram.BEHAVIOUR,
    "mi_fifo": mi_fifo.BEHAVIOUR,
    "nathelper": nathelper.BEHAVIOUR,
    "registrar": registrar.BEHAVIOUR,
    "rr": rr.BEHAVIOUR,
    "signaling": signaling.BEHAVIOUR,
    "sipmsgops": sipmsgops.BEHAVIOUR,
    "sl": sl.BEHAVIOUR,
    "textops": textops.BEHAVIOUR,
    "tm": tm.BEHAVIOUR,
    "uac": uac.BEHAVIOUR,
    "usrloc": usrloc.BEHAVIOUR,
}


def behaviours(configuration: Configuration) -> Mapping[str, Behaviour]:
    """Those of the core and of the loaded modules."""
    return {name: behaviour for name, behaviour in BEHAVIOURS.items() if configuration.is_loaded(name)}


def refuse_missing(configuration: Configuration) -> None:
    """Raises the first of what the script uses and nobody does here."""
    for route in configuration.script.routes:
        if route.kind is RouteKind.LOCAL and configuration.is_loaded("b2b_logic"):
            raise NotSimulated(route.place, "local_route for what b2b_logic sends")
        for part in walk(route.body):
            if route.kind is RouteKind.LOCAL and isinstance(part, Drop):
                raise NotSimulated(part.place, "drop in a local_route")
            for missing in _missing(part, configuration.module_names):
                raise missing


def _missing(part: Part, loaded: frozenset[str]) -> Iterator[NotSimulated]:
    if isinstance(part, Call):
        behaviour = BEHAVIOURS.get(part.module)
        if behaviour is None or part.name not in behaviour.functions:
            yield NotSimulated(part.place, f"the function {part.name}()")
    if isinstance(part, Assignment) and not _is_writable(part.target.reference):
        yield NotSimulated(part.place, f"an assignment to ${part.target.reference.name}")
    for place, reference in used_variables(part, loaded):
        if not _is_known(reference.name, reference.variable.module):
            yield NotSimulated(place, f"the variable ${reference.name}")


def _is_writable(reference: Reference) -> bool:
    behaviour = BEHAVIOURS.get(reference.variable.module)
    return reference.name in WRITERS or (behaviour is not None and reference.name in behaviour.writers)


def _is_known(name: str, module: str) -> bool:
    if name in READERS or name in READERS_OF or name in VALUES:
        return True
    behaviour = BEHAVIOURS.get(module)
    return behaviour is not None and (name in behaviour.readers or name in behaviour.readers_of)
