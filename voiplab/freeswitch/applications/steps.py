"""What an application asks of the channel that executes it. It yields a step and is resumed when that is done.

When a channel hangs up, the generator of its application is closed: no application has to look for that.
"""

from collections.abc import Generator
from enum import Enum

from voiplab.freeswitch.causes import Cause
from voiplab.sip.value import value


@value(frozen=True, slots=True)
class Answer:
    """200 to the caller. A caller that cannot be answered (no common codec) is hung up."""


@value(frozen=True, slots=True)
class PreAnswer:
    """183 with SDP."""


@value(frozen=True, slots=True)
class RingReady:
    """180."""


@value(frozen=True, slots=True)
class Sleep:
    milliseconds: int


@value(frozen=True, slots=True)
class Play:
    """Until it ends."""

    name: str


@value(frozen=True, slots=True)
class Read:
    """Play `file` and read keys into the variable `name`: its outcome is a `Pressed`."""

    least: int
    most: int
    file: str
    name: str
    timeout: int  # ms, until the first key
    terminators: str
    digit_timeout: int  # ms between keys; 0: as `timeout`
    expression: str = ""


class Reason(Enum):
    """Why no more keys are read: the value of the variable read_result."""

    SUCCESS = "success"
    TIMEOUT = "timeout"
    FAILURE = "failure"

    __hash__ = object.__hash__


@value(frozen=True, slots=True)
class Pressed:
    """What a `Read` is resumed with. `fits`: the digits match the expression, if there was one. `was_asked`: there is such a
    prompt."""

    digits: str
    reason: Reason
    terminator: str = ""
    fits: bool = True
    was_asked: bool = True


@value(frozen=True, slots=True)
class ForgetKeys:
    """Those that were pressed and nobody has taken."""


@value(frozen=True, slots=True)
class Echo:
    """Until the channel hangs up."""


@value(frozen=True, slots=True)
class Park:
    """Until somebody takes the channel, or it hangs up."""


@value(frozen=True, slots=True)
class ParkIn:
    """Wait in a slot of that lot; if somebody waits there, be connected with them."""

    lot: str
    slot: str


@value(frozen=True, slots=True)
class ParkAnywhere:
    """Wait in the first slot that is free, whose number is said."""

    lot: str
    least: int
    most: int


@value(frozen=True, slots=True)
class FetchOldest:
    """Be connected with whoever waits longest in those slots."""

    lot: str
    least: int
    most: int


@value(frozen=True, slots=True)
class Bridge:
    """Call others and connect the first that answers, until that is over."""

    dial_string: str


@value(frozen=True, slots=True)
class BindKey:
    """`*` and the key begin an application while two are connected. `sides`: who may press them; `flags`: where it runs."""

    key: str
    sides: str
    flags: str
    text: str
    application: str
    arguments: str


@value(frozen=True, slots=True)
class HangUp:
    cause: Cause


@value(frozen=True, slots=True)
class Respond:
    status: int
    phrase: str | None


@value(frozen=True, slots=True)
class Redirect:
    uri: str


@value(frozen=True, slots=True)
class SetVariable:
    """None takes it away."""

    name: str
    value: str | None


@value(frozen=True, slots=True)
class Remember:
    """The same, without a line in the log."""

    name: str
    value: str | None


@value(frozen=True, slots=True)
class Export:
    """For the legs that are called later; also for the channel itself, unless `only_others`."""

    name: str
    value: str
    only_others: bool


@value(frozen=True, slots=True)
class Transfer:
    """A new hunt; what was queued is dropped."""

    extension: str
    dialplan: str
    context: str


@value(frozen=True, slots=True)
class ExecuteExtension:
    """Another extension runs, and then it goes on here."""

    extension: str
    dialplan: str
    context: str


@value(frozen=True, slots=True)
class WriteLog:
    level: str
    text: str


@value(frozen=True, slots=True)
class ShowInfo:
    """All that is known of the channel, into the log."""


Deed = (
    Answer
    | PreAnswer
    | RingReady
    | Sleep
    | Play
    | Read
    | ForgetKeys
    | Echo
    | Park
    | ParkIn
    | ParkAnywhere
    | FetchOldest
    | Bridge
    | BindKey
    | HangUp
    | Respond
    | Redirect
    | SetVariable
    | Remember
    | Export
    | WriteLog
    | ShowInfo
)
"""What is done to the channel where it is."""

Step = Deed | Transfer | ExecuteExtension

Steps = Generator[Step, Pressed, None]
"""Only a `Read` is resumed with anything."""
