"""What a press of a key means where the telephone stands, and which soft keys fit there. Plain words: no model's own labels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from voiplab.explain.face import CALLING, HOLDS, RINGS, Face
from voiplab.lab.actions import Cable, NodeAction, WhatToDo

DIGITS: Final = "123456789*0#"
"""In the order of a keypad."""


class Key(Enum):
    """The value is what stands on a soft key."""

    SEND = "Send"
    ANSWER = "Answer"
    REJECT = "Reject"
    HANG_UP = "Hang up"
    HOLD = "Hold"
    RESUME = "Resume"
    TRANSFER = "Transfer"
    ATTENDED = "Consult"
    CONNECT = "Connect"
    ADDRESS = "Dial..."
    MUTE = "Mute"
    UNMUTE = "Unmute"
    QUIET = "DND on"
    DISTURB = "DND off"
    REGISTER = "Register"
    UNREGISTER = "Unregister"
    UNPLUG = "Unplug"
    PLUG_IN = "Plug in"
    RESTART = "Restart"
    DELETE = "Delete"
    CANCEL = "Cancel"

    __hash__ = object.__hash__


class Purpose(Enum):
    """What a number is typed for: the words before it."""

    DIAL = "dial"
    TRANSFER = "transfer to"
    CONSULT = "ask first"


@dataclass(frozen=True, slots=True)
class Entry:
    """A number that is being typed."""

    purpose: Purpose
    text: str = ""

    def __str__(self) -> str:
        return f"{self.purpose.value}: {self.text}_"


@dataclass(frozen=True, slots=True)
class Pressed:
    """What follows from a key: what is done, what is being typed then, and what its owner is told."""

    action: WhatToDo | None = None
    entry: Entry | None = None
    says: str = ""
    asks_address: bool = False


def soft_keys(face: Face, entry: Entry | None) -> tuple[Key, ...]:
    """Four at most."""
    if entry is not None:
        return (Key.SEND, Key.DELETE, Key.ADDRESS, Key.CANCEL)
    mute = Key.UNMUTE if face.is_muted else Key.MUTE
    if face.rings_beside:
        return (Key.ANSWER, Key.REJECT, mute, Key.HANG_UP)
    if face.state in CALLING:
        return (Key.HANG_UP,)
    match face.state:
        case "rings":
            return (Key.ANSWER, Key.REJECT)
        case "talks" | "is held":
            return (Key.HOLD, _transfer(face), mute, Key.HANG_UP)
        case "holds":
            return (Key.RESUME, _transfer(face), Key.ADDRESS, Key.HANG_UP)
        case _:
            return (Key.ADDRESS, _toggled(Key.QUIET, face), _toggled(Key.REGISTER, face))


def _transfer(face: Face) -> Key:
    return Key.CONNECT if face.has_another_call else Key.TRANSFER


def _toggled(key: Key, face: Face) -> Key:
    """The one of a pair that changes something now."""
    is_on: Mapping[Key, bool] = {
        Key.HOLD: face.state == HOLDS,
        Key.MUTE: face.is_muted,
        Key.QUIET: face.does_not_disturb,
        Key.REGISTER: face.is_registered,
        Key.UNPLUG: not face.is_plugged_in,
        Key.ATTENDED: face.has_another_call and face.is_up,
    }
    return PAIRS[key] if is_on[key] else key


PAIRS: Final[Mapping[Key, Key]] = {
    Key.HOLD: Key.RESUME,
    Key.MUTE: Key.UNMUTE,
    Key.QUIET: Key.DISTURB,
    Key.REGISTER: Key.UNREGISTER,
    Key.UNPLUG: Key.PLUG_IN,
    Key.ATTENDED: Key.CONNECT,
}
"""Keys with two positions."""

PLAIN: Final[Mapping[Key, WhatToDo]] = {
    Key.ANSWER: NodeAction("answer"),
    Key.REJECT: NodeAction("reject"),
    Key.HANG_UP: NodeAction("hang up"),
    Key.HOLD: NodeAction("hold"),
    Key.RESUME: NodeAction("resume"),
    Key.MUTE: NodeAction("mute on"),
    Key.UNMUTE: NodeAction("mute off"),
    Key.QUIET: NodeAction("dnd on"),
    Key.DISTURB: NodeAction("dnd off"),
    Key.REGISTER: NodeAction("register"),
    Key.UNREGISTER: NodeAction("unregister"),
    Key.RESTART: NodeAction("restart"),
    Key.UNPLUG: Cable.UNPLUG,
    Key.PLUG_IN: Cable.PLUG_IN,
}
"""Keys that need nothing else."""


def turned(key: Key, face: Face) -> Key:
    """A key with two positions is pressed: to the other one."""
    return _toggled(key, face) if key in PAIRS else key


def press(key: Key, face: Face, entry: Entry | None) -> Pressed:
    if key in PLAIN:
        return Pressed(PLAIN[key], entry)
    match key:
        case Key.SEND:
            return _send(face, entry)
        case Key.DELETE:
            return Pressed(entry=_shorter(entry))
        case Key.CANCEL:
            return Pressed()
        case Key.ADDRESS:
            return Pressed(entry=entry or Entry(Purpose.DIAL), asks_address=True)
        case Key.CONNECT:
            return _connect(face)
        case _:
            return _ask(Purpose.CONSULT if key is Key.ATTENDED else Purpose.TRANSFER, face)


def digit(key: str, face: Face, entry: Entry | None) -> Pressed:
    """A key of the keypad: in a call it is sent, otherwise it is a part of a number."""
    if entry is None and face.is_up:
        return Pressed(NodeAction(f"dtmf {key}"))
    begun = entry or Entry(Purpose.DIAL)
    return Pressed(entry=replace(begun, text=begun.text + key))


def typed(text: str, entry: Entry | None) -> Pressed:
    """A whole address was typed."""
    purpose = Purpose.DIAL if entry is None else entry.purpose
    number = "".join(text.split())
    return Pressed(DONE[purpose](number)) if number else Pressed()


def _send(face: Face, entry: Entry | None) -> Pressed:
    """The large key: it sends what was typed, or answers."""
    if entry is not None and entry.text:
        return Pressed(DONE[entry.purpose](entry.text))
    if face.rings_beside or face.state == RINGS:
        return Pressed(NodeAction("answer"), entry)
    return Pressed(entry=entry, says="type a number first: with the digits, or a whole address after a colon")


def _shorter(entry: Entry | None) -> Entry | None:
    """Nothing is left of one that was empty already."""
    return None if entry is None or not entry.text else replace(entry, text=entry.text[:-1])


def _ask(purpose: Purpose, face: Face) -> Pressed:
    if not face.is_up:
        return Pressed(says="there is no call to transfer")
    return Pressed(entry=Entry(purpose))


def _connect(face: Face) -> Pressed:
    """Whoever was called before is sent to the one at the ear."""
    if not face.party:
        return Pressed(says="wait until the display says with whom this call is")
    return Pressed(NodeAction(f"transfer to {face.party}'s call"))


DONE: Final[Mapping[Purpose, Callable[[str], NodeAction]]] = {
    Purpose.DIAL: lambda number: NodeAction(f"dial {number}"),
    Purpose.TRANSFER: lambda number: NodeAction(f"transfer {number}"),
    Purpose.CONSULT: lambda number: NodeAction(f"dial {number}"),
}
"""To consult somebody is a call of its own: it puts the first one on hold."""
