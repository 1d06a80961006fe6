"""A capture file of whichever format, opened by its first bytes."""

from collections.abc import Iterator
from typing import BinaryIO, Final

from voiplab.capture.pcap_reader import MAGICS, records
from voiplab.capture.pcapng_reader import PcapngReader
from voiplab.capture.record import Broken, Item, Source

PCAPNG: Final = bytes.fromhex("0a0d0d0a")
MODIFIED: Final = (bytes.fromhex("a1b2cd34"), bytes.fromhex("34cdb2a1"))
GZIP: Final = b"\x1f\x8b"


def items(file: BinaryIO) -> Iterator[Item]:
    """All that the file holds, as long as it makes sense. Broken."""
    source = Source(file)
    begin = source.begin(4, "its first word")
    if begin == PCAPNG:
        yield from PcapngReader(source).items(begin)
    elif begin is not None and begin in MAGICS:
        yield from records(source, begin)
    else:
        raise Broken(0, _unknown(begin))


def _unknown(begin: bytes | None) -> str:
    if begin is None:
        return "the file is empty"
    if begin.startswith(GZIP):
        return "the file is compressed: unpack it with gunzip"
    if begin in MODIFIED:
        return "the file is of a modified pcap of the 1990s, which is not read: Wireshark saves it as pcapng"
    return "the file is neither pcap nor pcapng"
