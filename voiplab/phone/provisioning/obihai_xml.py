"""The parameter file of an Obihai phone: `ParameterList` with an `Object` per group and a `ParameterValueStruct` per parameter.

Names are those of the administrator guide of the OBi1000 series, of public provisioning templates, and of TR-104, whose data
model the phone follows. How it is told to send its 18x reliably is documented nowhere that we could find: `X_100rel` is our
guess, and says so.
Not done: other lines than the first, other ITSP profiles than A.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from voiplab.net.packet import Transport
from voiplab.phone.profile import SayDigits, SecondCall
from voiplab.phone.provisioning.settings import Ignored, Key, Line, Provisioned, Settings, settle
from voiplab.phone.provisioning.values import choice, port, undone_unless, whole
from voiplab.sip.reliability import Habit
from voiplab.text.place import ConfigError
from voiplab.text.remark import Effect, Remark
from voiplab.text.xml import Element, read

ROOT: Final = "ParameterList"
ITSP: Final = "VoiceService.1.VoiceProfile.1."
LINE: Final = f"{ITSP}Line.1."
OFF: Final = ("", "0", "false", "no")
RELIABLE: Final[Mapping[str, Habit]] = {
    "off": Habit.OFF,
    "supported": Habit.ON_OFFER,
    "required": Habit.INSISTS,
}
TRANSPORTS: Final[Mapping[str, Transport]] = {"UDP": Transport.UDP, "TCP": Transport.TCP}
DIGITS: Final[Mapping[str, SayDigits]] = {
    "Auto": SayDigits.EVENTS,
    "RFC2833": SayDigits.EVENTS,
    "InBand": SayDigits.TONES,
    "SIPInfo": SayDigits.INFO,
}


def _switch(value: str) -> bool:
    if value.lower() not in ("true", "false", "1", "0"):
        raise Ignored("it is neither true nor false")
    return value.lower() in ("true", "1")


def _second_call(settings: Settings, value: str) -> Settings:
    return replace(settings, second_call=SecondCall.RINGS if _switch(value) else SecondCall.BUSY)


def _auto_mute(settings: Settings, value: str) -> Settings:
    return replace(settings, answering=replace(settings.answering, muted=_switch(value)))


KEYS: Final[Mapping[str, Key]] = {
    f"{ITSP}SIP.ProxyServer": Key(
        "where calls go, and the host of its address", lambda settings, value: replace(settings, proxy=value)
    ),
    f"{ITSP}SIP.ProxyServerPort": Key(
        "the port of the proxy", lambda settings, value: replace(settings, proxy_port=port(value))
    ),
    f"{ITSP}SIP.ProxyServerTransport": Key(
        "UDP or TCP", lambda settings, value: replace(settings, transport=choice(value, TRANSPORTS))
    ),
    f"{ITSP}SIP.RegistrarServer": Key(
        "where it registers; empty: at the proxy", lambda settings, value: replace(settings, server=value)
    ),
    f"{ITSP}SIP.UserAgentDomain": Key(
        "the host of its address; empty: that of the proxy", lambda settings, value: replace(settings, domain=value)
    ),
    f"{ITSP}SIP.RegisterExpires": Key(
        "how long a registration lasts", lambda settings, value: replace(settings, expires=whole(value))
    ),
    f"{ITSP}SIP.X_UserAgentPort": Key("its own SIP port", lambda settings, value: replace(settings, port=port(value))),
    f"{ITSP}SIP.X_UserAgentName": Key(
        "what it calls itself", lambda settings, value: replace(settings, software=value or None)
    ),
    f"{ITSP}SIP.X_RegisterIncludeInstance": Key(
        "+sip.instance", lambda settings, value: replace(settings, instance=_switch(value))
    ),
    f"{ITSP}SIP.X_InsertRemotePartyID": Key(
        "Remote-Party-ID", lambda settings, value: replace(settings, remote_party=_switch(value))
    ),
    f"{ITSP}SIP.X_100rel": Key(
        "when it rings reliably: off, supported, required",
        lambda settings, value: replace(settings, answers_100rel=choice(value, RELIABLE)),
        certainty="a guess of ours: how the real phone names this is documented nowhere",
    ),
    f"{ITSP}SIP.OutboundProxy": Key("an outbound proxy", undone_unless(("",), "an outbound proxy")),
    f"{ITSP}SIP.X_UserAgentPorts": Key("ports to fall back on", undone_unless(("",), "falling back on other ports")),
    f"{ITSP}SIP.X_UseAnonymousFROM": Key("calling anonymously", undone_unless(OFF, "an anonymous From")),
    f"{ITSP}SIP.X_InsertPrivacyHdr": Key("the Privacy header", undone_unless(OFF, "the Privacy header")),
    f"{ITSP}SIP.X_MWISubscribe": Key("asking for messages", undone_unless(OFF, "SUBSCRIBE for waiting messages")),
    f"{ITSP}SIP.X_AutoAnswerMethod": Key("how it asks others to answer by themselves: it does not here"),
    "VoiceService.1.Phone.AutoAnswerAutoMute": Key(
        "whether its microphone is off when it answers by itself",
        _auto_mute,
        certainty="the manual's mirror does not show the group that it stands in",
    ),
    f"{ITSP}SIP.X_CallParkMethod": Key("how it parks calls: it does not here"),
    f"{ITSP}SIP.X_UseRefer": Key(
        "whether it transfers calls by REFER", lambda settings, value: replace(settings, can_transfer=_switch(value))
    ),
    f"{ITSP}SIP.X_AcceptResync": Key("NOTIFY that asks for new settings: a lab sends none"),
    f"{ITSP}SIP.X_KeepAliveEnable": Key("keeping a NAT open: there is none"),
    f"{ITSP}SIP.X_KeepAliveMsgType": Key("keeping a NAT open: there is none"),
    f"{ITSP}DTMFMethod": Key(
        "how pressed keys travel: Auto, RFC2833, InBand, SIPInfo",
        lambda settings, value: replace(settings, digits=choice(value, DIGITS)),
    ),
    f"{ITSP}RTP.LocalPortMin": Key(
        "the first port of its media", lambda settings, value: replace(settings, media_port=port(value))
    ),
    f"{LINE}Enable": Key("the line", undone_unless(("", "enabled", "true", "1"), "a phone without its first line")),
    f"{LINE}SIP.AuthUserName": Key(
        "the user name in credentials", lambda settings, value: replace(settings, auth_user=value)
    ),
    f"{LINE}SIP.AuthPassword": Key("its password", lambda settings, value: replace(settings, password=value)),
    f"{LINE}SIP.URI": Key(
        "the user of its address; empty: that of the credentials", lambda settings, value: replace(settings, user=value)
    ),
    f"{LINE}CallingFeatures.CallerIDName": Key(
        "the name shown to others", lambda settings, value: replace(settings, display=value)
    ),
    f"{LINE}CallingFeatures.CallWaitingEnable": Key("whether a second call rings", _second_call),
    f"{LINE}CallingFeatures.DoNotDisturbEnable": Key(
        "refusing all calls", lambda settings, value: replace(settings, do_not_disturb=_switch(value))
    ),
}
HARMLESS: Final = (
    "VoiceService.1.Phone.",
    "VoiceService.1.Capabilities.",
    "DeviceInfo.",
    "ManagementServer.",
    "X_DeviceManagement.",
    "Time.",
)
"""Groups of keys, lamps, clocks and management: a ladder never shows them."""

_HARMLESS = Key("keys, lamps, clocks and management")
_OTHER_LINE = Key("only line 1 with ITSP profile A is simulated")
_OTHERS = re.compile(r"VoiceService\.1\.VoiceProfile\.(?:[2-9]\.|1\.Line\.[2-9]\.)")


def provision(file: str, content: bytes) -> Provisioned:
    root = read(file, content)
    if root.name != ROOT:
        raise ConfigError(root.place, f"<{ROOT}> is expected, not <{root.name}>")
    provisioned = settle(_lines(root))
    settings = _completed(provisioned.settings)
    if not settings.proxy or not settings.user:
        missing = f"{ITSP}SIP.ProxyServer" if not settings.proxy else f"{LINE}SIP.AuthUserName"
        raise ConfigError(root.place, f"{missing} is missing, so the phone has no line")
    return Provisioned(settings, (*provisioned.remarks, *_strays(root)))


def _completed(settings: Settings) -> Settings:
    """What follows from the rest: the host of the address, the registrar, the user."""
    port = f":{settings.proxy_port}" if settings.proxy_port else ""
    return replace(
        settings,
        user=settings.user or settings.auth_user,
        domain=settings.domain or settings.proxy,
        proxy=settings.proxy and settings.proxy + port,
        server=settings.server or settings.proxy + port,
    )


def _lines(root: Element) -> Iterator[Line]:
    for group in root.children:
        for parameter in group.children:
            name = parameter.child("Name")
            if group.name == "Object" and parameter.name == "ParameterValueStruct" and name is not None:
                value = parameter.child("Value")
                full = _text(group.child("Name")) + _text(name)
                key = _key(full)
                yield Line(full, _text(value), (value or name).place, key, known=KEYS)


def _key(name: str) -> Key | None:
    if name in KEYS:
        return KEYS[name]
    if _OTHERS.match(name):
        return _OTHER_LINE
    return _HARMLESS if name.startswith(HARMLESS) else None


def _strays(root: Element) -> Iterator[Remark]:
    """Elements that are none of the format."""
    for group in root.children:
        if group.name != "Object":
            yield Remark(group.place, Effect.IGNORED_THERE, f"<{group.name}> is not known; <Object> is expected here")
            continue
        for element in group.children:
            if element.name not in ("Name", "ParameterValueStruct"):
                says = f"<{element.name}> is not known; <ParameterValueStruct> is expected here"
                yield Remark(element.place, Effect.IGNORED_THERE, says)
            elif element.name == "ParameterValueStruct" and element.child("Name") is None:
                yield Remark(element.place, Effect.IGNORED_THERE, "a parameter without <Name>")


def _text(element: Element | None) -> str:
    return element.text.strip() if element else ""
