"""Remarks on the directory."""

from collections.abc import Iterator, Mapping
from typing import Final

from voiplab.freeswitch.explain.element import (
    ignored,
    in_force,
    no_effect,
    not_simulated,
    unknown_attributes,
    unknown_children,
)
from voiplab.freeswitch.explain.variable import refusal
from voiplab.freeswitch.tree import Node
from voiplab.text.nearest import did_you_mean
from voiplab.text.remark import Remark

_IN_FORCE: Final[Mapping[str, str]] = {
    "a1-hash": "the hashed password",
    "dial-string": "how a user is called",
    "password": "the password",
}
_NO_EFFECT: Final = frozenset((
    "allow-empty-password", "autologin", "directory-exten-visible", "directory-visible", "email-from", "http-allowed-api",
    "jsonrpc-allowed-event-channels", "jsonrpc-allowed-jsapi", "jsonrpc-allowed-methods", "mwi-account",
    "reverse-auth-pass", "reverse-auth-user", "vm-a1-hash", "vm-alternate-greet-id", "vm-attach-file", "vm-cc",
    "vm-disk-quota", "vm-domain", "vm-domain-storage-dir", "vm-email-all-messages", "vm-enabled", "vm-keep-local-after-email",
    "vm-mailfrom", "vm-mailto", "vm-message-ext", "vm-notify-email-all-messages", "vm-notify-mailto", "vm-operator-extension",
    "vm-password", "vm-skip-instructions", "vm-storage-dir", "voicemail_authorized",
))  # fmt: skip
_NOT_SIMULATED: Final = frozenset({"auth-acl", "sip-forbid-register"})

_DOMAIN: Final = ("params", "variables", "groups", "users", "user", "profile-variables")
_GROUP: Final = ("params", "variables", "users", "profile-variables")
_USER: Final = ("params", "variables", "gateways", "skins", "profile-variables", "vcard")


def directory(section: Node) -> Iterator[Remark]:
    yield from unknown_children(section, ("domain",))
    for domain in section.all("domain"):
        yield in_force(domain, f"the domain {domain.get('name')}")
        yield from unknown_children(domain, _DOMAIN)
        yield from _inherited(domain)
        for group in domain.below(["groups", "group"]):
            yield in_force(group, f"the group {group.get('name')}")
            yield from unknown_children(group, _GROUP)
            yield from _inherited(group)
            for user in group.below(["users", "user"]):
                yield from _user(user)
        groups = domain.first("groups")
        for user in (*domain.all("user"), *domain.below(["users", "user"])):
            if groups is None:
                yield from _user(user)
            else:
                yield ignored(user, f"the user {user.get('id')}: in a domain with groups only their users are found")


def _user(user: Node) -> Iterator[Remark]:
    yield from unknown_attributes(user, ("id", "cidr", "number-alias", "type", "mailbox", "cacheable"))
    yield from unknown_children(user, _USER)
    if user.get("type") == "pointer":
        yield in_force(user, f"a pointer to the user {user.get('id')}, for the members of the group")
        return
    yield in_force(user, f"the user {user.get('id')}")
    yield from _inherited(user)
    for gateway in user.below(["gateways", "gateway"]):
        yield not_simulated(gateway, f"the gateway {gateway.get('name')}")


def _inherited(node: Node) -> Iterator[Remark]:
    for param in node.below(["params", "param"]):
        yield from unknown_attributes(param, ("name", "value"))
        yield _param(param, param.get("name").lower())
    for variable in node.below(["variables", "variable"]):
        yield from unknown_attributes(variable, ("name", "value", "direction"))
        name = variable.get("name")
        if refused := refusal(name, variable.get("value"), variable.place):
            yield not_simulated(variable, refused)
        else:
            yield in_force(variable, f"the variable {name} of the user's channels")


def _param(param: Node, name: str) -> Remark:
    if name in _IN_FORCE:
        return in_force(param, f"{name}: {_IN_FORCE[name]}")
    if name in _NO_EFFECT:
        return no_effect(param, f"{name}: nothing of this lab asks for it")
    if name in _NOT_SIMULATED:
        return not_simulated(param, f"{name} of a user")
    return ignored(param, f"nobody asks for the parameter {name}{did_you_mean(name, [*_IN_FORCE, *_NO_EFFECT])}")
