"""Blink's `config`: groups by indentation, `name:`, and settings, `name = value`, as python-sipsimple writes and reads them.

The format is that of its file backend: quotes, backslashes, lists with commas, remarks from `#`. Blink writes the file, and
nothing keeps anybody from editing it. Names and defaults are those of its source.
Not done: other accounts than the first that is enabled, encryption, ICE, presence.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from voiplab.phone.provisioning import familiar
from voiplab.phone.provisioning.settings import Ignored, Key, Line, Provisioned, Settings, settle
from voiplab.phone.provisioning.values import port, undone_unless
from voiplab.text.place import ConfigError, Place
from voiplab.text.utf8 import text_of

OCTETS: Final = 1_048_576
DEEPEST: Final = 16
OFF: Final = ("", "false", "none", "disabled")
ACCOUNTS: Final = "Accounts"
GLOBAL: Final = "SIPSimpleSettings"
CODECS: Final[Mapping[str, str]] = {
    "opus": "opus/48000/2",
    "G722": "G722/8000",
    "PCMU": "PCMU/8000",
    "PCMA": "PCMA/8000",
    "speex": "speex/16000",
}


class Said(NamedTuple):
    """A setting with its groups; `value` is empty where nothing stands."""

    path: tuple[str, ...]
    value: str
    place: Place


def _codecs(settings: Settings, value: str) -> Settings:
    names = [name.strip() for name in value.split(",") if name.strip()]
    unknown = [name for name in names if name not in CODECS]
    if unknown:
        raise Ignored(f"{unknown[0]} is none of {', '.join(CODECS)}")
    return replace(settings, codecs=tuple(CODECS[name] for name in names) or None)


def _transports(settings: Settings, value: str) -> Settings:
    """The first of the list is what it would like best; by UDP it can always be reached here."""
    if "udp" not in [name.strip().lower() for name in value.split(",")]:
        raise Ignored("voiplab's Blink speaks UDP, whatever the list leaves out")
    return settings


def _instance(settings: Settings, value: str) -> Settings:
    return replace(settings, instance_id=value.removeprefix("urn:uuid:"))


def _media_port(settings: Settings, value: str) -> Settings:
    return replace(settings, media_port=port(value.partition("-")[0]))


SIP: Final = "sip/"
ACCOUNT_KEYS: Final[Mapping[str, Key]] = {
    "enabled": Key("whether the account is in use"),
    "display_name": familiar.DISPLAY,
    "order": Key("its place in a list"),
    "auth/username": familiar.AUTH_USER,
    "auth/password": familiar.PASSWORD,
    f"{SIP}register": Key("registering", undone_unless(("true",), "an account that does not register")),
    f"{SIP}register_interval": familiar.EXPIRES,
    f"{SIP}subscribe_interval": Key("how long a subscription lasts: it makes none here"),
    f"{SIP}publish_interval": Key("how long presence lasts: it publishes none here"),
    f"{SIP}outbound_proxy": Key("an outbound proxy", undone_unless(OFF, "an outbound proxy")),
    f"{SIP}always_use_my_proxy": Key("whether the proxy is used for other domains too: there is none"),
    f"{SIP}auto_answer": Key("answering those whom the address book marks: it marks nobody here"),
    f"{SIP}tls_name": Key("the name in a certificate: there is no TLS"),
    "rtp/audio_codec_list": Key("its codecs, best first", _codecs),
    "rtp/audio_codec_order": Key("its codecs in the settings window"),
    "rtp/inband_dtmf": Key("pressed keys in the sound too, besides RFC 2833"),
    "rtp/encryption/enabled": Key("encrypted media", undone_unless(OFF, "SRTP")),
    "rtp/encryption/key_negotiation": Key("how keys would be agreed upon"),
    "nat_traversal/use_ice": Key("ICE", undone_unless(OFF, "ICE")),
    "message_summary/enabled": Key("asking for messages: nobody here has any"),
    "message_summary/voicemail_uri": Key("where messages are"),
    "presence/enabled": Key("presence: nobody here publishes any"),
}
GLOBAL_KEYS: Final[Mapping[str, Key]] = {
    "default_account": Key("the account that calls"),
    "instance_id": Key("+sip.instance", _instance),
    "user_agent": Key("what it calls itself", lambda settings, value: replace(settings, software=value or None)),
    f"{SIP}udp_port": familiar.PORT,
    f"{SIP}tcp_port": Key("its own SIP port by TCP: it speaks UDP here"),
    f"{SIP}transport_list": Key("how it may speak SIP", _transports),
    "rtp/port_range": Key("the first port of its media", _media_port),
    "rtp/audio_codec_list": Key("its codecs, best first", _codecs),
}
HARMLESS: Final = ("AddressBook", "BlinkSettings", "BonjourAccount", "Contacts", "Groups", "Data")
"""Groups that a ladder never shows: windows, sounds, the address book."""

MARK: Final = "auto_answer"
"""Of a contact in the address book: whoever has it is answered by itself, after a countdown."""

_MARK = Key("whether a contact is answered by itself", undone_unless(("", "false"), "answering a contact by itself"))
_HARMLESS = Key("windows, sounds and the address book")
_OTHER_ACCOUNT = Key("only one account is in use")
_LINE = re.compile(
    r"""(?P<name>(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\\.|[^\s"'\\:=#])+)\s*(?P<sign>[:=])\s*(?P<rest>.*)"""
)
_ITEM = re.compile(r"""(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\\.|[^\s"'\\,#])+""")
_QUOTED = re.compile(r"\\(.)|[\"']")
_ESCAPES: Final[Mapping[str, str]] = {"n": "\n", "r": "\r"}


def provision(file: str, content: bytes) -> Provisioned:
    said = list(read(file, content))
    name = account_of(file, said)
    provisioned = settle(_line(one, name) for one in said)
    user, _, host = name.partition("@")
    if not user or not host:
        raise ConfigError(Place(file, 1), f"`{name}` is no address: `user@host:` is expected below `{ACCOUNTS}:`")
    settings = replace(provisioned.settings, user=user, domain=host)
    return Provisioned(familiar.completed(settings), provisioned.remarks)


def account_of(file: str, said: list[Said]) -> str:
    """The first that is not switched off."""
    names = dict.fromkeys(one.path[1] for one in said if one.path[0] == ACCOUNTS and len(one.path) > 2)
    off = {
        one.path[1] for one in said if one.path[0] == ACCOUNTS and one.path[2:] == ("enabled",) and one.value == "False"
    }
    for name in names:
        if name not in off:
            return name
    raise ConfigError(Place(file, 1), f"no account below `{ACCOUNTS}:` is enabled, so Blink has no line")


def _line(one: Said, account: str) -> Line:
    group, *rest = one.path
    if group == ACCOUNTS and len(rest) > 1:
        if rest[0] != account:
            return Line("/".join(one.path), one.value, one.place, _OTHER_ACCOUNT)
        return _of(one, "/".join(rest[1:]), ACCOUNT_KEYS)
    if group == GLOBAL:
        return _of(one, "/".join(rest), GLOBAL_KEYS)
    key = _of_the_rest(one)
    known = (ACCOUNTS, GLOBAL, *HARMLESS)
    return Line("/".join(one.path) if key else group, one.value, one.place, key, known=known)


def _of_the_rest(one: Said) -> Key | None:
    if one.path[0] not in HARMLESS:
        return None
    return _MARK if one.path[-1] == MARK else _HARMLESS


def _of(one: Said, name: str, keys: Mapping[str, Key]) -> Line:
    key = keys.get(name)
    return Line(name, one.value, one.place, key, known=keys)


def read(file: str, content: bytes) -> Iterator[Said]:
    """Every setting with its groups; a list keeps its commas. ConfigError where Blink would not start either."""
    groups: list[tuple[int, str]] = []
    for number, text in enumerate(text_of(file, content, OCTETS).splitlines(), start=1):
        bare = text.strip()
        if not bare or bare.startswith("#"):
            continue
        indentation = len(text) - len(text.lstrip())
        while groups and groups[-1][0] >= indentation:
            groups.pop()
        found = _LINE.match(bare)
        if found is None:
            raise ConfigError(Place(file, number), "`name:` or `name = value` is expected")
        name, rest = _plain(found["name"]), found["rest"]
        if found["sign"] == ":":
            if rest and not rest.startswith("#"):
                raise ConfigError(Place(file, number), "nothing is expected after `:`")
            if len(groups) == DEEPEST:
                raise ConfigError(Place(file, number), f"groups may be {DEEPEST} deep")
            groups.append((indentation, name))
        else:
            path = (*(group for _, group in groups), name)
            yield Said(path, ", ".join(_items(file, number, rest)), Place(file, number))


def _items(file: str, number: int, rest: str) -> Iterator[str]:
    at = 0
    while at < len(rest) and rest[at] != "#":
        found = _ITEM.match(rest, at)
        if found is None:
            raise ConfigError(Place(file, number), "a value, in quotes that end, is expected")
        yield _plain(found.group())
        at = found.end()
        while at < len(rest) and rest[at].isspace():
            at += 1
        if at < len(rest) and rest[at] not in ",#":
            raise ConfigError(
                Place(file, number), "nothing is expected after the value: one with blanks stands in quotes"
            )
        while at < len(rest) and (rest[at].isspace() or rest[at] == ","):
            at += 1


def _plain(text: str) -> str:
    """Without its quotes and backslashes."""
    return _QUOTED.sub(lambda found: _ESCAPES.get(found[1], found[1]) if found[1] else "", text)
