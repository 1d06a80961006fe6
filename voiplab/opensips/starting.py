"""What only the start of the server refuses: routes that nobody wrote, bad patterns and formats, foreign addresses.

The order is the server's: the modules initialise, then the routes are gone through statement by statement, then the sockets are
opened. The first mistake ends it.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from voiplab.opensips.checking import checked
from voiplab.opensips.configuration import Configuration
from voiplab.opensips.fixing import fix_routes
from voiplab.opensips.log import EXITING, error
from voiplab.opensips.refusal import Problem, Refused
from voiplab.opensips.route_kind import RouteKind
from voiplab.opensips.tree import Call
from voiplab.opensips.variables import BadVariable, parse_variable
from voiplab.opensips.walk import walk
from voiplab.text.place import Files, Place

_AVPS: Final = (("registrar", "received_avp"), ("registrar", "attr_avp"), ("nathelper", "received_avp"))
_SPECS: Final = (("auth", "username_spec"), ("auth", "password_spec"))


def load(files: Files, addresses: Sequence[str]) -> Configuration:
    """What a server on a host with these addresses starts with. Raises `Refused` or `NotSimulated`."""
    configuration = checked(files)
    prepare(configuration)
    _open_sockets(configuration, addresses)
    configuration.refuse()
    return configuration


def prepare(configuration: Configuration) -> None:
    """All of the start that needs no addresses. Raises `Refused`, or `NotSimulated` for a pattern."""
    _initialise_modules(configuration)
    fix_routes(configuration)


def _initialise_modules(configuration: Configuration) -> None:
    for module in configuration.modules:
        for place, says in _complaints_of(module, configuration):
            lines = (
                error(f"{module}:mod_init", says),
                error("core:init_mod", f"failed to initialize module {module}"),
                error("core:main", "error while initializing modules"),
                EXITING,
            )
            raise Refused([Problem(place, says)], (*configuration.log, *lines))


def _complaints_of(module: str, configuration: Configuration) -> Iterator[tuple[Place, str]]:
    for name in ("script_req_route", "script_reply_route") if module == "b2b_logic" else ():
        for given in configuration.given(module, name)[-1:]:
            if configuration.route(RouteKind.REQUEST, str(given.value)) is None:
                yield given.place, f"route <{given.value}> does not exist"
    for owner, name in _AVPS:
        for given in configuration.given(owner, name)[-1:] if owner == module else ():
            if not _is_variable(str(given.value), configuration, "avp"):
                yield given.place, f"malformed or non AVP {given.value} AVP definition"
    for owner, name in _SPECS:
        for given in configuration.given(owner, name)[-1:] if owner == module else ():
            if not _is_variable(str(given.value), configuration):
                yield given.place, f"failed to parse {name.removesuffix('_spec')} spec"
    if module == "uac":
        yield from _complaints_of_uac_auth(configuration)


def _complaints_of_uac_auth(configuration: Configuration) -> Iterator[tuple[Place, str]]:
    """Whoever calls it needs two other modules."""
    parts = (part for route in configuration.script.routes for part in walk(route.body))
    called = next((part for part in parts if isinstance(part, Call) and part.name == "uac_auth"), None)
    if called is None:
        return
    if not configuration.is_loaded("uac_auth"):
        yield called.place, "can't load UAC_AUTH API, needed for uac_auth()"
    elif not configuration.is_loaded("rr"):
        yield called.place, "can't load RR API"
    elif not configuration.number("rr", "append_fromtag"):
        yield called.place, "'append_fromtag' RR param is not enabled! - required by uac_auth() restore mode"


def _is_variable(text: str, configuration: Configuration, name: str | None = None) -> bool:
    if not text.startswith("$"):
        return False
    try:
        reference = parse_variable(text, configuration.module_names)
    except BadVariable:
        return configuration.is_incomplete
    return name in (None, reference.name)


def _open_sockets(configuration: Configuration, addresses: Sequence[str]) -> None:
    for one in configuration.listeners:
        if one.host in addresses or one.host == "*":
            continue
        says = f"bind(3d, 0x7f1e95bbcf9c, 16) on {one.host}: Cannot assign requested address"
        lines = (
            error(f"core:{one.protocol}_init_listener", says),
            error("core:trans_init_all_listeners", f"failed to init listener [{one.host}], proto {one.protocol}"),
            error("core:main", "failed to init all SIP listeners, aborting"),
            EXITING,
        )
        raise Refused([Problem(one.place, says)], (*configuration.log, *lines))
