"""Which message of the recording is being played: what of the server is still to come, and what came in its place."""

from collections.abc import Sequence
from typing import Final

from tests.golden.align import normalised
from tests.golden.ledger import Ledger
from tests.golden.trace import Message
from tests.golden.wire_text import Text, read

_EXACT: Final = 0
_INSTEAD: Final = 1


class Score:
    """The server's messages that the recording has and the run has not had yet, in order."""

    def __init__(self, expected: Sequence[Message]) -> None:
        self._expected = list(expected)
        self._given_up: dict[int, None] = {}
        self._played: dict[bytes, bytes] = {}  # bytes of the run -> those of the recording that they stood for

    def before(self, number: int) -> list[Message]:
        """What the message `number` of the recording has to wait for."""
        return [one for one in self._expected if one.number < number and one.number not in self._given_up]

    def rest(self) -> list[Message]:
        return [one for one in self._expected if one.number not in self._given_up]

    def give_up(self, messages: Sequence[Message]) -> None:
        """Wait for these no longer. Should one come after all, it is known."""
        self._given_up.update((message.number, None) for message in messages)

    def take(self, produced: Message, ledger: Ledger) -> Message | None:
        """The message of the recording that this one stands for; None when the recording has none like it."""
        repeated = self._played.get(produced.raw)
        way = [one for one in self._expected if (one.source, one.target) == (produced.source, produced.target)]
        if repeated is not None:
            fitting = [(_EXACT, one.number, one) for one in way if one.raw == repeated]
        else:
            ranked = ((_rank(one, produced, ledger), one.number, one) for one in way)
            fitting = [(rank, number, one) for rank, number, one in ranked if rank is not None]
        if not fitting:
            return None
        recorded = min(fitting)[2]
        self._expected.remove(recorded)
        self._played[produced.raw] = recorded.raw
        return recorded


def _rank(recorded: Message, produced: Message, ledger: Ledger) -> int | None:
    """How well the two go together: the same, or the same kind of thing with another status or URI."""
    ours, theirs = read(recorded.raw), read(produced.raw)
    if (ours.is_request, ours.method) != (theirs.is_request, theirs.method):
        return None
    if not ledger.allows(ours.first("Call-ID"), theirs.first("Call-ID")):
        return None
    if not ours.is_request and (ours.first("CSeq") != theirs.first("CSeq") or _sort(ours) != _sort(theirs)):
        return None
    same = normalised(recorded).start.template == normalised(produced).start.template
    return _EXACT if same else _INSTEAD


def _sort(response: Text) -> str:
    """What can stand for each other when a server decides differently."""
    if response.status == 100:
        return "trying"
    return "provisional" if response.status < 200 else "final"
