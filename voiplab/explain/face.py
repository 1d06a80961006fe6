"""What the owner of a telephone sees of it and hears from it at one moment."""

from typing import Final

from voiplab.explain.asides import heard
from voiplab.explain.pressed import KeyHeard, KeySent
from voiplab.recording.events import EventId
from voiplab.rtp.hearing import LOCAL, SILENCE, Sound
from voiplab.sim.moment import Duration, Moment
from voiplab.sip.value import value

IDLE: Final = "is idle"
RINGS: Final = "rings"
TALKS: Final = "talks"
HOLDS: Final = "holds"
HELD: Final = "is held"
UP: Final = (TALKS, HOLDS, HELD)
"""The words of a lab's script; those of a call that is answered."""

CALLING: Final = ("dials", "hears ringing", "hears early media")
NOTE: Final = " (answered by itself"
"""Behind the name of who called: so begins what the display of a telephone says of an intercom call."""

REGISTERED: Final = "is registered"
NOT_REGISTERED: Final = "is not registered"


@value(frozen=True, slots=True)
class Line:
    """A call of the telephone. `since`: when it was answered."""

    call_id: str
    began: EventId
    since: Moment | None = None
    is_muted: bool = False


@value(frozen=True, slots=True)
class Face:
    """`state` is that of the call at the ear; `rings_beside`: another one rings meanwhile."""

    display: str = ""
    state: str = IDLE
    rings_beside: bool = False
    account: str = NOT_REGISTERED
    transfer: str = ""
    sound: Sound = SILENCE
    does_not_disturb: bool = False
    is_plugged_in: bool = True
    lines: tuple[Line, ...] = ()
    keys_sent: tuple[KeySent, ...] = ()
    keys_heard: tuple[KeyHeard, ...] = ()

    @property
    def is_up(self) -> bool:
        return self.state in UP

    @property
    def is_registered(self) -> bool:
        return self.account == REGISTERED

    @property
    def at_the_ear(self) -> Line | None:
        """Of answered calls it is the one that was answered last: whoever dials or answers puts the others on hold."""
        answered = [(line.since, line.began, line) for line in self.lines if line.since is not None]
        return max(answered, key=lambda one: one[:2])[2] if answered and self.is_up else None

    @property
    def is_muted(self) -> bool:
        line = self.at_the_ear
        return line is not None and line.is_muted

    @property
    def has_another_call(self) -> bool:
        return len(self.lines) > 1

    @property
    def party(self) -> str:
        """Who is at the other end, as the display names them."""
        begins = f"{self.state}: "
        return self.display.removeprefix(begins).partition(NOTE)[0] if self.display.startswith(begins) else ""

    def talked(self, now: Moment) -> Duration | None:
        """For how long the call at the ear has been answered."""
        line = self.at_the_ear
        return None if line is None or line.since is None else max(0, now - line.since)

    @property
    def hears(self) -> str:
        """The caption of what its owner hears."""
        if self.sound == SILENCE:
            return "hears nothing"
        source = "its own" if self.sound.source == LOCAL else f"from {self.sound.source}"
        return f"hears {heard(self.sound.content)} ({source})"
