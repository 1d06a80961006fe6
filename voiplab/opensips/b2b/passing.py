"""What of a message goes on to the other side: some headers, the body, and one hop less."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from voiplab.opensips.configuration import Configuration
from voiplab.opensips.received import Received, line_of
from voiplab.sip.names import key_of

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
    """Those that always go on, and those that the parameters of b2b_logic name."""
    custom = _text(configuration, "custom_headers").split(";")
    wanted = _text(configuration, "custom_headers_regexp")
    matching = _matching(message, wanted) if wanted else ()
    names = (*BY_DEFAULT, *(name.strip() for name in custom if name.strip()), *matching)
    lines = [line_of(message.message, name) for name in {key_of(name): name for name in names}.values()]
    return [*(line for line in lines if line is not None), *_call_id(message, configuration)]


def _text(configuration: Configuration, name: str) -> str:
    return str(configuration.parameter("b2b_logic", name))


def _matching(message: Received, wanted: str) -> Iterator[str]:
    pattern = _compiled(wanted)
    return (field.name for field in message.message.fields if pattern.search(field.name))


@lru_cache(maxsize=64)
def _compiled(wanted: str) -> re.Pattern[str]:
    """As `SIMPLE` lets it through, which every kind of pattern understands in the same way."""
    pattern, _, flags = wanted[1:].rpartition("/") if wanted.startswith("/") else (wanted, "", "")
    return re.compile(pattern, re.ASCII | (re.IGNORECASE if "i" in flags else re.NOFLAG))


def _call_id(message: Received, configuration: Configuration) -> Sequence[str]:
    """The one that the other side does not see otherwise; the source puts it into every message that is passed."""
    name = _text(configuration, "init_callid_hdr")
    return [f"{name}: {message.call_id}"] if name else []


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
