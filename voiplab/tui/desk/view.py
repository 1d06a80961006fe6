"""What the panes are shown at one moment: of a recording, and of a lab whose run is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass

from voiplab.explain.columns import Column
from voiplab.explain.messages import Messages, SipMessage
from voiplab.explain.story import Story
from voiplab.sim.moment import Moment
from voiplab.tui.desk.desk import Desk
from voiplab.tui.desk.player import Player


def with_mark(marked: Sequence[int], number: int) -> tuple[int, ...]:
    """Marked, or no longer. Two at most: with a third one the first is let go."""
    if number in marked:
        return tuple(other for other in marked if other != number)
    return (*marked, number)[-2:]


@dataclass(frozen=True)
class Look:
    """At a recording. `cursor` is the number of the message that is looked at; `marked` those that are compared.

    `story` is one object for the life of a run and grows with it; panes keep numbers of messages, never the messages.
    """

    story: Story
    columns: Sequence[Column] = ()
    cursor: int | None = None
    marked: tuple[int, ...] = ()

    @property
    def messages(self) -> Messages:
        return self.story.messages

    @property
    def message(self) -> SipMessage | None:
        return None if self.cursor is None else self.messages.number(self.cursor)

    @property
    def is_now(self) -> bool:
        return self.message is None


@dataclass(frozen=True, kw_only=True)
class View(Look):
    """At a lab. `moment` is that of the message that is looked at, or now when none is."""

    desk: Desk
    player: Player

    @property
    def moment(self) -> Moment:
        message = self.message
        return self.player.moment if message is None else message.at
