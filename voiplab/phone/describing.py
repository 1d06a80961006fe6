"""The session description of a phone that can do all it can: its codecs, its port, its numbers in o=."""

from dataclasses import replace
from functools import lru_cache
from typing import Final

from voiplab.phone.profile import FirstVersion, Profile, SessionId
from voiplab.phone.setup import Setup
from voiplab.phone.token_format import Span
from voiplab.sdp.codec import STATIC, Codec
from voiplab.sdp.description import Description, Stream
from voiplab.sdp.offer_answer import NotAcceptable, answer
from voiplab.sdp.session import Session

FROM_1900_TO_1970: Final = 2_208_988_800
"""Seconds; NTP counts from 1900 (RFC 5905 section 6)."""
MOST_SESSION_ID: Final = 1 << 31


def description(setup: Setup, port: int) -> Description:
    """Its first words in a session."""
    sdp, chance = setup.profile.sdp, setup.host.chance("sdp")
    number = _session_id(setup)
    version = _first_version(setup, number)
    stream = Stream(
        "audio",
        port,
        codecs(setup),
        ptime=sdp.ptime,
        rtcp=port + 1,
        ssrc=chance.below(1 << 32),
        cname=sdp.cname.draw(chance, setup.facts),
    )
    user = sdp.user.format(user=setup.settings.user)
    return Description(setup.at.ip, number, version, (stream,), user)


def can_answer(setup: Setup, offer: Session) -> bool:
    """There is a codec in common."""
    sdp = setup.profile.sdp
    local = Description(setup.at.ip, 1, 1, (Stream("audio", sdp.first_port, codecs(setup)),))
    return not isinstance(answer(offer, local, sdp.policy), NotAcceptable)


def codecs(setup: Setup) -> tuple[Codec, ...]:
    """In the order that its owner or its maker prefers; key presses last."""
    own, names = setup.profile.sdp.codecs, setup.settings.codecs
    chosen = own if names is None else _chosen(own, names)
    return chosen if setup.settings.events is None else _with_events(chosen, setup.settings.events)


@lru_cache(maxsize=64)
def _with_events(codecs: tuple[Codec, ...], payload: int) -> tuple[Codec, ...]:
    """With that number for telephone-event at 8 kHz."""
    return tuple(replace(one, payload=payload) if one.is_events and one.clock == 8_000 else one for one in codecs)


@lru_cache(maxsize=64)
def _chosen(own: tuple[Codec, ...], names: tuple[str, ...]) -> tuple[Codec, ...]:
    known = [*own, *STATIC.values()]
    chosen = [codec for name in names for codec in known if _is_called(codec, name)]
    events = [codec for codec in own if not codec.is_speech]
    return tuple(dict.fromkeys([*chosen, *events]))


def knows_codec(profile: Profile, name: str) -> bool:
    return any(_is_called(codec, name) for codec in (*profile.sdp.codecs, *STATIC.values()))


def _session_id(setup: Setup) -> int:
    seconds = setup.host.calendar.unix(setup.host.now)
    match setup.profile.sdp.session_id:
        case Span() as span:
            return span.draw(setup.host.chance("sdp"))
        case SessionId.NTP_SECONDS:
            return seconds + FROM_1900_TO_1970
        case SessionId.UNIX_SECONDS:
            return seconds
        case SessionId.RANDOM:
            return setup.host.chance("sdp").below(MOST_SESSION_ID)


def _first_version(setup: Setup, number: int) -> int:
    match setup.profile.sdp.first_version:
        case FirstVersion.THE_ID:
            return number
        case FirstVersion.ONE:
            return 1
        case FirstVersion.RANDOM:
            return setup.host.chance("sdp").below(MOST_SESSION_ID)


def _is_called(codec: Codec, name: str) -> bool:
    return codec.encoding.lower() == name.lower()
