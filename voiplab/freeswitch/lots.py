"""Where calls wait to be fetched (mod_valet_parking.c): lots with numbered slots, which come with their first use."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.dialplan.channel import Action
from voiplab.freeswitch.hash_order import in_hash_order

TIDY_EVERY: Final = 5
"""Whole seconds between two looks at the slots that were left."""


class State(Enum):
    TAKEN = "its channel waits there"
    PROMISED = "for whoever its channel is connected with"
    LEFT = "empty, but the number is not given again yet"

    __hash__ = object.__hash__


@dataclass(slots=True, eq=False)
class Slot:
    """Of a lot. `ticket` is the UUID of who took it; `again`, what another channel executes that takes its place."""

    lot: str
    number: str
    ticket: str
    since: int  # whole seconds
    state: State
    channel: Channel | None
    """Who waits there."""
    again: Sequence[Action] = ()

    def promise(self) -> None:
        self.state, self.channel = State.PROMISED, None

    def leave(self) -> None:
        self.state, self.channel = State.LEFT, None


class Lot:
    def __init__(self, name: str) -> None:
        self.name = name
        self._slots: dict[str, Slot] = {}

    def slot(self, number: str) -> Slot | None:
        return self._slots.get(number)

    @property
    def taken(self) -> Sequence[Slot]:
        """In the order in which `valet_info` shows them."""
        slots = (self._slots[number] for number in in_hash_order(self._slots))
        return [slot for slot in slots if slot.channel is not None]

    def free(self, least: int, most: int) -> str | None:
        """The lowest number that is not given."""
        return next((str(number) for number in range(max(least, 1), most + 1) if str(number) not in self._slots), None)

    def oldest(self, least: int, most: int, now: int) -> Slot | None:
        """Who waits longest; of those that have waited the same whole seconds the lowest number."""
        within = [slot for slot in self.taken if slot.number.isdigit() and max(least, 1) <= int(slot.number) <= most]
        return min(within, key=lambda slot: (slot.since - now, int(slot.number)), default=None)

    def put(self, slot: Slot) -> None:
        """Whoever was there before is forgotten."""
        self._slots.pop(slot.number, None)
        self._slots[slot.number] = slot

    def tidy(self, now: int) -> Sequence[Slot]:
        """The slots that are given again from now on."""
        gone = [
            slot
            for slot in self._slots.values()
            if slot.state is State.LEFT or (slot.state is State.PROMISED and slot.since + TIDY_EVERY < now)
        ]
        for slot in gone:
            del self._slots[slot.number]
        return gone

    def of(self, channel: Channel) -> Slot | None:
        """Where it waits."""
        return next((slot for slot in self._slots.values() if slot.channel is channel), None)


class Lots:
    """Of one server."""

    def __init__(self) -> None:
        self._lots: dict[str, Lot] = {}
        self._tidied = 0

    def lot(self, name: str) -> Lot:
        return self._lots.setdefault(name, Lot(name))

    @property
    def listed(self) -> Sequence[Lot]:
        """In the order in which `valet_info` shows them."""
        return [self._lots[name] for name in in_hash_order(self._lots)]

    def of(self, channel: Channel) -> Slot | None:
        return next((slot for lot in self._lots.values() if (slot := lot.of(channel))), None)

    def tidy(self, now: int) -> Sequence[Slot]:
        """As often as it is time for it."""
        if now - self._tidied < TIDY_EVERY:
            return ()
        self._tidied = now
        return [slot for lot in self._lots.values() for slot in lot.tidy(now)]
