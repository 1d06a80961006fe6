"""The messages with what is written on them; a label changes when a later message tells more of an earlier one."""

from collections.abc import Iterator, Sequence
from typing import overload

from voiplab.explain.crossings import Crossings
from voiplab.explain.labels import Circumstances, Label, label
from voiplab.explain.messages import Messages, SipMessage
from voiplab.explain.offers import Descriptions
from voiplab.sim.moment import Moment
from voiplab.sip.value import value


@value(frozen=True, slots=False)
class Arrow:
    """A message from one node to another, or to itself."""

    message: SipMessage
    label: Label

    @property
    def at(self) -> Moment:
        return self.message.at

    @property
    def source(self) -> str:
        return self.message.source

    @property
    def target(self) -> str:
        return self.message.target

    @property
    def nodes(self) -> tuple[str, str]:
        return (self.message.source, self.message.target)


Numbered = tuple[str, int]
"""An INVITE, by its Call-ID and the number in its CSeq."""


class Arrows(Sequence[Arrow]):
    """One for each message, in their order."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._arrows: list[Arrow] = []
        self._around: list[Circumstances] = []
        self._seen = 0
        self._descriptions = Descriptions()
        self._crossings = Crossings(messages)
        self._latest: dict[int, Moment] = {}
        """When the latest message was sent that has the same first one."""
        self._invites: dict[Numbered, list[int]] = {}
        self._acknowledged: dict[Numbered, None] = {}
        """Those that a RAck names."""
        self.catch_up()

    def catch_up(self) -> Sequence[int]:
        """Take in what has changed in the messages; the numbers of the arrows that are new or other ones now."""
        touched: dict[int, None] = {}
        for n in self._messages.changes[self._seen :]:
            message = self._messages[n - 1]
            if n > len(self._around):
                touched.update(self._begin(message))
            self._crossings.learn(message)
            touched[n] = None
        self._seen = len(self._messages.changes)
        for n in tuple(touched):
            touched.update((other.n, None) for other in self._crossings.around(self._messages[n - 1]))
        return [n for n in sorted(touched) if self._draw(n)]

    @overload
    def __getitem__(self, index: int) -> Arrow: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Arrow]: ...
    def __getitem__(self, index: int | slice) -> Arrow | Sequence[Arrow]:
        return self._arrows[index]

    def __len__(self) -> int:
        return len(self._arrows)

    def __iter__(self) -> Iterator[Arrow]:
        return iter(self._arrows)

    def _begin(self, message: SipMessage) -> dict[int, None]:
        """A message is new; the numbers of earlier ones of which it tells something."""
        before = self._latest.get(message.first)
        self._latest[message.first] = message.at
        self._crossings.begin(message)
        self._around.append(
            Circumstances(
                description=self._descriptions.of(message),
                is_acknowledged_by_number=self._is_acknowledged(message),
                since_last_copy=message.at - before if before is not None else None,
            )
        )
        return self._acknowledge(message)

    def _is_acknowledged(self, message: SipMessage) -> bool:
        if message.request is None or message.method != "INVITE":
            return False
        numbered = message.request.call_id, message.request.cseq.number
        self._invites.setdefault(numbered, []).append(message.n)
        return numbered in self._acknowledged

    def _acknowledge(self, message: SipMessage) -> dict[int, None]:
        """The INVITEs of which the number matters now, since this message has a RAck."""
        if message.request is None or message.method != "PRACK" or message.request.rack is None:
            return {}
        numbered = message.request.call_id, message.request.rack.cseq
        self._acknowledged[numbered] = None
        invites = dict.fromkeys(self._invites.get(numbered, ()))
        for n in invites:
            self._around[n - 1] = self._around[n - 1]._replace(is_acknowledged_by_number=True)
        return invites

    def _draw(self, n: int) -> bool:
        """Whether the arrow becomes another one by that."""
        message = self._messages[n - 1]
        around = self._around[n - 1] = self._around[n - 1]._replace(crosses=self._crossings.of(message))
        arrow = Arrow(message, label(message, around))
        if n > len(self._arrows):
            self._arrows.append(arrow)
            return True
        before, self._arrows[n - 1] = self._arrows[n - 1], arrow
        return before.message is not message or before.label != arrow.label
