"""A Polycom's `.cfg`: XML whose attributes are the parameters; the elements around them mean nothing.

Names are those of the administrator guides of SIP 3.x and UCS 4 to 6, and of public provisioning templates. Ring classes are
numbers in 3.x and names from UCS 4 on; both are read. Not done: other lines than the first, paging, keys and lamps.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

from voiplab.net.packet import Transport
from voiplab.phone.intercom import AnswerSettings, Mapped
from voiplab.phone.provisioning import familiar
from voiplab.phone.provisioning.settings import Ignored, Key, Line, Provisioned, Settings, Undone, settle
from voiplab.phone.provisioning.values import choice, undone_unless, whole
from voiplab.phone.transfers import ReferTo
from voiplab.sdp.description import Hold
from voiplab.text.nearest import did_you_mean
from voiplab.text.place import ConfigError, Place
from voiplab.text.xml import read

OFF: Final = ("", "0")
SWITCH: Final = {"0": False, "1": True}
TRANSPORTS: Final[Mapping[str, Transport]] = {
    "UDPOnly": Transport.UDP,
    "DNSnaptr": Transport.UDP,
    "TCPpreferred": Transport.TCP,
    "TCPOnly": Transport.TCP,
}
MOST_ALERTS: Final = 20


class RingClass(NamedTuple):
    """`answers` None: it only rings in another way."""

    answers: bool = False
    rings_first: bool = False
    muted: bool = False


RINGS: Final = RingClass()
CLASSES: Final[Mapping[str, RingClass]] = {
    "3": RingClass(answers=True),
    "4": RingClass(answers=True, rings_first=True),
    "autoAnswer": RingClass(answers=True),
    "answerMute": RingClass(answers=True, muted=True),
    "ringAutoAnswer": RingClass(answers=True, rings_first=True),
    "ringAnswerMute": RingClass(answers=True, rings_first=True, muted=True),
    **dict.fromkeys(("1", "2", "5", "6", "7", "8", "9"), RINGS),
    **dict.fromkeys(("default", "visual", "internal", "external", "emergency", "precedence", "splash"), RINGS),
    **{f"custom{number}": RINGS for number in range(1, 18)},
}


def _transport(settings: Settings, value: str) -> Settings:
    if value == "TLS":
        raise Undone("TLS")
    return replace(settings, transport=choice(value, TRANSPORTS))


def _address(settings: Settings, value: str) -> Settings:
    """`1004`, or `1004@10.0.0.20`."""
    user, _, host = value.partition("@")
    return replace(settings, user=user, domain=settings.domain or host)


def _hold(settings: Settings, value: str) -> Settings:
    return replace(settings, hold=Hold.SENDONLY if choice(value, SWITCH) else Hold.INACTIVE)


def _old_hold(settings: Settings, value: str) -> Settings:
    return replace(settings, hold=Hold.ZERO_ADDRESS) if choice(value, SWITCH) else settings


def _refer_to(settings: Settings, value: str) -> Settings:
    return replace(settings, refer_to=ReferTo.CONTACT if choice(value, SWITCH) else ReferTo.DIALLED)


def _waiting(settings: Settings, value: str) -> Settings:
    return familiar.waiting(settings, choice(value, SWITCH))


def _every_call(how: AnswerSettings, value: str) -> AnswerSettings:
    return replace(how, every_call=choice(value, SWITCH))


def _every_call_muted(how: AnswerSettings, value: str) -> AnswerSettings:
    return replace(how, muted=choice(value, SWITCH))


def _ring_first(how: AnswerSettings, value: str) -> AnswerSettings:
    return replace(how, ring_first=whole(value))


def _alert(kind: RingClass, settings: Settings, value: str) -> Settings:
    if not value:
        raise Ignored("without a text nothing is mapped")
    if not kind.answers:
        return settings
    mapped = Mapped(value, kind.rings_first, kind.muted)
    return replace(settings, answering=replace(settings.answering, mapped=(*settings.answering.mapped, mapped)))


SERVERS: Final = ("voIpProt.server.1.", "reg.1.server.1.")
KEYS: Final[Mapping[str, Key]] = {
    **{f"{server}address": familiar.DOMAIN for server in SERVERS},
    **{f"{server}port": familiar.PROXY_PORT for server in SERVERS},
    **{f"{server}expires": familiar.EXPIRES for server in SERVERS},
    **{f"{server}transport": Key("UDPOnly, TCPOnly or TCPpreferred", _transport) for server in SERVERS},
    **{
        f"{server}register": Key("registering", undone_unless(("1",), "a line that does not register"))
        for server in SERVERS
    },
    "reg.1.address": Key("the user of its address", _address),
    "reg.1.auth.userId": familiar.AUTH_USER,
    "reg.1.auth.password": familiar.PASSWORD,
    "reg.1.displayName": familiar.DISPLAY,
    "reg.1.label": familiar.LABEL,
    "reg.1.outboundProxy.address": Key("an outbound proxy", undone_unless(("",), "an outbound proxy")),
    "voIpProt.SIP.outboundProxy.address": Key("an outbound proxy", undone_unless(("",), "an outbound proxy")),
    "voIpProt.SIP.enable": Key("SIP", undone_unless(("1",), "a phone without SIP")),
    "voIpProt.SIP.local.port": familiar.PORT,
    "voIpProt.SIP.useSendonlyHold": Key("hold by sendonly, or else inactive", _hold),
    "voIpProt.SIP.useRFC2543hold": Key("hold by c=0.0.0.0", _old_hold),
    "voIpProt.SIP.useContactInReferTo": Key("which address an attended transfer names", _refer_to),
    "voIpProt.SIP.allowTransferOnProceeding": Key("transfers to a phone that still rings: they are refused here"),
    "voIpProt.SIP.use486forReject": Key("how it refuses", undone_unless(OFF, "refusing with 486")),
    "voIpProt.SIP.keepalive.sessionTimers": Key("session timers", undone_unless(OFF, "a Polycom's session timer")),
    "voIpProt.SIP.specialEvent.checkSync.alwaysReboot": Key("starting again when it is told: a lab does not tell"),
    "voIpProt.SIP.requestValidation.1.method": Key("checking who asks", undone_unless(("",), "checking who asks")),
    "voIpProt.SIP.requestValidation.1.request": Key("what is checked, when something is"),
    "tcpIpApp.port.rtp.mediaPortRangeStart": familiar.MEDIA_PORT,
    "tone.dtmf.rfc2833Payload": familiar.EVENTS,
    "call.autoAnswer.SIP": Key("whether it answers everybody by itself", familiar.answering(_every_call)),
    "call.autoAnswer.micMute": Key("whether its microphone is off then", familiar.answering(_every_call_muted)),
    "call.autoAnswer.videoMute": Key("the camera: there is none"),
    "call.autoAnswer.ringClass": Key("the tone that its owner hears"),
    "call.callWaiting.enable": Key("whether a second call rings", _waiting),
    "se.rt.enabled": Key("ring types", undone_unless(("1",), "a phone without ring types")),
    "se.rt.ringAutoAnswer.timeout": Key("how long a call rings that answers itself", familiar.answering(_ring_first)),
    "se.rt.4.timeout": Key("how long a call of class 4 rings", familiar.answering(_ring_first)),
}
HARMLESS: Final = (
    "apps.",
    "attendant.",
    "bg.",
    "device.",
    "dir.",
    "divert.",
    "efk.",
    "feature.",
    "httpd.",
    "key.",
    "lcl.",
    "lineKey.",
    "log.",
    "msg.",
    "nat.keepalive.",
    "np.",
    "prov.",
    "ptt.",
    "qos.",
    "se.",
    "sec.",
    "softkey.",
    "tcpIpApp.",
    "up.",
    "video.",
    "voice.",
    "call.parkedCall",
    "call.directedCall",
    "call.ringBackTimeOut",
    "call.offeringTimeOut",
)
"""Groups that a ladder never shows: keys, screens, clocks, directories, sounds; paging, which nobody here sends."""

_HARMLESS = Key("keys, lamps, clocks, screens, sounds and paging")
_OTHER_LINE = Key("only line 1 is simulated")
_OTHERS = re.compile(
    r"(?:reg|msg\.mwi|voIpProt\.server)\.(?:[2-9]|[1-9][0-9])\.|reg\.1\.(?:lineKeys|callsPerLineKey|ringType)"
)
_ALERT = re.compile(r"voIpProt\.SIP\.alertInfo\.([0-9]{1,2})\.(value|class)")


def provision(file: str, content: bytes) -> Provisioned:
    root = read(file, content)
    attributes = [
        (name, value, element.place_of(name)) for element in root.walk() for name, value in element.attributes.items()
    ]
    provisioned = settle(_lines(attributes))
    settings = familiar.through_its_server(provisioned.settings)
    if not settings.domain or not settings.user:
        missing = "voIpProt.server.1.address" if not settings.domain else "reg.1.address"
        raise ConfigError(root.place, f"`{missing}` is missing, so the phone has no line")
    return Provisioned(settings, provisioned.remarks)


def _lines(attributes: list[tuple[str, str, Place]]) -> Iterator[Line]:
    classes = {
        found[1]: value for name, value, _ in attributes if (found := _ALERT.fullmatch(name)) and found[2] == "class"
    }
    for name, value, place in attributes:
        found = _ALERT.fullmatch(name)
        key = _key(name) if found is None else _alert_key(found[1], found[2], classes.get(found[1]))
        yield Line(name, value, place, key, known=KEYS)


def _alert_key(number: str, part: str, kind: str | None) -> Key | None:
    if not 1 <= int(number) <= MOST_ALERTS:
        return None
    if part == "class":
        known = kind in CLASSES
        return Key(
            "what a call with that text does" if known else f"it is no ring class{did_you_mean(kind or '', CLASSES)}"
        )
    ring_class = CLASSES.get(kind or "", RINGS)
    return Key("a text of Alert-Info, and by its class what a call with it does", partial(_alert, ring_class))


def _key(name: str) -> Key | None:
    if name in KEYS:
        return KEYS[name]
    if _OTHERS.match(name):
        return _OTHER_LINE
    return _HARMLESS if name.startswith(HARMLESS) else None
