"""A running SIP profile: its address, its manner of writing, and what it does with requests that belong to no call."""

from functools import partial
from typing import Final

from voiplab.freeswitch.causes import Cause
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.configuration import Configuration, Profile
from voiplab.freeswitch.sofia import latency, outside, tokens
from voiplab.freeswitch.sofia.core import Core
from voiplab.freeswitch.sofia.ground import Ground
from voiplab.freeswitch.sofia.guard import Guard
from voiplab.freeswitch.sofia.layout import layout
from voiplab.freeswitch.sofia.reception import Reception
from voiplab.freeswitch.sofia.registrar import Registrar
from voiplab.freeswitch.sofia.registrations import Registrations
from voiplab.freeswitch.sofia.stack import bad_request, refusal
from voiplab.freeswitch.states import Direction
from voiplab.net.address import Address
from voiplab.net.host import Host
from voiplab.sim.moment import seconds
from voiplab.sip.message import Request
from voiplab.sip.transaction.timing import Timing
from voiplab.ua.element import Element
from voiplab.ua.manner import Manner
from voiplab.ua.server_transaction import ServerTransaction

TIMING: Final = Timing(t1_request=seconds(1))
"""Requests are first repeated after a second, replies after half of one."""


class SofiaProfile:
    """`registrations` outlive a restart, so the switch keeps them."""

    def __init__(
        self, host: Host, core: Core, configuration: Configuration, profile: Profile, registrations: Registrations
    ) -> None:
        """Open the sockets. NotMyAddress, PortInUse."""
        self.ground = Ground(host, core, configuration, profile, registrations, lambda: self.element.endpoint.tag())
        at = Address(self.ground.setting("sip-ip").value or host.ips[0], self.ground.setting("sip-port").number or 5060)
        self.element = Element(host, at, self._manner(), self)
        self._guard = Guard(self.ground)
        self._registrar = Registrar(self.ground, self._guard)
        self._reception = Reception(self.ground, self._guard, self.element, self)
        self.calls_in = self.failed_in = self.calls_out = self.failed_out = 0

    @property
    def name(self) -> str:
        return self.ground.name

    def _manner(self) -> Manner:
        ground = self.ground
        written = layout(
            offers_100rel=ground.flag("enable-100rel"),
            manages_presence=ground.flag("manage-presence"),
            user_agent=ground.setting("user-agent-string").value,
        )
        origin = ground.origin("enable-100rel")
        origins = {} if origin is None else {"Supported": origin, "Allow": origin}
        return Manner(
            written,
            TIMING,
            tokens.branch,
            tokens.tag,
            tokens.via,
            answered=tokens.answered_via,
            heeds_unreachable=True,
            bad_request=bad_request,
            merged="Request merged",
            origins=origins,
        )

    def stop(self) -> None:
        self.element.endpoint.close()

    # Requests of no call

    def arrived(self, request: Request, transaction: ServerTransaction) -> None:
        refused = refusal(request, self.ground.abilities)
        if refused is not None:
            self.ground.later(latency.REPLY, partial(self.ground.refuse, transaction, refused))
        elif request.method == "REGISTER":
            self._registrar.receive(request, transaction)
        elif request.method == "INVITE" and request.to_tag is None:
            self._reception.receive(request, transaction)
        else:
            outside.answer(self.ground, self._guard, self.element, request, transaction)

    # Calls

    def count(self, channel: Channel) -> None:
        """A call that ends without having been answered has failed."""
        if channel.direction is Direction.INBOUND:
            self.calls_in += 1
        else:
            self.calls_out += 1
        channel.on_hangup.append(partial(self._ended, channel))

    def _ended(self, channel: Channel, _cause: Cause) -> None:
        if channel.is_answered:
            return
        if channel.direction is Direction.INBOUND:
            self.failed_in += 1
        else:
            self.failed_out += 1
