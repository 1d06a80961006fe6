"""What the dialplan sees of a channel and of the server that it runs on; and what it asks for while it hunts."""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime
from typing import Protocol

from voiplab.freeswitch.dialplan.patterns import Patience
from voiplab.freeswitch.log import LogLine
from voiplab.sip.value import value
from voiplab.text.place import Place


class ChannelView(Protocol):
    @property
    def name(self) -> str:
        """`sofia/internal/1003@10.0.0.20`"""

    def field(self, name: str) -> str | None:
        """A field of the caller profile, by its name in lower case: `destination_number`, `caller_id_name`, `network_addr`."""

    def variable(self, name: str) -> str | None:
        """A variable of the channel itself. The server compares their names without their case."""


@value(frozen=True, slots=True)
class Core:
    """Of the server: its global variables by their names in lower case, the commands that a text may call, and its date."""

    globals: Mapping[str, str]
    commands: Mapping[str, "Command"]
    now: datetime


@value(frozen=True, slots=True)
class Scope:
    """For which channel, on which server and from which line a text is read."""

    channel: ChannelView
    core: Core
    place: Place
    patience: Patience = field(default_factory=Patience, compare=False)

    def value(self, name: str) -> str | None:
        """A variable of the channel, else a field of its caller profile, else a global variable."""
        found = self.channel.variable(name)
        if found is None:
            found = self.channel.field(name.lower())
        return self.core.globals.get(name.lower()) if found is None else found


Command = Callable[[str, Scope], str]
"""A command of the server as a text uses it, `${regex(...)}`: its argument gives its output. It changes nothing."""


@value(frozen=True, slots=True)
class Action:
    """`application(data)`, with the line that asked for it."""

    application: str
    data: str
    place: Place


@value(frozen=True, slots=True)
class LineTaken:
    """A line of the dialplan was looked at: an extension, a condition or an action."""

    place: Place
    text: str


@value(frozen=True, slots=True)
class SetVariable:
    """The hunt sets a variable of the channel."""

    name: str
    value: str


@value(frozen=True, slots=True)
class ForgetVariables:
    """All variables of the channel whose names begin so are taken away."""

    prefix: str


@value(frozen=True, slots=True)
class RunInline:
    """An action with inline="true": to be executed before the hunt goes on."""

    action: Action


HuntStep = LogLine | LineTaken | SetVariable | ForgetVariables | RunInline
