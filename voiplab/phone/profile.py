"""What one model of telephone does, as data: read from `profiles/*.yaml` by `profile_reader`.

Each section is a frozen value; every field of it has a source in the file. What the person sets is in `Settings`, not here.
"""

from collections.abc import Mapping
from enum import Enum

from voiplab.phone.evidence import Source
from voiplab.phone.intercom import AskedBy, Intercom
from voiplab.phone.portless import PortlessLayout
from voiplab.phone.refusal import Refusal
from voiplab.phone.token_format import Span, TokenFormat
from voiplab.phone.transfers import Transfers
from voiplab.sdp.codec import Codec
from voiplab.sdp.description import Hold
from voiplab.sdp.layout import SdpLayout
from voiplab.sdp.offer_answer import Extent, Policy, Preference
from voiplab.sip.layout import Layout
from voiplab.sip.reliability import Habit
from voiplab.sip.value import value


class Provisioning(Enum):
    """The kind of file that sets the phone up."""

    MICROSIP_INI = "MicroSIP.ini"
    OBIHAI_XML = "Obihai parameter XML"
    PHONE_INI = "phone.ini"
    YEALINK_CFG = "Yealink cfg"
    POLYCOM_CFG = "Polycom cfg"
    GRANDSTREAM = "Grandstream P-values"
    ZOIPER_XML = "Zoiper Config.xml"
    BLINK_CONFIG = "Blink config"
    LINPHONERC = "linphonerc"
    BARESIP = "baresip config and accounts"


class ViaStyle(Enum):
    """Where a Via says rport, if it does."""

    RPORT_FIRST = "rport first"
    RPORT_LAST = "rport last"
    WITHOUT_RPORT = "without rport"
    SHORT = "without rport, and without the port when it is 5060"


class AnsweredVia(Enum):
    """What becomes of the topmost Via in a response."""

    AS_LEARNED = "received only where it tells something"  # RFC 3261 section 18.2.1
    ALWAYS_RECEIVED = "rport, received, branch"


class ExpiresIn(Enum):
    """Where a REGISTER says how long it wants to be registered."""

    HEADER = "the Expires header"
    CONTACT = "the Contact"


class Offers100rel(Enum):
    """What the phone says of 100rel in its own INVITE."""

    OFF = "off"
    SUPPORTED = "supported"
    REQUIRED = "required"


class UsesGruu(Enum):
    """What the phone makes of the GRUUs in the 200 to its REGISTER (RFC 5627 section 5.4)."""

    NEVER = "never"
    PUBLIC = "the public one is its Contact"


class SecondCall(Enum):
    """What a phone that is in a call does with another one."""

    RINGS = "rings"
    BUSY = "is refused as busy"


class SessionId(Enum):
    """How the number in o= is made."""

    NTP_SECONDS = "seconds since 1900"
    UNIX_SECONDS = "seconds since 1970"
    RANDOM = "random"


class FirstVersion(Enum):
    """The second number in o= of a phone's first description."""

    THE_ID = "same as the id"
    ONE = "one"
    RANDOM = "random"


class SayDigits(Enum):
    """How pressed keys travel."""

    EVENTS = "RFC 4733"
    INFO = "INFO"
    TONES = "in the sound"


@value(frozen=True, slots=True)
class Identity:
    vendor: str
    model: str
    firmware: str
    software: str
    """What it calls itself in User-Agent or Server."""
    provisioning: Provisioning


@value(frozen=True, slots=True)
class Tokens:
    branch: TokenFormat
    tag: TokenFormat
    call_id: TokenFormat
    cnonce: TokenFormat
    mac: TokenFormat
    """The address of the phone's network card, for formats that name it."""
    instance: TokenFormat
    """What follows `urn:uuid:` in its +sip.instance."""
    contact_user: TokenFormat
    """For Contacts whose user is not, or not only, the one of its address: `{contact_user}` in their templates."""
    first_cseq: Span
    first_rseq: Span


@value(frozen=True, slots=True)
class Headers:
    """The orders and constants of a `Layout`; `{software}` in a constant is the name of the identity."""

    orders: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, str]
    length: str
    length_of_nothing: str
    via: ViaStyle
    answered_via: AnsweredVia
    ports_in_from_and_to: bool

    def layout(self, software: str) -> Layout:
        kind = Layout if self.ports_in_from_and_to else PortlessLayout
        constants = {name: value.replace("{software}", software) for name, value in self.constants.items()}
        return kind(self.orders, constants, self.length, self.length_of_nothing)


@value(frozen=True, slots=True)
class Addresses:
    """Templates over `display` (quoted, with a space after it, or nothing), `user`, `domain`, `address` (ip:port),
    `short_address` (without a port that is 5060), `contact_user` and `transport` (UDP or TCP)."""

    registrar: str
    """The Request-URI of a REGISTER, over `server`."""
    target: str
    """The Request-URI of an INVITE; here `user` is who is called."""

    local: str
    """From of its requests, and both From and To of a REGISTER."""
    remote: str
    """To of its requests; here `user` is who is called."""
    contact: str
    contact_by_tcp: str
    binding: str
    """What a REGISTER puts after the Contact: parameters over `expires` and `instance`."""
    binding_by_tcp: str
    remote_party: str
    """Remote-Party-ID of its INVITE; empty: it writes none."""
    preferred_identity: str
    """P-Preferred-Identity likewise (RFC 3325)."""
    port: Span
    """Its SIP port, unless it is told one."""


@value(frozen=True, slots=True)
class Registering:
    """`expires` and the waits are whole seconds."""

    expires: int
    expires_in: ExpiresIn
    refresh_before_end: int
    retry_after: int
    tag_per_registration: bool
    """A new From tag for each refresh, as against one for the life of the phone."""
    supported_by_udp: str
    supported_by_tcp: str
    """Supported of a REGISTER; empty: as in other requests, if at all. By TCP the connection is kept (RFC 5626)."""
    gruu: UsesGruu
    digest_order: tuple[str, ...]


@value(frozen=True, slots=True)
class Reliability:
    as_caller: Offers100rel
    as_callee: Habit


@value(frozen=True, slots=True)
class Calls:
    trying: bool
    """It says 100 Trying before anything else; RFC 3261 section 17.2.1 asks for it only after 200 ms."""
    second_call: SecondCall
    busy: Refusal
    do_not_disturb: Refusal
    declined: Refusal
    no_common_codec: Refusal
    unasked_notify: Refusal
    """Its answer to a NOTIFY that it has not subscribed to."""
    hold: Hold
    session_timer: Mapping[str, str]
    """Headers that it adds to its INVITE while session timers are on (RFC 4028); no refresh is simulated."""


@value(frozen=True, slots=True)
class Sdp:
    """Templates of an `SdpLayout`, and what fills them."""

    session: tuple[str, ...]
    offer: tuple[str, ...]
    answer: tuple[str, ...]
    static: tuple[str, ...]
    """Lines of a codec whose number needs no rtpmap; none: as of any other."""
    user: str
    """In o=, over `user`."""
    codecs: tuple[Codec, ...]
    preference: Preference
    extent: Extent
    session_id: SessionId | Span
    first_version: FirstVersion
    answer_raises_version: bool
    ptime: int
    first_port: int
    cname: TokenFormat

    @property
    def layout(self) -> SdpLayout:
        return SdpLayout(self.session, self.offer, self.answer, static=self.static)

    @property
    def policy(self) -> Policy:
        return Policy(self.preference, self.extent)


@value(frozen=True, slots=True)
class Digits:
    method: SayDigits
    info_type: str
    info_body: str
    """With `key` and, in milliseconds, `duration`."""
    duration: int


@value(frozen=True, slots=True)
class Profile:
    name: str
    identity: Identity
    tokens: Tokens
    headers: Headers
    addresses: Addresses
    registering: Registering
    reliability: Reliability
    calls: Calls
    sdp: Sdp
    digits: Digits
    asked_by: AskedBy
    intercom: Intercom
    transfers: Transfers
    sources: Mapping[str, tuple[Source, ...]]
    """`section.field` -> what the claim rests on."""
