"""The branch parameter of forwarded requests: `z9hG4bK<hash>.<label>.<number>`, both in hexadecimal digits, the lowest first.

The hash is of Call-ID and CSeq, so a request and its ACK have the same; the label counts transactions.
"""

from hashlib import blake2b
from typing import NamedTuple

COOKIE = "z9hG4bK"


class BranchId(NamedTuple):
    """Of a transaction; its branches differ in their number only."""

    hash: int
    label: int

    def numbered(self, number: int) -> str:
        return f"{self.prefix}{number}"

    @property
    def prefix(self) -> str:
        return f"{COOKIE}{_digits(self.hash)}.{_digits(self.label)}."


def hash_of(call_id: str, number: str) -> int:
    """One of 65536 places of the table."""
    return int.from_bytes(
        blake2b(f"{call_id}\0{number}".encode("utf-8", "surrogateescape"), digest_size=2).digest(), "big"
    )


def _digits(number: int) -> str:
    return f"{number:x}"[::-1]
