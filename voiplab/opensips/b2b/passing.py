"""What of a message goes on to the other side: some headers, the body, and one hop less."""

import re
from collections.abc import Sequence
from typing import Final

from voiplab.opensips.configuration import Configuration
from voiplab.opensips.received import Received, line_of

BY_DEFAULT: Final = (
    "Content-Type",
    "Supported",
    "Allow",
    "Proxy-Require",
    "Session-Expires",
    "Min-SE",
    "Require",
    "RSeq",
)
HOPS: Final = 70
_NUMBER: Final = re.compile(r"[0-9]{1,10}")


def passed_headers(message: Received, configuration: Configuration) -> Sequence[str]:
    """Those that always go on, and those of the parameter custom_headers."""
    custom = str(configuration.parameter("b2b_logic", "custom_headers")).split(";")
    names = (*BY_DEFAULT, *(name.strip() for name in custom if name.strip()))
    lines = [line_of(message.message, name) for name in dict.fromkeys(names)]
    return [line for line in lines if line is not None]


def body_type(message: Received) -> Sequence[str]:
    line = line_of(message.message, "Content-Type")
    return [line] if line is not None else []


def hops_left(message: Received) -> int:
    written = (message.message.get("Max-Forwards") or "").strip()
    return max(int(written) - 1, 0) if _NUMBER.fullmatch(written) else HOPS


def cseq_of(message: Received) -> int:
    """The number of its CSeq; 1 when it has none that can be read."""
    written = message.cseq_number or ""
    return int(written) if _NUMBER.fullmatch(written) else 1
