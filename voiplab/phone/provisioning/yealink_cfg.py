"""A Yealink's `.cfg`: `#!version:1.0.0.1`, then `key = value` lines; whatever begins with `#` is a remark.

Names and defaults are those of public provisioning templates and of the vendor's administration guide.
Not done: other accounts than the first, lists of codecs, multicast paging, keys and lamps.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from voiplab.net.packet import Transport
from voiplab.phone.intercom import AnswerSettings, Barge
from voiplab.phone.profile import SayDigits
from voiplab.phone.provisioning import familiar
from voiplab.phone.provisioning.settings import Ignored, Key, Line, Provisioned, Settings, Undone, settle
from voiplab.phone.provisioning.values import choice, undone_unless, whole
from voiplab.sdp.description import Hold
from voiplab.text.place import ConfigError, Place
from voiplab.text.utf8 import text_of

OCTETS: Final = 1_048_576
VERSION: Final = "#!version:1.0.0.1"
OFF: Final = ("", "0")
ACCOUNT: Final = "account.1."
SWITCH: Final = {"0": False, "1": True}
TRANSPORTS: Final[Mapping[str, Transport]] = {"0": Transport.UDP, "1": Transport.TCP}
DIGITS: Final[Mapping[str, SayDigits | None]] = {
    "0": SayDigits.TONES,
    "1": SayDigits.EVENTS,
    "2": SayDigits.INFO,
    "3": None,
}

_LINE = re.compile(r"\s*([^=\s]+)\s*=[^\S\n]*(.*?)\s*")


def _transport(settings: Settings, value: str) -> Settings:
    if value in ("2", "3"):
        raise Undone("TLS" if value == "2" else "DNS NAPTR")
    return replace(settings, transport=choice(value, TRANSPORTS))


def _reliable(settings: Settings, value: str) -> Settings:
    return familiar.reliable(choice(value, SWITCH))(settings)


def _allowed(how: AnswerSettings, value: str) -> AnswerSettings:
    return replace(how, allowed=choice(value, SWITCH))


def _muted(how: AnswerSettings, value: str) -> AnswerSettings:
    return replace(how, muted=choice(value, SWITCH))


def _tone(how: AnswerSettings, value: str) -> AnswerSettings:
    return replace(how, tone=choice(value, SWITCH))


def _barge(how: AnswerSettings, value: str) -> AnswerSettings:
    return replace(how, barge=Barge.HOLDS if choice(value, SWITCH) else Barge.RINGS)


def _every_call(how: AnswerSettings, value: str) -> AnswerSettings:
    return replace(how, every_call=choice(value, SWITCH))


def _delay(how: AnswerSettings, value: str) -> AnswerSettings:
    if not 1 <= whole(value) <= 4:
        raise Ignored("one to four seconds are expected")
    return replace(how, every_call_after=whole(value))


def _old_hold(settings: Settings, value: str) -> Settings:
    return replace(settings, hold=Hold.ZERO_ADDRESS if choice(value, SWITCH) else Hold.SENDONLY)


def _rport(settings: Settings, value: str) -> Settings:
    return replace(settings, rport=choice(value, SWITCH))


def _waiting(settings: Settings, value: str) -> Settings:
    return familiar.waiting(settings, choice(value, SWITCH))


KEYS: Final[Mapping[str, Key]] = {
    f"{ACCOUNT}enable": Key("the line", undone_unless(("1",), "a phone without its first line")),
    f"{ACCOUNT}label": familiar.LABEL,
    f"{ACCOUNT}display_name": familiar.DISPLAY,
    f"{ACCOUNT}user_name": familiar.USER,
    f"{ACCOUNT}auth_name": familiar.AUTH_USER,
    f"{ACCOUNT}password": familiar.PASSWORD,
    f"{ACCOUNT}sip_server.1.address": familiar.DOMAIN,
    f"{ACCOUNT}sip_server.1.port": familiar.PROXY_PORT,
    f"{ACCOUNT}sip_server.1.expires": familiar.EXPIRES,
    f"{ACCOUNT}sip_server.1.transport_type": Key("0 UDP, 1 TCP", _transport),
    f"{ACCOUNT}sip_server.1.retry_counts": Key("when it turns to a second server: there is none"),
    f"{ACCOUNT}sip_server.2.address": Key("a second server", undone_unless(("",), "a second server")),
    f"{ACCOUNT}outbound_proxy_enable": Key("an outbound proxy", undone_unless(OFF, "an outbound proxy")),
    f"{ACCOUNT}nat.rport": Key("asking for rport", _rport),
    f"{ACCOUNT}nat.nat_traversal": Key("asking a STUN server", undone_unless(OFF, "STUN")),
    f"{ACCOUNT}nat.udp_update_enable": Key("keeping a NAT open: there is none"),
    f"{ACCOUNT}nat.udp_update_time": Key("keeping a NAT open: there is none"),
    f"{ACCOUNT}100rel_enable": Key("whether it offers 100rel, and rings reliably where that is offered", _reliable),
    f"{ACCOUNT}session_timer.enable": Key("session timers", undone_unless(OFF, "a Yealink's session timer")),
    f"{ACCOUNT}session_timer.expires": Key("the interval of a session timer that is off"),
    f"{ACCOUNT}session_timer.refresher": Key("who refreshes a session whose timer is off"),
    f"{ACCOUNT}dtmf.type": Key("how pressed keys travel: 0 in the sound, 1 RFC 2833, 2 INFO", familiar.digits(DIGITS)),
    f"{ACCOUNT}dtmf.dtmf_payload": familiar.EVENTS,
    f"{ACCOUNT}dtmf.info_type": Key("the form of INFO", undone_unless(("", "0", "1"), "this form of INFO")),
    f"{ACCOUNT}auto_answer": Key("whether it answers everybody by itself", familiar.answering(_every_call)),
    f"{ACCOUNT}auto_answer_mute_enable": Key("whether its microphone is off then", familiar.answering(_muted)),
    f"{ACCOUNT}subscribe_mwi": Key("asking for messages", undone_unless(OFF, "SUBSCRIBE for waiting messages")),
    f"{ACCOUNT}srtp_encryption": Key("encrypted media", undone_unless(OFF, "SRTP")),
    f"{ACCOUNT}sip_trust_ctrl": Key(
        "taking SIP from the proxy only", undone_unless(OFF, "taking SIP from the proxy only")
    ),
    f"{ACCOUNT}alert_info": Key("what it asks of others: it does not here", undone_unless(("",), "sending Alert-Info")),
    "features.intercom.allow": Key("whether calls may ask it to answer by itself", familiar.answering(_allowed)),
    "features.intercom.mute": Key("whether its microphone is off then", familiar.answering(_muted)),
    "features.intercom.tone": Key("whether it beeps then", familiar.answering(_tone)),
    "features.intercom.barge": Key("whether such a call puts another one on hold", familiar.answering(_barge)),
    "features.intercom.barge_in_dialing.enable": Key("the same while its owner dials: nobody does so that long"),
    "features.intercom.headset_prior.enable": Key("headset or speaker"),
    "features.auto_answer_delay": Key("seconds until it answers everybody", familiar.answering(_delay)),
    "features.auto_answer_tone.enable": Key("a tone for its owner"),
    "features.auto_answer.first_call_only": Key(
        "so it is here", undone_unless(("1",), "answering a second call by itself")
    ),
    "call_waiting.enable": Key("whether a second call rings", _waiting),
    f"{ACCOUNT}call_waiting.enable": Key("whether a second call rings", _waiting),
    "sip.rfc2543_hold": Key("hold by c=0.0.0.0", _old_hold),
    "sip.listen_port": familiar.PORT,
    "sip.trust_ctrl": Key("taking SIP from the proxy only", undone_unless(OFF, "taking SIP from the proxy only")),
    "sip.mac_in_ua": Key("the MAC in User-Agent", undone_unless(OFF, "the MAC in User-Agent")),
    "sip.call_park_without_blf": Key("parking: it parks by transfer only"),
    "transfer.dsskey_deal_type": Key("what a line key does in a call: it has none here"),
}
HARMLESS: Final = (
    "auto_provision.",
    "bw.",
    "expansion_module.",
    "features.call_park.",
    "gui_lang.",
    "lang.",
    "linekey.",
    "local_time.",
    "memorykey.",
    "multicast.",
    "network.",
    "phone_setting.",
    "programablekey.",
    "security.",
    "static.",
    "voice.",
    "wallpaper_upload.",
    "web_item_level.",
    "zero_touch.",
)
"""Groups that a ladder never shows: keys, screens, clocks, networks; paging by multicast, which nobody here sends."""

_HARMLESS = Key("keys, lamps, clocks, screens and paging")
_OTHER_ACCOUNT = Key("only account 1 is simulated")
_CODECS = Key("its list of codecs", undone_unless((), "a Yealink's list of codecs"))
_OTHERS = re.compile(r"account\.(?:[2-9]|1[0-9])\.")


def provision(file: str, content: bytes) -> Provisioned:
    text = text_of(file, content, OCTETS)
    lines = text.splitlines()
    if not lines or lines[0].strip() != VERSION:
        raise ConfigError(Place(file, 1), f"`{VERSION}` is expected in the first line: the phone reads nothing else")
    provisioned = settle(_lines(file, lines))
    settings = familiar.through_its_server(provisioned.settings)
    if not settings.domain or not settings.user:
        missing = "sip_server.1.address" if not settings.domain else "user_name"
        raise ConfigError(Place(file, 1), f"`{ACCOUNT}{missing}` is missing, so the phone has no line")
    return Provisioned(settings, provisioned.remarks)


def _lines(file: str, lines: list[str]) -> Iterator[Line]:
    for number, text in enumerate(lines, start=1):
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        found = _LINE.fullmatch(text)
        if found is None:
            yield Line(text.strip()[:80], "", Place(file, number), None, "; `key = value` is expected")
            continue
        name, value = found.groups()
        key = _key(name)
        yield Line(name, value, Place(file, number), key, known=KEYS)


def _key(name: str) -> Key | None:
    if name in KEYS:
        return KEYS[name]
    if _OTHERS.match(name):
        return _OTHER_ACCOUNT
    if name.startswith(f"{ACCOUNT}codec."):
        return _CODECS
    return _HARMLESS if name.startswith(HARMLESS) else None
