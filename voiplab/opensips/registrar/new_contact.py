"""What one contact of a REGISTER becomes in the table: when it ends, its q, where it is reached. After lib/reg/ci.c."""

from dataclasses import dataclass

from voiplab.opensips.log import error
from voiplab.opensips.methods import bits
from voiplab.opensips.registrar.asked import Asked
from voiplab.opensips.registrar.faults import Fault, Refused
from voiplab.opensips.registrar.registering import Registering
from voiplab.opensips.registrar.save_flags import PathMode, SaveFlags
from voiplab.opensips.registrar.settings import Settings
from voiplab.opensips.usrloc.contact import MEMORY_ONLY, Contact
from voiplab.opensips.usrloc.q_value import parse_q
from voiplab.sip.errors import Malformed
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.params import value_of
from voiplab.sip.reader import unquote
from voiplab.sip.uri import unescape


@dataclass(frozen=True, slots=True)
class Making:
    """What the contacts of one REGISTER have in common. `source` and `branch_flags` are as save() has them."""

    registering: Registering
    settings: Settings
    flags: SaveFlags
    nat_flag: str
    source: str
    branch_flags: tuple[str, ...]
    now: int

    def expires(self, asked: Asked) -> int:
        """When it ends, in seconds since 1970; 0: it is to be removed."""
        seconds = asked.seconds
        if seconds is None:
            header = self.registering.expires
            seconds = self.settings.default_expires if header is None else header
        if not seconds:
            return 0
        least = self.settings.min_expires if self.flags.min_expires is None else self.flags.min_expires
        most = self.settings.max_expires if self.flags.max_expires is None else self.flags.max_expires
        seconds = max(seconds, least)
        return self.now + (min(seconds, most) if most else seconds)

    def contact(self, asked: Asked, expires: int) -> Contact:
        """Raises `Refused`."""
        registering = self.registering
        path = "" if self.flags.path is PathMode.UNREAD else registering.path
        by_path = _received_of(path) if self.flags.path_received else ""
        return Contact(
            asked.uri,
            0,
            expires,
            self._q(asked),
            registering.call_id,
            registering.cseq,
            registering.user_agent,
            bits((asked.methods,)) if asked.methods else registering.methods,
            self.now,
            registering.socket,
            by_path or asked.received or self.source,
            path,
            asked.instance,
            MEMORY_ONLY if self.flags.memory_only else 0,
            self._with_nat_flag() if by_path else self.branch_flags,
        )

    def _with_nat_flag(self) -> tuple[str, ...]:
        if not self.nat_flag or self.nat_flag in self.branch_flags:
            return self.branch_flags
        return (*self.branch_flags, self.nat_flag)

    def _q(self, asked: Asked) -> int:
        if not asked.q:
            return self.settings.default_q
        q = parse_q(asked.q)
        if q is None:
            raise Refused(
                Fault.Q,
                error("core:calc_contact_q", f"invalid qvalue ({asked.q}): bad characters"),
                error("core:pack_ci", "failed to calculate q"),
            )
        return q


def _received_of(path: str) -> str:
    """The `received` of the first Path, as a load balancer in front writes it."""
    try:
        first = NameAddr.parse_list(path)[0] if path else None
    except Malformed:
        return ""
    value = value_of(first.uri.params, "received") if first is not None else None
    return unescape(unquote(value)) if value else ""
