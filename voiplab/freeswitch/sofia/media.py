"""SDP and RTP of one leg: which codecs are offered and chosen, on which port, and what is said and heard there."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from voiplab.freeswitch.sofia import tokens
from voiplab.freeswitch.sofia.ground import Ground
from voiplab.freeswitch.sofia.info import INFO
from voiplab.freeswitch.sofia.ports import open_audio
from voiplab.net.address import Address
from voiplab.rtp.flow import Flow
from voiplab.sdp.codec import EVENTS, STATIC, Codec
from voiplab.sdp.description import Description, Stream
from voiplab.sdp.layout import SdpLayout
from voiplab.sdp.offer_answer import Extent, NotAcceptable, Policy, Preference, answer, settle
from voiplab.sdp.path import Path, path
from voiplab.sdp.session import Session
from voiplab.ua.media import Audio

LAYOUT: Final = SdpLayout(
    session=(
        "v=0",
        "o={user} {id} {version} IN {origin family} {origin}",
        "s={user}",
        "c=IN {family} {address}",
        "t=0 0",
    ),
    offer=("m={media}", "{codecs}", "a={one way}", "a=ptime:{ptime}", "a=rtcp:{rtcp} IN {family} {address}"),
)

NOISE: Final = STATIC[13]

SPOKEN: Final = {codec.name: codec for codec in (*(STATIC[number] for number in (0, 8, 9, 3, 18)),)}
"""Codecs by the name that the codec preferences use."""

PREFERENCES: Final = {"generous": Preference.OFFERER, "greedy": Preference.ANSWERER, "scrooge": Preference.ANSWERER}
"""inbound-codec-negotiation: whose order decides."""


class Agreed(NamedTuple):
    """What two descriptions come to."""

    local: Description
    remote: Session
    path: Path | None


class LegMedia:
    """One audio stream. The port is taken when the first SDP is written."""

    def __init__(self, ground: Ground, codecs: str, hears: Callable[[Flow, Address], None]) -> None:
        """`codecs`: which preferences of the profile count, `inbound` or `outbound`."""
        self._ground = ground
        self._preferred = codecs
        self._hears = hears
        self._audio: Audio | None = None
        self.local: Description | None = None
        self.remote: Session | None = None
        self._said = ""
        self._agreed: Agreed | None = None

    # What is written

    def offer(self, only: str = "") -> bytes:
        """An offer with all preferred codecs, key presses and comfort noise; `only` one of them, when the caller's codec is
        settled already."""
        codecs = [codec for codec in self._codecs() if only in ("", codec.name)] or self._codecs()
        noise = [] if self._ground.flag("suppress-cng") or self._ground.flag("supress-cng") else [NOISE]
        self.local = self._description((*codecs, *self._events(), *noise))
        return LAYOUT.write_offer(self.local)

    def answer(self, offer: Session) -> bytes | NotAcceptable:
        """The answer to an offer: the first common codec, and key presses. What does not fit leaves everything as it was."""
        codecs = (*self._codecs(), *self._events())
        previous = self.local
        mine = previous or self._description(codecs)
        if previous is not None:
            mine = self._again(previous, codecs)
        negotiation = self._ground.setting("inbound-codec-negotiation").value
        policy = Policy(PREFERENCES.get(negotiation, Preference.OFFERER), Extent.ONE, echoes_rtcp=True)
        said = answer(offer, mine, policy, previous)
        if isinstance(said, NotAcceptable):
            return said
        self.local = said
        self.remote = offer
        self._follow()
        return LAYOUT.write_answer(said)

    def again(self) -> bytes:
        """What was answered already: a 200 repeats the SDP of its 183."""
        assert self.local is not None
        return LAYOUT.write_answer(self.local)

    def offer_elsewhere(self) -> bytes:
        """The same offer to another target, after a redirection: a new version, without comfort noise."""
        assert self.local is not None
        streams = tuple(
            replace(slot, codecs=tuple(codec for codec in slot.codecs if codec.payload != NOISE.payload))
            if isinstance(slot, Stream)
            else slot
            for slot in self.local.streams
        )
        self.local = replace(self.local, streams=streams, version=self.local.version + 1)
        return LAYOUT.write_offer(self.local)

    def offer_again(self) -> bytes:
        """All that we can do once more, for a re-INVITE that has no offer: a new version, key presses without their fmtp."""
        assert self.local is not None
        codecs = (*self._codecs(), *(replace(events, fmtp=None) for events in self._events()))
        self.local = replace(self._again(self.local, codecs), version=self.local.version + 1)
        return LAYOUT.write_offer(self.local)

    def settle(self, answered: Session) -> bool:
        """The answer to our offer, in an 18x or a 2xx: whether it has a codec of ours."""
        assert self.local is not None
        self.remote = answered
        self._follow()
        return not isinstance(settle(self.local, answered), NotAcceptable)

    # What is said

    def say(self, content: str) -> None:
        self._said = content
        if self._audio is not None:
            self._audio.say(content)

    def press(self, digit: str) -> None:
        """A key, as an event (RFC 4733); nothing when the other side takes none."""
        if self._audio is not None:
            self._audio.press(digit)

    def close(self) -> None:
        if self._audio is not None:
            self._audio.close()
            self._audio = None
        self._hears = _unheard

    @property
    def codec(self) -> str:
        """The name of the negotiated codec, for `show channels`; empty before."""
        settled = self._settled
        return settled.codec.name if settled and settled.codec else ""

    @property
    def _settled(self) -> Path | None:
        """What both sides have agreed upon; looked at again when either has said something new."""
        if self.local is None or self.remote is None:
            return None
        agreed = self._agreed
        if agreed is None or agreed.local is not self.local or agreed.remote is not self.remote:
            agreed = self._agreed = Agreed(self.local, self.remote, path(self.local, self.remote))
        return agreed.path

    def _follow(self) -> None:
        if self._audio is not None:
            self._audio.follow(self._settled)
            self._audio.say(self._said)

    def _description(self, codecs: Sequence[Codec]) -> Description:
        ground = self._ground
        ip = ground.setting("rtp-ip").value or ground.setting("sip-ip").value
        self._audio = open_audio(ground, ip, self._hears)
        port = self._audio.at.port
        number = tokens.session_id(ground.host.calendar, ground.host.now, port)
        user = ground.setting("username").value
        return Description(ip, number, number + 1, (Stream("audio", port, tuple(codecs)),), user)

    def _again(self, previous: Description, codecs: Sequence[Codec]) -> Description:
        """The same session, with everything that we can do."""
        port = next(slot.port for slot in previous.streams if isinstance(slot, Stream))
        return Description(
            previous.address,
            previous.session_id,
            previous.version,
            (Stream("audio", port, tuple(codecs)),),
            previous.user,
        )

    def _codecs(self) -> list[Codec]:
        names = self._ground.profile.codecs(self._preferred).value.split(",")
        return [SPOKEN[name.strip().partition("@")[0].upper()] for name in names if _is_spoken(name)]

    def _events(self) -> list[Codec]:
        """Keys in the media (RFC 4733), unless they are said in INFO."""
        if self._ground.setting("dtmf-type").value.lower() == INFO:
            return []
        return [Codec(self._ground.setting("rfc2833-pt").number, EVENTS, 8000, fmtp="0-15")]


def _is_spoken(name: str) -> bool:
    return name.strip().partition("@")[0].upper() in SPOKEN


def _unheard(_flow: Flow, _source: Address) -> None:
    """The call is over."""
