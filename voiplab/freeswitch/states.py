"""Where a channel is: for the core, for a person, and on which side of the switch (switch_types.h)."""

from enum import Enum

from voiplab.sip.words import Words


class State(Words):
    """The states of the core's machine, as `show channels` writes them; `uuid_dump` counts them in this order."""

    NEW = "CS_NEW"
    INIT = "CS_INIT"
    ROUTING = "CS_ROUTING"
    SOFT_EXECUTE = "CS_SOFT_EXECUTE"
    EXECUTE = "CS_EXECUTE"
    EXCHANGE_MEDIA = "CS_EXCHANGE_MEDIA"
    PARK = "CS_PARK"
    CONSUME_MEDIA = "CS_CONSUME_MEDIA"
    HIBERNATE = "CS_HIBERNATE"
    RESET = "CS_RESET"
    HANGUP = "CS_HANGUP"
    REPORTING = "CS_REPORTING"
    DESTROY = "CS_DESTROY"


class CallState(Words):
    """What a person would say of the call."""

    DOWN = "DOWN"
    RINGING = "RINGING"
    EARLY = "EARLY"
    ACTIVE = "ACTIVE"
    HELD = "HELD"
    UNHELD = "UNHELD"
    RING_WAIT = "RING_WAIT"
    HANGUP = "HANGUP"


class Direction(Enum):
    INBOUND = "inbound"
    OUTBOUND = "outbound"

    __hash__ = object.__hash__
