"""Remarks on the dialplan: what a line asks for, what nobody has, and what a call would stumble over."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from voiplab.freeswitch.applications import parking
from voiplab.freeswitch.applications.meta import bind_meta_app
from voiplab.freeswitch.applications.steps import BindKey, WriteLog
from voiplab.freeswitch.applications.table import APPLICATIONS
from voiplab.freeswitch.binding import undone
from voiplab.freeswitch.causes import Cause, is_name
from voiplab.freeswitch.configuration import loaded_modules
from voiplab.freeswitch.dialplan.dial_string import BadDialString, Leg, parse
from voiplab.freeswitch.dialplan.patterns import Refused, search
from voiplab.freeswitch.explain.element import (
    error,
    ignored,
    in_force,
    not_simulated,
    unknown_attributes,
    unknown_children,
)
from voiplab.freeswitch.explain.variable import refusal
from voiplab.freeswitch.parameters import Standing
from voiplab.freeswitch.reader import Document
from voiplab.freeswitch.settings import is_true
from voiplab.freeswitch.tree import Node
from voiplab.freeswitch.undialled import ELSEWHERE, SIMULATED, refusals
from voiplab.text.nearest import did_you_mean
from voiplab.text.place import NotSimulated
from voiplab.text.remark import Remark

FIELDS: Final = (
    "dialplan", "username", "caller_id_name", "caller_id_number", "orig_caller_id_name", "orig_caller_id_number",
    "callee_id_name", "callee_id_number", "ani", "aniii", "network_addr", "rdnis", "destination_number", "uuid", "source",
    "context", "chan_name", "caller_ton", "caller_numplan", "profile_index", "profile_created", "channel_created",
)  # fmt: skip
_TIMES: Final = (
    "date-time", "year", "yday", "mon", "mday", "week", "mweek", "wday", "hour", "minute", "minute-of-day", "time-of-day",
    "tz-offset", "dst",
)  # fmt: skip
_CONDITION: Final = ("field", "expression", "break", "regex", "require-nested", *_TIMES)
_BREAKS: Final = ("on-true", "on-false", "always", "never")
_ENDPOINTS: Final = (*SIMULATED, *ELSEWHERE)
_SETTERS: Final = ("set", "export", "bridge_export")


class Around(NamedTuple):
    """What the rest of the configuration has."""

    profiles: Sequence[str]
    modules: Sequence[str] | None
    """Those that are loaded; None: all."""


def dialplan(section: Node, document: Document) -> Iterator[Remark]:
    yield from unknown_children(section, ("context",))
    around = Around(list(_profiles(document)), _modules(document))
    seen: list[str] = []
    for context in section.all("context"):
        name = context.get("name").lower()
        if name in seen:
            yield ignored(context, f"a context {name} stood before: the first one counts")
            continue
        seen.append(name)
        yield in_force(context, f"the context {name}")
        yield from unknown_children(context, ("extension",))
        for extension in context.all("extension"):
            yield from _extension(extension, around)


def _profiles(document: Document) -> Iterator[str]:
    """All names that may stand behind `sofia/`: a profile may have the domains of the directory as further names."""
    sofia = document.section("configuration").find("configuration", "name", "sofia.conf")
    for profile in sofia.below(["profiles", "profile"]) if sofia else ():
        yield profile.get("name").lower()
        yield from (alias.get("name").lower() for alias in profile.below(["aliases", "alias"]))
    yield from (domain.get("name").lower() for domain in document.section("directory").all("domain"))


def _modules(document: Document) -> Sequence[str] | None:
    loaded = loaded_modules(document.section("configuration"))
    return None if loaded is None else [module.value for module in loaded]


def _extension(node: Node, around: Around) -> Iterator[Remark]:
    more = ", and the hunt goes on after it" if is_true(node.get("continue")) else ""
    yield in_force(node, f"the extension {node.attributes.get('name', 'UNKNOWN')}{more}")
    yield from unknown_attributes(node, ("name", "continue", "uuid"))
    yield from unknown_children(node, ("condition",))
    for condition in node.all("condition"):
        yield from _condition(condition, around)


def _condition(node: Node, around: Around) -> Iterator[Remark]:
    yield from unknown_attributes(node, _CONDITION)
    yield from unknown_children(node, ("action", "anti-action", "condition", "expression", "regex"))
    if "break" in node.attributes and node.get("break").lower() not in _BREAKS:
        yield ignored(
            node, f"break={node.get('break')!r} is read as on-false{did_you_mean(node.get('break'), _BREAKS)}"
        )
    yield from _comparison(node)
    for child in node.all("regex"):
        yield from unknown_attributes(child, ("field", "expression", *_TIMES))
        yield from _comparison(child)
    for action in node.children:
        if action.name in ("action", "anti-action"):
            yield from _action(action, around)
    for nested in node.all("condition"):
        yield from _condition(nested, around)


def _comparison(node: Node) -> Iterator[Remark]:
    field = node.get("field")
    if "field" not in node.attributes:
        yield in_force(node, "a condition that always holds" if not _has_time(node) else "a condition on date and time")
        return
    if field.lower() not in FIELDS and "$" not in field:
        hint = did_you_mean(field, FIELDS)
        yield ignored(node, f"{field} is no field of a call, and empty unless it is a variable{hint}")
    inside = node.first("expression")
    expression = inside.text if inside else node.get("expression")
    if "$" + "{" in expression:
        yield in_force(node, f"{field} is compared with {expression}")
        return
    try:
        found = search(expression, "", node.place)
    except NotSimulated as undone:
        yield not_simulated(node, undone.says)
        return
    if isinstance(found, Refused):
        yield error(node, f"{found.says}, at every call that comes by")
    else:
        yield in_force(node, f"{field} is compared with {expression}")


def _has_time(node: Node) -> bool:
    return any(name in node.attributes for name in _TIMES)


def _action(node: Node, around: Around) -> Iterator[Remark]:
    yield from unknown_attributes(node, ("application", "data", "inline", "loop"))
    name, data = node.get("application"), node.text or node.get("data")
    application = APPLICATIONS.get(name.lower())
    if application is None:
        yield error(node, f"Invalid Application {name}: the call ends there{did_you_mean(name, APPLICATIONS)}")
        return
    if around.modules is not None and application.module not in around.modules:
        yield error(node, f"Invalid Application {name}: the call ends there, for {application.module} is not loaded")
        return
    if is_true(node.get("inline")) and not application.inline:
        yield error(node, f"This application cannot be executed inline: {name}")
        return
    if application.standing is not Standing.IN_FORCE:
        yield not_simulated(node, f"the application {name}")
        return
    problems = list(_data(node, application.name, data, around))
    yield from problems or [in_force(node, f"{name}({data})")]


def _data(node: Node, application: str, data: str, around: Around) -> Iterator[Remark]:
    match application:
        case "hangup" if data and "$" not in data and not is_name(data):
            hint = did_you_mean(data, Cause.__members__)
            yield ignored(node, f"{data} is no cause: the call ends with NORMAL_CLEARING{hint}")
        case setter if setter in _SETTERS:
            variable, _, value = data.partition("=")
            if refused := refusal(variable.removeprefix("nolocal:"), value, node.place):
                yield not_simulated(node, refused)
        case "valet_park" if next(parking.valet_park(data), None) is parking.USAGE:
            yield ignored(node, f"{parking.USAGE.text}: the dialplan goes on")
        case "bind_meta_app":
            match next(bind_meta_app(data)):
                case WriteLog(_, usage):
                    yield ignored(node, f"{usage}: the dialplan goes on")
                case BindKey() as step if missing := undone(step):
                    yield not_simulated(node, missing)
        case "bridge" if "$" not in data:
            yield from _dial_string(node, data, around)


def _dial_string(node: Node, data: str, around: Around) -> Iterator[Remark]:
    if not data.strip():
        yield ignored(node, "bridge without a dial string does nothing, and the dialplan goes on")
        return
    try:
        strings = parse(data)
    except BadDialString as bad:
        yield error(node, f"{bad.says} {data}")
        return
    for refused in refusals(strings, node.place):
        yield not_simulated(node, refused.says)
    for leg in (leg for string in strings for attempt in string.attempts for leg in attempt):
        yield from _leg(node, leg, around)


def _leg(node: Node, leg: Leg, around: Around) -> Iterator[Remark]:
    if leg.endpoint not in _ENDPOINTS:
        yield error(node, f"Could not locate channel type {leg.endpoint}{did_you_mean(leg.endpoint, _ENDPOINTS)}")
    elif leg.endpoint == "sofia":
        profile = leg.rest.partition("/")[0].lower()
        if profile == "gateway":
            yield error(node, f"Invalid Gateway {leg.rest.split('/')[1] if '/' in leg.rest else ''}")
        elif profile not in around.profiles:
            yield error(node, f"Invalid Profile: {profile}{did_you_mean(profile, around.profiles)}")
