"""What `modparam("registrar", ...)` has set."""

from dataclasses import dataclass, replace

from voiplab.opensips.configuration import Configuration
from voiplab.opensips.log import LogLine, error
from voiplab.opensips.usrloc.q_value import NO_Q


@dataclass(frozen=True, slots=True)
class Settings:
    """Times in seconds; 0 is no limit."""

    default_expires: int = 3600
    min_expires: int = 60
    max_expires: int = 0
    default_q: int = NO_Q
    realm_prefix: str = ""
    case_sensitive: bool = True
    received_param: str = "received"
    max_contacts: int = 0
    max_username_len: int = 64
    max_domain_len: int = 64
    max_aor_len: int = 256
    max_contact_len: int = 255
    retry_after: int = 0
    gruu_secret: str = "0p3nS1pS"
    disable_gruu: bool = True

    @classmethod
    def of(cls, configuration: Configuration) -> "Settings":
        def number(name: str) -> int:
            return configuration.number("registrar", name)

        def text(name: str) -> str:
            return str(configuration.parameter("registrar", name))

        settings = cls(
            number("default_expires"),
            number("min_expires"),
            number("max_expires"),
            # A default of 0 that nobody has written is no q at all.
            min(max(number("default_q"), 0), 1000) if configuration.given("registrar", "default_q") else NO_Q,
            text("realm_prefix"),
            bool(number("case_sensitive")),
            text("received_param"),
            number("max_contacts"),
            number("max_username_len"),
            number("max_domain_len"),
            number("max_aor_len"),
            number("max_contact_len"),
            number("retry_after"),
            text("gruu_secret"),
            bool(number("disable_gruu")),
        )
        return replace(settings, max_expires=settings.default_expires) if settings.is_raised else settings

    @property
    def is_raised(self) -> bool:
        return 0 < self.max_expires < self.default_expires


def complaints(configuration: Configuration) -> list[LogLine]:
    """What the module says at the start."""
    default, most = (configuration.number("registrar", name) for name in ("default_expires", "max_expires"))
    if not 0 < most < default:
        return []
    says = f"max_expires < default_expires! Increasing max_expires to {default}..."
    return [error("core:reg_init_globals", says)]
