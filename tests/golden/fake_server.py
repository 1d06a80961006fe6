"""A server for testing the replay: it plays the server's part of a recording, with tokens of its own.

Each message goes out after all that came before it in the recording, and as long after the last of it as then.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from tests.golden.ignored import Rule
from tests.golden.mutate import turned
from tests.golden.normalise import Token, normal, rewrite
from tests.golden.trace import Message, Trace
from tests.golden.wire_text import read
from voiplab.net.address import Address
from voiplab.sim.moment import Duration, Moment

After = Callable[[Duration, Callable[[], None]], object]

_STEP: Final = 1000


class FakeServer:
    def __init__(self, trace: Trace, after: After, send: Callable[[bytes, Address, Address], None]) -> None:
        self.received: list[bytes] = []
        self._trace = trace
        self._after = after
        self._send = send
        self._left = list(trace.messages)
        self._own = _owned(trace)

    def begin(self) -> None:
        self._go_on(0)

    def receive(self, payload: bytes, source: Address, target: Address) -> None:
        """It must be what the recording has next: of this phone, to this port, the same first line."""
        self.received.append(payload)
        recorded = self._left.pop(0)
        assert (recorded.source, recorded.target) == (source, target)
        assert read(recorded.raw).start.split(" ")[0] == read(payload).start.split(" ")[0]
        self._go_on(recorded.at)

    def _go_on(self, since: Moment) -> None:
        if self._left and self._trace.is_from_server(self._left[0]):
            self._after(self._left[0].at - since, self._speak)

    def _speak(self) -> None:
        recorded = self._left.pop(0)
        self._send(rewrite(recorded.raw, asker(recorded), partial(_fresh, self._own)), recorded.source, recorded.target)
        self._go_on(recorded.at)


def asker(message: Message) -> str:
    return message.source.ip if read(message.raw).is_request else message.target.ip


def _name(token: Token) -> tuple[str, str]:
    return (token.row.name, token.scope) if token.row.rule is Rule.STEP else ("", token.value)


def _owned(trace: Trace) -> Mapping[tuple[str, str], None]:
    """The tokens that the server says first."""
    first: dict[tuple[str, str], bool] = {}
    for message in trace.messages:
        lines = normal(message.raw, asker(message))
        for line in (*lines.headers, *lines.body):
            for token in line.tokens:
                first.setdefault(_name(token), trace.is_from_server(message))
    return {name: None for name, by_server in first.items() if by_server}


def _fresh(own: Mapping[tuple[str, str], None], token: Token) -> str:
    if _name(token) not in own:
        return token.value
    if token.row.rule is Rule.STEP:
        return str(int(token.value) + _STEP)
    return turned(token.value) if token.row.rule is Rule.SAME else token.value
