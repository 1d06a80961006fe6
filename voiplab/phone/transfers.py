"""How a model transfers calls (RFC 3515, 3891, 3892), as its profile says it."""

from collections.abc import Mapping
from enum import Enum

from voiplab.phone.refusal import Refusal
from voiplab.sip.value import value


class ReferTo(Enum):
    """Which address of the third party an attended transfer names."""

    DIALLED = "the address that was dialled"
    CONTACT = "the Contact of the other side"


class Leaves(Enum):
    """When who transfers hangs up."""

    ON_ACCEPTANCE = "when the REFER is accepted"
    ON_SUCCESS = "when the transfer has succeeded"


class TakesRefer(Enum):
    """What becomes of a REFER in a call."""

    ACCEPTS = "accepts"
    REFUSES = "refuses"


@value(frozen=True, slots=True)
class Transfers:
    can: bool
    """It has a key for it."""
    holds_first: bool
    """The other side is put on hold before it is asked to go."""
    refer_to: ReferTo
    requires_replaces: bool
    """The INVITE that it asks for is to bear `Require: replaces`."""
    leaves: Leaves
    headers: Mapping[str, str]
    """Of its REFER, besides Refer-To and Referred-By."""
    takes_refer: TakesRefer
    refer_refused: Refusal
