"""A message under the hands of a script: as it arrived, with what the script has changed of it so far.

The R-URI, the next hop and the branches change at once; all else are lumps, which nobody sees before the message is sent.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from voiplab.net.address import Address
from voiplab.opensips.configuration import Listener
from voiplab.opensips.lumps import Lumps, Written
from voiplab.opensips.script.value import Value
from voiplab.opensips.sockets import Way
from voiplab.recording.events import EventId
from voiplab.sip.errors import Malformed
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.headers.via import Via
from voiplab.sip.message import Message, Request, Response, parse
from voiplab.sip.names import key_of

if TYPE_CHECKING:
    from voiplab.opensips.tm.watcher import Watcher

_SENT_BY: Final = re.compile(r"[ \t]*[^\s/]+[ \t]*/[ \t]*[^\s/]+[ \t]*/[ \t]*[^\s]+[ \t]+[^\s;,]+")
_RPORT: Final = re.compile(r";[ \t]*rport(?=[ \t]*(?:[;,]|$))")
FORWARDED: Final = ";rport={port};received={ip}"
IN_A_REPLY: Final = ";received={ip};rport={port}"
"""What force_rport() puts into a Via without rport: as recorded, in two orders."""
LOWEST_Q: Final = -1
"""No q is said."""
MOST_FURTHER: Final = 11
"""Branches beside the first one."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where one branch goes: R-URI, next hop if it is another, and by which socket if it has to be a certain one."""

    uri: str
    next_hop: str | None = None
    socket: Listener | None = None
    q: int = LOWEST_Q
    """In thousandths."""
    flags: Mapping[str, int] = field(default_factory=dict)
    path: str | None = None


class Received:
    """`way` is where it came from. `avps` and `flags` outlive it with its transaction."""

    def __init__(self, message: Request | Response, way: Way) -> None:
        self.message = message
        self.way = way
        self.buffer = message.write()
        self.lumps = Lumps()
        self.target = Target(message.uri if isinstance(message, Request) else "")
        self.further: list[Target] = []
        """What append_branch() and lookup() added to the first target."""
        self.avps: dict[str, list[Value]] = {}
        self.flags: dict[str, int] = {}
        self.reply_lines: list[str] = []
        """What append_to_reply() wants to see in replies of our own."""
        self.is_rport_forced = False
        self.is_local_rport_wanted = False
        self.route_params: str | None = None
        """Those of our own Route, since loose_route() found it."""
        self.routes_left: tuple[str, ...] = ()
        self.remote_target: str | None = None
        """The URIs behind our own Route, and the Contact that they lead to, since loose_route() found it."""
        self.record_route_params: list[str] = []
        self.is_recorded = False
        self.status: tuple[int, str] | None = None
        """What change_reply_status() made of a reply's."""
        self.cancel_reason = ""
        """Of a CANCEL: the header that t_add_cancel_reason() wants to see in what it becomes."""
        self.kept: dict[str, object] = {}
        """What a module remembers of this message, by the name of the module."""
        self.watchers: list[Watcher] = []
        """Who wants to hear of its transaction."""
        self.reply_changes: dict[str, Callable[[Received], None]] = {}
        """What is done with each reply to it before it is passed on, by the header that it changes."""
        self._overwritten: dict[int, str] = {}
        """By the number of the line: such a value keeps the blanks before it until somebody else reads the message."""
        self._starts = self._offsets()

    def copy(self) -> "Received":
        """For a branch or a failure route: what is changed there concerns nobody else, but values stay shared."""
        other = Received(self.message, self.way)
        other.kept = self.kept
        other.watchers = self.watchers
        other.reply_changes = self.reply_changes
        other._overwritten = self._overwritten
        other.lumps = self.lumps.copy()
        other.target = self.target
        other.further = list(self.further)
        other.avps = self.avps
        other.flags = self.flags
        other.reply_lines = list(self.reply_lines)
        other.is_rport_forced = self.is_rport_forced
        other.is_local_rport_wanted = self.is_local_rport_wanted
        other.route_params = self.route_params
        other.routes_left = self.routes_left
        other.remote_target = self.remote_target
        other.record_route_params = list(self.record_route_params)
        other.is_recorded = self.is_recorded
        return other

    @property
    def request(self) -> Request | None:
        return self.message if isinstance(self.message, Request) else None

    @property
    def method(self) -> str:
        """Of a reply that of its CSeq; empty when it has none."""
        if isinstance(self.message, Request):
            return self.message.method
        return (self.message.get("CSeq") or "").partition(" ")[2].strip()

    @property
    def call_id(self) -> str:
        return self.message.get("Call-ID") or ""

    # What is changed at once

    @property
    def uri(self) -> str:
        return self.target.uri

    @uri.setter
    def uri(self, text: str) -> None:
        self.target = replace(self.target, uri=text)

    @property
    def next_hop(self) -> str | None:
        return self.target.next_hop

    @next_hop.setter
    def next_hop(self, text: str | None) -> None:
        self.target = replace(self.target, next_hop=text)

    @property
    def socket(self) -> Listener | None:
        return self.target.socket

    @socket.setter
    def socket(self, listener: Listener | None) -> None:
        self.target = replace(self.target, socket=listener)

    def overwrite(self, place: int, text: str) -> None:
        """The value of a header, in the buffer itself and in its old width, as a number is written: with blanks before it."""
        start, end = self.value_span(place)
        written = self.buffer[start:end].decode("latin-1")
        blanks = len(written) - len(written.lstrip(" \t"))
        old = written.strip(" \t")
        new = text.rjust(len(old))
        assert len(new) == len(old), "what is overwritten keeps its width"
        self.buffer = self.buffer[: start + blanks] + new.encode() + self.buffer[start + blanks + len(old) :]
        self.message = parse(self.buffer)
        self._overwritten[place] = new

    def values(self, name: str) -> Sequence[str]:
        """Of all headers of that name, as the script sees them."""
        texts = self.message.texts
        return [self._overwritten.get(place, texts[place].strip(" \t")) for place in self.places(name)]

    # Where things stand in the buffer

    def _offsets(self) -> Sequence[int]:
        """Where each header begins, and where the empty line does."""
        texts = (self.message.start, *self.message.lines)
        return tuple(accumulate(len(text.encode("utf-8", "surrogateescape")) + 2 for text in texts))

    def places(self, name: str) -> Sequence[int]:
        """The numbers of the lines of a header, by its name or compact name."""
        return self.message.shape.places.get(key_of(name), ())

    def span(self, place: int) -> tuple[int, int]:
        """Of a header's lines, the last CRLF included."""
        return self._starts[place], self._starts[place + 1]

    def value_span(self, place: int) -> tuple[int, int]:
        """From behind the colon to the line end."""
        start, end = self.span(place)
        return start + len(self.message.lines[place].partition(":")[0].encode("utf-8", "surrogateescape")) + 1, end - 2

    @property
    def first_header(self) -> int:
        return self._starts[0]

    @property
    def top_via(self) -> int:
        """Where the topmost Via begins, or would."""
        vias = self.places("Via")
        return self.span(vias[0])[0] if vias else self.first_header

    @property
    def end_of_headers(self) -> int:
        return self._starts[-1]

    @property
    def body_start(self) -> int:
        return self._starts[-1] + 2

    # Lumps

    def append(self, text: Written, origin: EventId | None = None) -> None:
        """Behind the last header."""
        self.lumps.insert(self.end_of_headers, text, origin=origin)

    def remove_lines(self, name: str) -> bool:
        """All headers of that name."""
        found = self.places(name)
        for place in found:
            self.lumps.remove(*self.span(place))
        return bool(found)

    # What is read however the rest looks

    def address(self, name: str) -> NameAddr | None:
        """From, To and their like; None when there is none, or none that can be read."""
        value = self.message.get(name)
        if value is None:
            return None
        try:
            return NameAddr.parse(value)
        except Malformed:
            return None

    @cached_property
    def via(self) -> Via | None:
        """The topmost one; those below it are not looked at."""
        values = self.message.values("Via")
        try:
            return Via.parse_list(values[0])[0] if values else None
        except Malformed:
            return None

    @property
    def to_tag(self) -> str | None:
        to = self.address("To")
        return to.tag if to is not None else None

    @property
    def cseq_number(self) -> str | None:
        return (self.message.get("CSeq") or "").partition(" ")[0] or None

    @property
    def reply_address(self) -> Address:
        """RFC 3261 section 18.2.2, RFC 3581 section 4: where replies to it go."""
        via = self.via
        if via is None or self.way.is_reliable or self.is_rport_forced or via.wants_rport:
            return self.way.address
        return Address(self.way.address.ip, via.port or 5060)

    @property
    def reply_way(self) -> Way:
        return Way(self.way.listener, self.reply_address, self.way.stream)

    def via_corrections(self, forced: str) -> Sequence[tuple[int, str]]:
        """What the topmost Via has to learn: offsets in the buffer, and texts. `forced`: what force_rport() puts in."""
        via, places = self.via, self.places("Via")
        if via is None or not places:
            return ()
        source = self.way.address
        start, end = self.value_span(places[0])
        written = self.buffer[start:end].decode("latin-1")
        sent_by = _SENT_BY.match(written)
        if sent_by is None:
            return ()
        rport = _RPORT.search(written.partition(",")[0])
        texts = []
        if rport is not None:
            texts.append((start + sent_by.end(), f";received={source.ip}"))
            texts.append((start + rport.end(), f"={source.port}"))
        elif self.is_rport_forced:
            texts.append((start + sent_by.end(), forced.format(port=source.port, ip=source.ip)))
        elif via.host != source.ip:
            texts.append((start + sent_by.end(), f";received={source.ip}"))
        return texts

    @property
    def corrected_vias(self) -> Sequence[str]:
        """All Via lines as they go back."""
        corrections = Lumps()
        for at, text in self.via_corrections(IN_A_REPLY):
            corrections.insert(at, text)
        lines = []
        for place in self.places("Via"):
            start, end = self.span(place)
            own = Lumps([lump for lump in corrections.lumps if start <= lump.at < end])
            shifted = Lumps([replace(lump, at=lump.at - start) for lump in own.lumps])
            lines.append(
                shifted.apply(self.buffer[start : end - 2], self.way.listener).decode("utf-8", "surrogateescape")
            )
        return lines


def line_of(message: Message, name: str) -> str | None:
    """A header as it stands, with its name."""
    places = message.shape.places.get(key_of(name))
    return message.lines[places[0]] if places else None
