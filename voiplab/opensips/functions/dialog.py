"""dialog: whole calls are remembered: what a script begins, asks and changes of them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from voiplab.opensips.dialog.belonging import belonging, dialog_of, here
from voiplab.opensips.dialog.dialog import Dialog
from voiplab.opensips.dialog.dialogs import Dialogs
from voiplab.opensips.dialog.flags import NOT_SIMULATED, Flag, parse_flags
from voiplab.opensips.dialog.following import Following
from voiplab.opensips.dialog.leg import Leg
from voiplab.opensips.dialog.numbering import number_of
from voiplab.opensips.dialog.occasion import Occasion
from voiplab.opensips.dialog.profiles import Profiles
from voiplab.opensips.dialog.route_set import body_of, contact_of, record_routes, uri_in
from voiplab.opensips.dialog.sequential import Matching, Sequential
from voiplab.opensips.dialog.validating import NO_DIALOG, fix_routes, is_strict, validate
from voiplab.opensips.functions import dialog_search, dialog_values
from voiplab.opensips.functions.behaviour import Behaviour
from voiplab.opensips.functions.dialog_profiles import FUNCTIONS as PROFILE_FUNCTIONS
from voiplab.opensips.log import warning
from voiplab.opensips.script.context import Arguments, Context
from voiplab.text.place import NotSimulated

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

_MATCHING: Final = {mode.name: mode for mode in Matching}


# It begins


def create_dialog(context: Context, arguments: Arguments) -> int:
    request, own = context.received, here(context)
    flags = _flags(context, arguments.text(0))
    if request.method != "INVITE" or request.to_tag is not None:
        return -1
    if own.dialog is not None:
        if flags:
            kept = [flag for flag in own.dialog.flags if flag is Flag.END_ON_RACE]
            own.dialog.flags = (*flags, *kept)
        return 1
    from_ = request.address("From")
    if not request.call_id or from_ is None or not from_.tag:
        context.error("dialog:dlg_create_dialog", "bad request or missing FROM hdr :-/")
        return -1
    own.dialog = _new(context, from_.tag, own.lifetime, flags)
    own.towards = 1
    return 1


def _flags(context: Context, letters: str) -> tuple[Flag, ...]:
    flags = parse_flags(letters)
    for flag in NOT_SIMULATED:
        if flag in flags:
            raise NotSimulated(context.place, f'the flag "{flag.value}" of create_dialog()')
    return flags


def _new(context: Context, from_tag: str, lifetime: int, flags: tuple[Flag, ...]) -> Dialog:
    request, server = context.received, context.server
    message = request.message
    caller = Leg(
        tag=from_tag,
        contact=contact_of(message),
        routes=tuple(record_routes(message)),
        socket=request.way.listener,
        heard=0,
        invited=number_of(request),
        sdp=body_of(message),
    )
    uris = uri_in(message, "From"), uri_in(message, "To")
    lasts = lifetime or server.number("dialog", "default_timeout")
    dialog = server.part(Dialogs).new(request.call_id, uris, caller, lasts)
    dialog.flags = flags
    if server.part(Sequential).mode is not Matching.DID_NONE:
        name = server.configuration.parameter("dialog", "rr_param")
        request.record_route_params.append(f";{name}={dialog.id}")
    following = Following(server, dialog)
    request.watchers.append(following)
    if context.transaction is not None:
        following.begun(context.transaction)
    return dialog


# It goes on


def match_dialog(context: Context, arguments: Arguments) -> int:
    sequential = context.server.part(Sequential)
    mode = _MATCHING.get(arguments.text(0).upper(), sequential.mode)
    return 1 if sequential.take(context.received, mode) else -1


def validate_dialog(context: Context, _arguments: Arguments) -> int:
    own = here(context)
    if own.dialog is None:
        context.error("dialog:w_validate_dialog", "null dialog")
        return NO_DIALOG
    return validate(context.received, own)


def fix_route_dialog(context: Context, _arguments: Arguments) -> int:
    own = here(context)
    if own.dialog is None or own.towards is None:
        return -1
    routes = own.dialog.leg(own.towards).routes
    if routes and is_strict(routes[0]):
        raise NotSimulated(context.place, "fix_route_dialog() along a strict route")
    fix_routes(context.received, own.dialog, own.towards)
    return 1


# Another one


def load_dialog_ctx(context: Context, arguments: Arguments) -> int:
    own, kind = belonging(context.received), arguments.text(1, "callid").lower()
    if own.aside is not None:
        context.error("dialog:load_dlg_ctx", "nested call of load dlg ctx")
        return -1
    dialogs = context.server.part(Dialogs)
    found = dialogs.living_of_call(arguments.text(0)) if kind == "callid" else dialogs.named(arguments.text(0))
    if found is None:
        return -1
    own.set_aside(found)
    return 1


def unload_dialog_ctx(context: Context, _arguments: Arguments) -> int:
    return 1 if belonging(context.received).bring_back() else -1


# Flags


def _flag(change: Callable[[Dialog, int], int]) -> Callable[[Context, Arguments], int]:
    def function(context: Context, arguments: Arguments) -> int:
        dialog, index = dialog_of(context), arguments.number(0)
        return change(dialog, 1 << index) if dialog is not None and 0 <= index < 32 else -1

    return function


def _set(dialog: Dialog, mask: int) -> int:
    dialog.user_flags |= mask
    return 1


def _reset(dialog: Dialog, mask: int) -> int:
    dialog.user_flags &= ~mask
    return 1


def _is_set(dialog: Dialog, mask: int) -> int:
    return 1 if dialog.user_flags & mask else -1


def test_and_set_dlg_flag(context: Context, arguments: Arguments) -> int:
    """If it is what is said, it becomes the opposite."""
    dialog, index, wanted = dialog_of(context), arguments.number(0), arguments.number(1)
    if dialog is None:
        return -2
    if not 0 <= index < 32 or wanted not in (0, 1) or bool(dialog.user_flags & 1 << index) != bool(wanted):
        return -1
    dialog.user_flags ^= 1 << index
    return 1


# Routes


def _arming(occasion: Occasion, name: str) -> Callable[[Context, Arguments], int]:
    def function(context: Context, arguments: Arguments) -> int:
        dialog = dialog_of(context)
        if dialog is None:
            return _warned(context, name, "no current dialog found. Have you created one?")
        if not dialog.state.is_pending:
            return _warned(context, name, "too late to set the route, dialog already established")
        if arguments.is_given(0):
            dialog.armed[occasion] = arguments.text(0)
        else:
            dialog.armed.pop(occasion, None)
        return 1

    return function


def _warned(context: Context, name: str, says: str) -> int:
    context.server.log_line(warning(f"dialog:{name}", says))
    return -1


def set_dlg_sharing_tag(_context: Context, _arguments: Arguments) -> int:
    """Without other servers to share with there is nothing to be done."""
    return 1


# Of its own accord


def _start(server: "Server") -> None:
    server.part(Dialogs)
    server.part(Profiles)


def _routed(context: Context) -> None:
    sequential = context.server.part(Sequential)
    sequential.take(context.received, sequential.mode)


BEHAVIOUR: Final = Behaviour(
    functions={
        "create_dialog": create_dialog,
        "match_dialog": match_dialog,
        "validate_dialog": validate_dialog,
        "fix_route_dialog": fix_route_dialog,
        "load_dialog_ctx": load_dialog_ctx,
        "unload_dialog_ctx": unload_dialog_ctx,
        "set_dlg_flag": _flag(_set),
        "reset_dlg_flag": _flag(_reset),
        "is_dlg_flag_set": _flag(_is_set),
        "test_and_set_dlg_flag": test_and_set_dlg_flag,
        "dlg_on_answer": _arming(Occasion.ANSWER, "dlg_on_answer"),
        "dlg_on_timeout": _arming(Occasion.TIMEOUT, "dlg_on_timeout"),
        "dlg_on_hangup": _arming(Occasion.HANGUP, "dlg_on_hangup"),
        "set_dlg_sharing_tag": set_dlg_sharing_tag,
        **PROFILE_FUNCTIONS,
        **dialog_search.FUNCTIONS,
        **dialog_values.FUNCTIONS,
    },
    readers=dialog_values.READERS,
    readers_of=dialog_values.READERS_OF,
    writers=dialog_values.WRITERS,
    start=_start,
    routed=_routed,
)
