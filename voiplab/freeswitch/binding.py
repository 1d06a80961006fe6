"""What bind_meta_app binds: which keys of whom begin what, and on which of two connected channels that runs."""

from collections.abc import Callable
from typing import Final

from voiplab.freeswitch.applications.in_force import IN_FORCE
from voiplab.freeswitch.applications.steps import BindKey
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.dialplan.channel import Action
from voiplab.freeswitch.meta_keys import Bound, Side
from voiplab.text.place import NotSimulated, Place

INLINE: Final = "i"
ONCE: Final = "1"
ELSEWHERE: Final = ("bridge", "execute_extension", "transfer")
"""They take a channel away from where it is."""

Run = Callable[[Channel, Action], None]


def undone(step: BindKey) -> str | None:
    """What of it is not simulated."""
    application = step.application.lower()
    if INLINE in step.flags:
        return "the flag i of bind_meta_app"
    if application in ELSEWHERE or application not in IN_FORCE:
        return f"bind_meta_app with the application {step.application}"
    return None


def bind(step: BindKey, channel: Channel, place: Place, run: Run) -> None:
    """NotSimulated, for what cannot run while two are connected."""
    missing = undone(step)
    if missing is not None:
        raise NotSimulated(place, missing)
    action = Action(step.application.lower(), step.arguments, place)
    for side in Side:
        if side.value.lower() in step.sides.lower():
            channel.log("info", f"Bound {side.value}-Leg: *{step.key} {step.text}")
            bound = Bound(
                step.text, ONCE in step.flags, lambda presser: _begin(step.flags, channel, presser, action, run)
            )
            channel.meta.bind(side, step.key, bound)


def _begin(flags: str, binder: Channel, presser: Side, action: Action, run: Run) -> None:
    """Where it was pressed, unless the flags name another place."""
    side = presser
    for flag in flags:
        match flag:
            case "a":
                side = Side.A
            case "b":
                side = Side.B
            case "o":
                side = Side.B if presser is Side.A else Side.A
            case _:
                pass
    target = binder if side is Side.A else binder.partner
    if target is not None:
        run(target, action)
