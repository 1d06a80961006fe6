"""The course of a run over the lines of a file: how often it came to each, by the file as it was then."""

from collections.abc import Iterator, Sequence

from voiplab.explain.executed import NEVER, Count, Executed, File, Span
from voiplab.explain.messages import Messages, SipMessage
from voiplab.recording.events import EventId
from voiplab.tui.desk.editions import Edition, Editions
from voiplab.tui.desk.player import Player
from voiplab.tui.widgets.config.proofreading import Played


class Course:
    def __init__(self, player: Player, messages: Messages) -> None:
        self.messages = messages
        self._nodes = player.lab.nodes
        self._executed = Executed(messages)
        self._editions = Editions(player)

    def catch_up(self) -> tuple[bool, bool]:
        """Whether lines were executed since; whether files were saved, or read again."""
        return self._executed.catch_up(), self._editions.catch_up()

    def editions(self, file: File) -> Sequence[Edition]:
        return self._editions.of(*file)

    def count(self, file: File, played: Played, line: int, message: SipMessage | None) -> Count:
        """Of a line in the editor: so far, or before a message left, which then says of which call as well."""
        until = None if message is None else message.event.id
        call = None if message is None else message.leg.call
        total = NEVER
        for was, during in _spans(played, line, until):
            total = total.and_(self._executed.count(self._recorded(file), was, during, call))
        return total

    def begun_by(self, file: File, played: Played, line: int) -> Sequence[int]:
        """The messages that began the calls for which a line in the editor was executed."""
        recorded = self._recorded(file)
        spans = _spans(played, line, None)
        return [number for was, during in spans for number in self._executed.begun_by(recorded, was, during)]

    def _recorded(self, file: File) -> File:
        return File(self._nodes[file.node].host, file.path)


def _spans(played: Played, line: int, until: EventId | None) -> Iterator[tuple[int, Span]]:
    """Which line it was, and how long."""
    for place, (since, lines) in enumerate(played):
        if line in lines:
            ends = [event for event, _ in played[place + 1 : place + 2]] + ([] if until is None else [until])
            yield lines[line], Span(since, min(ends, default=None))
