"""dialog: the profiles in which a script counts dialogs."""

from collections.abc import Callable, Mapping
from typing import Final

from voiplab.opensips.dialog.belonging import dialog_of
from voiplab.opensips.dialog.dialog import Dialog
from voiplab.opensips.dialog.profiles import Profiles, is_in
from voiplab.opensips.functions.behaviour import Function
from voiplab.opensips.log import critical, warning
from voiplab.opensips.script.assigning import assign
from voiplab.opensips.script.context import Arguments, Context

Act = Callable[[Profiles, Dialog, str, str | None], bool]


def _known(context: Context, arguments: Arguments, name: str) -> bool:
    profile = arguments.text(0)
    if profile in context.server.part(Profiles).has_value:
        return True
    context.error(f"dialog:w_{name}", f"profile <{profile}> not defined")
    return False


def _dialog(context: Context, name: str) -> Dialog | None:
    dialog = dialog_of(context)
    if dialog is None:
        says = "BUG - setting profile from script, but no dialog found"
        context.server.log_line(critical(f"dialog:w_{name}", says))
    return dialog


def _changing(name: str, act: Act, failed: str) -> Function:
    def function(context: Context, arguments: Arguments) -> int:
        dialog = _dialog(context, name) if _known(context, arguments, name) else None
        if dialog is None:
            return -1
        profiles, profile = context.server.part(Profiles), arguments.text(0)
        has_value = profiles.has_value[profile]
        if has_value and not arguments.is_given(1):
            context.server.log_line(warning(f"dialog:w_{name}", "missing value"))
            return -1
        if act(profiles, dialog, profile, arguments.text(1) if has_value else None):
            return 1
        context.error(f"dialog:w_{name}", failed)
        return -1

    return function


def _enter(profiles: Profiles, dialog: Dialog, profile: str, value: str | None) -> bool:
    profiles.enter(dialog, profile, value)
    return True


def _value(context: Context, arguments: Arguments) -> str | None:
    """None: it does not matter."""
    has_value = context.server.part(Profiles).has_value[arguments.text(0)]
    return arguments.text(1) if has_value and arguments.is_given(1) else None


def is_in_profile(context: Context, arguments: Arguments) -> int:
    dialog = _dialog(context, "is_in_profile") if _known(context, arguments, "is_in_profile") else None
    return 1 if dialog is not None and is_in(dialog, arguments.text(0), _value(context, arguments)) else -1


def get_profile_size(context: Context, arguments: Arguments) -> int:
    if not _known(context, arguments, "get_profile_size"):
        return -1
    size = context.server.part(Profiles).size(arguments.text(0), _value(context, arguments))
    return 1 if assign(context, arguments.variable(2), size) else -1


FUNCTIONS: Final[Mapping[str, Function]] = {
    "set_dlg_profile": _changing("set_dlg_profile", _enter, "failed to set profile"),
    "unset_dlg_profile": _changing("unset_dlg_profile", Profiles.leave, "failed to unset profile"),
    "is_in_profile": is_in_profile,
    "get_profile_size": get_profile_size,
}
