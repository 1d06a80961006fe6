"""What the panes of a lab are shown at one moment."""

from dataclasses import dataclass

from voiplab.explain.messages import Messages, SipMessage
from voiplab.explain.story import Story
from voiplab.sim.moment import Moment
from voiplab.tui.desk.desk import Desk
from voiplab.tui.desk.player import Player


@dataclass(frozen=True)
class View:
    """`cursor` is the number of the message that is looked at; `moment` is its own, or now when none is.

    `story` is one object for the life of a run and grows with it; panes keep numbers of messages, never the messages.
    """

    desk: Desk
    player: Player
    story: Story
    cursor: int | None = None

    @property
    def messages(self) -> Messages:
        return self.story.messages

    @property
    def message(self) -> SipMessage | None:
        return None if self.cursor is None else self.messages.number(self.cursor)

    @property
    def is_now(self) -> bool:
        return self.message is None

    @property
    def moment(self) -> Moment:
        message = self.message
        return self.player.moment if message is None else message.at
