"""The SIP messages in one direction of a connection, found among whatever else is said there.

A stream is read as SIP from a start line on that stands at the beginning of the connection, or, in the middle of one, at the
beginning of a segment. When octets are missing, or no end of a message can be known, the next such line is looked for.
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import Final

from voiplab.capture.stream import Event, Piece
from voiplab.sip.framing import Framer, Unframed

START: Final = re.compile(rb"(?:SIP/2\.0 [1-6][0-9]{2}|[A-Za-z0-9.!%*_+`'~-]{1,32} [^ \r\n]{1,2048} SIP/2\.0\r?\n)")
"""A status line, or a request line; what follows on them is for the reader of messages."""

LONGEST_START: Final = 2_100


class State(Enum):
    BEGINNING = "a start line may follow"
    SIP = "messages follow each other"
    ELSE = "something else, or the middle of a message"


def looks_like_sip(payload: bytes) -> bool:
    return START.match(payload.lstrip(b"\r\n")) is not None


class Conversation:
    def __init__(self) -> None:
        self.holes = 0
        """How often octets were missing where messages were read."""
        self._state = State.ELSE
        self._framer = Framer()
        self._head = b""
        """Of the start line, what has come so far."""

    def take(self, event: Event) -> Iterator[bytes]:
        """Messages that are complete; of one that makes no sense, its octets."""
        match event:
            case Piece.BEGIN:
                self._restart(State.BEGINNING)
            case Piece.HOLE:
                self.holes += self._state is State.SIP
                self._restart(State.ELSE)
            case bytes() if self._state is State.SIP:
                yield from self._messages(event)
            case bytes():
                yield from self._look(event)

    def _look(self, octets: bytes) -> Iterator[bytes]:
        head = (self._head + octets).lstrip(b"\r\n") if self._state is State.BEGINNING else octets
        if looks_like_sip(head):
            self._restart(State.SIP)
            yield from self._messages(head)
        elif self._state is State.BEGINNING and b"\n" not in head and len(head) < LONGEST_START:
            self._head = head
        else:
            self._restart(State.ELSE)

    def _messages(self, octets: bytes) -> Iterator[bytes]:
        for found in self._framer.feed(octets):
            if isinstance(found, Unframed):
                self._restart(State.ELSE)
                yield found.data
            else:
                yield found

    def _restart(self, state: State) -> None:
        self._state = state
        self._framer = Framer()
        self._head = b""
