"""A channel that is parked, or fetches one that is (mod_valet_parking.c)."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, Protocol

from voiplab.freeswitch.applications.steps import FetchOldest, ParkAnywhere, ParkIn, Transfer
from voiplab.freeswitch.causes import Cause
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.dialplan.channel import Action, Core
from voiplab.freeswitch.keys import Key
from voiplab.freeswitch.lots import Lot, Lots, Slot, State
from voiplab.freeswitch.phrases import NoMacro, Said, said
from voiplab.freeswitch.settings import is_true, number
from voiplab.freeswitch.sounds import content, duration
from voiplab.freeswitch.tree import Node
from voiplab.sim.moment import ms, seconds
from voiplab.text.place import Place
from voiplab.ua.timers import record_move

BEFORE_NUMBER: Final = Said("", ms(1500))
SILENCE: Final = "silence_stream://-1"
ORBIT_AFTER: Final = 60
"""Seconds, when there is a place to go to and no time is given."""
LEAVE_KEY: Final = "#"


class Exchange(Protocol):
    """What parking needs of the switch."""

    @property
    def files(self) -> Mapping[str, bytes]: ...
    @property
    def lots(self) -> Lots: ...
    @property
    def languages(self) -> Node: ...
    def core(self) -> Core: ...
    def connect(self, parked: Channel, fetching: Channel) -> None:
        """Take both out of what they do, and connect them."""

    def go_inline(self, channel: Channel, actions: Sequence[Action]) -> None:
        """Take it out of what it does, and execute these."""


class Parking:
    """`go_on`: the dialplan continues. `send`: it goes on elsewhere."""

    def __init__(
        self,
        exchange: Exchange,
        channel: Channel,
        place: Place,
        go_on: Callable[[], None],
        send: Callable[[Transfer], None],
    ) -> None:
        self._exchange = exchange
        self._channel = channel
        self._place = place
        self._go_on = go_on
        self._send = send
        self._slot: Slot | None = None
        self._ticket: int | None = None

    @property
    def _now(self) -> int:
        return self._channel.host.calendar.unix(self._channel.host.now)

    def start(self, step: ParkIn | ParkAnywhere | FetchOldest) -> None:
        for tidied in self._exchange.lots.tidy(self._now):
            self._tell(tidied, tidied.state.value, "")
        lot = self._exchange.lots.lot(step.lot)
        match step:
            case ParkIn(_, slot):
                self._park_in(lot, slot)
            case ParkAnywhere(_, least, most):
                self._park_anywhere(lot, lot.free(least, most))
            case FetchOldest(_, least, most):
                self._fetch_oldest(lot.oldest(least, most, self._now))

    # Where to

    def _park_in(self, lot: Lot, slot: str) -> None:
        """Who waits there is fetched; where nobody waits, whoever dials it does from now on."""
        channel, there = self._channel, lot.slot(slot)
        ticket = channel.variables.pop("valet_ticket", "")
        if there is not None and there.channel is not None:
            self._fetch(there, there.channel)
            return
        if there is not None and ticket:
            if ticket != there.ticket:
                channel.log("err", f"Invalid token {there.ticket}")
                channel.hang_up(Cause.DESTINATION_OUT_OF_ORDER)
                return
            channel.log("debug", f"Valet ticket {ticket} accepted.")
        self._hold(self._take(lot, slot))

    def _fetch(self, slot: Slot, waiting: Channel) -> None:
        self._change(slot, slot.leave)
        self._exchange.connect(waiting, self._channel)

    def _park_anywhere(self, lot: Lot, number: str | None) -> None:
        if number is None:
            self._speak("valet_lot_full", "", self._refuse("full"))
            return
        slot = self._take(lot, number)
        done: Callable[[Slot], None] = self._hold
        if self._channel.partner is not None:
            self._change(slot, slot.promise)
            done = self._give_away
        if is_true(self._channel.variables.get("valet_announce_slot", "true")):
            self._speak("valet_announce_ext", f"{lot.name}:{number}", partial(done, slot), BEFORE_NUMBER)
        else:
            done(slot)

    def _fetch_oldest(self, slot: Slot | None) -> None:
        if slot is None or slot.channel is None:
            self._speak("valet_lot_empty", "", self._refuse("empty"))
        else:
            self._fetch(slot, slot.channel)

    def _refuse(self, why: str) -> Callable[[], None]:
        def refuse() -> None:
            self._channel.log("err", f"{self._channel.name} lot is {why}.")
            self._go_on()

        return refuse

    def _take(self, lot: Lot, number: str) -> Slot:
        """Also what another channel does that takes its place (inline_destination)."""
        again = (
            ("set", f"valet_ticket={self._channel.uuid}"),
            ("set", f"valet_hold_music={self._music}"),
            ("sleep", "1000"),
            ("valet_park", f"{lot.name} {number}"),
        )
        actions = tuple(Action(application, data, self._place) for application, data in again)
        before = lot.slot(number)
        if before is not None:
            self._tell(before, before.state.value, "")
        self._slot = Slot(lot.name, number, self._channel.uuid, self._now, State.TAKEN, self._channel, actions)
        lot.put(self._slot)
        self._tell(self._slot, "", self._slot.state.value)
        return self._slot

    def _change(self, slot: Slot, change: Callable[[], None]) -> None:
        was = slot.state
        change()
        self._tell(slot, was.value, slot.state.value)

    def _tell(self, slot: Slot, was: str, now: str) -> None:
        record_move(self._channel.host, f"{slot.number} of {slot.lot}", "parking slot", was, now, slot.ticket)

    # What is heard

    @property
    def _music(self) -> str:
        music = self._channel.variables.get("valet_hold_music") or self._exchange.core().globals.get("hold_music", "")
        return SILENCE if music.lower() in ("", "silence") else music

    def _speak(self, macro: str, data: str, done: Callable[[], None], *first: Said) -> None:
        """A phrase, and then what is next."""
        try:
            phrase = [*first, *said(self._exchange.languages, macro, data)]
        except NoMacro as missing:
            self._channel.log("err", missing.says)
            phrase = [*first]
        self._say(phrase, done)

    def _say(self, phrase: list[Said], done: Callable[[], None]) -> None:
        if not phrase:
            self._channel.carrier.say("")
            done()
            return
        sound, length = phrase[0]
        if length is None:
            length = duration(sound, self._exchange.files) or 0
        self._channel.carrier.say(content(sound) if sound else "silence")
        self._ticket = self._channel.host.after(length, partial(self._say, phrase[1:], done))

    # Waiting

    def _hold(self, _slot: Slot) -> None:
        channel = self._channel
        channel.carrier.say(content(self._music))
        wait, orbit = number(channel.variables.get("valet_parking_timeout", "")), self._orbit
        if wait <= 0 and orbit is not None:
            wait = ORBIT_AFTER
        if wait > 0:
            self._ticket = channel.host.after(
                seconds(wait), self._leave if orbit is None else partial(self._move, orbit)
            )
        channel.keys.listen(self._pressed)

    def _give_away(self, slot: Slot) -> None:
        """Whoever has heard the number parks the other one, and is through."""
        channel, self._slot = self._channel, None
        if channel.partner is not None:
            self._exchange.go_inline(channel.partner, slot.again)
        channel.hang_up(Cause.NORMAL_CLEARING)

    @property
    def _orbit(self) -> Transfer | None:
        extension, dialplan, context = (
            self._channel.variables.get(f"valet_parking_orbit_{what}", "") for what in ("exten", "dialplan", "context")
        )
        return Transfer(extension, dialplan, context) if extension else None

    def _pressed(self, key: Key) -> None:
        orbit, exit_key = self._orbit, self._channel.variables.get("valet_parking_orbit_exit_key", "")
        if orbit is not None and exit_key and key.digit == exit_key[0]:
            self._move(orbit)
        elif key.digit == LEAVE_KEY:
            self._leave()

    def _leave(self) -> None:
        self.stop()
        self._channel.host.after(0, self._go_on)

    def _move(self, orbit: Transfer) -> None:
        self.stop()
        self._send(orbit)

    def stop(self) -> None:
        """It waits no more."""
        channel = self._channel
        if self._ticket is not None:
            channel.host.cancel(self._ticket)
        channel.keys.stop()
        if channel.is_up:
            channel.carrier.say("")
        if self._slot is not None:
            self._change(self._slot, self._slot.leave)
            self._slot = None
