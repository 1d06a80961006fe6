"""Keys read into a text (switch_ivr_read): a prompt until the first key, then keys until there are enough.

A terminator ends it, and so does a pause that is too long.
"""

from collections.abc import Callable
from enum import Enum

from voiplab.freeswitch.applications.steps import Pressed, Read, Reason
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.keys import Key
from voiplab.sim.moment import Duration, ms


class State(Enum):
    PROMPTING = "the prompt is heard, until it ends or a key is pressed"
    WAITING = "the next key is awaited"
    OVER = "what was pressed is known"

    __hash__ = object.__hash__


class Reading:
    """`done` is told what was pressed."""

    def __init__(self, channel: Channel, wanted: Read, done: Callable[[Pressed], None]) -> None:
        self._channel = channel
        self._wanted = wanted
        self._done = done
        self._digits = ""
        self._state = State.PROMPTING
        self._ticket: int | None = None

    def start(self, sound: str, length: Duration) -> None:
        """The prompt: what is heard and how long."""
        self._channel.keys.listen(self._take)
        if self._state is State.PROMPTING:
            self._channel.carrier.say(sound)
            self._ticket = self._channel.host.after(length, self._prompted)

    def _prompted(self) -> None:
        self._hush()
        self._wait(self._wanted.timeout)

    def _take(self, key: Key) -> None:
        self._disarm()
        if self._state is State.PROMPTING:
            self._hush()
        if key.digit in self._wanted.terminators:
            self._finish(Reason.SUCCESS, key.digit)
            return
        self._digits += key.digit
        if len(self._digits) >= self._wanted.most:
            self._finish(Reason.SUCCESS)
        else:
            self._wait(self._wanted.digit_timeout or self._wanted.timeout)

    def _hush(self) -> None:
        self._state = State.WAITING
        self._channel.carrier.say("")

    def _wait(self, milliseconds: int) -> None:
        self._ticket = self._channel.host.after(ms(milliseconds), lambda: self._finish(Reason.TIMEOUT))

    def _disarm(self) -> None:
        if self._ticket is not None:
            self._channel.host.cancel(self._ticket)
            self._ticket = None

    def _finish(self, reason: Reason, terminator: str = "") -> None:
        self.stop()
        if len(self._digits) < self._wanted.least:
            reason = Reason.FAILURE
        self._done(Pressed(self._digits, reason, terminator))

    def stop(self) -> None:
        """Nobody wants to know any more."""
        self._state = State.OVER
        self._disarm()
        self._channel.keys.stop()
