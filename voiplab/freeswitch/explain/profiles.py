"""Remarks on a SIP profile, parameter by parameter."""

from collections.abc import Iterator
from typing import Final

from voiplab.freeswitch.explain.element import (
    error,
    ignored,
    in_force,
    no_effect,
    not_simulated,
    unknown_attributes,
    unknown_children,
)
from voiplab.freeswitch.parameters import PROFILE, Parameter, Standing
from voiplab.freeswitch.settings import Settings, is_true
from voiplab.freeswitch.tree import Node
from voiplab.text.nearest import did_you_mean
from voiplab.text.remark import Remark

_ADD_UP: Final = frozenset({"apply-inbound-acl", "apply-register-acl", "apply-nat-acl", "rtp-ip"})
"""Each of these counts beside the others of its name."""

_PLAINLY_OFF: Final = frozenset({"false", "no", "off", "0", "f", "disabled", "inactive", "deny", ""})


def profile(node: Node, listening: dict[str, str]) -> Iterator[Remark]:
    """`listening`: who has an address already. The first one keeps it; a second one is not started."""
    name = node.get("name")
    yield from unknown_attributes(node, ("name", "domain", "type"))
    yield from unknown_children(node, ("aliases", "gateways", "domains", "settings"))
    written = node.first("settings")
    if written is None:
        yield ignored(node, f"the profile {name} has no <settings> and is not started")
    elif (first := listening.setdefault(at := _address(Settings.of(written)), name)) != name:
        yield error(node, f"the profile {name} is not started: the profile {first} listens on {at} already")
    else:
        yield in_force(node, f"the profile {name} is started")
    for gateway in node.below(["gateways", "gateway"]):
        yield not_simulated(gateway, f"the gateway {gateway.get('name')}")
    for domain in node.below(["domains", "domain"]):
        alias = is_true(domain.get("alias"))
        yield in_force(
            domain, f"the domain {domain.get('name')} is{'' if alias else ' no'} further name of the profile"
        )
    for settings in list(node.all("settings"))[:1]:
        yield from unknown_children(settings, ("param",))
        yield from _settings(settings)


def _address(settings: Settings) -> str:
    ip = settings.last("sip-ip")
    ports = [setting.value for setting in settings.all("sip-port") if setting.value]
    return f"{ip.value if ip else ''}:{ports[-1] if ports else PROFILE['sip-port'].default}"


def _settings(settings: Node) -> Iterator[Remark]:
    in_the_end: dict[str, Node] = {}
    for param in settings.all("param"):
        if not _is_skipped(param):
            in_the_end[param.get("name").lower()] = param
    for param in settings.all("param"):
        yield from unknown_attributes(param, ("name", "value"))
        name = param.get("name").lower()
        parameter = PROFILE.get(name)
        if parameter is None:
            hint = did_you_mean(name, PROFILE)
            yield ignored(param, f"there is no parameter {param.get('name')} of a SIP profile{hint}")
        elif _is_skipped(param):
            yield ignored(param, f"{name} has no value and leaves what was set before")
        elif name not in _ADD_UP and in_the_end[name] is not param:
            yield ignored(param, f"{name} is set again in {in_the_end[name].place}: the last one counts")
        else:
            yield _remark(param, parameter, param.get("value"))


def _is_skipped(param: Node) -> bool:
    parameter = PROFILE.get(param.get("name").lower())
    return parameter is not None and parameter.empty_is_skipped and not param.get("value")


def _remark(param: Node, parameter: Parameter, value: str) -> Remark:
    if parameter.refuses(value):
        return not_simulated(param, f"{parameter.name} with the value {value!r}")
    match parameter.standing:
        case Standing.NO_EFFECT:
            return no_effect(param, f"{parameter.name}: {parameter.why}")
        case Standing.NOT_SIMULATED:
            return no_effect(param, f"{parameter.name}: with this value it asks for nothing")
        case Standing.IN_FORCE:
            return in_force(param, f"{parameter.name} is {_read_as(parameter, value)}")


def _read_as(parameter: Parameter, value: str) -> str:
    if parameter.default not in ("true", "false") or parameter.name == "multiple-registrations":
        return value or "empty"
    if is_true(value):
        return "on"
    if value.lower() in _PLAINLY_OFF and value:
        return "off"
    return f"off: {value!r} is none of yes, on, true, t, enabled, active, allow, nor a number"
