"""The keys of `MicroSIP.ini` and what their values mean, by settings.cpp of MicroSIP 3.22.3.

Numbers are read as C's `atoi` reads them, so a wrong one is 0 and the program takes its default.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from voiplab.net.packet import Transport
from voiplab.phone.intercom import Barge
from voiplab.phone.profile import SayDigits, SecondCall
from voiplab.phone.provisioning.settings import Ignored, Key, Settings, Undone
from voiplab.phone.provisioning.values import choice, port, undone_unless

OFF: Final = ("", "0")
DEFAULT_EXPIRES: Final = 300
LEAST_EXPIRES: Final = 10

_INTEGER = re.compile(r"\s*[-+]?[0-9]{1,9}")
_CODEC = re.compile(r"([A-Za-z0-9.\-]+/[0-9]+)(/[0-9]+)?")


def atoi(value: str) -> int:
    found = _INTEGER.match(value)
    return int(found.group()) if found else 0


def _expires(value: str) -> int:
    seconds = atoi(value)
    return max(seconds, LEAST_EXPIRES) if seconds > 0 else DEFAULT_EXPIRES


def _codecs(value: str) -> tuple[str, ...] | None:
    """`PCMA/8000/1 PCMU/8000/1`: encodings with clock and channels, best first; none leaves the defaults."""
    found = [_CODEC.fullmatch(word) for word in value.split()]
    if not all(found):
        raise Ignored("codecs are written like PCMU/8000/1, with spaces between them")
    return tuple(one[1] for one in found if one) or None


def _digits(value: str) -> SayDigits:
    methods = {1: SayDigits.TONES, 2: SayDigits.EVENTS, 3: SayDigits.INFO}
    return methods.get(atoi(value), SayDigits.EVENTS)


def _deny_incoming(settings: Settings, value: str) -> Settings:
    if value not in ("", "button", "all"):
        raise Undone("refusing calls by their addresses")
    return replace(settings, do_not_disturb=settings.do_not_disturb or value == "all")


def _do_not_disturb(settings: Settings, value: str) -> Settings:
    return replace(settings, do_not_disturb=settings.do_not_disturb or atoi(value) != 0)


def _second_call(settings: Settings, value: str) -> Settings:
    return replace(settings, second_call=SecondCall.RINGS if atoi(value) else SecondCall.BUSY)


def _auto_answer(settings: Settings, value: str) -> Settings:
    """With `button` the AA key decides, wherever its line stands."""
    if value == "button":
        return settings
    how = replace(settings.answering, allowed=value == "header", every_call=value == "all")
    return replace(settings, answering=how)


def _auto_answer_key(settings: Settings, value: str) -> Settings:
    if settings.answering.allowed is not None:
        raise Ignored("autoAnswer is not `button`")
    return replace(settings, answering=replace(settings.answering, every_call=atoi(value) != 0))


def _auto_answer_delay(settings: Settings, value: str) -> Settings:
    return replace(settings, answering=replace(settings.answering, every_call_after=max(0, atoi(value))))


def _auto_answer_number(settings: Settings, value: str) -> Settings:
    patterns = tuple(one.strip() for one in re.split(r"[;|]", value) if one.strip())
    return replace(settings, answering=replace(settings.answering, only_from=patterns))


def _auto_answer_calls(settings: Settings, value: str) -> Settings:
    if value == "all":
        raise Undone("answering while other calls go on")
    barge = Barge.HOLDS if value == "hold" else Barge.RINGS
    return replace(settings, answering=replace(settings.answering, barge=barge))


def _local_sounds(settings: Settings, value: str) -> Settings:
    return replace(settings, answering=replace(settings.answering, tone=atoi(value) != 0))


def _nothing_more(settings: Settings, _value: str) -> Settings:
    """Read before all others."""
    return settings


TRANSPORTS: Final[Mapping[str, Transport]] = {"udp": Transport.UDP, "tcp": Transport.TCP}
PROGRAM: Final[Mapping[str, Key]] = {
    "accountId": Key("which [AccountN] is in use", _nothing_more),
    "version": Key("the version that wrote the file", _nothing_more),
    "audioCodecs": Key(
        "the codecs of its SDP, best first", lambda settings, value: replace(settings, codecs=_codecs(value))
    ),
    "DTMFMethod": Key(
        "how pressed keys travel: 0 or 2 RFC 2833, 1 in the sound, 3 INFO",
        lambda settings, value: replace(settings, digits=_digits(value)),
    ),
    "denyIncoming": Key("who may call: with `button`, the DND key decides", _deny_incoming),
    "DND": Key("the Do Not Disturb key", _do_not_disturb),
    "callWaiting": Key("whether a second call rings", _second_call),
    "sourcePort": Key(
        "its own SIP port; 0 is any free one", lambda settings, value: replace(settings, port=port(value))
    ),
    "rtpPortMin": Key("the first port of its media", lambda settings, value: replace(settings, media_port=port(value))),
    "userAgent": Key("what it calls itself", lambda settings, value: replace(settings, software=value or None)),
    "autoAnswer": Key("who is answered by itself: button (the AA key decides), header, all", _auto_answer),
    "AA": Key("the auto answer key", _auto_answer_key),
    "autoAnswerDelay": Key("seconds before it answers everybody", _auto_answer_delay),
    "autoAnswerNumber": Key("whom it answers by itself, with wildcards: 10*;20*", _auto_answer_number),
    "autoAnswerCalls": Key("whether it does so in a call: nothing, hold", _auto_answer_calls),
    "localDTMF": Key("its own sounds, the one before it answers among them", _local_sounds),
    "forwarding": Key("call forwarding", undone_unless(("", "button"), "call forwarding")),
    "FWD": Key("the forwarding key", undone_unless(OFF, "call forwarding")),
    "maxConcurrentCalls": Key("how many calls at a time", undone_unless(OFF, "a limit of calls")),
    "autoHangUpTime": Key("ending long calls", undone_unless(OFF, "hanging up by itself")),
    "enableSTUN": Key("asking a STUN server", undone_unless(OFF, "STUN")),
    "dnsSrv": Key("looking for SRV records", undone_unless(OFF, "DNS SRV")),
    "rport": Key("asking for rport", undone_unless(("", "1"), "a Via without rport")),
    "enableFeatureCodeBT": Key("blind transfer by DTMF", undone_unless(OFF, "a transfer by DTMF")),
    "enableFeatureCodeAT": Key("attended transfer by DTMF", undone_unless(OFF, "a transfer by DTMF")),
    "VAD": Key("sending nothing in silence", undone_unless(OFF, "voice activity detection")),
}
ACCOUNT: Final[Mapping[str, Key]] = {
    "server": Key("where it registers", lambda settings, value: replace(settings, server=value)),
    "domain": Key(
        "the host of its address, and where calls go", lambda settings, value: replace(settings, domain=value)
    ),
    "username": Key("the user of its address", lambda settings, value: replace(settings, user=value)),
    "password": Key("its password, not encrypted", lambda settings, value: replace(settings, password=value)),
    "authID": Key("the user name in credentials", lambda settings, value: replace(settings, auth_user=value)),
    "displayName": Key("the name shown to others", lambda settings, value: replace(settings, display=value)),
    "transport": Key("udp or tcp", lambda settings, value: replace(settings, transport=choice(value, TRANSPORTS))),
    "registerRefresh": Key(
        "how long a registration lasts", lambda settings, value: replace(settings, expires=_expires(value))
    ),
    "disableSessionTimer": Key("session timers", lambda settings, value: replace(settings, session_timer=value != "1")),
    "proxy": Key("an outbound proxy", undone_unless(("",), "an outbound proxy")),
    "SRTP": Key("encrypted media", undone_unless(("",), "SRTP")),
    "ICE": Key("ICE", undone_unless(OFF, "ICE")),
    "publish": Key("publishing presence", undone_unless(OFF, "PUBLISH")),
    "voicemailNumber": Key("asking for waiting messages", undone_unless(("",), "SUBSCRIBE for waiting messages")),
    "hideCID": Key("calling anonymously", undone_unless(OFF, "an anonymous From")),
    "dialingPrefix": Key("digits before each number", undone_unless(("",), "a dialling prefix")),
    "dialPlan": Key("rules for numbers", undone_unless(("",), "a dial plan")),
    "allowRewrite": Key("taking its address from rport", undone_unless(OFF, "rewriting its own address")),
    "publicAddr": Key("another address in its messages", undone_unless(("",), "another address in its messages")),
}
_SOUND_AND_WINDOWS: Final = (
    "AC activeTab alwaysOnTop audioInputDevice audioOutputDevice audioRingDevice autoRecording brandingLogoFile "
    "brandingState brandingUrl bringToFrontOnIncoming buttonAC buttonCONF callsWidth0 callsWidth1 callsWidth2 "
    "callsWidth3 callsWidth4 callsWidth5 checkUpdatesTime cmdCallAnswer cmdCallAnswerVideo cmdCallBusy cmdCallEnd "
    "cmdCallRing cmdCallStart cmdIncomingCall cmdOutgoingCall contactsWidth0 contactsWidth1 contactsWidth2 "
    "crashReport darkMode defaultAction disableMessaging disableNameLookup disableVideo dnsSrvNs EC "
    "enableFeatureCodeCP enableLocalAccount enableLog enableMediaButtons enableShortcuts featureCodeAT featureCodeBT "
    "featureCodeCP forceCodec forwardingDelay forwardingNumber headsetSupport lastCallHasVideo lastCallNumber mainH "
    "mainW mainX mainY messagesH messagesW messagesX messagesY micAmplification minimized multiMonitor networkChanges "
    "noIgnoreCall noResize opusStereo portKnockerHost portKnockerPorts randomAnswerBox recordingButton "
    "recordingFormat recordingPath ringinX ringinY ringingSound rtpPortMax shortcutsBottom silent singleMode STUN "
    "swLevelAdjustment updatesInterval usersDirectory videoBitrate videoCaptureDevice videoCodec videoH263 videoH264 "
    "videoVP8 videoVP9 volumeInput volumeOutput volumeRing"
)
"""Keys of [Settings] that a ladder never shows."""
REST_OF_ACCOUNT: Final = ("label", "keepAlive", "rememberPassword", "passwordSize", "id")

_HARMLESS = Key("sound, windows, and what a lab never shows")
PROGRAM_KEYS: Final[Mapping[str, Key]] = {
    name.lower(): key for name, key in [*PROGRAM.items(), *((name, _HARMLESS) for name in _SOUND_AND_WINDOWS.split())]
}
ACCOUNT_KEYS: Final[Mapping[str, Key]] = {
    name.lower(): key for name, key in [*ACCOUNT.items(), *((name, _HARMLESS) for name in REST_OF_ACCOUNT)]
}
"""By their names in lower case, those without effect among them."""
