"""A channel's row in the core's table `channels`: what `show channels` prints (switch_core_sqldb.c).

The server writes the row when certain things happen and not in between, so it may be behind the channel itself: the
address of a called phone, its account, or a name that a later event would have told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol


class Caller(Protocol):
    """The caller profile of a channel, as far as the row shows it."""

    caller_id_name: str
    caller_id_number: str
    network_addr: str
    destination_number: str
    context: str
    dialplan: str
    callee_id_name: str
    callee_id_number: str


class Party(NamedTuple):
    """A name and a number."""

    name: str
    number: str


NOBODY = Party("", "")


class Place(NamedTuple):
    """Who called, from where, and what: the columns that are written when a channel is routed."""

    caller: Party
    address: str
    destination: str
    dialplan: str
    context: str

    @classmethod
    def of(cls, profile: Caller) -> "Place":
        caller = Party(profile.caller_id_name, profile.caller_id_number)
        return cls(caller, profile.network_addr, profile.destination_number, profile.dialplan, profile.context)


@dataclass
class ChannelRow:
    """`initial` is what the channel was made with; `call` the uuid of the call that it belongs to."""

    initial: Place
    routed: Place
    caller: Party = NOBODY
    application: str = ""
    application_data: str = ""
    presence_id: str = ""
    account: str = ""
    callee: Party = NOBODY
    sent: Party = NOBODY
    direction: str = ""
    call: str = ""

    @classmethod
    def of(cls, profile: Caller) -> "ChannelRow":
        """A new channel: nobody has been routed yet."""
        made = Place.of(profile)
        return cls(made, Place(NOBODY, "", "", made.dialplan, made.context))

    def originates(self, call: str, variables: Mapping[str, str]) -> None:
        """The channel was made to call somebody."""
        self.call = call
        self._account_for(variables)

    def routes(self, profile: Caller, variables: Mapping[str, str]) -> None:
        """The channel is looked up in the dialplan, or is about to send its INVITE."""
        self.routed = Place.of(profile)
        self.caller = self.routed.caller
        self._account_for(variables)

    def executes(self, application: str, data: str, variables: Mapping[str, str]) -> None:
        self.application, self.application_data = application, data
        self._account_for(variables)

    def updates(self, profile: Caller, direction: str, sent: Party = NOBODY) -> None:
        """Somebody was told who is on the other side: SEND to the phone, RECV from it."""
        self.caller = Party(profile.caller_id_name, profile.caller_id_number)
        self.callee = Party(profile.callee_id_name, profile.callee_id_number)
        self.direction = direction
        self.sent = sent

    def _account_for(self, variables: Mapping[str, str]) -> None:
        self.presence_id = variables.get("presence_id", "")
        self.account = variables.get("accountcode", "")
