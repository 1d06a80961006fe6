"""A Grandstream's settings: P-values, as text (`P47=10.0.0.20`) or XML (`<P47>`), and the names that newer firmware has.

`<item name="account.1.sip.userid">` says the same as `<P35>`. Names, numbers and defaults are those of public provisioning
templates. Not done: other accounts than the first, multicast paging, keys and lamps.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from voiplab.net.packet import Transport
from voiplab.phone.intercom import AnswerSettings, Barge, Mapped
from voiplab.phone.profile import SayDigits
from voiplab.phone.provisioning import familiar
from voiplab.phone.provisioning.settings import Ignored, Key, Line, Provisioned, Settings, Undone, settle
from voiplab.phone.provisioning.values import choice, undone_unless, whole
from voiplab.phone.transfers import ReferTo
from voiplab.text.place import ConfigError, Place
from voiplab.text.remark import Effect, Remark
from voiplab.text.utf8 import text_of

OCTETS: Final = 1_048_576
OFF: Final = ("", "0", "no", "disabled")
SWITCH: Final[Mapping[str, bool]] = {"0": False, "1": True, "No": False, "Yes": True}
TRANSPORTS: Final[Mapping[str, Transport]] = {
    "0": Transport.UDP,
    "1": Transport.TCP,
    "UDP": Transport.UDP,
    "TCP": Transport.TCP,
}
CODECS: Final[Mapping[str, str]] = {
    "0": "PCMU/8000",
    "8": "PCMA/8000",
    "9": "G722/8000",
    "18": "G729/8000",
    "PCMU": "PCMU/8000",
    "PCMA": "PCMA/8000",
    "G.722": "G722/8000",
    "G.729A/B": "G729/8000",
}
UNSPOKEN: Final = ("2", "4", "97", "98", "123", "G.726-32", "G.723.1", "iLBC", "OPUS")
"""Codecs of the real phone that nobody here speaks."""
SECONDS: Final = 60


def _transport(settings: Settings, value: str) -> Settings:
    if value.lower() in ("2", "tls or tcp"):
        raise Undone("TLS")
    return replace(settings, transport=choice(value, TRANSPORTS))


def _server(settings: Settings, value: str) -> Settings:
    """`10.0.0.20`, or with its port."""
    host, colon, port = value.partition(":")
    number = whole(port) if colon else None
    return replace(settings, domain=host, proxy_port=number)


def _expires(settings: Settings, value: str) -> Settings:
    minutes = whole(value)
    if not minutes:
        raise Ignored("one minute is the least")
    return replace(settings, expires=minutes * SECONDS)


def _reliable(settings: Settings, value: str) -> Settings:
    return familiar.reliable(choice(value, SWITCH))(settings)


def _instance(settings: Settings, value: str) -> Settings:
    return replace(settings, instance=choice(value, SWITCH))


def _rport(settings: Settings, value: str) -> Settings:
    return replace(settings, rport=choice(value, SWITCH))


def _session_timer(settings: Settings, value: str) -> Settings:
    return replace(settings, session_timer=choice(value, SWITCH))


def _waiting(settings: Settings, value: str) -> Settings:
    return familiar.waiting(settings, choice(value, SWITCH))


def _by(method: SayDigits) -> Key:
    """Of several ways that are switched on, the best counts: RTP, then INFO, then the sound."""
    order = (SayDigits.TONES, SayDigits.INFO, SayDigits.EVENTS)

    def read(settings: Settings, value: str) -> Settings:
        before = settings.digits
        if not choice(value, SWITCH) or (before is not None and order.index(before) > order.index(method)):
            return settings
        return replace(settings, digits=method)

    return Key(f"pressed keys by {method.value}", read)


def _codec(settings: Settings, value: str) -> Settings:
    if value in UNSPOKEN:
        raise Ignored("no such codec is spoken here, so it is left out")
    codec = choice(value, CODECS)
    chosen = settings.codecs or ()
    return settings if codec in chosen else replace(settings, codecs=(*chosen, codec))


def _allowed(how: AnswerSettings, value: str) -> AnswerSettings:
    return replace(how, allowed=choice(value, SWITCH))


def _barge(how: AnswerSettings, value: str) -> AnswerSettings:
    return replace(how, barge=Barge.HOLDS_UNLESS_INTERCOM if choice(value, SWITCH) else Barge.RINGS)


def _muted(how: AnswerSettings, value: str) -> AnswerSettings:
    return replace(how, muted=choice(value, SWITCH))


def _tone(how: AnswerSettings, value: str) -> AnswerSettings:
    return replace(how, tone=choice(value, SWITCH))


def _custom(how: AnswerSettings, value: str) -> AnswerSettings:
    return replace(how, mapped=(Mapped(value),) if value else ())


def _every_call(how: AnswerSettings, value: str) -> AnswerSettings:
    return replace(how, every_call=choice(value, SWITCH))


def _refer_to(settings: Settings, value: str) -> Settings:
    return replace(settings, refer_to=ReferTo.CONTACT if choice(value, SWITCH) else ReferTo.DIALLED)


class Parameter(NamedTuple):
    """Its number, its name in newer firmware, and what it does. Some have only one of both."""

    number: str
    name: str
    key: Key


CODEC: Final = Key("one of its codecs, best first", _codec)
PARAMETERS: Final = (
    Parameter(
        "P271", "account.1.enable", Key("the line", undone_unless(("1", "yes"), "a phone without its first line"))
    ),
    Parameter("P270", "account.1.name", familiar.LABEL),
    Parameter("P47", "account.1.sip.server.1.address", Key(familiar.DOMAIN.about, _server)),
    Parameter(
        "P48",
        "account.1.sip.outboundProxy.1.address",
        Key("an outbound proxy", undone_unless(("",), "an outbound proxy")),
    ),
    Parameter("P35", "account.1.sip.userid", familiar.USER),
    Parameter("P36", "account.1.sip.subscriber.userid", familiar.AUTH_USER),
    Parameter("P34", "account.1.sip.subscriber.password", familiar.PASSWORD),
    Parameter("P3", "account.1.sip.subscriber.name", familiar.DISPLAY),
    Parameter(
        "P31",
        "account.1.sip.registration",
        Key("registering", undone_unless(("1", "yes"), "a line that does not register")),
    ),
    Parameter("P32", "account.1.sip.registerExpiration", Key("how many minutes a registration lasts", _expires)),
    Parameter("P40", "account.1.sip.localPort", familiar.PORT),
    Parameter("P39", "", familiar.MEDIA_PORT),
    Parameter("P130", "account.1.sip.transport", Key("0 UDP, 1 TCP", _transport)),
    Parameter("P52", "account.1.network.natTraversal", Key("NAT: there is none")),
    Parameter("", "account.1.network.supportRport", Key("asking for rport", _rport)),
    Parameter("P288", "account.1.sip.supportInstanceId", Key("+sip.instance", _instance)),
    Parameter(
        "P99",
        "account.1.sip.subscribe.forMwi",
        Key("asking for messages", undone_unless(OFF, "SUBSCRIBE for waiting messages")),
    ),
    Parameter(
        "P272",
        "account.1.sip.header.100rel",
        Key("whether it offers 100rel, and rings reliably where that is offered", _reliable),
    ),
    Parameter("P2395", "account.1.sip.sessionTimer.enable", Key("session timers, as the called one", _session_timer)),
    Parameter(
        "P260", "account.1.sip.sessionTimer.expiration", Key("the interval that it would ask for: it does not ask")
    ),
    Parameter("P261", "account.1.sip.minimumSE", Key("the shortest interval that it would take")),
    Parameter(
        "P262",
        "account.1.sip.sessionTimer.requestTimer.caller",
        Key("asking for a session timer", undone_unless(OFF, "asking for a session timer")),
    ),
    Parameter(
        "P2338",
        "account.1.sip.header.privacy",
        Key("the Privacy header", undone_unless(("0", "2", "default", "yes"), "an INVITE without Privacy")),
    ),
    Parameter(
        "P2339",
        "account.1.sip.header.ppi",
        Key(
            "P-Preferred-Identity",
            undone_unless(("0", "2", "default", "yes"), "an INVITE without P-Preferred-Identity"),
        ),
    ),
    Parameter(
        "P2347",
        "account.1.sip.validate.incomingServer",
        Key("taking SIP from the proxy only", undone_unless(OFF, "taking SIP from the proxy only")),
    ),
    Parameter(
        "P2346",
        "account.1.sip.authenticateIncomingInvite",
        Key("asking callers for a password", undone_unless(OFF, "asking callers for a password")),
    ),
    Parameter("P183", "account.1.audio.srtpMode", Key("encrypted media", undone_unless(OFF, "SRTP"))),
    *(
        Parameter(number, f"account.1.codec.choice.{place}", CODEC)
        for place, number in enumerate(("P57", "P58", "P59", "P60", "P61", "P62", "P46", "P98"), start=1)
    ),
    Parameter("P79", "account.1.codec.payloadType.dtmf", familiar.EVENTS),
    Parameter("P2301", "account.1.dtmf.sendInAudio", _by(SayDigits.TONES)),
    Parameter("P2302", "account.1.dtmf.sendInRtp", _by(SayDigits.EVENTS)),
    Parameter("P2303", "account.1.dtmf.sendInSip", _by(SayDigits.INFO)),
    Parameter(
        "P90",
        "account.1.call.autoAnswer",
        Key("whether it answers everybody by itself", familiar.answering(_every_call)),
    ),
    Parameter(
        "P298",
        "account.1.intercom.allowAutoAnswer",
        Key("whether calls may ask it to answer by itself", familiar.answering(_allowed)),
    ),
    Parameter(
        "",
        "account.1.intercom.allowBargingByCallInfo",
        Key("whether such a call puts another one on hold", familiar.answering(_barge)),
    ),
    Parameter(
        "",
        "account.1.intercom.muteOnAnswerIntercom",
        Key("whether its microphone is off then", familiar.answering(_muted)),
    ),
    Parameter(
        "", "account.1.intercom.playWarningToneForAutoAnswer", Key("whether it beeps then", familiar.answering(_tone))
    ),
    Parameter(
        "P2356",
        "account.1.intercom.customCallInfoForAutoAnswer",
        Key("a text that asks for it", familiar.answering(_custom)),
    ),
    Parameter(
        "P26018",
        "account.1.ring.ignoreSipAlertInfo",
        Key("Alert-Info for ring tones", undone_unless(OFF, "passing over Alert-Info")),
    ),
    Parameter(
        "",
        "account.1.sip.referToUseTargetContact",
        Key(
            "which address an attended transfer names",
            _refer_to,
            "the name of the key is ours: templates call the setting Refer-To Use Target Contact",
        ),
    ),
    Parameter(
        "P91",
        "call.disableCallWaiting",
        Key("no second call", lambda settings, value: familiar.waiting(settings, not choice(value, SWITCH))),
    ),
)
KEYS: Final[Mapping[str, Key]] = {
    name: parameter.key for parameter in PARAMETERS for name in (parameter.number, parameter.name) if name
}
HARMLESS: Final = (
    "account.1.audio.",
    "account.1.broadsoft.",
    "account.1.call.",
    "account.1.featureCodes.",
    "account.1.network.",
    "account.1.ring.",
    "account.1.sip.blf.",
    "account.1.sip.keepAlive.",
    "account.1.sip.outboundProxy.",
    "account.1.sip.sessionTimer.",
    "account.1.sip.timer.",
    "account.1.sip.voicemail.",
    "lcd.",
    "maintenance.",
    "multicast.",
    "network.",
    "pks.",
    "provisioning.",
    "security.",
    "vpk.",
)
"""Groups whose other parameters a ladder never shows."""
_SINGLE: Final = (
    "sip.accountDisplay sip.addAuthOnInitialRegister sip.allowSipReset sip.allowUnsolicitedRefer "
    "sip.calleeIdDisplay sip.callerIdDisplay sip.callPickupBargeinCode sip.conferenceUri "
    "sip.header.authOnInitialRegister sip.header.mac sip.header.pani sip.header.pei "
    "sip.header.xGrandstream sip.header.xSwitchInfo sip.lineSeizeTimeout sip.listeningMode "
    "sip.musicOnHoldUri sip.omitCharsetUtf8InMessage sip.publishForPresence sip.registerBeforeExpiration "
    "sip.registrationFailureRetryWaitTime sip.specialFeature sip.subscribe.expiration "
    "sip.subscribe.forRegistration sip.syncFeatureKey sip.telUri sip.unregisterOnReboot "
    "sip.uriSchemeWhenUsingTls sip.useActualEphemeralPortInContactWithTcpTls "
    "sip.validate.certificationChain sip.validate.domainCertificates sip.validate.incomingMessage "
    "sip.validate.trustedDomains sip.validate.userIdforInvite codec.g723.32.packingMode codec.g723rate "
    "codec.hideLabel codec.iLBC.frameSize codec.negotiatePriority codec.payloadType.ilbc "
    "codec.payloadType.opus codec.useFirstMatch dtmf.delay"
)
HARMLESS_NAMES: Final = frozenset(f"account.1.{name}" for name in _SINGLE.split())
"""Single ones, of groups in which a slip would matter."""

_HARMLESS = Key("what a ladder never shows")
_OTHER_ACCOUNT = Key("only account 1 is simulated")
_OTHERS = re.compile(r"account\.(?:[2-9]|1[0-9])\.")
_NUMBER = re.compile(r"P[0-9]{1,5}")
_UNREAD = Key("a P-value that voiplab knows nothing about")
_TEXT = re.compile(r"\s*([A-Za-z0-9.]+)\s*=[^\S\n]*(.*?)\s*")


class Pair(NamedTuple):
    name: str
    value: str
    place: Place


def provision(file: str, content: bytes) -> Provisioned:
    strays: list[Remark] = []
    pairs = list(
        _from_xml(file, content, strays) if content.lstrip().startswith(b"<") else _from_text(file, content, strays)
    )
    provisioned = settle(_lines(pairs))
    settings = familiar.through_its_server(provisioned.settings)
    if not settings.domain or not settings.user:
        missing = "P47" if not settings.domain else "P35"
        raise ConfigError(Place(file, 1), f"`{missing}` is missing, so the phone has no line")
    return Provisioned(settings, (*provisioned.remarks, *strays))


def _lines(pairs: list[Pair]) -> Iterator[Line]:
    for name, value, place in pairs:
        key = _key(name)
        yield Line(name, value, place, key, known=KEYS)


def _key(name: str) -> Key | None:
    if name in KEYS:
        return KEYS[name]
    if _NUMBER.fullmatch(name):
        return _UNREAD  # there are thousands, and no list of all
    if _OTHERS.match(name):
        return _OTHER_ACCOUNT
    return _HARMLESS if name in HARMLESS_NAMES or name.startswith(HARMLESS) else None


def _from_text(file: str, content: bytes, strays: list[Remark]) -> Iterator[Pair]:
    for number, text in enumerate(text_of(file, content, OCTETS).splitlines(), start=1):
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        found = _TEXT.fullmatch(text)
        if found is None:
            says = f"`{text.strip()[:80]}`: `P47=value` is expected"
            strays.append(Remark(Place(file, number), Effect.IGNORED_THERE, says))
        else:
            yield Pair(found[1], found[2], Place(file, number))


def _from_xml(file: str, content: bytes, strays: list[Remark]) -> Iterator[Pair]:
    """Imported when it is met: lxml takes its time."""
    from voiplab.text.xml import read

    root = read(file, content)
    if root.name != "gs_provision":
        raise ConfigError(root.place, f"<gs_provision> is expected, not <{root.name}>")
    for config in root.children:
        if config.name != "config":
            if config.name != "mac":
                strays.append(
                    Remark(
                        config.place, Effect.IGNORED_THERE, f"<{config.name}> is not known; <config> is expected here"
                    )
                )
            continue
        for element in config.children:
            name = element.attributes.get("name", "") if element.name == "item" else element.name
            yield Pair(name, element.text.strip(), element.place)
