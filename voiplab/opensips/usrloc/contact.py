"""A registered contact, with what its REGISTER said and where it came from."""

from typing import Final

from voiplab.opensips.configuration import Listener
from voiplab.sip.value import value

MEMORY_ONLY: Final = 1
"""The bit in `Flags` of the flag m of save()."""


@value(frozen=True, slots=True)
class Contact:
    """Times are whole seconds since 1970, as the server counts."""

    uri: str
    """As it was spelt."""
    id: int
    expires: int
    """0: for ever."""
    q: int
    """In thousandths, or NO_Q."""
    call_id: str
    cseq: int
    user_agent: str
    methods: int
    modified: int
    socket: Listener | None
    """Where the REGISTER came in."""
    received: str = ""
    """The URI of where it came from."""
    path: str = ""
    instance: str = ""
    """With its angle brackets."""
    flags: int = 0
    branch_flags: tuple[str, ...] = ()

    def is_valid(self, now: int) -> bool:
        """Contacts that are not remain until the timer comes."""
        return self.expires == 0 or self.expires > now
