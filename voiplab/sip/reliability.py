"""Whether a provisional response is sent reliably: RFC 3262 section 3, and the habits of products, as one table."""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from voiplab.sip.message import Request
from voiplab.sip.reliable import OPTION_TAG


class Caller(Enum):
    """What the INVITE says about 100rel."""

    SILENT = "does not know it"
    SUPPORTS = "Supported: 100rel"
    REQUIRES = "Require: 100rel"

    __hash__ = object.__hash__

    @classmethod
    def of(cls, invite: Request) -> "Caller":
        if any(tag.lower() == OPTION_TAG for tag in invite.require):
            return cls.REQUIRES
        return cls.SUPPORTS if any(tag.lower() == OPTION_TAG for tag in invite.supported) else cls.SILENT


class Habit(Enum):
    """What the callee does with 100rel."""

    OFF = "does not know it"
    ON_DEMAND = "only when the caller requires it"  # pjsip by default
    WITH_SESSION = "with a session description when supported, always when required"  # FreeSWITCH with enable-100rel
    ON_OFFER = "whenever the caller knows it"  # OBi: supported
    INSISTS = "always: a caller that does not know it is refused"  # OBi: required

    __hash__ = object.__hash__


class Way(Enum):
    """How a provisional response to this INVITE goes out, or how the INVITE is refused at once."""

    PLAIN = "unreliable"
    RELIABLE = "reliable"
    UNSUPPORTED = "420 with Unsupported: 100rel"  # RFC 3261 section 8.2.2.3
    EXTENSION_REQUIRED = "421 with Require: 100rel"  # RFC 3261 section 21.4.16

    __hash__ = object.__hash__


#  for a response without, and one with a session description
_Ways = tuple[Way, Way]
_PLAIN: Final[_Ways] = (Way.PLAIN, Way.PLAIN)
_RELIABLE: Final[_Ways] = (Way.RELIABLE, Way.RELIABLE)

WAYS: Final[Mapping[Habit, Mapping[Caller, _Ways]]] = {
    Habit.OFF: {
        Caller.SILENT: _PLAIN,
        Caller.SUPPORTS: _PLAIN,
        Caller.REQUIRES: (Way.UNSUPPORTED, Way.UNSUPPORTED),
    },
    Habit.ON_DEMAND: {Caller.SILENT: _PLAIN, Caller.SUPPORTS: _PLAIN, Caller.REQUIRES: _RELIABLE},
    Habit.WITH_SESSION: {
        Caller.SILENT: _PLAIN,
        Caller.SUPPORTS: (Way.PLAIN, Way.RELIABLE),
        Caller.REQUIRES: _RELIABLE,
    },
    Habit.ON_OFFER: {Caller.SILENT: _PLAIN, Caller.SUPPORTS: _RELIABLE, Caller.REQUIRES: _RELIABLE},
    Habit.INSISTS: {
        Caller.SILENT: (Way.EXTENSION_REQUIRED, Way.EXTENSION_REQUIRED),
        Caller.SUPPORTS: _RELIABLE,
        Caller.REQUIRES: _RELIABLE,
    },
}


def way(habit: Habit, caller: Caller, *, has_session: bool) -> Way:
    """Of a 101 to 199; a 100 is never reliable."""
    without, with_session = WAYS[habit][caller]
    return with_session if has_session else without
