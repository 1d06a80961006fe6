"""The functions that need no module: script manual of OpenSIPS 3.2, "Core functions"."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from voiplab.opensips.functions.behaviour import Behaviour
from voiplab.opensips.received import MOST_FURTHER, Target
from voiplab.opensips.script.assigning import assign, change_uri, port_of, set_branch_flag, thousandths
from voiplab.opensips.script.context import Arguments, Context
from voiplab.sip.uri import Uri

_LEVELS: Final = {
    "L_ALERT": -3, "L_CRIT": -2, "L_ERR": -1, "L_WARN": 1, "L_NOTICE": 2, "L_INFO": 3, "L_DBG": 4,
}  # fmt: skip
_ERROR: Final = -1
_LOUDNESS: Final = {-3: "alert", -2: "critical", -1: "error", 1: "warning", 2: "notice", 3: "info", 4: "debug"}


def _is(answer: bool) -> int:
    return 1 if answer else -1


# The R-URI


def _changes(change: Callable[[Uri, Arguments], Uri]) -> Callable[[Context, Arguments], int]:
    return lambda context, arguments: _is(change_uri(context, lambda uri: change(uri, arguments)))


def _hostport(uri: Uri, arguments: Arguments) -> Uri:
    host, _, port = arguments.text(0).partition(":")
    return replace(uri, host=host, port=port_of(port) if port else None)


def _strip(uri: Uri, arguments: Arguments) -> Uri:
    return replace(uri, user=(uri.user or "")[max(arguments.number(0), 0) :] or None)


def _strip_tail(uri: Uri, arguments: Arguments) -> Uri:
    user, count = uri.user or "", max(arguments.number(0), 0)
    return replace(uri, user=user[: len(user) - count if count < len(user) else 0] or None)


def seturi(context: Context, arguments: Arguments) -> int:
    context.received.uri = arguments.text(0)
    return 1


def revert_uri(context: Context, _arguments: Arguments) -> int:
    request = context.received.request
    if request is None:
        return -1
    context.received.uri = request.uri
    return 1


# Where it goes


def setdsturi(context: Context, arguments: Arguments) -> int:
    context.received.next_hop = arguments.text(0)
    return 1


def resetdsturi(context: Context, _arguments: Arguments) -> int:
    context.received.next_hop = None
    return 1


def isdsturiset(context: Context, _arguments: Arguments) -> int:
    return _is(context.received.next_hop is not None)


def force_send_socket(context: Context, arguments: Arguments) -> int:
    listener = context.server.listener_named(arguments.text(0))
    if listener is None:
        context.error("core:do_action", f"non-local socket <{arguments.text(0)}>")
        return -1
    context.received.socket = listener
    return 1


def is_myself(context: Context, arguments: Arguments) -> int:
    return _is(context.server.is_mine(arguments.text(0), arguments.number(1) or None))


def force_rport(context: Context, _arguments: Arguments) -> int:
    context.received.is_rport_forced = True
    return 1


def add_local_rport(context: Context, _arguments: Arguments) -> int:
    context.received.is_local_rport_wanted = True
    return 1


# Branches


def append_branch(context: Context, arguments: Arguments) -> int:
    """Without a URI it is the present R-URI with its next hop."""
    received = context.received
    q = thousandths(arguments.text(1)) if arguments.is_given(1) else received.target.q
    if q is None:
        return -1
    if len(received.further) >= MOST_FURTHER:
        context.error("core:append_branch", "max nr of branches exceeded")
        return -1
    if arguments.is_given(0):
        received.further.append(Target(arguments.text(0), q=q))
    else:
        received.further.append(replace(received.target, q=q))
    return 1


def remove_branch(context: Context, arguments: Arguments) -> int:
    further, place = context.received.further, arguments.number(0)
    if not 0 <= place < len(further):
        return -1
    del further[place]
    return 1


def serialize_branches(context: Context, arguments: Arguments) -> int:
    received, server = context.received, context.server
    if arguments.number(0):
        server.serial.pop(received.call_id, None)
    targets = [received.target, *received.further]
    if len(targets) == 1 or all(target.q == targets[0].q for target in targets):
        return 1
    ordered = targets if arguments.number(1) else sorted(targets, key=lambda target: -target.q)
    groups: list[list[Target]] = []
    for target in ordered:
        if groups and groups[-1][0].q == target.q:
            groups[-1].append(target)
        else:
            groups.append([target])
    received.further.clear()
    server.serial[received.call_id] = groups
    return 1


def next_branches(context: Context, _arguments: Arguments) -> int:
    """1: there are more groups after this one; 2: it is the last one; -1: there is none."""
    received, groups = context.received, context.server.serial.get(context.received.call_id)
    if not groups:
        return -1
    first, *others = groups.pop(0)
    received.target = first
    received.further[:] = others
    if groups:
        return 1
    del context.server.serial[received.call_id]
    return 2


# Flags


def setflag(context: Context, arguments: Arguments) -> int:
    context.received.flags[arguments.text(0)] = 1
    return 1


def resetflag(context: Context, arguments: Arguments) -> int:
    context.received.flags.pop(arguments.text(0), None)
    return 1


def isflagset(context: Context, arguments: Arguments) -> int:
    return _is(bool(context.received.flags.get(arguments.text(0))))


def _set_branch_flag(context: Context, arguments: Arguments, is_set: bool) -> int:
    place = arguments.number(1) - 1
    if place < 0:
        set_branch_flag(context, arguments.text(0), is_set=is_set)
        return 1
    further = context.received.further
    if place >= len(further):
        return -1
    further[place] = replace(further[place], flags={**further[place].flags, arguments.text(0): int(is_set)})
    return 1


def setbflag(context: Context, arguments: Arguments) -> int:
    return _set_branch_flag(context, arguments, is_set=True)


def resetbflag(context: Context, arguments: Arguments) -> int:
    return _set_branch_flag(context, arguments, is_set=False)


def isbflagset(context: Context, arguments: Arguments) -> int:
    targets = (context.received.target, *context.received.further)
    place = arguments.number(1)
    return _is(place < len(targets) and bool(targets[place].flags.get(arguments.text(0))))


# The log


def xlog(context: Context, arguments: Arguments) -> int:
    """What is written without a level is an error to the server, and hardly one to whoever has written it."""
    level = _LEVELS.get(arguments.text(0, "L_ERR").upper(), _ERROR)
    if level <= context.server.xlog_level:
        for line in arguments.text(1).removesuffix("\n").split("\n"):
            context.server.script_line(_LOUDNESS[level] if arguments.is_given(0) else "notice", line)
    return 1


def xdbg(context: Context, arguments: Arguments) -> int:
    if context.server.xlog_level >= _LEVELS["L_DBG"]:
        context.server.script_line("debug", arguments.text(0).removesuffix("\n"))
    return 1


def pv_printf(context: Context, arguments: Arguments) -> int:
    return _is(assign(context, arguments.variable(0), arguments.text(1)))


def get_timestamp(context: Context, arguments: Arguments) -> int:
    host = context.server.host
    moment = host.calendar.at(host.now)
    seconds = assign(context, arguments.variable(0), int(moment.timestamp()))
    return _is(seconds and assign(context, arguments.variable(1), moment.microsecond))


BEHAVIOUR: Final = Behaviour(
    functions={
        "add_local_rport": add_local_rport,
        "append_branch": append_branch,
        "force_rport": force_rport,
        "force_send_socket": force_send_socket,
        "get_timestamp": get_timestamp,
        "is_myself": is_myself,
        "isbflagset": isbflagset,
        "isdsturiset": isdsturiset,
        "isflagset": isflagset,
        "log": xlog,
        "next_branches": next_branches,
        "prefix": _changes(lambda uri, arguments: replace(uri, user=arguments.text(0) + (uri.user or ""))),
        "pv_printf": pv_printf,
        "remove_branch": remove_branch,
        "resetbflag": resetbflag,
        "resetdsturi": resetdsturi,
        "resetflag": resetflag,
        "revert_uri": revert_uri,
        "serialize_branches": serialize_branches,
        "setbflag": setbflag,
        "setdsturi": setdsturi,
        "setflag": setflag,
        "sethost": _changes(lambda uri, arguments: replace(uri, host=arguments.text(0))),
        "sethostport": _changes(_hostport),
        "setport": _changes(lambda uri, arguments: replace(uri, port=port_of(arguments.text(0)))),
        "seturi": seturi,
        "setuser": _changes(lambda uri, arguments: replace(uri, user=arguments.text(0) or None)),
        "setuserpass": _changes(lambda uri, arguments: replace(uri, password=arguments.text(0) or None)),
        "strip": _changes(_strip),
        "strip_tail": _changes(_strip_tail),
        "xdbg": xdbg,
        "xlog": xlog,
    }
)
