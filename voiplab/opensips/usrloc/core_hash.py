"""The hash of the server's core (hash_func.h): where a record stands in the table, and how a ContactID begins."""

from typing import Final

_WORD: Final = 0xFFFFFFFF


def core_hash(*texts: str) -> int:
    """Big-endian words of four bytes, each mixed with itself; the rest counts as one word, although it be empty."""
    mixed = sum(_mixed(text.encode("utf-8", "surrogateescape")) for text in texts) & _WORD
    return mixed + (mixed >> 11) + (mixed >> 13) + (mixed >> 23) & _WORD


def _mixed(data: bytes) -> int:
    whole = len(data) // 4 * 4
    words = [data[at : at + 4] for at in range(0, whole, 4)]
    mixed = 0
    for word in (*words, data[whole:]):
        value = int.from_bytes(word, "big")
        mixed = mixed + (value ^ value >> 3) & _WORD
    return mixed
