"""The SIP messages of a recording, numbered as they were sent: where they went, what became of them, where they belong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

from voiplab.explain.legs import Leg, Legs
from voiplab.net.address import Address
from voiplab.net.packet import Packet
from voiplab.recording.events import Arrived, Event, EventId, Lost, Performed, Sent, TimerFired
from voiplab.recording.recording import Recording
from voiplab.sim.moment import Moment
from voiplab.sip.condition import Passing
from voiplab.sip.errors import Malformed
from voiplab.sip.field import method_of
from voiplab.sip.message import Request, Response, parse


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Bytes on a SIP port that are no SIP message, and why."""

    says: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """It arrived; twice when the network doubled it."""

    at: Moment
    events: tuple[EventId, ...]


@dataclass(frozen=True, slots=True)
class Vanished:
    """It will not arrive: `reason` is a sentence."""

    at: Moment
    reason: str


@dataclass(frozen=True, slots=True)
class UnderWay:
    """The recording ends before it arrives."""


Fate = Delivered | Vanished | UnderWay


@dataclass(frozen=True)
class SipMessage:
    """Message `n` of a recording. `source` and `target` are nodes; an address that belongs to none stands for itself."""

    n: int
    event: Event
    packet: Packet
    raw: bytes
    content: Request | Response | Unreadable
    source: str
    target: str
    fate: Fate
    first: int
    """The number of the message of which this is a copy; its own when it is none."""

    copies_before: int
    leg: Leg
    timer: str | None
    """The timer that made its sender send it."""

    @property
    def at(self) -> Moment:
        return self.event.at

    @property
    def is_copy(self) -> bool:
        return self.copies_before > 0

    @property
    def is_lost(self) -> bool:
        return isinstance(self.fate, Vanished)

    @property
    def request(self) -> Request | None:
        return self.content if isinstance(self.content, Request) else None

    @property
    def response(self) -> Response | None:
        return self.content if isinstance(self.content, Response) else None

    @property
    def method(self) -> str:
        """The method, of a response that of its CSeq; nothing when it cannot be read."""
        return "" if isinstance(self.content, Unreadable) else method_of(self.content)

    @cached_property
    def transaction(self) -> str:
        """What its request, responses and ACK to a failure share: the branch and the method (RFC 3261 section 17.2.3)."""
        if isinstance(self.content, Unreadable):
            return f"unreadable {self.n}"
        return f"{self.content.branch} {'INVITE' if self.method == 'ACK' else self.method}"

    @property
    def passing(self) -> Passing | None:
        """As patterns look at it."""
        if isinstance(self.content, Unreadable):
            return None
        return Passing(self.content, self.source, self.target, self.is_copy, self.is_lost)

    @property
    def summary(self) -> str:
        """`INVITE sip:1001@10.0.0.2`, `180 Ringing`, `200 OK (BYE)`."""
        match self.content:
            case Request():
                return f"{self.content.method} {self.content.uri}"
            case Response():
                method = "" if self.method == "INVITE" else f" ({self.method})"
                return f"{self.content.status} {self.content.phrase}{method}"
            case Unreadable():
                return "(not SIP)"


class Messages(Sequence[SipMessage]):
    """Of one recording. `names` (ip -> node) tells whose an address is when nothing was sent from it and nothing arrived."""

    def __init__(self, recording: Recording, names: Mapping[str, str] | None = None) -> None:
        self.recording = recording
        self._owners = _owners(recording, names or {})
        self._messages = tuple(self._read())
        self._by_event = {message.event.id: message for message in self._messages}

    @overload
    def __getitem__(self, index: int) -> SipMessage: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[SipMessage]: ...
    def __getitem__(self, index: int | slice) -> SipMessage | Sequence[SipMessage]:
        return self._messages[index]

    def __len__(self) -> int:
        return len(self._messages)

    def __iter__(self) -> Iterator[SipMessage]:
        return iter(self._messages)

    def number(self, n: int) -> SipMessage | None:
        """The message with the number that the ladder shows."""
        return self._messages[n - 1] if 1 <= n <= len(self._messages) else None

    def of(self, event: EventId) -> SipMessage | None:
        """The message that this event sent, delivered or lost."""
        what = self.recording[event].what
        return self._by_event.get(what.sent if isinstance(what, Arrived | Lost) else event)

    def nodes(self) -> Sequence[str]:
        """Who sends and receives, in the order in which they appear."""
        return tuple(dict.fromkeys(node for message in self for node in (message.source, message.target)))

    def _read(self) -> Iterator[SipMessage]:
        fates = _fates(self.recording)
        legs = Legs(self.recording)
        copies = _Copies()
        for n, (event, packet, raw) in enumerate(_datagrams(self.recording), start=1):
            content = content_of(raw)
            first, before = copies.place(n, event, packet, content)
            yield SipMessage(
                n=n,
                event=event,
                packet=packet,
                raw=raw,
                content=content,
                source=event.node,
                target=self._owner(packet.target),
                fate=fates.get(event.id, UnderWay()),
                first=first,
                copies_before=before,
                leg=legs.leg("" if isinstance(content, Unreadable) else content.call_id),
                timer=_timer(self.recording, event),
            )

    def _owner(self, address: Address) -> str:
        return self._owners.get(str(address)) or self._owners.get(address.ip) or str(address)


class _Copies:
    """Which message is a repetition of which: the same bytes on the same way, or one that its sender calls a copy."""

    def __init__(self) -> None:
        self._seen: dict[tuple[object, ...], list[int]] = {}

    def place(self, n: int, event: Event, packet: Packet, content: Request | Response | Unreadable) -> tuple[int, int]:
        """The number of the first one, and how many came before."""
        way = (event.node, packet.transport, packet.source, packet.target)
        series = self._seen.setdefault((*way, packet.payload), [])
        if not series and isinstance(content, Request | Response):
            same = self._seen.setdefault((*way, content.start, content.branch, str(content.cseq)), series)
            if isinstance(event.what, Sent) and event.what.copy:
                series = self._seen[(*way, packet.payload)] = same
        series.append(n)
        return series[0], len(series) - 1


def _datagrams(recording: Recording) -> Iterator[tuple[Event, Packet, bytes]]:
    """What was sent from SIP ports, keep-alives (RFC 5626 section 3.5.1: bare line ends) left out."""
    for event in recording.sent():
        if isinstance(event.what, Sent):
            payload = event.what.packet.payload
            if isinstance(payload, bytes) and payload.strip(b"\r\n\0"):
                yield event, event.what.packet, payload


def content_of(raw: bytes) -> Request | Response | Unreadable:
    try:
        message = parse(raw)
        _ = message.cseq, message.call_id, message.branch  # what everything here relies on
    except Malformed as trouble:
        return Unreadable(str(trouble))
    return message


def _fates(recording: Recording) -> Mapping[EventId, Fate]:
    fates: dict[EventId, Fate] = {}
    for event in recording:
        match event.what:
            case Arrived(_, sent):
                before = fates.get(sent)
                if isinstance(before, Delivered):
                    fates[sent] = Delivered(before.at, (*before.events, event.id))
                else:
                    fates[sent] = Delivered(event.at, (event.id,))
            case Lost(_, sent, reason):
                fates.setdefault(sent, Vanished(event.at, reason))
            case _:
                pass
    return fates


def _owners(recording: Recording, names: Mapping[str, str]) -> Mapping[str, str]:
    """Who has an address, by `ip:port` and by `ip`; what the recording shows counts more than what was told."""
    owners = dict(names)
    for event in recording:
        match event.what:
            case Sent(packet):
                address = packet.source
            case Arrived(packet):
                address = packet.target
            case Lost(packet, sent) if event.node not in ("", recording[sent].node):
                address = packet.target  # it was lost on the doorstep of its receiver
            case _:
                continue
        owners.setdefault(address.ip, event.node)
        owners[str(address)] = event.node
    return owners


def _timer(recording: Recording, event: Event) -> str | None:
    """The timer that fired, unless a packet or a person came after it in the chain of causes."""
    step = event.cause
    while step is not None:
        match recording[step]:
            case Event(what=TimerFired(timer=timer)):
                return timer
            case Event(what=Arrived() | Performed()):
                return None
            case Event(cause=before):
                step = before
    return None
