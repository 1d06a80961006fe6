"""Seeded chance: a counter through blake2b.

One stream per node and purpose, so that adding a phone changes no other phone's tags.
"""

from hashlib import blake2b
from struct import Struct
from typing import Final

_WORD: Final = 1 << 64
_PAIRS: Final = Struct(">32H")
HEX: Final = "0123456789abcdef"
_PER_BLOCK: Final = 32
"""Characters that one draw of the hash is enough for, two bytes for each."""


class Chance:
    """A stream named by (seed, node, purpose). Its whole state is one int, the number of draws so far."""

    __slots__ = ("_key", "drawn")

    def __init__(self, seed: int, node: str, purpose: str) -> None:
        self._key = f"{seed}\0{node}\0{purpose}\0".encode()
        self.drawn = 0

    def below(self, limit: int) -> int:
        """A whole number from 0 to limit - 1. The bias is below limit / 2^64: none that a lab could notice."""
        word = int.from_bytes(blake2b(self._key + str(self.drawn).encode(), digest_size=8).digest(), "big")
        self.drawn += 1
        return word * limit // _WORD

    def text(self, alphabet: str, length: int) -> str:
        """`length` characters of `alphabet`, from one draw of the hash per 32 characters (alphabets of up to 256)."""
        if alphabet == HEX:
            return self.hex(length)
        size = len(alphabet)
        letters: list[str] = []
        while len(letters) < length:
            pairs = _PAIRS.unpack(self._block())
            letters += [alphabet[pair * size >> 16] for pair in pairs[: length - len(letters)]]
        return "".join(letters)

    def hex(self, length: int) -> str:
        """With sixteen letters the first half of the first of two bytes decides, which `bytes.hex` writes at once."""
        digits = "".join([self._block().hex()[::4] for _ in range(-(-length // _PER_BLOCK))])
        return digits[:length]

    def _block(self) -> bytes:
        block = blake2b(self._key + str(self.drawn).encode(), digest_size=64).digest()
        self.drawn += 1
        return block

    def uuid4(self) -> str:
        """A random UUID as RFC 9562 section 5.4 writes it."""
        digits = self.hex(30)
        variant = "89ab"[int(self.hex(1), 16) % 4]
        return f"{digits[:8]}-{digits[8:12]}-4{digits[12:15]}-{variant}{digits[15:18]}-{digits[18:30]}"
