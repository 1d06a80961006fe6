"""dialog: the variables of a dialog, and the values that a script keeps in it."""

from collections.abc import Mapping
from typing import Final

from voiplab.opensips.dialog.as_json import as_json
from voiplab.opensips.dialog.belonging import dialog_of, here
from voiplab.opensips.dialog.dialogs import Dialogs
from voiplab.opensips.dialog.flags import Flag
from voiplab.opensips.dialog.lifetimes import Lifetimes
from voiplab.opensips.functions.behaviour import Function
from voiplab.opensips.script.assigning import Writer, assign
from voiplab.opensips.script.context import Arguments, Context
from voiplab.opensips.script.looking import argument_of
from voiplab.opensips.script.reading import Reader, ReaderOf
from voiplab.opensips.script.transforming import whole
from voiplab.opensips.script.value import Value
from voiplab.opensips.variables import Reference

_MASK: Final = (1 << 32) - 1

# Values


def store_dlg_value(context: Context, arguments: Arguments) -> int:
    dialog = dialog_of(context)
    if dialog is None:
        return -1
    dialog.values[arguments.text(0)] = arguments.text(1)
    return 1


def fetch_dlg_value(context: Context, arguments: Arguments) -> int:
    dialog = dialog_of(context)
    value = dialog.values.get(arguments.text(0)) if dialog is not None else None
    return 1 if value is not None and assign(context, arguments.variable(1), value) else -1


def _value(context: Context, name: str) -> Value:
    dialog = dialog_of(context)
    return dialog.values.get(name) if dialog is not None else None


def _set_value(context: Context, reference: Reference, value: Value) -> bool:
    dialog = dialog_of(context)
    if dialog is None:
        return False
    if value is None:
        dialog.values.pop(argument_of(context, reference), None)
    else:
        dialog.values[argument_of(context, reference)] = value
    return True


# The dialog itself


def _count(context: Context) -> Value:
    return context.server.part(Dialogs).active


def _status(context: Context) -> Value:
    dialog = dialog_of(context)
    return dialog.state.value if dialog is not None else None


def _lasts(context: Context) -> Value:
    """Since it was answered."""
    dialog, host = dialog_of(context), context.server.host
    if dialog is None:
        return None
    return 0 if dialog.state.is_pending else host.calendar.unix(host.now) - dialog.started


def _flags(context: Context) -> Value:
    dialog = dialog_of(context)
    return dialog.user_flags if dialog is not None else None


def _set_flags(context: Context, _reference: Reference, value: Value) -> bool:
    dialog = dialog_of(context)
    if dialog is None:
        return False
    if isinstance(value, str):
        context.error("dialog:pv_set_dlg_flags", "assigning non-int value to dialog flags")
        return False
    dialog.user_flags = (value or 0) & _MASK
    return True


def _direction(context: Context) -> Value:
    own = here(context)
    if own.dialog is None or own.towards is None:
        return None
    return "downstream" if own.towards else "upstream"


def _did(context: Context) -> Value:
    dialog = dialog_of(context)
    return str(dialog.id) if dialog is not None else None


def _end_reason(context: Context) -> Value:
    dialog = dialog_of(context)
    return dialog.end_reason if dialog is not None else None


def _timeout(context: Context) -> Value:
    own = here(context)
    if own.dialog is None:
        return own.lifetime or None
    return context.server.part(Lifetimes).left(own.dialog)


def _set_timeout(context: Context, _reference: Reference, value: Value) -> bool:
    own, seconds = here(context), whole(value) if isinstance(value, str) else value
    if value is None or seconds is None or seconds < 0:
        context.error("dialog:pv_set_dlg_timeout", _refusal(value, seconds))
        return False
    dialog = own.dialog
    if dialog is None:
        own.lifetime = seconds
    elif not (dialog.was_cancelled and Flag.END_ON_RACE in dialog.flags):
        dialog.lifetime = seconds
        if dialog.state.is_up:
            context.server.part(Lifetimes).begin(dialog)
    return True


def _refusal(value: Value, seconds: int | None) -> str:
    if value is None:
        return "cannot assign dialog timeout to NULL"
    return "cannot set a negative timeout" if seconds is not None else "assigning non-int value to dialog flags"


def _json(context: Context) -> Value:
    dialog = dialog_of(context)
    return as_json(context.server, dialog, with_context=False) if dialog is not None else None


def _json_with_context(context: Context) -> Value:
    dialog = dialog_of(context)
    return as_json(context.server, dialog, with_context=True) if dialog is not None else None


FUNCTIONS: Final[Mapping[str, Function]] = {"store_dlg_value": store_dlg_value, "fetch_dlg_value": fetch_dlg_value}

READERS: Final[Mapping[str, Reader]] = {
    "DLG_count": _count,
    "DLG_status": _status,
    "DLG_lifetime": _lasts,
    "DLG_flags": _flags,
    "DLG_dir": _direction,
    "DLG_did": _did,
    "DLG_end_reason": _end_reason,
    "DLG_timeout": _timeout,
    "DLG_json": _json,
    "DLG_ctx_json": _json_with_context,
}

READERS_OF: Final[Mapping[str, ReaderOf]] = {"dlg_val": _value}

WRITERS: Final[Mapping[str, Writer]] = {
    "dlg_val": _set_value,
    "DLG_flags": _set_flags,
    "DLG_timeout": _set_timeout,
}
