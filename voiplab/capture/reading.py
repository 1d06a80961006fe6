"""What a capture file holds, read to its end, or to where it stops making sense, or until it is too much."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final, NamedTuple

from voiplab.capture.capture import APPLICATION, LOST
from voiplab.capture.file import items
from voiplab.capture.record import Broken, Name, Record, Section
from voiplab.capture.traffic import Sighted, Traffic
from voiplab.net.packet import Packet

KEEP_ALIVE: Final = b"\r\n\0"


class Limits(NamedTuple):
    """How much is kept of a file, however large it is. `streams`: directions of connections that are followed at a time."""

    messages: int = 50_000
    octets: int = 64 << 20
    names: int = 100_000
    streams: int = 1_000


class Found(NamedTuple):
    """A message; `lost` is the reason, where voiplab wrote the file and knew it."""

    at: int
    packet: Packet
    comments: tuple[str, ...]
    lost: str | None


class Reading:
    """Read once; `found` is then in the order of time."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self.traffic = Traffic(limits.streams)
        self.found: list[Found] = []
        self.names: dict[str, str] = {}
        """IP address -> what the file calls it."""
        self.begins = 0
        """The moment of the first packet, in microseconds since 1970."""
        self.broken: Broken | None = None
        """Where the file stopped making sense."""
        self.is_full = False
        self._limits = limits
        self._octets = 0
        self._is_ours = False
        try:
            self._read(file)
        except Broken as trouble:
            self.broken = trouble
        self._keep(self.traffic.end())
        self.found.sort(key=lambda found: found.at)  # packets of several interfaces may be mixed
        self.begins = min([self.begins, *(found.at for found in self.found[:1])])

    def remarks(self) -> Iterator[str]:
        """What could not be shown, and why: a sentence each."""
        traffic = self.traffic
        if self.is_full:
            yield f"only the first {len(self.found)} SIP messages are read"
        if traffic.cut:
            yield f"{traffic.cut} packets were captured only in part"
        if traffic.fragments.incomplete:
            yield f"of {traffic.fragments.incomplete} datagrams some fragments are missing"
        if traffic.holes:
            yield f"SIP over TCP has {traffic.holes} holes: packets are missing, and the messages that they were part of"
        for link, count in traffic.unknown_links.items():
            yield f"{count} packets have link type {link}, which is not read"

    def _read(self, file: BinaryIO) -> None:
        for item in items(file):
            match item:
                case Section(application):
                    self._is_ours = application == APPLICATION
                case Name(ip, name):
                    if name and len(self.names) < self._limits.names:
                        self.names.setdefault(ip, name)
                case Record():
                    self.begins = self.begins or item.at
                    self._keep(self.traffic.take(item))
            if self.is_full:
                return

    def _keep(self, sightings: Iterable[Sighted]) -> None:
        for at, packet, comments in sightings:
            assert isinstance(packet.payload, bytes)
            if self.is_full or not packet.payload.strip(KEEP_ALIVE):
                continue
            self.found.append(Found(at, packet, comments, self._lost(comments)))
            self._octets += len(packet.payload)
            self.is_full = len(self.found) >= self._limits.messages or self._octets >= self._limits.octets

    def _lost(self, comments: Iterable[str]) -> str | None:
        reasons = (comment.removeprefix(LOST) for comment in comments if comment.startswith(LOST))
        return next(reasons, None) if self._is_ours else None
