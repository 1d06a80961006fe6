"""A profile with what its owner has set: all that a phone of that model on that host says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from voiplab.net.address import Address
from voiplab.net.host import Host
from voiplab.net.packet import Transport
from voiplab.phone.profile import (
    AnsweredVia,
    FirstVersion,
    Offers100rel,
    Profile,
    SayDigits,
    SecondCall,
    SessionId,
    ViaStyle,
)
from voiplab.phone.provisioning.settings import Settings
from voiplab.recording.events import EventId, SettingRead
from voiplab.sdp.codec import STATIC, Codec
from voiplab.sdp.description import Description, Stream
from voiplab.sdp.offer_answer import NotAcceptable, answer
from voiplab.sdp.session import Session
from voiplab.sip.draft import Draft
from voiplab.sip.layout import Layout
from voiplab.sip.reader import quote
from voiplab.sip.reliability import Habit
from voiplab.sip.reliable import OPTION_TAG
from voiplab.sip.transaction.timing import Timing
from voiplab.ua.manner import Manner, always_received, as_learned, plain, rport_first, rport_last

TIMER: Final = "timer"
FROM_1900_TO_1970: Final = 2_208_988_800
"""Seconds; NTP counts from 1900 (RFC 5905 section 6)."""
MOST_SESSION_ID: Final = 1 << 31
LINE: Final = "1"

VIAS: Final = {
    ViaStyle.RPORT_FIRST: rport_first,
    ViaStyle.RPORT_LAST: rport_last,
    ViaStyle.WITHOUT_RPORT: plain,
}
ANSWERED_VIAS: Final = {AnsweredVia.AS_LEARNED: as_learned, AnsweredVia.ALWAYS_RECEIVED: always_received}
WRITTEN_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "software": ("User-Agent", "Server"),
    "offers_100rel": ("Supported", "Require"),
    "session_timer": ("Supported", "Session-Expires", "Min-SE"),
}
"""A setting, and the constant headers that it shapes."""


@dataclass(frozen=True)
class Setup:
    """Made once per phone, with its address."""

    profile: Profile
    settings: Settings
    host: Host
    at: Address
    facts: Mapping[str, str]
    origins: Mapping[str, EventId]
    """Of each setting in force, the event that it was read."""

    @classmethod
    def of(cls, profile: Profile, settings: Settings, host: Host) -> "Setup":
        ip = host.ips[0]
        port = settings.port or profile.addresses.port.draw(host.chance("port"))
        facts = {"ip": ip, "line": LINE}
        facts["mac"] = profile.tokens.mac.draw(host.chance("mac"), facts)
        origins = {
            field: host.note(SettingRead(setting.place, setting.name, setting.value))
            for field, setting in settings.in_force.items()
        }
        return cls(profile, settings, host, Address(ip, port), facts, origins)

    # How it speaks

    @property
    def manner(self) -> Manner:
        tokens = self.profile.tokens
        return Manner(
            self.layout,
            Timing(),
            partial(tokens.branch.draw, facts=self.facts),
            partial(tokens.tag.draw, facts=self.facts),
            VIAS[self.profile.headers.via],
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
    def auth_user(self) -> str:
        return self.settings.auth_user or self.settings.user

    # Its addresses

    @property
    def local(self) -> str:
        return self._filled(self.profile.addresses.local)

    @property
    def contact(self) -> str:
        addresses = self.profile.addresses
        return self._filled(addresses.contact if self._by_udp else addresses.contact_by_tcp)

    def binding(self, expires: int) -> str:
        """The Contact of a REGISTER."""
        addresses = self.profile.addresses
        params = addresses.binding if self._by_udp else addresses.binding_by_tcp
        written = params.format(expires=expires, mac=self.facts["mac"])
        if not self.settings.instance:
            written = "".join(f";{param}" for param in written.split(";")[1:] if not param.startswith("+sip.instance"))
        return self.contact + written

    @property
    def supported_of_register(self) -> str:
        return "" if self._by_udp else self.profile.registering.supported_by_tcp

    def remote(self, number: str) -> str:
        """To of a call to that number, or to a whole address."""
        if is_address(number):
            return f"<{number}>"
        return self.profile.addresses.remote.format(user=number, domain=self.settings.domain)

    def target(self, number: str) -> str:
        """The Request-URI of such a call."""
        return number if is_address(number) else f"sip:{number}@{self.settings.domain}"

    @property
    def _by_udp(self) -> bool:
        return self.settings.transport is Transport.UDP

    def _filled(self, template: str) -> str:
        display = f"{quote(self.settings.display)} " if self.settings.display else ""
        settings = self.settings
        return template.format(display=display, user=settings.user, domain=settings.domain, address=self.at)

    # What it adds to its messages

    def add_to_invite(self, draft: Draft) -> None:
        """Contact, and what an INVITE outside of a dialog says besides."""
        draft.add("Contact", self.contact)
        required = [OPTION_TAG] if self.offers_100rel is Offers100rel.REQUIRED else []
        if required or self.settings.requires:
            origin = self.origins.get("requires") or self.origins.get("offers_100rel")
            draft.add("Require", ", ".join([*required, *self.settings.requires]), origin)
        for name, value in self.session_timer.items():
            draft.add(name, value)
        if self.profile.addresses.remote_party and self.settings.remote_party:
            draft.add("Remote-Party-ID", self._filled(self.profile.addresses.remote_party))

    # Its media

    def can_answer(self, offer: Session) -> bool:
        """There is a codec in common."""
        local = Description(self.at.ip, 1, 1, (Stream("audio", self.profile.sdp.first_port, self.codecs),))
        return not isinstance(answer(offer, local, self.profile.sdp.policy), NotAcceptable)

    @property
    def codecs(self) -> tuple[Codec, ...]:
        own = self.profile.sdp.codecs
        if self.settings.codecs is None:
            return own
        known = [*own, *STATIC.values()]
        chosen = [codec for name in self.settings.codecs for codec in known if _is_called(codec, name)]
        events = [codec for codec in own if not codec.is_speech]
        return tuple(dict.fromkeys([*chosen, *events]))

    def description(self, port: int) -> Description:
        """All that it can do, as its first words in a session."""
        sdp, chance = self.profile.sdp, self.host.chance("sdp")
        number = self._session_id()
        version = number if sdp.first_version is FirstVersion.THE_ID else 1
        stream = Stream(
            "audio",
            port,
            self.codecs,
            ptime=sdp.ptime,
            rtcp=port + 1,
            ssrc=chance.below(1 << 32),
            cname=sdp.cname.draw(chance, self.facts),
        )
        return Description(self.at.ip, number, version, (stream,))

    def _session_id(self) -> int:
        seconds = self.host.calendar.unix(self.host.now)
        match self.profile.sdp.session_id:
            case SessionId.NTP_SECONDS:
                return seconds + FROM_1900_TO_1970
            case SessionId.UNIX_SECONDS:
                return seconds
            case SessionId.RANDOM:
                return self.host.chance("sdp").below(MOST_SESSION_ID)


def is_address(number: str) -> bool:
    return number.lower().startswith(("sip:", "sips:"))


def knows_codec(profile: Profile, name: str) -> bool:
    return any(_is_called(codec, name) for codec in (*profile.sdp.codecs, *STATIC.values()))


def _is_called(codec: Codec, name: str) -> bool:
    return codec.encoding.lower() == name.lower()
