"""A refusal in a telephone's own words."""

from voiplab.sip.value import value


@value(frozen=True, slots=True)
class Refusal:
    """A status with the phone's own words: `486 Busy Here`."""

    status: int
    reason: str
