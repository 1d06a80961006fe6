"""The replaying client: one per recorded phone, all conducted by one score, the recording.

A phone sends what it sent then: in the recorded order, after the server's messages that came before it in the recording,
and not sooner after them than it did then. What the server chose at random then stands in these messages as the server of
this run chose it; the answers to its challenges are computed anew.
"""

from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import Final, Protocol

from tests.golden.align import Match
from tests.golden.content import content
from tests.golden.ledger import Ledger
from tests.golden.part import Part
from tests.golden.score import Score
from tests.golden.trace import Digit, Message, Trace
from tests.golden.wire_text import read
from voiplab.net.address import Address
from voiplab.sim.moment import Duration, Moment, ms, seconds

PATIENCE: Final = seconds(40)
"""How long past its recorded moment a message of the server is waited for: longer than any transaction lives."""

LINGER: Final = ms(200)
"""How long a run is watched after its last message."""


class Wire(Protocol):
    """Where the phones are plugged in: the virtual network, real sockets, or a test's own."""

    @property
    def now(self) -> Moment: ...
    def after(self, delay: Duration, act: Callable[[], None]) -> None: ...
    def open(self, at: Address) -> None: ...
    def close(self, at: Address) -> None: ...
    def send(self, payload: bytes, source: Address, target: Address) -> None: ...
    def press(self, digit: str, source: Address, target: Address) -> None: ...


class Stage(Enum):
    LISTENING = "the server is to speak, or the next phone is to be told when"
    SENDING = "the next phone knows when to speak"
    OVER = "all has been said"


class Replay:
    """One case. Its owner calls `heard` for each datagram that leaves the server for a phone, whether its port is open or not.

    `produced` is the run as a capture beside the server would have it, moment 0 being that of `begin`.
    """

    def __init__(self, trace: Trace, wire: Wire, ended: Callable[[], None]) -> None:
        self.trace = trace
        self.produced: list[Message] = []
        self.stage = Stage.LISTENING
        self._wire = wire
        self._ended = ended
        self._ledger = Ledger()
        self._part = Part(trace.accounts, self._ledger)
        self._score = Score([message for message in trace.messages if trace.is_from_server(message)])
        self._phones = [message for message in trace.messages if not trace.is_from_server(message)]
        self._happened: dict[int, Moment] = {}  # by number in the recording
        self._closed: dict[Address, None] = {}
        self._origin: Moment = 0

    def begin(self) -> None:
        """Moment 0 of the recording is now. All ports are open, until the recording shows one closed."""
        self._origin = self._wire.now
        for at in dict.fromkeys(self._phone(message) for message in self.trace.messages):
            self._close_if_gone(at, 0)
        for digit in self.trace.digits:
            self._wire.after(digit.at, partial(self._press, digit))
        self._listen()

    def _phone(self, message: Message) -> Address:
        return message.target if self.trace.is_from_server(message) else message.source

    # What the server says

    def heard(self, payload: bytes, source: Address, target: Address) -> None:
        produced = self._note(payload, source, target)
        recorded = self._score.take(produced, self._ledger)
        if recorded is not None:
            self._play(recorded, produced)
            if self.stage is Stage.LISTENING:
                self._look()

    def _note(self, payload: bytes, source: Address, target: Address) -> Message:
        at = self._wire.now - self._origin
        self.produced.append(Message(len(self.produced) + 1, at, source, target, payload))
        return self.produced[-1]

    def _play(self, recorded: Message, produced: Message) -> None:
        """A message of the recording has happened. What differs is the comparer's business; here its tokens matter."""
        for _ in content(Match(recorded, produced), self._ledger):
            pass
        if self.trace.is_from_server(recorded):
            self._part.learn(recorded.raw, produced.raw)
        self._happened[recorded.number] = self._wire.now
        self._close_if_gone(self._phone(recorded), recorded.number)

    # What the phones say

    def _listen(self) -> None:
        """From here on the next message of a phone is awaited, or the end; patience begins to run."""
        self.stage = Stage.LISTENING
        missing = self._missing()
        if missing:
            since = max((message.at for message in self.trace.messages if message.number in self._happened), default=0)
            self._wire.after(missing[-1].at - since + PATIENCE, partial(self._give_up, len(self._phones)))
        self._look()

    def _missing(self) -> list[Message]:
        """The server's messages without which it does not go on."""
        return self._score.before(self._phones[0].number) if self._phones else self._score.rest()

    def _look(self) -> None:
        if self._missing():
            return
        if self._phones:
            self.stage = Stage.SENDING
            self._wire.after(max(0, self._due(self._phones[0]) - self._wire.now), self._send)
        else:
            self.stage = Stage.OVER
            self._wire.after(LINGER, self._ended)

    def _give_up(self, left: int) -> None:
        if self.stage is Stage.LISTENING and left == len(self._phones):
            self._score.give_up(self._missing())
            self._look()

    def _due(self, upcoming: Message) -> Moment:
        """As long after the last word of the phone and to it as in the recording; without any, after the last of all."""
        past = [one for one in self.trace.messages if one.number < upcoming.number and one.number in self._happened]
        own = [one for one in past if one.source == upcoming.source][-1:]
        told = [one for one in past if one.target == upcoming.source][-1:]
        bases = own + told or past[-1:]
        waits = [self._happened[one.number] + upcoming.at - one.at for one in bases]
        return max(waits, default=self._origin + upcoming.at)

    def _send(self) -> None:
        recorded = self._phones.pop(0)
        asker = recorded.source if read(recorded.raw).is_request else recorded.target
        if recorded.source in self._closed:
            del self._closed[recorded.source]
            self._wire.open(recorded.source)
        payload = self._part.message(recorded.raw, asker.ip)
        produced = self._note(payload, recorded.source, recorded.target)
        self._wire.send(payload, recorded.source, recorded.target)
        self._play(recorded, produced)
        self._listen()

    def _press(self, key: Digit) -> None:
        """Into the port that the server has in this run."""
        self._wire.press(key.digit, key.source, key.target._replace(port=self._ledger.port(key.target.port)))

    def _close_if_gone(self, phone: Address, number: int) -> None:
        """A phone whose next message came back as undeliverable had closed its port."""
        following = (one for one in self.trace.messages if one.number > number and self._phone(one) == phone)
        upcoming = next(following, None)
        if upcoming is not None and upcoming.number in self.trace.refused and phone not in self._closed:
            self._closed[phone] = None
            self._wire.close(phone)
