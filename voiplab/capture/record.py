"""What a capture file holds, whatever its format: packets with their moment, names of addresses, and where reading stopped."""

from typing import BinaryIO, Final, NamedTuple

LARGEST_PACKET: Final = 262_144
"""The largest that libpcap captures of any link that is read here."""


class Record(NamedTuple):
    """A packet as it was captured; `at` in microseconds since 1970, `offset` where its record begins in the file."""

    offset: int
    at: int
    link: int
    data: bytes
    is_cut: bool = False
    """It was longer on the wire than what was captured of it."""
    comments: tuple[str, ...] = ()


class Name(NamedTuple):
    """What an address is called, by a file that says so."""

    ip: str
    name: str


class Section(NamedTuple):
    """A part of a file begins, written by some application."""

    application: str


Item = Record | Name | Section


class Broken(Exception):
    """The file makes no sense from byte `offset` on; what stood before it has been read."""

    def __init__(self, offset: int, says: str) -> None:
        super().__init__(f"byte {offset}: {says}")
        self.offset = offset
        self.says = says


class Source:
    """A file that is read once, from its beginning to its end; a pipe will do."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.offset = 0

    def take(self, count: int, what: str) -> bytes:
        """So many bytes. Broken when there are fewer: the offset is that of the end of the file."""
        data = self._read(count)
        if len(data) < count:
            raise Broken(self.offset, f"the file ends in the middle of {what}")
        return data

    def begin(self, count: int, what: str) -> bytes | None:
        """The first bytes of the next thing, or None at the end of the file."""
        data = self._read(count)
        if not data:
            return None
        if len(data) < count:
            raise Broken(self.offset, f"the file ends in the middle of {what}")
        return data

    def skip(self, count: int, what: str) -> None:
        """Go past bytes that nobody needs, without keeping them."""
        while count > 0:
            count -= len(self.take(min(count, PIECE), what))

    def _read(self, count: int) -> bytes:
        pieces = b""
        while len(pieces) < count:
            piece = self._file.read(count - len(pieces))
            if not piece:
                break
            pieces += piece
        self.offset += len(pieces)
        return pieces


PIECE: Final = 65_536
