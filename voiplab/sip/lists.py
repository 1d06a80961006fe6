"""Header values between commas: RFC 3261 section 7.3.1."""

from collections.abc import Callable
from typing import Final, TypeVar

from voiplab.sip.reader import Reader

T = TypeVar("T")

END_OF_VALUE: Final = r"(?=[ \t]*(?:,|\Z))"


def read_list(text: str, read: Callable[[Reader], T]) -> tuple[T, ...]:
    """All of `text`, each value read by `read`."""
    reader = Reader(text)
    found = [read(reader)]
    while reader.separator(","):
        found.append(read(reader))
    reader.end("a comma, or nothing more")
    return tuple(found)
