"""What a telephone shows and sounds like to its owner: states that scripts wait for, the display, what is heard."""

from typing import Final

from voiplab.net.host import Host
from voiplab.phone.call_state import CallState
from voiplab.recording.events import heard, shown
from voiplab.rtp.hearing import LOCAL, SILENCE, Situation, Sound, hears
from voiplab.sim.kernel import Pace
from voiplab.sim.moment import seconds
from voiplab.ua.timers import record_move

NO_SECOND_CALL: Final = "has no second call"
BEEP: Final = Sound("beep", LOCAL)
BUSY: Final = hears(Situation.BUSY, None, "")
BUSY_LASTS: Final = seconds(3)
"""How long its owner listens to the busy tone before hanging up."""


class Face:
    """Only what changes is recorded."""

    def __init__(self, name: str, host: Host) -> None:
        self._name = name
        self._beside = f"{name} second call"
        self._host = host
        self._state = CallState.OVER.words
        self._second_call = NO_SECOND_CALL
        self._sound = SILENCE
        self._text = ""
        self._busy: int | None = None
        self._beep: int | None = None

    def stand(self, state: CallState) -> None:
        """Where the call at the ear stands."""
        record_move(self._host, self._name, "phone", self._state, state.words)
        self._state = state.words

    def wait(self, *, rings: bool) -> None:
        """A call that rings while there is another one at the ear is a state of its own."""
        state = CallState.RINGING.words if rings else NO_SECOND_CALL
        record_move(self._host, self._beside, "phone", self._second_call, state)
        self._second_call = state

    def show(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self._host.note(shown(self._name, text))

    def hear(self, sound: Sound) -> None:
        """From now on; a busy tone is not cut off by silence."""
        if self._busy is not None and sound == SILENCE:
            return
        self._put_down()
        self._sound_changes(sound)

    def hear_busy(self) -> None:
        """The call was refused: its owner hears that for a while."""
        self._put_down()
        self._sound_changes(BUSY)
        self._busy = self._host.after(BUSY_LASTS, self._busy_ends, Pace.BACKGROUND)

    def hear_beep(self, lasts: int) -> None:
        """Its own short tone, and then what is to be heard by then."""
        self._host.note(heard(self._name, BEEP.content, BEEP.source))
        self._beep = self._host.after(lasts, self._beep_ends)

    def hear_digit(self, digit: str, source: str) -> None:
        """A key of the other side: a beep, and then what was heard before."""
        self._host.note(heard(self._name, f"digit:{digit}", source))
        self._host.note(heard(self._name, self._sound.content, self._sound.source))

    def _busy_ends(self) -> None:
        self._busy = None
        self._sound_changes(SILENCE)

    def _beep_ends(self) -> None:
        self._beep = None
        self._host.note(heard(self._name, self._sound.content, self._sound.source))

    def _put_down(self) -> None:
        if self._busy is not None:
            self._host.cancel(self._busy)
            self._busy = None

    def _sound_changes(self, sound: Sound) -> None:
        if sound != self._sound:
            self._sound = sound
            if self._beep is None:
                self._host.note(heard(self._name, sound.content, sound.source))
