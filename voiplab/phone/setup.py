"""A profile with what its owner has set: all that a phone of that model on that host says of itself."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from voiplab.net.address import Address
from voiplab.net.host import Host
from voiplab.net.packet import Transport
from voiplab.phone.addressing import DEFAULT_PORT, Addressing
from voiplab.phone.gruu import Gruu
from voiplab.phone.intercom import AnswersByItself
from voiplab.phone.profile import (
    AnsweredVia,
    Offers100rel,
    Profile,
    SayDigits,
    SecondCall,
    ViaStyle,
)
from voiplab.phone.provisioning.settings import Settings
from voiplab.phone.token_format import AS_LETTERS
from voiplab.phone.transfers import ReferTo, TakesRefer
from voiplab.recording.events import EventId, SettingRead
from voiplab.sdp.description import Hold
from voiplab.sip.layout import Layout
from voiplab.sip.reliability import Habit
from voiplab.sip.reliable import OPTION_TAG
from voiplab.sip.transaction.timing import Timing
from voiplab.sip.value import value
from voiplab.ua.manner import Manner, always_received, as_learned, plain, rport_first, rport_last

TIMER: Final = "timer"
LINE: Final = "1"


def short(transport: Transport, at: Address, branch: str) -> str:
    """`SIP/2.0/UDP 10.0.0.5;branch=...`: a default port is not written."""
    return (
        plain(transport, at, branch)
        if at.port != DEFAULT_PORT
        else f"SIP/2.0/{transport.value} {at.ip};branch={branch}"
    )


VIAS: Final = {
    ViaStyle.RPORT_FIRST: rport_first,
    ViaStyle.RPORT_LAST: rport_last,
    ViaStyle.WITHOUT_RPORT: plain,
    ViaStyle.SHORT: short,
}
ANSWERED_VIAS: Final = {AnsweredVia.AS_LEARNED: as_learned, AnsweredVia.ALWAYS_RECEIVED: always_received}
WRITTEN_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "software": ("User-Agent", "Server"),
    "offers_100rel": ("Supported", "Require"),
    "session_timer": ("Supported", "Session-Expires", "Min-SE"),
}
"""A setting, and the constant headers that it shapes."""


@value(frozen=True, slots=False)
class Setup:
    """Made once per phone, with its address."""

    profile: Profile
    settings: Settings
    host: Host
    at: Address
    facts: Mapping[str, str]
    origins: Mapping[str, EventId]
    """Of each setting in force, the event that it was read."""
    addresses: Addressing

    @classmethod
    def of(cls, profile: Profile, settings: Settings, host: Host) -> "Setup":
        ip = host.ips[0]
        port = settings.port or profile.addresses.port.draw(host.chance("port"))
        facts = {"ip": ip, "ipletters": ip.translate(AS_LETTERS), "line": LINE}
        tokens = profile.tokens
        facts["mac"] = tokens.mac.draw(host.chance("mac"), facts)
        origins = _read(settings, host)
        at = Address(ip, port)
        instance = settings.instance_id or tokens.instance.draw(host.chance("instance"), facts)
        contact_user = tokens.contact_user.draw(host.chance("contact user"), facts)
        addresses = Addressing(profile, settings, at, instance, contact_user, Gruu())
        return cls(profile, settings, host, at, facts, origins, addresses)

    def moved(self, settings: Settings) -> "Setup":
        """As it is when the phone was switched on with another file: what was burnt into the phone stays."""
        at = Address(self.at.ip, settings.port or self.at.port)
        own = self.addresses
        instance = settings.instance_id or own.instance
        addresses = Addressing(self.profile, settings, at, instance, own.contact_user, Gruu())
        origins = _read(settings, self.host)
        return replace(self, settings=settings, at=at, origins=origins, addresses=addresses).afresh()

    def afresh(self) -> "Setup":
        """As it is when the phone was switched on again: what it has kept stays, and what each start draws is drawn anew."""
        user = self.profile.tokens.contact_user.draw(self.host.chance("contact user"), self.facts)
        return replace(self, addresses=replace(self.addresses, contact_user=user, gruu=Gruu()))

    # How it speaks

    @property
    def manner(self) -> Manner:
        tokens = self.profile.tokens
        return Manner(
            self.layout,
            Timing(),
            partial(tokens.branch.draw, facts=self.facts),
            partial(tokens.tag.draw, facts=self.facts),
            VIAS[self.via],
            answered=ANSWERED_VIAS[self.profile.headers.answered_via],
            rseq=tokens.first_rseq.draw,
            origins=self._origins_of_constants(),
        )

    @property
    def layout(self) -> Layout:
        layout = self.profile.headers.layout(self.settings.software or self.profile.identity.software)
        supported = layout.constants.get("Supported")
        if supported is None:
            return layout
        return replace(layout, constants={**layout.constants, "Supported": self._supported(supported)})

    def _supported(self, usual: str) -> str:
        tags = [tag.strip() for tag in usual.split(",")]
        if self.offers_100rel is Offers100rel.OFF:
            tags = [tag for tag in tags if tag != OPTION_TAG]
        elif OPTION_TAG not in tags:
            tags.append(OPTION_TAG)
        if self.profile.calls.session_timer and not self.settings.session_timer:
            tags = [tag for tag in tags if tag != TIMER]
        return ", ".join(tags)

    def _origins_of_constants(self) -> dict[str, EventId]:
        return {
            header: self.origins[field]
            for field, headers in WRITTEN_BY.items()
            if field in self.origins
            for header in headers
        }

    @property
    def via(self) -> ViaStyle:
        asks = self.settings.rport
        if asks is None:
            return self.profile.headers.via
        usual = (
            self.profile.headers.via if self.profile.headers.via is not ViaStyle.WITHOUT_RPORT else ViaStyle.RPORT_LAST
        )
        return usual if asks else ViaStyle.WITHOUT_RPORT

    @property
    def extensions(self) -> tuple[str, ...]:
        """What an INVITE may require of it; 100rel is decided by the habit."""
        return (OPTION_TAG, *(tag.strip() for tag in self.layout.constants.get("Supported", "").split(",")))

    # What its owner has decided, or else the model

    @property
    def offers_100rel(self) -> Offers100rel:
        return self.settings.offers_100rel or self.profile.reliability.as_caller

    @property
    def habit(self) -> Habit:
        return self.settings.answers_100rel or self.profile.reliability.as_callee

    @property
    def expires(self) -> int:
        return self.profile.registering.expires if self.settings.expires is None else self.settings.expires

    @property
    def second_call(self) -> SecondCall:
        return self.settings.second_call or self.profile.calls.second_call

    @property
    def digits(self) -> SayDigits:
        return self.settings.digits or self.profile.digits.method

    @property
    def session_timer(self) -> Mapping[str, str]:
        return self.profile.calls.session_timer if self.settings.session_timer else {}

    @property
    def required(self) -> tuple[str, ...]:
        """The option tags that its INVITE requires."""
        reliable = (OPTION_TAG,) if self.offers_100rel is Offers100rel.REQUIRED else ()
        return (*reliable, *self.settings.requires)

    @property
    def by_itself(self) -> AnswersByItself:
        """Whether, and how, it answers without its owner."""
        return AnswersByItself(self.profile.asked_by, self.profile.intercom, self.settings.answering)

    @property
    def can_transfer(self) -> bool:
        return self.profile.transfers.can if self.settings.can_transfer is None else self.settings.can_transfer

    @property
    def takes_refer(self) -> TakesRefer:
        return self.settings.takes_refer or self.profile.transfers.takes_refer

    @property
    def refer_to(self) -> ReferTo:
        return self.settings.refer_to or self.profile.transfers.refer_to

    @property
    def hold(self) -> Hold:
        return self.settings.hold or self.profile.calls.hold

    @property
    def auth_user(self) -> str:
        return self.settings.auth_user or self.settings.user


def _read(settings: Settings, host: Host) -> Mapping[str, EventId]:
    """Of each setting in force, the event that it was read."""
    return {
        field: host.note(SettingRead(setting.place, setting.name, setting.value))
        for field, setting in settings.in_force.items()
    }
