"""What stands at a moment of a recording: the machines and their states, armed timers, bindings, media, what people hear.

A fold over its events, which grows with the recording. Whoever looks back gets another one, folded from the nearest checkpoint.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from voiplab.explain.unread import AT_ONCE, Unread
from voiplab.net.address import Address
from voiplab.net.packet import Packet
from voiplab.recording.events import (
    Arrived,
    Bound,
    Event,
    EventId,
    Heard,
    Lost,
    Moved,
    Sent,
    TimerFired,
    TimerSet,
    TimerStopped,
    Unbound,
)
from voiplab.recording.recording import Recording
from voiplab.rtp.flow import Flow
from voiplab.sim.moment import Moment

ENDS: Final = frozenset({"", "terminated", "ended", "HANGUP", "CS_DESTROY"})
"""States out of which no machine comes: it is forgotten then."""

LONGEST_PATH: Final = 12


class MachineId(NamedTuple):
    node: str
    kind: str
    name: str
    call: str | None


class Step(NamedTuple):
    state: str
    at: Moment


class Standing(NamedTuple):
    """A machine; `path` ends with the state that it is in."""

    id: MachineId
    path: tuple[Step, ...]

    @property
    def state(self) -> str:
        return self.path[-1].state

    @property
    def since(self) -> Moment:
        return self.path[-1].at


class Armed(NamedTuple):
    name: str
    set_at: Moment
    fires: Moment


class Binding(NamedTuple):
    """What a registrar knows; `until` is None for ever."""

    node: str
    aor: str
    contact: str
    since: Moment
    until: Moment | None


class Way(NamedTuple):
    source: Address
    target: Address
    ssrc: int


class Streaming(NamedTuple):
    """Media under way. `heard_by`: the node that its first packet reached; `lost`: why it reached none."""

    node: str
    way: Way
    flow: Flow
    since: Moment
    sent: EventId
    heard_by: str = ""
    lost: str = ""


class Hearing(NamedTuple):
    content: str
    source: str
    since: Moment


class States:
    """Of one lab, after the events that it has taken."""

    def __init__(self) -> None:
        self.machines: dict[MachineId, Standing] = {}
        self.bindings: dict[tuple[str, str, str], Binding] = {}
        self.hearing: dict[tuple[str, str], Hearing] = {}
        """By node and person."""
        self._streams: dict[Way, Streaming] = {}
        self._ways: dict[EventId, Way] = {}
        self._timers: dict[tuple[str, str], dict[str, Armed]] = {}

    def copy(self) -> "States":
        other = States()
        other.machines.update(self.machines)
        other.bindings.update(self.bindings)
        other.hearing.update(self.hearing)
        other._streams.update(self._streams)
        other._ways.update(self._ways)
        other._timers.update({machine: dict(armed) for machine, armed in self._timers.items()})
        return other

    # What is asked

    @property
    def streams(self) -> Iterator[Streaming]:
        return iter(self._streams.values())

    def timers(self, node: str, machine: str) -> Mapping[str, Armed]:
        return self._timers.get((node, machine), {})

    @property
    def armed(self) -> Iterator[tuple[str, str, Armed]]:
        """Node, machine and timer."""
        return ((node, machine, timer) for (node, machine), all_ in self._timers.items() for timer in all_.values())

    # What happens

    def take(self, event: Event) -> None:
        what = event.what
        match what:
            case Moved():
                self._move(event, what)
            case TimerSet(machine, timer, after):
                armed = self._timers.setdefault((event.node, machine), {})
                armed[timer] = Armed(timer, event.at, event.at + after)
            case TimerStopped(machine, timer):
                self._forget_timer(event.node, machine, timer)
            case TimerFired(machine, timer):
                self._forget_timer(event.node, machine, timer.partition(": ")[0])
            case Bound(aor, contact, until):
                self.bindings[event.node, aor, contact] = Binding(event.node, aor, contact, event.at, until)
            case Unbound(aor, contact):
                self.bindings.pop((event.node, aor, contact), None)
            case Heard(person, content, source):
                self.hearing[event.node, person] = Hearing(content, source, event.at)
            case Sent(Packet(payload=Flow() as flow) as packet):
                self._stream(event, Way(packet.source, packet.target, flow.ssrc), flow)
            case Arrived(_, sent) if sent in self._ways:
                self._change(sent, heard_by=event.node, lost="")
            case Lost(_, sent, reason) if sent in self._ways:
                self._change(sent, lost=reason)
            case _:
                pass

    def _move(self, event: Event, moved: Moved) -> None:
        name = MachineId(event.node, moved.kind, moved.machine, moved.call)
        if moved.now in ENDS:
            self.machines.pop(name, None)
            self._timers.pop((event.node, moved.machine), None)
            return
        before = self.machines.get(name)
        path = before.path[-LONGEST_PATH + 1 :] if before is not None else ()
        self.machines[name] = Standing(name, (*path, Step(moved.now, event.at)))

    def _forget_timer(self, node: str, machine: str, timer: str) -> None:
        armed = self._timers.get((node, machine), {})
        armed.pop(timer, None)
        if not armed:
            self._timers.pop((node, machine), None)

    def _stream(self, event: Event, way: Way, flow: Flow) -> None:
        if flow.digit is not None:
            return
        before = self._streams.pop(way, None)
        if before is not None:
            del self._ways[before.sent]
        if flow.content:  # without, it only tells that the one before has ended
            self._streams[way] = Streaming(event.node, way, flow, event.at, event.id)
            self._ways[event.id] = way

    def _change(self, sent: EventId, heard_by: str = "", lost: str = "") -> None:
        stream = self._streams[self._ways[sent]]
        if not stream.heard_by:
            self._streams[stream.way] = stream._replace(heard_by=heard_by, lost=lost)


class StateHistory:
    """The states now, and those of every moment before. What is asked for is not to be changed."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self._unread = Unread(recording)
        self._now = States()
        self._length = 0
        """Of the recording, as far as `_now` has taken it."""
        self._checkpoints: list[States] = []
        self._latest: tuple[EventId, States] | None = None
        """What was asked for last."""

    def now(self) -> States:
        for event in self._unread:
            self._keep(event.id)
            self._now.take(event)
            self._length = event.id + 1
        return self._now

    def _keep(self, number: EventId) -> None:
        """Of a window on a long run the first checkpoints are what was known when it was first looked at."""
        while len(self._checkpoints) * AT_ONCE <= number:
            self._checkpoints.append(self._now.copy())

    def after(self, event: EventId) -> States:
        """When all that was done in one go with that event is done."""
        end = self._end(event)
        now = self.now()
        if end >= self._length:
            return now
        if self._latest is None or self._latest[0] != end:
            self._latest = (end, self._folded(end))
        return self._latest[1]

    def _end(self, number: EventId) -> EventId:
        """Of the row of events that have moment, node and cause in common: the place behind."""
        first = self.recording[number]
        while number < len(self.recording) and self.recording[number][1:4] == first[1:4]:
            number += 1
        return number

    def _folded(self, end: EventId) -> States:
        place = end // AT_ONCE
        states = self._checkpoints[place].copy()
        for event in self.recording[place * AT_ONCE : end]:
            states.take(event)
        return states
