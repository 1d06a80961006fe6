"""dialog: a script looks for other calls than its own."""

from collections.abc import Iterator, Mapping
from typing import Final

from voiplab.opensips.dialog.as_json import as_json
from voiplab.opensips.dialog.dialog import Dialog
from voiplab.opensips.dialog.dialogs import Dialogs
from voiplab.opensips.dialog.profiles import Profiles, is_in
from voiplab.opensips.dialog.state import State
from voiplab.opensips.functions.behaviour import Function
from voiplab.opensips.script.assigning import assign
from voiplab.opensips.script.context import Arguments, Context
from voiplab.opensips.script.value import shown


def _living(context: Context) -> Iterator[Dialog]:
    return (dialog for dialog in context.server.part(Dialogs).all() if dialog.state is not State.ENDED)


def _with_value(context: Context, name: str, value: str) -> list[Dialog]:
    found = [(dialog, dialog.values.get(name)) for dialog in _living(context)]
    return [dialog for dialog, own in found if own is not None and shown(own) == value]


def get_dialog_info(context: Context, arguments: Arguments) -> int:
    """The value `attr` of each dialog that has `key_val` under `key`."""
    found = _with_value(context, arguments.text(2), arguments.text(3))
    for dialog in found:
        value = dialog.values.get(arguments.text(0))
        if value is None:
            context.error("dialog:w_get_dlg_info", f"failed to fetch dialog value <{arguments.text(0)}>")
            return -1
        assign(context, arguments.variable(1), value)
    return _told(context, arguments, 4, len(found))


def get_dialog_vals(context: Context, arguments: Arguments) -> int:
    dialog = context.server.part(Dialogs).living_of_call(arguments.text(2))
    if dialog is None:
        return -1
    for name, value in reversed(dialog.values.items()):
        assign(context, arguments.variable(0), name)
        assign(context, arguments.variable(1), value)
    return 1


def get_dialogs_by_val(context: Context, arguments: Arguments) -> int:
    return _listed(context, arguments, _with_value(context, arguments.text(0), arguments.text(1)))


def get_dialogs_by_profile(context: Context, arguments: Arguments) -> int:
    profile, profiles = arguments.text(0), context.server.part(Profiles)
    if profile not in profiles.has_value:
        context.error("dialog:w_get_dlg_jsons_by_profile", f"NO such profile <{profile}> ")
        return -1
    value = arguments.text(1) if arguments.is_given(1) and profiles.has_value[profile] else None
    return _listed(context, arguments, [dialog for dialog in _living(context) if is_in(dialog, profile, value)])


def _listed(context: Context, arguments: Arguments, found: list[Dialog]) -> int:
    for dialog in found:
        assign(context, arguments.variable(2), as_json(context.server, dialog, with_context=True))
    return _told(context, arguments, 3, len(found))


def _told(context: Context, arguments: Arguments, place: int, count: int) -> int:
    """How many there were."""
    if not count:
        return -1
    return count if assign(context, arguments.variable(place), count) else -1


FUNCTIONS: Final[Mapping[str, Function]] = {
    "get_dialog_info": get_dialog_info,
    "get_dialog_vals": get_dialog_vals,
    "get_dialogs_by_val": get_dialogs_by_val,
    "get_dialogs_by_profile": get_dialogs_by_profile,
}
