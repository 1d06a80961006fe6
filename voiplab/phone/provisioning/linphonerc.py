"""`linphonerc`: sections with `key=value` lines, in UTF-8. Names are those of linphone's public source and of a recorded phone.

Not done: other proxies than the first, other credentials than the first, TLS, SRTP, ICE and STUN, video.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from voiplab.net.packet import Transport
from voiplab.phone.profile import SayDigits
from voiplab.phone.provisioning import familiar
from voiplab.phone.provisioning.settings import Ignored, Key, Line, Provisioned, Settings, Undone, settle
from voiplab.phone.provisioning.values import choice, port, undone_unless
from voiplab.sip.errors import Malformed
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.text.ini import Ini, Section, read
from voiplab.text.place import ConfigError, Place
from voiplab.text.remark import Effect, Remark
from voiplab.text.utf8 import text_of

OCTETS: Final = 1_048_576
OFF: Final = ("", "0")
SWITCH: Final = {"0": False, "1": True}
CODEC: Final = re.compile(r"audio_codec_[0-9]{1,3}")


def address(value: str) -> NameAddr:
    try:
        return NameAddr.parse(value)
    except Malformed:
        raise Ignored("an address is expected, as in <sip:10.0.0.20>") from None


def _proxy(settings: Settings, value: str) -> Settings:
    uri = address(value).uri
    transport = (uri.transport or "udp").upper()
    if transport not in ("UDP", "TCP"):
        raise Undone(transport)
    server = uri.host if uri.port is None else f"{uri.host}:{uri.port}"
    return replace(settings, server=server, transport=Transport(transport))


def _identity(settings: Settings, value: str) -> Settings:
    found = address(value)
    return replace(settings, user=found.uri.username, domain=found.uri.host, display=found.display)


def _keys_by_info(settings: Settings, value: str) -> Settings:
    return replace(settings, digits=SayDigits.INFO if choice(value, SWITCH) else SayDigits.EVENTS)


def _port(settings: Settings, value: str) -> Settings:
    return replace(settings, port=port("" if value == "-1" else value))


def _waiting(settings: Settings, value: str) -> Settings:
    return familiar.waiting(settings, value != "1")


def _gruu_instance(settings: Settings, value: str) -> Settings:
    return replace(settings, instance_id=value.removeprefix("urn:uuid:"))


KEYS: Final[Mapping[str, Mapping[str, Key]]] = {
    "sip": {
        "sip_port": Key("its own SIP port; -1 is any free one", _port),
        "sip_tcp_port": Key("its own SIP port by TCP: the same one here"),
        "sip_tls_port": Key("TLS", undone_unless(("0", "-1", ""), "TLS")),
        "contact": Key("who it is without a proxy"),
        "guess_hostname": Key("what its own address is: the lab says"),
        "default_proxy": Key("which proxy is in use", undone_unless(("0",), "another proxy than the first")),
        "bind_address": Key("its own address: the lab says"),
        "use_ipv6": Key("IPv6", undone_unless(OFF, "IPv6")),
        "use_info": Key("pressed keys by INFO", _keys_by_info),
        "use_rfc2833": Key("pressed keys by RFC 2833: so they travel unless use_info is 1"),
        "uuid": Key("+sip.instance", _gruu_instance),
        "media_encryption": Key("encrypted media", undone_unless(("", "none"), "SRTP")),
        "keepalive_period": Key("keeping a NAT open: there is none"),
        "register_only_when_network_is_up": Key("the network is always up"),
        "verify_server_certs": Key("certificates: there is no TLS"),
        "verify_server_cn": Key("certificates: there is no TLS"),
    },
    "net": {
        "mtu": Key("sizes of packets"),
        "stun_server": Key("asking a STUN server", undone_unless(("",), "STUN")),
        "firewall_policy": Key("how it gets through a NAT", undone_unless(OFF, "STUN and ICE")),
    },
    "proxy_0": {
        "reg_proxy": Key("where it registers", _proxy),
        "reg_identity": Key("its address, with the name shown to others", _identity),
        "reg_expires": familiar.EXPIRES,
        "reg_sendregister": Key("registering", undone_unless(("1",), "a proxy without a registration")),
        "reg_route": Key("an outbound proxy", undone_unless(("",), "an outbound proxy")),
        "publish": Key("presence", undone_unless(OFF, "PUBLISH")),
        "avpf": Key("feedback about pictures: there are none"),
        "quality_reporting_enabled": Key("reports of quality", undone_unless(OFF, "PUBLISH")),
    },
    "auth_info_0": {
        "username": Key(
            "the user name in credentials",
            lambda settings, value: replace(settings, auth_user=settings.auth_user or value),
        ),
        "userid": familiar.AUTH_USER,
        "passwd": familiar.PASSWORD,
        "realm": Key("for which realm: it is tried for any here"),
        "domain": Key("for which domain: it is tried for any here"),
        "ha1": Key("a hash in place of a password", undone_unless(("",), "a hash in place of a password")),
    },
    "rtp": {
        "audio_rtp_port": Key(
            "the first port of its media",
            lambda settings, value: replace(settings, media_port=port(value.partition("-")[0])),
        ),
        "video_rtp_port": Key("the port of its pictures: there are none"),
    },
    "misc": {
        "max_calls": Key("how many calls at a time: 1 refuses a second one", _waiting),
    },
}
HARMLESS: Final = (
    "sound",
    "video",
    "app",
    "ui",
    "GtkUi",
    "storage",
    "logging",
    "misc",
    "tunnel",
    "magic_search",
    "friend_0",
)
"""Sections that a ladder never shows."""

_HARMLESS = Key("sound, windows, and what a lab never shows")
_OTHERS = re.compile(r"(?:proxy|auth_info|friend|call_log|video_codec|nat_policy)_[0-9]{1,4}")
_CODEC = Key("one of its codecs: its list is the recorded one here")


def provision(file: str, content: bytes) -> Provisioned:
    #  Windows' reader of INI files takes UTF-8 for a western code page, but knows UTF-16 by its mark.
    lines = text_of(file, content, OCTETS).split("\n")
    text = "\n".join("" if line.startswith("#") else line for line in lines)
    ini = read(file, b"\xff\xfe" + text.encode("utf-16-le"))
    provisioned = settle(line for section in ini.sections for line in _lines(section))
    settings = provisioned.settings
    if not settings.domain or not settings.user:
        raise ConfigError(Place(file, 1), "`reg_identity` is missing in [proxy_0], so linphone has no account")
    return Provisioned(settings, (*provisioned.remarks, *_strays(ini)))


def _lines(section: Section) -> Iterator[Line]:
    keys = KEYS.get(section.name, {})
    for entry in section.entries:
        key = keys.get(entry.key)
        if key is None and section.name in HARMLESS:
            key = _HARMLESS
        elif key is None and CODEC.fullmatch(section.name):
            key = _CODEC
        elif key is None and not keys and _OTHERS.fullmatch(section.name):
            key = Key(f"only [proxy_0] and [auth_info_0] are in use, and not [{section.name}]")
        yield Line(entry.key, entry.value, entry.place, key, known=keys)


def _strays(ini: Ini) -> Iterator[Remark]:
    for line in ini.unread:
        yield Remark(line.place, Effect.IGNORED_THERE, f"`{line.text[:80]}`: {line.reason}")
