"""The one file that lists what can happen. Payloads are values of two fields to five."""

from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache
from typing import NamedTuple

from voiplab.net.packet import Packet
from voiplab.sim.moment import Duration, Moment
from voiplab.sip.value import value
from voiplab.text.place import Place

EventId = int
"""The index of an event in its recording."""


@value(frozen=True, slots=True)
class Sent:
    """A packet left a node. `origins`: header name -> the setting or line that wrote it. `copy`: it is a repetition."""

    packet: Packet
    origins: Mapping[str, EventId] = field(default_factory=dict)
    copy: bool = False


@value(frozen=True, slots=True)
class Arrived:
    packet: Packet
    sent: EventId


@value(frozen=True, slots=True)
class Lost:
    """A packet that will not arrive: `reason` is a sentence for the learner."""

    packet: Packet
    sent: EventId
    reason: str


@value(frozen=True, slots=True)
class LineRun:
    """A line of a configuration was executed, for the call `call` (a channel's or dialog's name)."""

    place: Place
    text: str
    call: str | None = None


@value(frozen=True, slots=True)
class SettingRead:
    place: Place
    name: str
    value: str
    call: str | None = None


@value(frozen=True, slots=True)
class Moved:
    """A machine changed its state; `kind` is what it is: `invite client transaction`, `dialog`, `registration`, ..."""

    machine: str
    kind: str
    was: str
    now: str
    call: str | None = None


@value(frozen=True, slots=True)
class TimerSet:
    """It fires `after` so long, unless it is set anew or nobody needs it any more."""

    machine: str
    timer: str
    after: Duration


@value(frozen=True, slots=True)
class TimerStopped:
    """It was set, and does not fire: nobody needs it any more."""

    machine: str
    timer: str


@value(frozen=True, slots=True)
class TimerFired:
    """`timer` is its name and what it does: `B: no response to INVITE: give up`."""

    machine: str
    timer: str


@value(frozen=True, slots=True)
class Bound:
    """From now on a registrar knows that `aor` is reached at `contact`, until then; None is for ever."""

    aor: str
    contact: str
    until: Moment | None


@value(frozen=True, slots=True)
class Unbound:
    """It knows so no longer."""

    aor: str
    contact: str


@value(frozen=True, slots=True)
class Performed:
    """Somebody did something: `action` is its YAML form on one line, `dial 1001`; `step` the kernel steps done before it."""

    action: str
    step: int


@value(frozen=True, slots=True)
class Answered:
    """What the console said to a command."""

    command: str
    text: str


@value(frozen=True, slots=True)
class Logged:
    level: str
    text: str


@value(frozen=True, slots=True)
class Heard:
    """From now on `person` hears `content`, which comes from `source` (an address, or the phone itself)."""

    person: str
    content: str
    source: str


@value(frozen=True, slots=True)
class Shown:
    """What the display of a phone says now."""

    phone: str
    text: str


log_line = lru_cache(maxsize=4_096)(Logged)
heard = lru_cache(maxsize=1_024)(Heard)
shown = lru_cache(maxsize=1_024)(Shown)
"""Servers and telephones say much the same of every call: of what is equal one is kept."""


@value(frozen=True, slots=True)
class Tied:
    """Two dialogs of one element belong to one call (the legs of a B2BUA); each named by its Call-ID."""

    first: str
    second: str


What = (
    Sent
    | Arrived
    | Lost
    | LineRun
    | SettingRead
    | Moved
    | TimerSet
    | TimerStopped
    | TimerFired
    | Bound
    | Unbound
    | Performed
    | Answered
    | Logged
    | Heard
    | Shown
    | Tied
)


class Event(NamedTuple):
    """`cause`: the event that was being handled. `line`: the configuration in force. Both end at None."""

    id: EventId
    at: Moment
    node: str
    cause: EventId | None
    line: EventId | None
    what: What
