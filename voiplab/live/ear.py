"""What comes in at one RTP port: which voices, when each begins and falls silent, and which keys are pressed."""

from collections.abc import Callable
from functools import partial
from typing import Final

from voiplab.live.agenda import Agenda
from voiplab.live.clock import WallClock
from voiplab.live.limits import MOST_VOICES
from voiplab.live.reception import Reception, Report
from voiplab.live.relays import Relays, voice_of
from voiplab.net.address import Address
from voiplab.net.packet import Packet, Transport
from voiplab.rtp import dtmf
from voiplab.rtp.flow import Flow
from voiplab.rtp.packet import SEQUENCE_END, MalformedPacket, RtpPacket
from voiplab.rtp.packets import EVENTS
from voiplab.sdp.codec import FIRST_DYNAMIC, STATIC
from voiplab.sim.moment import Duration, Moment, seconds

STOPPED: Final = ""
RTCP: Final = range(64, 96)
"""Where RTCP's packet types 192 to 223 are found, read as RTP: RFC 5761 section 4."""

EVENT_BYTES: Final = 4  # RFC 4733 section 2.3; no codec packs speech into so little
QUIET: Final = seconds(2)
"""Without packets for so long, a stream has stopped."""

Arrived = Callable[[Packet], None]
Told = Callable[[Address, Address, Report], None]
"""Port, source, and what was heard from there."""


class Voice:
    """One stream of one source, from its first packet on."""

    def __init__(self, source: Address, first: RtpPacket) -> None:
        self.source = source
        self.ssrc = first.ssrc
        self.content = voice_of(source)
        self.reception = Reception(_codec(first.payload_type))
        self.watched: int | None = None
        """While it speaks: the ticket of the moment at which somebody looks whether it still does."""
        self._rival: tuple[int, int] | None = None

    def is_followed_by(self, packet: RtpPacket) -> bool:
        """Whether a new stream has begun in its place: two packets in sequence say so, and one does not (RFC 3550 A.1)."""
        expected, self._rival = self._rival, (packet.ssrc, (packet.sequence + 1) % SEQUENCE_END)
        return expected == (packet.ssrc, packet.sequence)


class Ear:
    """`arrived` gets each flow that begins or ends; `told` is given a report of each stream that is over."""

    def __init__(
        self, at: Address, agenda: Agenda, clock: WallClock, relays: Relays, arrived: Arrived, told: Told
    ) -> None:
        self._at = at
        self._agenda = agenda
        self._clock = clock
        self._relays = relays
        self._arrived = arrived
        self._told = told
        self._voices: dict[Address, Voice] = {}

    def close(self) -> None:
        for voice in list(self._voices.values()):
            self._end(voice)

    def take(self, payload: bytes, source: Address) -> None:
        try:
            packet = RtpPacket.decode(payload)
        except MalformedPacket:
            return  # STUN, or nothing at all
        if packet.payload_type in RTCP:
            return
        voice = self._voice(source, packet)
        if voice is None:
            return
        now = self._clock.now()
        if packet.payload_type >= FIRST_DYNAMIC and len(packet.payload) == EVENT_BYTES:
            self._key(voice, packet, now)
        else:
            self._speech(voice, packet, now)

    def _voice(self, source: Address, packet: RtpPacket) -> Voice | None:
        """Whose packet it is; None while that is not clear, or when there are too many voices."""
        voice = self._voices.get(source)
        if voice is not None and voice.ssrc == packet.ssrc:
            return voice
        if voice is None:
            return self._begin(source, packet) if len(self._voices) < MOST_VOICES else None
        if not voice.is_followed_by(packet):
            return None
        self._end(voice)
        return self._begin(source, packet)

    def _begin(self, source: Address, packet: RtpPacket) -> Voice:
        voice = self._voices[source] = Voice(source, packet)
        self._relays.begin(voice.content)
        return voice

    def _end(self, voice: Voice) -> None:
        del self._voices[voice.source]
        self._relays.end(voice.content)
        if voice.watched is not None:
            self._agenda.cancel(voice.watched)
        self._told(self._at, voice.source, voice.reception.report())

    def _key(self, voice: Voice, packet: RtpPacket, now: Moment) -> None:
        digit = voice.reception.take_event(packet, dtmf.Event.decode(packet.payload), now)
        if digit is not None:
            self._tell(voice, Flow(EVENTS, packet.payload_type, packet.ssrc, f"digit:{digit}"))

    def _speech(self, voice: Voice, packet: RtpPacket, now: Moment) -> None:
        voice.reception.take(packet, now)
        if voice.watched is None:
            self._tell(voice, Flow(voice.reception.codec, packet.payload_type, packet.ssrc, voice.content))
            self._look_after(QUIET, voice)
        self._relays.pass_on(voice.content, packet)

    def _look_after(self, delay: Duration, voice: Voice) -> None:
        voice.watched = self._agenda.after(delay, partial(self._look, voice))

    def _look(self, voice: Voice) -> None:
        silent = self._clock.now() - voice.reception.last_arrival
        if silent < QUIET:
            self._look_after(QUIET - silent, voice)
        else:
            voice.watched = None
            self._tell(voice, Flow(voice.reception.codec, 0, voice.ssrc, STOPPED))

    def _tell(self, voice: Voice, flow: Flow) -> None:
        self._arrived(Packet(Transport.RTP, voice.source, self._at, flow))


def _codec(payload_type: int) -> str:
    known = STATIC.get(payload_type)
    return f"payload type {payload_type}" if known is None else known.name
