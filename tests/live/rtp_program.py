"""RTP of a program out there: it says what it is told to, and keeps what it hears."""

from tests.live.stage import Datagrams, Stage
from voiplab.net.address import Address
from voiplab.rtp.dtmf import press
from voiplab.rtp.packet import RtpPacket


class RtpProgram:
    def __init__(self, stage: Stage, at: Address, ssrc: int) -> None:
        self._port = Datagrams(stage, at)
        self._ssrc = ssrc
        self._sequence = 0

    def say(self, to: Address, *payloads: bytes) -> None:
        """One packet of PCMU for each, all at once."""
        for payload in payloads:
            self._send(to, 0, 160 * self._sequence, payload)

    def press(self, to: Address, digit: str) -> None:
        stamp = 160 * self._sequence
        for event in press(digit, 160, 8):
            self._send(to, 101, stamp, event.encode())

    def skip(self, count: int) -> None:
        """So many packets are lost on their way."""
        self._sequence += count

    def write(self, payload: bytes, to: Address) -> None:
        """Anything."""
        self._port.send(payload, to)

    @property
    def heard(self) -> list[RtpPacket]:
        return [RtpPacket.decode(payload) for payload, _ in self._port.got]

    def _send(self, to: Address, payload_type: int, timestamp: int, payload: bytes) -> None:
        self._port.send(RtpPacket(payload_type, self._sequence, timestamp, self._ssrc, payload).encode(), to)
        self._sequence += 1
