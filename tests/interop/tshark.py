"""Wireshark's own reader, with all checksums verified and names only from the file itself."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tests.interop.program import run

VERIFIED: Final = [
    word
    for layer in ("ip", "udp", "tcp")
    for word in ("-o", f"{layer}.check_checksum:TRUE")
]  # fmt: skip
BAD: Final = " || ".join(
    ["_ws.malformed", *(f"{layer}.checksum.status == 0" for layer in ("ip", "udp", "tcp")), "_ws.unreassembled"]
)
SUSPICIOUS: Final = "tcp.analysis.flags || _ws.expert.severity >= 0x600000"
"""Warnings and errors of its own experts, and whatever is odd about the numbers of TCP."""


class RtpStream(NamedTuple):
    source: str
    target: str
    ssrc: int
    packets: int
    lost: int


class Tshark:
    def __init__(self, file: Path) -> None:
        self.file = file

    def _run(self, *words: str) -> str:
        command = ["tshark", "-n", "-r", str(self.file), *VERIFIED, *words]
        ended = run(command, self.file.parent)
        assert ended.code == 0, ended.err
        return ended.out

    def found(self, filter_: str) -> list[str]:
        """The summaries of the packets that a display filter fits."""
        return self._run("-Y", filter_).splitlines()

    def fields(self, filter_: str, *names: str) -> list[list[str]]:
        """The values of fields, each packet a row; of a field with several values all, with a blank line's sign between."""
        words = [word for name in names for word in ("-e", name)]
        out = self._run("-Y", filter_, "-T", "fields", "-E", "aggregator=|", *words)
        return [line.split("\t") for line in out.splitlines()]

    def names(self) -> dict[str, str]:
        """Address -> what Wireshark shows in its place."""
        out = run(["tshark", "-Nn", "-Wn", "-r", str(self.file), "-q", "-z", "hosts"], self.file.parent).out
        rows = (line.split("\t") for line in out.splitlines() if line and not line.startswith("#"))
        return {row[0]: row[1] for row in rows if len(row) == 2}

    def sip_counts(self) -> dict[str, int]:
        """`-z sip,stat`: how many messages of each method and status, and all of them under an empty name."""
        out = self._run("-q", "-z", "sip,stat")
        counts = {"": int(re.findall(r"Number of SIP messages: (\d+)", out)[0])}
        rows: Sequence[tuple[str, str]] = re.findall(r"^  (?:SIP )?(\S+)\s.*?:\s+(\d+) Packets$", out, re.MULTILINE)
        return counts | {name: int(count) for name, count in rows}

    def rtp_streams(self) -> list[RtpStream]:
        """`-z rtp,streams`."""
        out = self._run("-q", "-z", "rtp,streams")
        row = re.compile(
            r"^\s+[\d.]+\s+[\d.]+\s+(\S+)\s+(\d+)\s+(\S+)\s+(\d+)\s+0x(\w+)\s+\S.*?\s+(\d+)\s+(-?\d+) \(", re.MULTILINE
        )
        return [
            RtpStream(f"{source}:{from_}", f"{target}:{to}", int(ssrc, 16), int(packets), int(lost))
            for source, from_, target, to, ssrc, packets, lost in row.findall(out)
        ]
