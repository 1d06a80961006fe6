"""What the person who set a phone up has said, whatever the vendor's file looks like."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import field, fields, replace
from operator import attrgetter
from typing import Final

from voiplab.net.packet import Transport
from voiplab.phone.intercom import AnswerSettings
from voiplab.phone.profile import Offers100rel, SayDigits, SecondCall
from voiplab.phone.transfers import ReferTo, TakesRefer
from voiplab.sdp.description import Hold
from voiplab.sip.layout import LINE_END
from voiplab.sip.reliability import Habit
from voiplab.sip.value import value
from voiplab.text.nearest import did_you_mean
from voiplab.text.place import Place
from voiplab.text.remark import Effect, Remark


@value(frozen=True, slots=True)
class Setting:
    """A key of the file that is in force."""

    name: str
    value: str
    place: Place


@value(frozen=True, slots=True)
class Settings:
    """What is None is left to the profile."""

    user: str = ""
    domain: str = ""
    server: str = ""
    """Where the phone registers, as `host` or `host:port`; empty: it does not."""
    proxy: str = ""
    """Where its calls go, written likewise; empty: to the domain."""
    proxy_port: int | None = None
    auth_user: str = ""
    password: str = ""
    display: str = ""
    transport: Transport = Transport.UDP
    expires: int | None = None
    port: int | None = None
    media_port: int | None = None
    codecs: tuple[str, ...] | None = None
    """Names with their clocks, `PCMU/8000`, in the order of preference."""
    digits: SayDigits | None = None
    offers_100rel: Offers100rel | None = None
    answers_100rel: Habit | None = None
    requires: tuple[str, ...] = ()
    """Option tags that its INVITE requires besides."""
    late_offer: bool = False
    """Its INVITE has no SDP: the 200 brings the offer, its ACK the answer."""
    call_info: str = ""
    """What its INVITE has as Call-Info; empty: none."""
    do_not_disturb: bool = False
    second_call: SecondCall | None = None
    session_timer: bool = True
    instance: bool = True
    instance_id: str = ""
    """What follows `urn:uuid:` in +sip.instance, where a file says it."""
    rport: bool | None = None
    """Whether its Via asks for rport."""
    hold: Hold | None = None
    answering: AnswerSettings = field(default_factory=AnswerSettings)
    """By itself."""
    can_transfer: bool | None = None
    takes_refer: TakesRefer | None = None
    refer_to: ReferTo | None = None
    events: int | None = None
    """The payload number of telephone-event."""
    remote_party: bool = True
    software: str | None = None
    in_force: Mapping[str, Setting] = field(default_factory=dict)
    """By the names of these fields."""


MOST_HINTS: Final = 20
"""Looking for what was meant takes longer than all the rest, and nobody reads more of them."""


@value(frozen=True, slots=True)
class Provisioned:
    settings: Settings
    remarks: tuple[Remark, ...]


class Ignored(Exception):
    """The product passes this value over; the message says what it does instead."""


class Undone(Exception):
    """The product would do it, voiplab does not; the message says what."""


@value(frozen=True, slots=True)
class Key:
    """A key that the product knows. `read` puts its value into the settings; a key that changes nothing says why in `about`."""

    about: str
    read: Callable[[Settings, str], Settings] | None = None
    certainty: str = ""
    """A reservation: that the name of the key is our guess."""


@value(frozen=True, slots=True)
class Line:
    """A key with its value as it stands in the file; `key` is None when the product knows none of that name."""

    name: str
    value: str
    place: Place
    key: Key | None
    hint: str = ""
    """Of an unknown key: what was probably meant."""
    known: Collection[str] = ()
    """Or where to look for that."""


def settle(lines: Iterable[Line]) -> Provisioned:
    """All lines in their order."""
    settings = Settings()
    in_force: dict[str, Setting] = {}
    remarks: list[Remark] = []
    hints = 0
    for line in lines:
        if line.key is None:
            hint = line.hint or (did_you_mean(line.name, line.known) if hints < MOST_HINTS else "")
            hints += 1
            remarks.append(Remark(line.place, Effect.IGNORED_THERE, f"`{line.name}` is not known{hint}"))
        elif line.key.read is None:
            remarks.append(Remark(line.place, Effect.NO_EFFECT_HERE, f"`{line.name}`: {line.key.about}"))
        else:
            taken, remark = _taken(settings, line, line.key, line.key.read)
            remarks.append(remark)
            for name in _changed(settings, taken):
                in_force[name] = Setting(line.name, line.value, line.place)
            settings = taken
    return Provisioned(replace(settings, in_force=in_force), tuple(remarks))


def _taken(
    settings: Settings, line: Line, key: Key, read: Callable[[Settings, str], Settings]
) -> tuple[Settings, Remark]:
    said = f"`{line.name}={line.value}`"
    if LINE_END.search(line.value):
        return settings, Remark(line.place, Effect.NOT_SIMULATED, f"`{line.name}`: a line end in {line.value!r}")
    try:
        changed = read(settings, line.value)
    except Ignored as ignored:
        return settings, Remark(line.place, Effect.IGNORED_THERE, f"{said}: {ignored}")
    except Undone as undone:
        return settings, Remark(line.place, Effect.NOT_SIMULATED, f"{said}: {undone} is not simulated")
    reservation = f" ({key.certainty})" if key.certainty else ""
    remark = Remark(line.place, Effect.IN_FORCE, f"`{line.name}`: {key.about}{reservation}")
    return changed, remark


_NAMES: Final = tuple(one.name for one in fields(Settings) if one.name != "in_force")
_VALUES: Final = attrgetter(*_NAMES)


def _changed(before: Settings, after: Settings) -> Iterable[str]:
    """The fields that a line made what they are."""
    if before is after:
        return ()
    return [name for name, was, now in zip(_NAMES, _VALUES(before), _VALUES(after), strict=True) if was != now]
