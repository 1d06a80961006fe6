"""The faces of all telephones, folded from a recording: now, and as they were at any event before."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from voiplab.explain.face import RINGS, Face, Line
from voiplab.explain.pressed import Came, KeyHeard, KeySent, key_in
from voiplab.net.packet import Packet
from voiplab.recording.events import Arrived, Event, EventId, Heard, Lost, Moved, Performed, Sent, Shown
from voiplab.recording.recording import Recording
from voiplab.rtp.hearing import Sound

MOST_KEYS: Final = 24
"""Of each direction are remembered."""

BETWEEN: Final = 2_000
"""Events from one remembered place to the next: so many are read again, at most, for looking back."""

MICROPHONE_OFF: Final = "microphone off)"
ASKING: Final = ("registers", "unregisters")
ENDED: Final = "ended"
ANSWERED: Final = "up"


class Faces:
    """`hosts`: the host of each telephone; `at_first`: each face before anything has happened."""

    def __init__(self, recording: Recording, hosts: Mapping[str, str], at_first: Mapping[str, Face]) -> None:
        self._recording = recording
        self._phones = {host: phone for phone, host in hosts.items()}
        self._at_first = at_first
        self._faces = dict(at_first)
        self._read: EventId = 0
        self._kept: list[dict[str, Face]] = []
        """What the faces were at the events 0, BETWEEN, 2 * BETWEEN, ..."""

    def at(self, end: EventId | None = None) -> Mapping[str, Face]:
        """Before the event `end` happened; None: by now."""
        wanted = len(self._recording) if end is None else min(end, len(self._recording))
        nearest = min(wanted // BETWEEN, len(self._kept) - 1)
        if wanted < self._read or nearest * BETWEEN > self._read:
            self._faces, self._read = dict(self._kept[nearest]), nearest * BETWEEN
        while self._read < wanted:
            self._read_on(wanted)
        return self._faces

    def _read_on(self, wanted: EventId) -> None:
        """Up to the next remembered place."""
        if self._read == len(self._kept) * BETWEEN:
            self._kept.append(dict(self._faces))
        upto = min(wanted, (self._read // BETWEEN + 1) * BETWEEN)
        for event in self._recording[self._read : upto]:
            self._take(event)
        self._read = upto

    def _take(self, event: Event) -> None:
        match event.what:
            case Shown(phone, text):
                self._change(phone, lambda face: _shows(face, text))
            case Heard(person, content, source):
                self._change(person, lambda face: _hears(face, content, source))
            case Moved(kind="call") as moved:
                self._change(self._phones.get(event.node), lambda face: _line_moved(face, event, moved))
            case Moved(machine, "phone", now=now):
                self._phone_moved(machine, now)
            case Performed("restart") if event.node in self._phones:
                self._restart(self._phones[event.node])
            case Performed(action) if action in ACTIONS:
                self._change(self._phones.get(event.node), ACTIONS[action])
            case Sent(packet, copy=False) if event.node in self._phones:
                self._change(self._phones[event.node], lambda face: _sends(face, event.id, packet))
            case Arrived(_, sent):
                self._came(sent, Came.ARRIVED, event.node)
            case Lost(_, sent):
                self._came(sent, Came.LOST)
            case _:
                pass  # of others, or of what nobody sees

    def _phone_moved(self, machine: str, now: str) -> None:
        for ending, change in MACHINES.items():
            phone = machine.removesuffix(ending)
            if machine.endswith(ending) and phone in self._faces:
                self._faces[phone] = change(self._faces[phone], now)
                return

    def _restart(self, phone: str) -> None:
        """It is refused in a call and while a registrar is asked; otherwise what the file says counts again."""
        face = self._faces[phone]
        if not face.lines and face.account not in ASKING:
            self._faces[phone] = replace(face, does_not_disturb=self._at_first[phone].does_not_disturb)

    def _came(self, sent: EventId, came: Came, where: str = "") -> None:
        for phone, face in self._faces.items():
            if any(key.sent == sent for key in face.keys_sent):
                keys = (
                    replace(key, came=came, to=where or key.to) if key.sent == sent else key for key in face.keys_sent
                )
                self._faces[phone] = replace(face, keys_sent=tuple(keys))
                return

    def _change(self, phone: str | None, change: Callable[[Face], Face]) -> None:
        if phone is not None and phone in self._faces:
            self._faces[phone] = change(self._faces[phone])


def _shows(face: Face, text: str) -> Face:
    """An intercom call may begin with the microphone off, which is told on the display."""
    begins_muted = text.endswith(MICROPHONE_OFF) and not face.display.endswith(MICROPHONE_OFF)
    shows = replace(face, display=text)
    return _mute(shows, on=True) if begins_muted else shows


def _hears(face: Face, content: str, source: str) -> Face:
    kind, _, key = content.partition(":")
    if kind != "digit":
        return replace(face, sound=Sound(content, source))
    return replace(face, keys_heard=(*face.keys_heard, KeyHeard(key, source))[-MOST_KEYS:])


def _sends(face: Face, event: EventId, packet: Packet) -> Face:
    found = key_in(packet)
    if found is None:
        return face
    return replace(face, keys_sent=(*face.keys_sent, KeySent(event, *found, packet.target.ip))[-MOST_KEYS:])


def _line_moved(face: Face, event: Event, what: Moved) -> Face:
    others = tuple(line for line in face.lines if line.call_id != what.machine)
    if what.now == ENDED:
        return replace(face, lines=others)
    known = next((line for line in face.lines if line.call_id == what.machine), Line(what.machine, event.id))
    line = replace(known, since=event.at) if what.now == ANSWERED else known
    transfer = face.transfer if face.lines else ""  # of the call before
    return replace(face, lines=(*others, line), transfer=transfer)


def _mute(face: Face, *, on: bool) -> Face:
    """Of the call at the ear: another one has a microphone of its own."""
    ear = face.at_the_ear
    lines = (replace(line, is_muted=on) if line is ear else line for line in face.lines)
    return replace(face, lines=tuple(lines))


MACHINES: Final[Mapping[str, Callable[[Face, str], Face]]] = {
    " account": lambda face, now: replace(face, account=now),
    " second call": lambda face, now: replace(face, rings_beside=now == RINGS),
    " transfer": lambda face, now: replace(face, transfer=now),
    "": lambda face, now: replace(face, state=now),
}
"""How the names of a telephone's machines end, and what of the face each one is."""

ACTIONS: Final[Mapping[str, Callable[[Face], Face]]] = {
    "dnd on": lambda face: replace(face, does_not_disturb=True),
    "dnd off": lambda face: replace(face, does_not_disturb=False),
    "mute on": lambda face: _mute(face, on=True),
    "mute off": lambda face: _mute(face, on=False),
    "unplug": lambda face: replace(face, is_plugged_in=False),
    "plug in": lambda face: replace(face, is_plugged_in=True),
}
"""Of those that leave no other trace."""
