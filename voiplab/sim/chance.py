"""Seeded chance: a counter through blake2b.

One stream per node and purpose, so that adding a phone changes no other phone's tags.
"""

from hashlib import blake2b

_WORD = 1 << 64


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
        size = len(alphabet)
        letters: list[str] = []
        while len(letters) < length:
            block = blake2b(self._key + str(self.drawn).encode(), digest_size=64).digest()
            self.drawn += 1
            used = 2 * min(length - len(letters), len(block) // 2)
            letters += [alphabet[(block[place] << 8 | block[place + 1]) * size >> 16] for place in range(0, used, 2)]
        return "".join(letters)

    def hex(self, length: int) -> str:
        return self.text("0123456789abcdef", length)

    def uuid4(self) -> str:
        """A random UUID as RFC 9562 section 5.4 writes it."""
        digits = self.hex(30)
        variant = "89ab"[int(self.hex(1), 16) % 4]
        return f"{digits[:8]}-{digits[8:12]}-4{digits[12:15]}-{variant}{digits[15:18]}-{digits[18:30]}"
