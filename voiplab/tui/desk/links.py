"""What the links of a lab do to packets at each moment: they start as in its topology, and people impair and unplug them."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from voiplab.explain.unread import Unread
from voiplab.lab.actions import Cable
from voiplab.lab.impairing import LINK, Impair, parse_impair
from voiplab.net.topology import Topology
from voiplab.recording.events import EventId, Performed
from voiplab.recording.recording import Recording


@dataclass(frozen=True)
class LinkState:
    topology: Topology
    unplugged: Mapping[str, bool] = field(default_factory=dict)

    def after(self, host: str, action: str) -> "LinkState":
        """When somebody has done that; the same one when it has nothing to do with links."""
        if action == str(Cable.UNPLUG):
            return replace(self, unplugged={**self.unplugged, host: True})
        if action == str(Cable.PLUG_IN):
            return replace(self, unplugged={name: True for name in self.unplugged if name != host})
        if action.startswith(f"{LINK} "):
            try:
                impair = parse_impair(action)
            except ValueError:
                return self  # words for a server's console, which begin like ours
            return replace(self, topology=impaired(self.topology, host, impair))
        return self


def impaired(topology: Topology, host: str, impair: Impair) -> Topology:
    ends = tuple(
        replace(
            end,
            outwards=impair.applied(end.outwards) if impair.is_out else end.outwards,
            inwards=impair.applied(end.inwards) if impair.is_in else end.inwards,
        )
        if end.network == impair.network
        else end
        for end in topology.hosts.get(host, ())
    )
    return replace(topology, hosts={**topology.hosts, host: ends})


class Links:
    """Of one recording; it grows with it. Only changes are kept."""

    def __init__(self, recording: Recording, topology: Topology) -> None:
        self._unread = Unread(recording)
        self._events: list[EventId] = [-1]
        self._states = [LinkState(topology)]

    def now(self) -> LinkState:
        for event in self._unread:
            if isinstance(event.what, Performed):
                state = self._states[-1].after(event.node, event.what.action)
                if state != self._states[-1]:
                    self._events.append(event.id)
                    self._states.append(state)
        return self._states[-1]

    def after(self, event: EventId) -> LinkState:
        self.now()
        return self._states[bisect_right(self._events, event) - 1]
