"""The switch around a SIP profile, as mod_sofia sees it."""

from typing import Protocol

from voiplab.freeswitch.caller_profile import CallerProfile
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.states import Direction


class Core(Protocol):
    @property
    def is_full(self) -> bool:
        """There are as many sessions as there may be: max-sessions."""

    def new_channel(self, name: str, direction: Direction, profile: CallerProfile) -> Channel: ...
    def route(self, channel: Channel) -> None:
        """The call is let in: look for it in the dialplan, and execute what is found."""

    def transfer(self, channel: Channel, extension: str) -> None:
        """Take it out of whatever it does, and look for another extension in its context."""

    def attend(self, here: Channel, there: Channel, replaced: Channel) -> None:
        """Connect the other sides of two calls of one phone; that of `there` is `replaced`, and waits to be hung up."""

    def take_place(self, moved: Channel, of: Channel) -> None:
        """Do what the other one does, which is about to be hung up."""

    def channel_of(self, call_id: str) -> Channel | None:
        """The leg with that Call-ID, on whichever profile."""
