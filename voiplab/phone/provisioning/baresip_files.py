"""baresip's folder: `accounts` (an address with parameters), `config` (a key and a value per line) and `uuid`.

Names and defaults are those of its source and of its documentation. The first account is in use.
Not done: TLS, SRTP, ICE and STUN, video, presence.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from voiplab.net.packet import Transport
from voiplab.phone.intercom import AnswerSettings
from voiplab.phone.profile import Offers100rel, SayDigits
from voiplab.phone.provisioning import familiar
from voiplab.phone.provisioning.settings import Ignored, Key, Line, Provisioned, Settings, Undone, settle
from voiplab.phone.provisioning.values import choice, port, undone_unless, whole
from voiplab.phone.transfers import TakesRefer
from voiplab.sip.errors import Malformed
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.reliability import Habit
from voiplab.text.place import ConfigError, Files, Place
from voiplab.text.utf8 import text_of

OCTETS: Final = 262_144
ACCOUNTS: Final = "accounts"
CONFIG: Final = "config"
UUID: Final = "uuid"
SWITCH: Final[Mapping[str, bool]] = {"no": False, "yes": True}
DIGITS: Final[Mapping[str, SayDigits | None]] = {
    "rtpevent": SayDigits.EVENTS,
    "info": SayDigits.INFO,
    "auto": SayDigits.EVENTS,
}
BEEPS: Final[Mapping[str, bool]] = {"on": True, "off": False, "local": True}
RELIABLE: Final[Mapping[str, tuple[Offers100rel, Habit]]] = {
    "no": (Offers100rel.OFF, Habit.OFF),
    "yes": (Offers100rel.SUPPORTED, Habit.ON_OFFER),
    "required": (Offers100rel.REQUIRED, Habit.INSISTS),
}
CODECS: Final[Mapping[str, str]] = {
    "pcmu": "PCMU/8000",
    "pcma": "PCMA/8000",
    "g722": "G722/8000",
    "opus": "opus/48000/2",
}
THOUSAND: Final = 1_000


def _codecs(settings: Settings, value: str) -> Settings:
    names = [name.partition("/")[0].strip().lower() for name in value.split(",") if name.strip()]
    unknown = [name for name in names if name not in CODECS]
    if unknown:
        raise Undone(f"the codec {unknown[0]}")
    return replace(settings, codecs=tuple(CODECS[name] for name in names) or None)


def _register(settings: Settings, value: str) -> Settings:
    """0 does not register at all."""
    seconds = whole(value)
    return replace(settings, expires=seconds, server=settings.server if seconds else "")


def _reliable(settings: Settings, value: str) -> Settings:
    offers, habit = choice(value, RELIABLE)
    return replace(settings, offers_100rel=offers, answers_100rel=habit)


def _allowed(how: AnswerSettings, value: str) -> AnswerSettings:
    return replace(how, allowed=choice(value, SWITCH))


def _mode(how: AnswerSettings, value: str) -> AnswerSettings:
    if value not in ("manual", "auto"):
        raise Undone(f"answering with {value}")
    return replace(how, every_call=value == "auto")


def _delay(how: AnswerSettings, value: str) -> AnswerSettings:
    return replace(how, every_call_after=whole(value) // THOUSAND)


def _beep(how: AnswerSettings, value: str) -> AnswerSettings:
    return replace(how, tone=choice(value, BEEPS))


def _config_beep(how: AnswerSettings, value: str) -> AnswerSettings:
    return replace(how, tone=choice(value, SWITCH))


def _outbound(settings: Settings, value: str) -> Settings:
    try:
        uri = NameAddr.parse(value).uri
    except Malformed:
        raise Ignored("an address is expected") from None
    return replace(settings, proxy=uri.host if uri.port is None else f"{uri.host}:{uri.port}")


def _refers(settings: Settings, value: str) -> Settings:
    return replace(settings, takes_refer=TakesRefer.ACCEPTS if choice(value, SWITCH) else TakesRefer.REFUSES)


def _listen(settings: Settings, value: str) -> Settings:
    """`10.0.0.11:5060`; the address is the lab's."""
    _, colon, number = value.rpartition(":")
    return replace(settings, port=port(number)) if colon else settings


def _media(settings: Settings, value: str) -> Settings:
    return replace(settings, media_port=port(value.partition("-")[0]))


def _most_calls(settings: Settings, value: str) -> Settings:
    return familiar.waiting(settings, whole(value) != 1)


PARAMETERS: Final[Mapping[str, Key]] = {
    "auth_user": familiar.AUTH_USER,
    "auth_pass": familiar.PASSWORD,
    "regint": Key("how long a registration lasts; 0: it does not register", _register),
    "regq": Key("the rank of its Contact", undone_unless(("",), "q in its Contact")),
    "audio_codecs": Key("its codecs, best first", _codecs),
    "answermode": Key("manual, or auto: whether it answers everybody by itself", familiar.answering(_mode)),
    "answerdelay": Key("milliseconds until it answers everybody", familiar.answering(_delay)),
    "sip_autoanswer": Key("whether calls may ask it to answer by itself", familiar.answering(_allowed)),
    "sip_autoanswer_beep": Key("whether it beeps then", familiar.answering(_beep)),
    "sip_autoanswer_method": Key("how it asks others: it does not here"),
    "100rel": Key("what it says of 100rel, and how it rings: no, yes, required", _reliable),
    "dtmfmode": Key("how pressed keys travel: rtpevent, info", familiar.digits(DIGITS)),
    "outbound": Key("where its requests go", _outbound),
    "outbound1": Key("where its requests go", _outbound),
    "sipnat": Key("RFC 5626", undone_unless(("",), "outbound of RFC 5626")),
    "call_transfer": Key("whether it takes a REFER", _refers),
    "mediaenc": Key("encrypted media", undone_unless(("",), "SRTP")),
    "medianat": Key("ICE or STUN", undone_unless(("",), "ICE and STUN")),
    "mwi": Key("asking for messages: nobody here has any"),
    "ptime": Key("milliseconds per packet", undone_unless(("20",), "another ptime")),
    "pubint": Key("presence", undone_unless(("0",), "PUBLISH")),
    "catchall": Key("which calls it takes: all that come"),
    "extra": Key("a text for its modules"),
    "audio_player": Key("sound"),
    "audio_source": Key("sound"),
    "audio_alert": Key("sound"),
    "video_codecs": Key("pictures: there are none"),
    "stunserver": Key("asked with medianat only"),
    "stunuser": Key("asked with medianat only"),
    "stunpass": Key("asked with medianat only"),
    "fbregint": Key("a second way to register: there is none"),
    "rwait": Key("when it registers again: five seconds before the end here"),
    "natpinhole": Key("keeping a NAT open: there is none"),
    "prio": Key("the order of several accounts"),
}
SETTINGS: Final[Mapping[str, Key]] = {
    "sip_listen": Key("its own SIP port", _listen),
    "rtp_ports": Key("the first port of its media", _media),
    "call_max_calls": Key("how many calls at a time: 1 refuses a second one", _most_calls),
    "sip_autoanswer_beep": Key("whether it beeps when it answers by itself", familiar.answering(_config_beep)),
    "sip_cafile": Key("certificates: there is no TLS"),
    "sip_certificate": Key("certificates: there is no TLS"),
    "sip_verify_server": Key("certificates: there is no TLS"),
    "call_local_timeout": Key("how long it rings: until somebody gives up here"),
    "net_interface": Key("its own address: the lab says"),
    "dns_server": Key("asking for names: they are not looked up"),
}
HARMLESS: Final = (
    "audio_",
    "ausrc_",
    "auplay_",
    "auenc_",
    "audec_",
    "video_",
    "vidsrc_",
    "vidisp_",
    "module",
    "poll_method",
    "file_",
    "rtp_",
    "avt_",
    "jitter_",
    "opus_",
    "ctrl_",
    "cons_",
    "http_",
    "menu_",
    "ringback_",
    "snd_",
    "aufile_",
)
"""Keys of `config` that a ladder never shows, by how they begin."""

_HARMLESS = Key("sound, modules, and what a lab never shows")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_ACCOUNT = re.compile(r"([^<>]*<[^<>]*>)((?:;[^;=]*(?:=(?:\"[^\"]*\"|[^;\"]*))?)*)")
_PARAM = re.compile(r";\s*([^;=\s]+)\s*(?:=\s*(?:\"([^\"]*)\"|([^;\"]*)))?")
"""Simpler than SIP's own: a value ends at the semicolon, so that a list may have commas."""
_PAIR = re.compile(r"\s*(\S+)(?:\s+(.*?))?\s*")


def provision(files: Files) -> Provisioned:
    """All the files of the folder that it has."""
    named = {path.rpartition("/")[2]: path for path in sorted(files, reverse=True)}
    accounts = named[ACCOUNTS]
    lines = list(_account(accounts, files[accounts]))
    if CONFIG in named:
        lines = [*_config(named[CONFIG], files[named[CONFIG]]), *lines]
    if UUID in named:
        lines = [*_uuid(named[UUID], files[named[UUID]]), *lines]
    return settle(lines)


def _account(file: str, content: bytes) -> Iterator[Line]:
    used = False
    for number, text in enumerate(text_of(file, content, OCTETS).splitlines(), start=1):
        line, place = text.strip(), Place(file, number)
        if not line or line.startswith("#"):
            continue
        if used:
            yield Line(line[:80], "", place, Key("only the first account is in use"))
            continue
        used = True
        found = _ACCOUNT.fullmatch(line)
        if found is None:
            raise ConfigError(place, "an address in <> with parameters is expected: baresip does not use the account")
        try:
            address = NameAddr.parse(found[1])
        except Malformed as fault:
            raise ConfigError(place, f"an address in <> is expected: {fault.expected}") from None
        yield from _of_account(address, found[2], place)
    if not used:
        raise ConfigError(Place(file, 1), "`<sip:user@host>;auth_pass=...` is expected: baresip has no account")


def _of_account(address: NameAddr, params: str, place: Place) -> Iterator[Line]:
    uri = address.uri
    if not uri.username or not uri.host:
        raise ConfigError(place, "the address has no user, so baresip does not use it")
    if (uri.transport or "udp") not in ("udp", "tcp"):
        yield Line("transport", uri.transport or "", place, Key("udp or tcp", undone_unless((), "TLS")))

    def identity(settings: Settings, _value: str) -> Settings:
        return replace(
            settings,
            user=uri.username,
            domain=uri.host,
            proxy_port=uri.port,
            display=address.display,
            transport=Transport((uri.transport or "udp").upper()),
            server=uri.host if uri.port is None else f"{uri.host}:{uri.port}",
        )

    yield Line("address", str(uri), place, Key("its address, and where it registers", identity))
    for name, quoted, value in _PARAM.findall(params):
        key = PARAMETERS.get(name)
        yield Line(name, quoted or value.strip(), place, key, known=PARAMETERS)


def _config(file: str, content: bytes) -> Iterator[Line]:
    for number, text in enumerate(text_of(file, content, OCTETS).splitlines(), start=1):
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        found = _PAIR.fullmatch(text)
        name, value = (found[1], found[2] or "") if found else (text, "")
        key = SETTINGS.get(name) or (_HARMLESS if name.startswith(HARMLESS) else None)
        yield Line(name, value, Place(file, number), key, known=SETTINGS)


def _uuid(file: str, content: bytes) -> Iterator[Line]:
    text = text_of(file, content, OCTETS).strip()
    if not _UUID.fullmatch(text):
        raise ConfigError(Place(file, 1), "a UUID is expected")
    yield Line(
        "uuid", text, Place(file, 1), Key("+sip.instance", lambda settings, value: replace(settings, instance_id=value))
    )
