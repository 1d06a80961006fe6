"""Remarks on global parameters, sockets, modules and their parameters."""

from collections.abc import Iterator
from typing import Final

from voiplab.opensips.configuration import Configuration
from voiplab.opensips.core_parameters import CORE_PARAMETERS
from voiplab.opensips.explain.remarks import ignored, in_force, no_effect
from voiplab.opensips.modules.elsewhere import ELSEWHERE
from voiplab.opensips.modules.table import MODULES
from voiplab.opensips.standing import Standing
from voiplab.opensips.tree import Alias, Declaration, GlobalParameter, LoadModule, ModuleParameter, Socket
from voiplab.text.remark import Remark

MANY: Final = (("uac_auth", "credential"),)
"""Parameters that may be given more than once."""


def declarations(configuration: Configuration) -> Iterator[Remark]:
    last = _last(configuration)
    for one in configuration.script.declarations:
        yield _overridden(one, last) or _of(one, configuration)


def _key(one: Declaration) -> tuple[str, str] | None:
    match one:
        case GlobalParameter(_, name, _) if name != "mpath":
            return "", name
        case ModuleParameter(_, module, name, _) if (module, name) not in MANY:
            return module, name
        case _:
            return None


def _last(configuration: Configuration) -> dict[tuple[str, str], Declaration]:
    keyed = ((_key(one), one) for one in configuration.script.declarations)
    return {key: one for key, one in keyed if key is not None}


def _overridden(one: Declaration, last: dict[tuple[str, str], Declaration]) -> Remark | None:
    key = _key(one)
    if key is None or last[key] is one:
        return None
    return ignored(one.place, f"{key[1]} is set again in line {last[key].place.line}: the last one counts")


def _of(one: Declaration, configuration: Configuration) -> Remark:
    match one:
        case GlobalParameter():
            return _global(one)
        case Socket(place):
            listener = next(found for found in configuration.listeners if found.place == place)
            return in_force(place, f"it listens on {listener}")
        case Alias(place, endpoint, _):
            return in_force(place, f"{endpoint.host} is one of its own names")
        case LoadModule(place, name):
            if name in ELSEWHERE or MODULES[name].standing is Standing.IN_FORCE:
                return in_force(place, f"the module {name}" + (f": {MODULES[name].says}" if name in MODULES else ""))
            return no_effect(place, f"the module {name}: {MODULES[name].says}")
        case ModuleParameter():
            return _parameter(one)


def _global(one: GlobalParameter) -> Remark:
    parameter = CORE_PARAMETERS.get(one.name)
    if one.name == "mpath":
        return in_force(one.place, f"modules are looked for in {one.value}")
    if parameter is None:
        return no_effect(one.place, f"{one.name}: one process does all work here")
    says = f"{one.name} is {one.value}: {parameter.says}"
    return in_force(one.place, says) if parameter.standing is Standing.IN_FORCE else no_effect(one.place, says)


def _parameter(one: ModuleParameter) -> Remark:
    says = f"{one.name} of {one.module} is {one.value}"
    if one.module in ELSEWHERE:
        return no_effect(one.place, f"{says}: the module itself is not simulated")
    parameter = MODULES[one.module].parameters[one.name]
    if parameter.is_default(one.value):
        says += ", which it is anyway"
    elif parameter.default:
        says += f" (without this line {parameter.default})"
    if parameter.standing is Standing.IN_FORCE:
        return in_force(one.place, says)
    return no_effect(one.place, f"{says}; it changes how the module works inside, not what it sends")
