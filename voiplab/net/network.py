"""The virtual network: it carries packets from host to host, and records what left, what arrived, and what was lost and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from voiplab.net.address import Address
from voiplab.net.edge import Edge
from voiplab.net.faults import Damage, Fault, Faults
from voiplab.net.impairment import Impairment
from voiplab.net.packet import Packet, Transport
from voiplab.net.routes import Hop, Path, Routes
from voiplab.net.topology import Attachment, Topology
from voiplab.recording.events import Arrived, EventId, Lost, Sent
from voiplab.recording.recording import Recording
from voiplab.sim.chance import Chance
from voiplab.sim.kernel import Kernel
from voiplab.sim.moment import Duration, Moment, ms

if TYPE_CHECKING:
    from voiplab.net.stream import Listener, Stream

FIRST_RESEND: Final = ms(200)
"""TCP's smallest retransmission timeout as Linux has it; it doubles with each loss (RFC 6298)."""

MOST_OUTSIDERS: Final = 1_000
"""Addresses out there that one run talks with."""

LONGEST_DATAGRAM: Final = 65_507
"""What UDP over IPv4 carries at most (RFC 768, RFC 791): the operating system sends no longer one."""

Receiver = Callable[[Packet], None]
NO_ORIGINS: Final[Mapping[str, EventId]] = {}


class Network:
    """One run's network. Ports are opened by hosts; a packet to a closed port is recorded as lost."""

    def __init__(
        self,
        kernel: Kernel,
        recording: Recording,
        topology: Topology,
        seed: int,
        faults: Sequence[Fault] = (),
        edge: Edge | None = None,
    ) -> None:
        self.kernel = kernel
        self.recording = recording
        self.seed = seed
        self.faults = Faults(faults)
        self.routes = Routes(topology)
        self.edge = edge
        self.outsiders: dict[str, str] = {}
        """Addresses out there, and the hosts that stand for them."""
        self.unplugged: dict[str, bool] = {}
        self.unreachable: dict[Address, Callable[[Address], None]] = {}
        """Who wants to be told when a datagram of that port found a closed one."""
        self.listeners: dict[Address, Listener] = {}
        self._receivers: dict[tuple[Transport, Address], Receiver] = {}
        self._chances: dict[tuple[str, str], Chance] = {}
        self._streams: dict[tuple[Address, Address], Stream] = {}
        self._stream_order: dict[tuple[Address, Address], Moment] = {}
        if edge is not None:
            edge.join(self)

    @property
    def topology(self) -> Topology:
        return self.routes.topology

    # Ports

    def open(self, transport: Transport, at: Address, receiver: Receiver) -> None:
        """The owner of a port; the host has made sure that it is free and its own."""
        self._open_outside(transport, at)
        self._receivers[transport, at] = receiver

    def close(self, transport: Transport, at: Address) -> None:
        if self._receivers.pop((transport, at), None) is not None:
            self._close_outside(transport, at)

    def listen(self, listener: "Listener") -> None:
        self._open_outside(Transport.TCP, listener.at)
        self.listeners[listener.at] = listener

    def stop_listening(self, at: Address) -> None:
        if self.listeners.pop(at, None) is not None:
            self._close_outside(Transport.TCP, at)

    def is_open(self, transport: Transport, at: Address) -> bool:
        if (transport, at) in self._receivers or (transport is Transport.TCP and at in self.listeners):
            return True
        return self.edge is not None and self.edge.is_real(at.ip) and self.edge.is_taken(transport, at)

    def heed_unreachable(self, at: Address, tell: Callable[[Address], None]) -> None:
        self.unreachable[at] = tell
        if self.edge is not None and self.edge.is_real(at.ip):
            self.edge.heed_unreachable(at, tell)

    def _open_outside(self, transport: Transport, at: Address) -> None:
        if self.edge is not None and self.edge.is_real(at.ip):
            self.edge.open(transport, at)

    def _close_outside(self, transport: Transport, at: Address) -> None:
        if self.edge is not None and self.edge.is_real(at.ip):
            self.edge.close(transport, at)

    # Who is not simulated

    def admit(self, ip: str, beside: str) -> str | None:
        """Let somebody out there be a host of the network, on the LAN of `beside`; why not, when that cannot be."""
        if ip in self.outsiders:
            return None
        if ip in self.routes.owners:
            owner = self.routes.owners[ip][0]
            return f"{ip} is the address of {owner}, and a program out there uses it, too: --map puts a node elsewhere"
        if self.edge is None or beside not in self.routes.owners:
            return f"nobody has the address {ip}"
        if not self.edge.is_real(beside):
            return f"{ip} is out there, and {self.routes.owners[beside][0]} is not: --expose it"
        if (refusal := self.edge.refusal(ip)) is not None:
            return refusal
        if len(self.outsiders) >= MOST_OUTSIDERS:
            return f"{MOST_OUTSIDERS} addresses out there are the most that a lab talks with"
        self.outsiders[ip] = ip
        self.routes.attach(self.outsiders[ip], Attachment(self.routes.owners[beside][1].network, ip))
        return None

    def open_stream(self, stream: "Stream") -> None:
        self._streams[stream.local, stream.remote] = stream

    def close_stream(self, stream: "Stream") -> None:
        """One end has left; what the other end may still send needs no order any more."""
        self._streams.pop((stream.local, stream.remote), None)
        self._stream_order.pop((stream.local, stream.remote), None)
        self._stream_order.pop((stream.remote, stream.local), None)

    def drained(self, stream: "Stream") -> Moment:
        """When the last byte sent on it will have arrived."""
        return self._stream_order.get((stream.local, stream.remote), 0)

    def delay(self, node: str, ip: str) -> Duration | None:
        """How long a packet is under way without jitter; None when no way leads there."""
        path = self.routes.path(node, ip)
        return None if path is None or self._cut(path) else _delay(path.hops)

    # Cables

    def unplug(self, host: str) -> None:
        self.unplugged[host] = True

    def plug_in(self, host: str) -> None:
        self.unplugged.pop(host, None)

    def impair(self, host: str, network: str, outwards: Impairment | None, inwards: Impairment | None) -> None:
        """Change what a cable does from now on; None leaves that direction as it is."""
        hosts: dict[str, tuple[Attachment, ...]] = dict(self.topology.hosts)
        hosts[host] = tuple(
            replace(end, outwards=outwards or end.outwards, inwards=inwards or end.inwards)
            if end.network == network
            else end
            for end in hosts[host]
        )
        self.routes = Routes(replace(self.topology, hosts=hosts))

    # Packets

    def send(
        self, node: str, packet: Packet, origins: Mapping[str, EventId] | None = None, *, copy: bool = False
    ) -> EventId:
        """Put a packet on the wire of `node`; it arrives, or is lost, in a later step."""
        kernel = self.kernel
        sent = self.recording.append(
            kernel.now, node, kernel.cause, kernel.line, Sent(packet, origins or NO_ORIGINS, copy)
        )
        if packet.transport is Transport.UDP and len(packet.payload) > LONGEST_DATAGRAM:
            self._lose(node, packet, sent, f"{len(packet.payload)} bytes are too long for a datagram")
            return sent
        path = self.routes.path(node, packet.target.ip)
        if path is None:
            refusal = self._no_way(packet)
            path = None if refusal is not None else self.routes.path(node, packet.target.ip)
        if path is None:
            self._lose(node, packet, sent, refusal or f"no route to {packet.target.ip}")
            return sent
        if (
            path.steady is not None
            and packet.transport is not Transport.TCP
            and not (self.unplugged or self.faults.scripted)
        ):
            self._arrive_after(path.steady, packet, sent)  # nothing can happen to it
            return sent
        receiver = self.routes.owners[packet.target.ip][0]
        copies, late, reason = _effect(self.faults.strike(packet, node, receiver))
        if packet.transport is Transport.TCP:
            self._carry_segment(node, packet, sent, path, late, reason)
            return sent
        for _ in range(copies):
            self._carry(node, packet, sent, path, late, reason)
        return sent

    def _carry(self, node: str, packet: Packet, sent: EventId, path: Path, late: Duration, reason: str | None) -> None:
        reason = reason or self._cut(path)
        if path.steady is None:
            self._carry_by_chance(node, packet, sent, path.hops, late, reason)
        elif reason is not None:
            self._lose(node, packet, sent, reason)
        else:
            self._arrive_after(late + path.steady, packet, sent)

    def _carry_by_chance(
        self, node: str, packet: Packet, sent: EventId, path: Sequence[Hop], delay: Duration, reason: str | None
    ) -> None:
        for place, hop in enumerate(path):
            impairment = hop.impairment
            if not impairment.is_random:
                delay += impairment.delay
                continue
            chance = self._chance(hop)
            if reason is None and packet.transport is not Transport.RTP and impairment.loses(chance):
                reason = f"lost between {hop.start} and {hop.end}"
            if impairment.duplicates(chance) and reason is None:
                self._arrive_after(delay + impairment.takes(chance) + _delay(path[place + 1 :]), packet, sent)
            delay += impairment.takes(chance)
        if reason is not None:
            self._lose(node, packet, sent, reason)
        else:
            self._arrive_after(delay, packet, sent)

    def _carry_segment(
        self, node: str, packet: Packet, sent: EventId, path: Path, late: Duration, reason: str | None
    ) -> None:
        """TCP repeats what is lost, twice as late each time, and keeps the order; a cut cable loses it for good."""
        if (cut := self._cut(path)) is not None:
            self._lose(node, packet, sent, cut)
            return
        resends = 1 if reason is not None else 0
        while any(hop.impairment.loses(self._chance(hop)) for hop in path.hops) and resends < 15:
            resends += 1
        delay = late + sum(hop.impairment.takes(self._chance(hop)) for hop in path.hops)
        delay += FIRST_RESEND * ((1 << resends) - 1)
        way = (packet.source, packet.target)
        arrives = max(self.kernel.now + delay, self._stream_order.get(way, 0))
        self._stream_order[way] = arrives
        self._arrive_after(arrives - self.kernel.now, packet, sent)

    def _arrive_after(self, delay: Duration, packet: Packet, sent: EventId) -> None:
        kernel = self.kernel
        before = kernel.cause, kernel.line
        kernel.cause, kernel.line = sent, None
        kernel.after(delay, partial(self._arrive, packet, sent))
        kernel.cause, kernel.line = before

    def _arrive(self, packet: Packet, sent: EventId) -> None:
        owner = self.routes.owners.get(packet.target.ip)
        node = owner[0] if owner else ""
        receiver = self._receiver(packet)
        if node in self.unplugged:
            self._lose(node, packet, sent, f"{node} is unplugged")
        elif receiver is None:
            self._lose(node, packet, sent, f"nothing listens on {packet.transport.value} {packet.target} of {node}")
            self._say_unreachable(node, packet)
        else:
            kernel = self.kernel
            kernel.cause = self.recording.append(kernel.now, node, sent, None, Arrived(packet, sent))
            receiver(packet)

    def _say_unreachable(self, node: str, packet: Packet) -> None:
        """A segment gets a RST; for a datagram ICMP port unreachable comes back, which most programs never look for."""
        delay = self.delay(node, packet.source.ip)
        if delay is None:
            return
        if packet.transport is Transport.TCP:
            stream = self._streams.get((packet.source, packet.target))
            if stream is not None:
                self.kernel.after(delay, stream.closed)
        elif packet.transport is Transport.UDP and packet.source in self.unreachable:
            self.kernel.after(delay, partial(self.unreachable[packet.source], packet.target))

    def _receiver(self, packet: Packet) -> Receiver | None:
        if packet.transport is Transport.TCP:
            stream = self._streams.get((packet.target, packet.source))
            return None if stream is None else stream.received
        if self.edge is not None and packet.target.ip in self.outsiders:
            return self.edge.send
        return self._receivers.get((packet.transport, packet.target))

    def _lose(self, node: str, packet: Packet, sent: EventId, reason: str) -> None:
        self.recording.append(self.kernel.now, node, sent, None, Lost(packet, sent, reason))

    def _cut(self, path: Path) -> str | None:
        if not self.unplugged:
            return None
        for hop in path.hops:
            for end in (hop.start, hop.end):
                if end in self.unplugged:
                    return f"{end} is unplugged"
        return None

    def _no_way(self, packet: Packet) -> str | None:
        """Why there is none; None when the target has just been let in."""
        if packet.target.ip not in self.routes.owners:
            return self.admit(packet.target.ip, packet.source.ip)
        return f"no route to {packet.target.ip}"

    def _chance(self, hop: Hop) -> Chance:
        return self.chance(hop.start, f"link to {hop.end}")

    def chance(self, node: str, purpose: str) -> Chance:
        key = (node, purpose)
        if key not in self._chances:
            self._chances[key] = Chance(self.seed, node, purpose)
        return self._chances[key]


def _effect(struck: Sequence[Fault]) -> tuple[int, Duration, str | None]:
    """How many copies arrive, how late, or why none does."""
    if not struck:
        return 1, 0, None
    copies = 1 + sum(fault.damage is Damage.DUPLICATE for fault in struck)
    late = sum(fault.by for fault in struck if fault.damage is Damage.DELAY)
    return copies, late, next((fault.reason for fault in struck if fault.damage is Damage.LOSE), None)


def _delay(path: Sequence[Hop]) -> Duration:
    return sum(hop.impairment.delay for hop in path)
