"""What stands at a moment of a recording: the machines and their states, armed timers, bindings, media, what people hear.

A fold over its events.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

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
from voiplab.rtp.flow import Flow
from voiplab.sim.moment import Moment

ENDS: Final = frozenset({"", "terminated", "ended", "HANGUP", "CS_DESTROY"})
"""States out of which no machine comes: it is forgotten then."""

LONGEST_PATH: Final = 12

HEEDED: Final = frozenset((Moved, TimerSet, TimerStopped, TimerFired, Bound, Unbound, Heard, Sent, Arrived, Lost))
"""Half of all events are others."""


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
        if type(what) not in HEEDED:
            return
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
