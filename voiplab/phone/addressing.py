"""What a phone writes where an address stands: its own, that of the other side, its Contact and its binding."""

from typing import Final

from voiplab.net.address import Address
from voiplab.net.packet import Transport
from voiplab.phone.gruu import Gruu
from voiplab.phone.profile import Profile, UsesGruu
from voiplab.phone.provisioning.settings import Settings
from voiplab.sip.reader import quote
from voiplab.sip.value import value

INSTANCE: Final = "+sip.instance"
DEFAULT_PORT: Final = 5060


@value(frozen=True, slots=False)
class Addressing:
    profile: Profile
    settings: Settings
    at: Address
    instance: str
    contact_user: str
    gruu: Gruu

    @property
    def local(self) -> str:
        """From of its requests, and From and To of a REGISTER."""
        return self._filled(self.profile.addresses.local)

    @property
    def contact(self) -> str:
        """In a call: the GRUU of this phone, if it has one and uses it (RFC 5627 section 4.3), or else where it is."""
        if self.profile.registering.gruu is UsesGruu.PUBLIC and self.gruu.public:
            return f"<{self.gruu.public}>"
        return self.place

    @property
    def place(self) -> str:
        """Where it is, as its REGISTER says it."""
        addresses = self.profile.addresses
        return self._filled(addresses.contact if self._by_udp else addresses.contact_by_tcp)

    @property
    def registrar(self) -> str:
        """The Request-URI of a REGISTER."""
        return self.profile.addresses.registrar.format(server=self.settings.server, transport=self._transport)

    def binding(self, expires: int) -> str:
        """The Contact of a REGISTER."""
        addresses = self.profile.addresses
        params = addresses.binding if self._by_udp else addresses.binding_by_tcp
        written = [param for param in params.format(expires=expires, instance=self.instance).split(";") if param]
        if not self.settings.instance:
            written = [param for param in written if not param.startswith(INSTANCE)]
        return "".join([self.place, *(f";{param}" for param in written)])

    @property
    def supported_of_register(self) -> str:
        registering = self.profile.registering
        return registering.supported_by_udp if self._by_udp else registering.supported_by_tcp

    @property
    def remote_party(self) -> str:
        """Remote-Party-ID; empty where it writes none."""
        return self._filled(self.profile.addresses.remote_party) if self.settings.remote_party else ""

    @property
    def preferred_identity(self) -> str:
        """P-Preferred-Identity; empty where it writes none."""
        return self._filled(self.profile.addresses.preferred_identity)

    def remote(self, number: str) -> str:
        """To of a call to that number, or to a whole address."""
        if is_address(number):
            return f"<{number}>"
        return self._of(self.profile.addresses.remote, number)

    def aor(self, number: str) -> str:
        """The address of a number, as a Refer-To names it; a whole address stays what it is."""
        return number if is_address(number) else f"sip:{number}@{self.settings.domain}"

    def target(self, number: str) -> str:
        """The Request-URI of such a call."""
        if is_address(number):
            return number
        return self._of(self.profile.addresses.target, number)

    def _of(self, template: str, number: str) -> str:
        return template.format(user=number, domain=self.settings.domain, transport=self._transport)

    @property
    def _transport(self) -> str:
        return self.settings.transport.value

    @property
    def _by_udp(self) -> bool:
        return self.settings.transport is Transport.UDP

    def _filled(self, template: str) -> str:
        settings = self.settings
        display = f"{quote(settings.display)} " if settings.display else ""
        return template.format(
            display=display,
            user=settings.user,
            domain=settings.domain,
            address=self.at,
            short_address=self.at.ip if self.at.port == DEFAULT_PORT else self.at,
            contact_user=self.contact_user,
            transport=self._transport,
        )


def is_address(number: str) -> bool:
    return number.lower().startswith(("sip:", "sips:"))
