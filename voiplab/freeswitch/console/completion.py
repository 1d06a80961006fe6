"""What may come next on a line that is being typed: for the Tab key."""

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Final

from voiplab.freeswitch.applications.telling import LEVELS
from voiplab.freeswitch.console.table import COMMANDS
from voiplab.freeswitch.switch import Switch


class Slot(Enum):
    """A word that depends on the running server."""

    PROFILE = "a running profile"
    USER = "a user of the directory"
    CHANNEL = "the uuid of a channel"

    __hash__ = object.__hash__


LINES: Final[Sequence[tuple[str | Slot, ...]]] = (
    ("sofia", "status"),
    ("sofia", "status", "gateway"),
    ("sofia", "status", "profile", Slot.PROFILE, "reg"),
    ("sofia", "status", "profile", Slot.PROFILE, "user", Slot.USER),
    *(("sofia", "profile", Slot.PROFILE, verb) for verb in ("start", "stop", "restart", "rescan")),
    ("sofia", "profile", Slot.PROFILE, "flush_inbound_reg", Slot.USER),
    *(("sofia", "profile", Slot.PROFILE, "siptrace", word) for word in ("on", "off")),
    *(("sofia", "global", "siptrace", word) for word in ("on", "off")),
    ("sofia", "help"),
    ("sofia_contact", Slot.USER),
    *(("show", word) for word in ("channels", "calls", "bridged_calls", "detailed_calls", "registrations", "codec")),
    *(("show", word, "count") for word in ("channels", "calls")),
    *((name, Slot.CHANNEL) for name in ("uuid_dump", "uuid_exists", "uuid_getvar", "uuid_kill", "uuid_setvar")),
    ("user_data", Slot.USER, "param"),
    ("user_data", Slot.USER, "var"),
    ("xml_locate", "root"),
    *(("xml_locate", section) for section in ("configuration", "dialplan", "directory")),
    *(("fsctl", knob) for knob in ("hupall", "max_sessions", "sps")),
    *(("console", "loglevel", level) for level in LEVELS),
)


def completions(switch: Switch, typed: str) -> list[str]:
    """The words that the last, unfinished word of `typed` may become, sorted; none when nothing fits."""
    *before, begun = typed.split(" ")
    before = [word for word in before if word]
    found = COMMANDS if not before else _next(switch, before)
    return sorted({word: None for word in found if word.startswith(begun)})


def _next(switch: Switch, before: Sequence[str]) -> Iterator[str]:
    for line in LINES:
        if len(line) > len(before) and all(
            word in _words(switch, slot) for word, slot in zip(before, line, strict=False)
        ):
            yield from _words(switch, line[len(before)])


def _words(switch: Switch, slot: str | Slot) -> Sequence[str]:
    match slot:
        case Slot.PROFILE:
            return list(switch.sofia.running)
        case Slot.USER:
            return [f"{user.id}@{domain.name}" for domain in switch.directory.domains for user in domain.users]
        case Slot.CHANNEL:
            return list(switch.channels)
        case word:
            return [word]
