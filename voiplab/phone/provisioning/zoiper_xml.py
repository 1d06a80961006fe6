"""Zoiper 5's `Config.xml`: `<options>` with `<accounts>`, of which the first SIP account is in use, and its other sections.

Names, values and defaults are those of the vendor's public description of the configuration data.
Not done: other accounts, IAX, codecs (which number means which codec is not described), STUN, SRTP.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from voiplab.net.packet import Transport
from voiplab.phone.intercom import AnswerSettings
from voiplab.phone.profile import SayDigits
from voiplab.phone.provisioning import familiar
from voiplab.phone.provisioning.settings import Key, Line, Provisioned, Settings, Undone, settle
from voiplab.phone.provisioning.values import choice, port, undone_unless, whole
from voiplab.phone.transfers import TakesRefer
from voiplab.text.place import ConfigError
from voiplab.text.xml import Element, read

ROOT: Final = "options"
OFF: Final = ("", "0", "false", "none", "disabled", "no")
SWITCH: Final[Mapping[str, bool]] = {"false": False, "true": True, "0": False, "1": True}
TRANSPORTS: Final[Mapping[str, Transport]] = {"udp": Transport.UDP, "tcp": Transport.TCP}
DIGITS: Final[Mapping[str, SayDigits | None]] = {
    "rfc_2833": SayDigits.EVENTS,
    "outband": SayDigits.EVENTS,
    "inband": SayDigits.TONES,
    "SIP_info_numeric": SayDigits.INFO,
    "SIP_info_ascii": SayDigits.INFO,
    "disabled": None,
}
REFERS: Final[Mapping[str, TakesRefer]] = {"accept": TakesRefer.ACCEPTS, "reject": TakesRefer.REFUSES}
ACCOUNT: Final = "accounts/account/"
ANSWERING: Final = "forwarding_and_auto_answer/"
INSTANT: Final = "answer_instant"
DELAYED: Final = "answer_delay"


def _transport(settings: Settings, value: str) -> Settings:
    if value == "tls":
        raise Undone("TLS")
    return replace(settings, transport=choice(value, TRANSPORTS))


def _domain(settings: Settings, value: str) -> Settings:
    host, colon, number = value.partition(":")
    return replace(settings, domain=host, proxy_port=port(number) if colon else settings.proxy_port)


def _rport(settings: Settings, value: str) -> Settings:
    return replace(settings, rport=choice(value, SWITCH))


def _refers(settings: Settings, value: str) -> Settings:
    return replace(settings, takes_refer=choice(value, REFERS))


def _tone(how: AnswerSettings, value: str) -> AnswerSettings:
    return replace(how, tone=choice(value, SWITCH))


KEYS: Final[Mapping[str, Key]] = {
    f"{ACCOUNT}ident": familiar.LABEL,
    f"{ACCOUNT}name": familiar.LABEL,
    f"{ACCOUNT}protocol": Key("sip", undone_unless(("sip",), "an account that is not SIP")),
    f"{ACCOUNT}username": familiar.USER,
    f"{ACCOUNT}password": familiar.PASSWORD,
    f"{ACCOUNT}save_username": Key("what it remembers"),
    f"{ACCOUNT}save_password": Key("what it remembers"),
    f"{ACCOUNT}register_on_startup": Key(
        "registering", undone_unless(("true", "1"), "an account that does not register")
    ),
    f"{ACCOUNT}reregistration_time": familiar.EXPIRES,
    f"{ACCOUNT}reregistration_mode": Key("whether reregistration_time counts"),
    f"{ACCOUNT}SIP_domain": Key(familiar.DOMAIN.about, _domain),
    f"{ACCOUNT}SIP_transport_type": Key("udp or tcp", _transport),
    f"{ACCOUNT}SIP_auth_username": familiar.AUTH_USER,
    f"{ACCOUNT}SIP_use_auth_username": Key("whether it has another name in credentials: when one is set"),
    f"{ACCOUNT}SIP_callerid": familiar.DISPLAY,
    f"{ACCOUNT}SIP_callerId": familiar.DISPLAY,
    f"{ACCOUNT}SIP_use_outbound_proxy": Key("an outbound proxy", undone_unless(OFF, "an outbound proxy")),
    f"{ACCOUNT}use_outbound_proxy": Key("an outbound proxy", undone_unless(OFF, "an outbound proxy")),
    f"{ACCOUNT}SIP_outbound_proxy": Key("which proxy, if one is used"),
    f"{ACCOUNT}SIP_use_rport": Key("asking for rport", _rport),
    f"{ACCOUNT}SIP_use_rport_media": Key("its address in SDP", undone_unless(OFF, "taking its address from rport")),
    f"{ACCOUNT}SIP_srtp_mode": Key("encrypted media", undone_unless(OFF, "SRTP")),
    f"{ACCOUNT}SIP_dtmf_style": Key(
        "how pressed keys travel: rfc_2833, inband, SIP_info_numeric", familiar.digits(DIGITS)
    ),
    f"{ACCOUNT}SIP_use_blf": Key("lamps", undone_unless(OFF, "SUBSCRIBE for other phones")),
    f"{ACCOUNT}SIP_publish_presence": Key("presence", undone_unless(OFF, "PUBLISH")),
    f"{ACCOUNT}SIP_subscribe_presence": Key("presence", undone_unless(OFF, "SUBSCRIBE for other phones")),
    f"{ACCOUNT}SIP_keep_alive_mode": Key("keeping a NAT open: there is none"),
    f"{ACCOUNT}SIP_keep_alive_timeout": Key("keeping a NAT open: there is none"),
    f"{ACCOUNT}mwi_subscribe_usage": Key("asking for messages: nobody here has any"),
    f"{ACCOUNT}voicemail_transfer_extension": Key("where unwanted calls go: nowhere here"),
    f"{ACCOUNT}force_rfc3264": Key("hold as RFC 3264 has it: so it is here anyway"),
    f"{ACCOUNT}use_ice": Key("ICE", undone_unless(OFF, "ICE")),
    f"{ANSWERING}enabled": Key("whether calls are answered, or sent elsewhere, by itself"),
    f"{ANSWERING}mode": Key("which of it", undone_unless(("none", INSTANT, DELAYED, ""), "call forwarding")),
    f"{ANSWERING}autoanswer_seconds": Key("seconds until it answers, with answer_delay"),
    f"{ANSWERING}accept_server_auto_answer": Key("whether calls may ask it to answer by itself"),
    f"{ANSWERING}play_sound_on_auto_answer": Key("a sound for its owner then", familiar.answering(_tone)),
    f"{ANSWERING}auto_answer_with_video": Key("the camera: there is none"),
    f"{ANSWERING}keep_settings_after_restart": Key("what it remembers"),
    "general/on_transfer_request_style": Key("accept or reject a REFER", _refers),
    "sip_options/port": familiar.PORT,
    "rtp_options/port": familiar.MEDIA_PORT,
    "rtp_options/session_name": Key("s= of its SDP", undone_unless(("Z", ""), "another s= in its SDP")),
    "rtp_options/user_name": Key("the user in o=", undone_unless(("Z", ""), "another user in o=")),
}
HARMLESS: Final = (
    "general/",
    "audio/",
    "hid/",
    "codecs/",
    "iax_options/",
    "diagnostics/",
    "network/",
    "chat/",
    "provision/",
    "popup/",
    "video/",
    "open_url_on_event/",
    "gui/",
    "profile/",
    "contact_services/",
    "google_analytics/",
    "crash_handler/",
    "proxy/",
    "history/",
    "rpc_api/",
    "stun/",
    f"{ACCOUNT}stun/",
    f"{ACCOUNT}codecs/",
)
"""Sections that a ladder never shows, and those whose numbers the vendor does not explain."""

_HARMLESS = Key("sounds, windows, and what is not described")
_OTHER_ACCOUNT = Key("only the first account is in use")
_DEPTH: Final = 6


def provision(file: str, content: bytes) -> Provisioned:
    root = read(file, content)
    if root.name != ROOT:
        raise ConfigError(root.place, f"<{ROOT}> is expected, not <{root.name}>")
    options = list(_options(root, "", first=True))
    provisioned = settle(options)
    said = {line.name: line.value for line in options if line.key is not _OTHER_ACCOUNT}
    settings = familiar.completed(
        replace(provisioned.settings, answering=_answering(provisioned.settings.answering, said))
    )
    if not settings.domain or not settings.user:
        missing = "SIP_domain" if not settings.domain else "username"
        raise ConfigError(root.place, f"`{ACCOUNT}{missing}` is missing, so Zoiper has no account")
    return Provisioned(settings, provisioned.remarks)


def _answering(how: AnswerSettings, said: Mapping[str, str]) -> AnswerSettings:
    """Four options that only mean something together: without `enabled` and an answering mode the others count for nothing."""

    def on(name: str) -> bool:
        return said.get(f"{ANSWERING}{name}", "").lower() in ("true", "1")

    mode = said.get(f"{ANSWERING}mode", INSTANT)
    if not on("enabled") or mode not in (INSTANT, DELAYED):
        return replace(how, allowed=False)
    if on("accept_server_auto_answer"):
        return replace(how, allowed=True)
    seconds = said.get(f"{ANSWERING}autoanswer_seconds", "30")
    wait = whole(seconds) if mode == DELAYED and seconds.isdecimal() and len(seconds) < 6 else 0
    return replace(how, every_call=True, every_call_after=wait)


def _options(element: Element, path: str, *, first: bool) -> Iterator[Line]:
    """Every element without children, by its way from the root."""
    accounts = 0
    for child in element.children:
        name = f"{path}{child.name}"
        if name == ACCOUNT.rstrip("/"):
            accounts += 1
        if child.children and name.count("/") < _DEPTH:
            yield from _options(child, f"{name}/", first=first and accounts <= 1)
        else:
            key = _key(name) if first else _OTHER_ACCOUNT
            known = () if key else [one.removeprefix(path) for one in KEYS if one.startswith(path)]
            yield Line(name if key else child.name, child.text.strip(), child.place, key, known=known)


def _key(name: str) -> Key | None:
    if name in KEYS:
        return KEYS[name]
    return _HARMLESS if name.startswith(HARMLESS) else None
