"""Who passes on what somebody out there says: two real telephones hear each other through a simulated server."""

from typing import Final

from voiplab.live.talker import Talker
from voiplab.net.address import Address
from voiplab.rtp.packet import RtpPacket

VOICE: Final = "voice:"


def voice_of(source: Address) -> str:
    """The content of what comes from there."""
    return f"{VOICE}{source}"


class Relays:
    """By content: the voices that are heard now, and who follows them."""

    def __init__(self) -> None:
        self._heard: dict[str, int] = {}
        """At how many ports."""
        self._followers: dict[str, list[Talker]] = {}

    def begin(self, content: str) -> None:
        self._heard[content] = self._heard.get(content, 0) + 1

    def end(self, content: str) -> None:
        self._heard[content] -= 1
        if not self._heard[content]:
            del self._heard[content]

    def is_heard(self, content: str) -> bool:
        return content in self._heard

    def follow(self, talker: Talker) -> None:
        """What its flow says; not more than once."""
        followers = self._followers.setdefault(talker.flow.content, [])
        if talker not in followers:
            followers.append(talker)

    def leave(self, talker: Talker) -> None:
        followers = self._followers.get(talker.flow.content)
        if followers is not None and talker in followers:
            followers.remove(talker)
            if not followers:
                del self._followers[talker.flow.content]

    def pass_on(self, content: str, packet: RtpPacket) -> None:
        """To those whose flow is of the same codec: nothing here turns one into another."""
        for talker in self._followers.get(content, ()):
            if talker.flow.payload == packet.payload_type:
                talker.relay(packet)
