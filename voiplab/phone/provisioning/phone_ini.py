"""`phone.ini`, the file of the plain RFC phone: one section [phone], in UTF-8. The format is ours."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from voiplab.net.packet import Transport
from voiplab.phone.profile import Offers100rel, SayDigits, SecondCall
from voiplab.phone.provisioning.settings import Ignored, Key, Line, Provisioned, Settings, settle
from voiplab.phone.provisioning.values import choice, port, whole
from voiplab.sip.reliability import Habit
from voiplab.text.ini import Entry, read
from voiplab.text.place import ConfigError, Place
from voiplab.text.remark import Effect, Remark
from voiplab.text.utf8 import text_of

SECTION: Final = "phone"
OCTETS: Final = 65_536

OFFERS: Final[Mapping[str, Offers100rel]] = {
    "off": Offers100rel.OFF,
    "supported": Offers100rel.SUPPORTED,
    "required": Offers100rel.REQUIRED,
}
ANSWERS: Final[Mapping[str, Habit]] = {
    "off": Habit.OFF,
    "on_demand": Habit.ON_DEMAND,
    "supported": Habit.ON_OFFER,
    "required": Habit.INSISTS,
}
TRANSPORTS: Final[Mapping[str, Transport]] = {"udp": Transport.UDP, "tcp": Transport.TCP}
DIGITS: Final[Mapping[str, SayDigits]] = {
    "rfc4733": SayDigits.EVENTS,
    "info": SayDigits.INFO,
    "inband": SayDigits.TONES,
}


def _words(value: str) -> tuple[str, ...]:
    return tuple(word for word in value.replace(",", " ").split() if word)


def _switch(value: str) -> bool:
    if value.lower() not in ("yes", "no"):
        raise Ignored("it is neither yes nor no")
    return value.lower() == "yes"


def _second_call(settings: Settings, value: str) -> Settings:
    return replace(settings, second_call=SecondCall.RINGS if _switch(value) else SecondCall.BUSY)


KEYS: Final[Mapping[str, Key]] = {
    "user": Key("the user of its address", lambda settings, value: replace(settings, user=value)),
    "domain": Key(
        "the host of its address, and where calls go", lambda settings, value: replace(settings, domain=value)
    ),
    "server": Key("where it registers; empty: nowhere", lambda settings, value: replace(settings, server=value)),
    "proxy": Key("where its calls go; empty: to the domain", lambda settings, value: replace(settings, proxy=value)),
    "password": Key("its password", lambda settings, value: replace(settings, password=value)),
    "auth_user": Key("the user name in credentials", lambda settings, value: replace(settings, auth_user=value)),
    "display": Key("the name shown to others", lambda settings, value: replace(settings, display=value)),
    "transport": Key("udp or tcp", lambda settings, value: replace(settings, transport=choice(value, TRANSPORTS))),
    "port": Key("its own SIP port", lambda settings, value: replace(settings, port=port(value))),
    "media_port": Key("the first port of its media", lambda settings, value: replace(settings, media_port=port(value))),
    "expires": Key("how long a registration lasts", lambda settings, value: replace(settings, expires=whole(value))),
    "codecs": Key(
        "its codecs, best first: PCMU/8000, PCMA/8000",
        lambda settings, value: replace(settings, codecs=_words(value) or None),
    ),
    "dtmf": Key(
        "how pressed keys travel: rfc4733, info, inband",
        lambda settings, value: replace(settings, digits=choice(value, DIGITS)),
    ),
    "100rel_as_caller": Key(
        "what its INVITE says of 100rel: off, supported, required",
        lambda settings, value: replace(settings, offers_100rel=choice(value, OFFERS)),
    ),
    "100rel_as_callee": Key(
        "when it rings reliably: off, on_demand, supported, required",
        lambda settings, value: replace(settings, answers_100rel=choice(value, ANSWERS)),
    ),
    "require": Key(
        "option tags that its INVITE requires", lambda settings, value: replace(settings, requires=_words(value))
    ),
    "late_offer": Key(
        "whether its INVITE has no SDP, so that the other side makes the offer",
        lambda settings, value: replace(settings, late_offer=_switch(value)),
    ),
    "call_info": Key("the Call-Info of its INVITE", lambda settings, value: replace(settings, call_info=value)),
    "do_not_disturb": Key(
        "refusing all calls", lambda settings, value: replace(settings, do_not_disturb=_switch(value))
    ),
    "call_waiting": Key("whether a second call rings", _second_call),
    "user_agent": Key("what it calls itself", lambda settings, value: replace(settings, software=value or None)),
}


def _line(entry: Entry) -> Line:
    key = KEYS.get(entry.key.lower())
    return Line(entry.key, entry.value, entry.place, key, known=KEYS)


def provision(file: str, content: bytes) -> Provisioned:
    #  Windows' reader of INI files takes UTF-8 for a western code page, but knows UTF-16 by its mark.
    ini = read(file, b"\xff\xfe" + text_of(file, content, OCTETS).encode("utf-16-le"))
    section = ini.section(SECTION)
    if section is None:
        raise ConfigError(Place(file, 1), f"a section [{SECTION}] is expected")
    provisioned = settle(_line(entry) for entry in section.entries)
    for needed in ("user", "domain"):
        if not getattr(provisioned.settings, needed):
            raise ConfigError(section.place, f"`{needed}` is missing in [{SECTION}]")
    unread = [Remark(line.place, Effect.IGNORED_THERE, f"`{line.text[:80]}`: {line.reason}") for line in ini.unread]
    return Provisioned(provisioned.settings, (*provisioned.remarks, *unread))
