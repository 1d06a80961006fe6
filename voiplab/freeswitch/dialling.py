"""What an originate needs of whoever makes its channels."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Protocol

from voiplab.freeswitch.causes import Cause
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.dialplan.dial_string import Leg
from voiplab.freeswitch.sofia.outbound import Originator, Outbound


class Contacts(Enum):
    """How many contacts of one user are called: only the first, when others are called as well."""

    ALL = "all at once"
    FIRST = "the first"

    __hash__ = object.__hash__


class Dialler(Protocol):
    """Makes the channels of a leg: they are about to send their INVITEs. Or the cause why there are none."""

    def dial(
        self,
        leg: Leg,
        common: Mapping[str, str],
        caller: Channel | None,
        originator: Originator,
        contacts: Contacts,
    ) -> Sequence[Outbound] | Cause: ...
