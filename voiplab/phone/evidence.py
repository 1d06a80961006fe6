"""What a claim about a product rests on. Each field of a profile names at least one source and its kind."""

from enum import Enum

from voiplab.sip.value import value


class Evidence(Enum):
    """The names are those that a profile uses; the order is that of their weight."""

    TRACE = "trace"  # seen in a capture
    EDITED_TRACE = "edited trace"  # looks captured, but may have been re-typed
    VENDOR = "vendor"  # the vendor's documentation
    SOURCE = "source code"  # the product's source, or a template for it
    RFC = "rfc"  # what the standard says: of a phone that is no product
    SECONDARY = "secondary"  # somebody else's claim
    INFERRED = "inferred"  # follows from other facts
    NOT_FOUND = "not found"  # looked for; the value is a safe default


@value(frozen=True, slots=True)
class Source:
    evidence: Evidence
    says: str
    """Where it stands, or why it is taken to be so."""
