"""The SIP messages of a recording, numbered as they were sent: where they went, what became of them, where they belong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final, overload

from voiplab.explain.copies import Copies
from voiplab.explain.legs import Leg, Legs
from voiplab.explain.owners import Destinations, Owners
from voiplab.explain.unread import Unread
from voiplab.net.packet import Packet
from voiplab.recording.events import Arrived, Event, EventId, Lost, Performed, Sent, Tied, TimerFired
from voiplab.recording.recording import Recording
from voiplab.sim.moment import Moment
from voiplab.sip.condition import Passing
from voiplab.sip.errors import Malformed
from voiplab.sip.field import method_of
from voiplab.sip.message import Request, Response, parse
from voiplab.sip.value import value


@value(frozen=True, slots=True)
class Unreadable:
    """Bytes on a SIP port that are no SIP message, and why."""

    says: str


@value(frozen=True, slots=True)
class Delivered:
    """It arrived; twice when the network doubled it."""

    at: Moment
    events: tuple[EventId, ...]


@value(frozen=True, slots=True)
class Vanished:
    """It will not arrive: `reason` is a sentence."""

    at: Moment
    reason: str


@value(frozen=True, slots=True)
class UnderWay:
    """The recording ends before it arrives."""


Fate = Delivered | Vanished | UnderWay


@value(frozen=True, slots=False)
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
    """Of one recording. `names` (ip -> node) tells whose an address is when nothing was sent from it and nothing arrived.

    A message is a value. When its fate becomes known, or when calls turn out to be one, another value has its number.
    """

    def __init__(self, recording: Recording, names: Mapping[str, str] | None = None) -> None:
        self.recording = recording
        self.changes: list[int] = []
        """The numbers of the messages that came or became others, in order: whoever has read it so far goes on there."""
        self._messages: list[SipMessage] = []
        self._numbers: dict[EventId, int] = {}
        """By the event that sent them."""
        self._unread = Unread(recording)
        self._owners = Owners(names or {})
        self._destinations = Destinations(self._owners)
        self._legs = Legs()
        self._copies = Copies()
        self.catch_up()

    def catch_up(self) -> bool:
        """Take in what the recording got since; whether a message came or became another one."""
        known = len(self.changes)
        begun: list[tuple[Event, Packet, bytes]] = []
        fates: dict[EventId, Fate] = {}
        is_renumbered = False
        for event in self._unread:
            self._owners.learn(event, self.recording)
            match event.what:
                case Sent(packet) if isinstance(payload := packet.payload, bytes) and payload.strip(KEPT_ALIVE):
                    begun.append((event, packet, payload))
                case Arrived(_, sent):
                    fates[sent] = _arrived(fates.get(sent) or self._fate(sent), event)
                case Lost(_, sent, reason):
                    fates[sent] = fates.get(sent) or self._fate(sent) or Vanished(event.at, reason)
                case Tied(first, second):
                    is_renumbered |= self._legs.tie(first, second)
                case _:
                    pass
        self._correct(fates)
        if is_renumbered:
            self._renumber()
        for event, packet, raw in begun:
            self._begin(event, packet, raw, fates.get(event.id, UnderWay()))
        return len(self.changes) > known

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
        n = self._numbers.get(event)
        if n is None and isinstance(what := self.recording[event].what, Arrived | Lost):
            n = self._numbers.get(what.sent)
        return None if n is None else self._messages[n - 1]

    def nodes(self) -> Sequence[str]:
        """Who sends and receives, in the order in which they appear."""
        return tuple(dict.fromkeys(node for message in self for node in (message.source, message.target)))

    def destinations(self) -> Destinations:
        """For what else was sent in this recording."""
        return Destinations(self._owners)

    def _fate(self, sent: EventId) -> Fate | None:
        """What was known of it before; nothing while it is under way."""
        n = self._numbers.get(sent)
        fate = None if n is None else self._messages[n - 1].fate
        return None if isinstance(fate, UnderWay) else fate

    def _begin(self, event: Event, packet: Packet, raw: bytes, fate: Fate) -> None:
        n = len(self._messages) + 1
        content = content_of(raw)
        readable = None if isinstance(content, Unreadable) else content
        first, before = self._copies.place(n, event, packet, readable)
        message = SipMessage(
            n=n,
            event=event,
            packet=packet,
            raw=raw,
            content=content,
            source=event.node,
            target=self._destinations.send(n, packet.target),
            fate=fate,
            first=first,
            copies_before=before,
            leg=self._legs.leg("" if readable is None else readable.call_id),
            timer=_timer(self.recording, event),
        )
        self._messages.append(message)
        self._numbers[event.id] = n
        self.changes.append(n)

    def _correct(self, fates: Mapping[EventId, Fate]) -> None:
        """What became known of messages that were there before."""
        for n, target in self._destinations.moved():
            self._become(replace(self._messages[n - 1], target=target))
        for sent, fate in fates.items():
            n = self._numbers.get(sent, 0)
            if n and self._messages[n - 1].fate != fate:
                self._become(replace(self._messages[n - 1], fate=fate))

    def _renumber(self) -> None:
        for message in self._messages:
            leg = self._legs.leg(message.leg.call_id)
            if leg != message.leg:
                self._become(replace(message, leg=leg))

    def _become(self, message: SipMessage) -> None:
        self._messages[message.n - 1] = message
        self.changes.append(message.n)


KEPT_ALIVE: Final = b"\r\n\0"
"""Datagrams of nothing else keep a way open (RFC 5626 section 3.5.1) and are no messages."""


def content_of(raw: bytes) -> Request | Response | Unreadable:
    try:
        message = parse(raw)
        _ = message.cseq, message.call_id, message.branch  # what everything here relies on
    except Malformed as trouble:
        return Unreadable(str(trouble))
    return message


def _arrived(before: Fate | None, event: Event) -> Delivered:
    if isinstance(before, Delivered):
        return Delivered(before.at, (*before.events, event.id))
    return Delivered(event.at, (event.id,))


def _timer(recording: Recording, event: Event) -> str | None:
    """The timer that fired, unless a packet or a person came after it in the chain of causes."""
    cause = event.cause
    while (before := recording.find(cause)) is not None:
        match before.what:
            case TimerFired(timer=timer):
                return timer
            case Arrived() | Performed():
                return None
            case _:
                cause = before.cause
    return None
