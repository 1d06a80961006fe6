"""Small recordings, written by hand: who sent what, when, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from voiplab.net.address import Address
from voiplab.net.packet import Packet, Transport
from voiplab.recording.events import Arrived, EventId, Lost, Performed, Sent, TimerFired, What
from voiplab.recording.recording import Recording
from voiplab.sim.moment import Moment

IPS = {"alice": "10.0.0.11", "freeswitch": "10.0.0.2", "bob": "10.0.0.12", "carol": "10.0.0.13"}


@dataclass
class Exchange:
    """A recording in the making. What is sent is caused by `cause`, by default by what happened last."""

    recording: Recording = field(default_factory=Recording)
    last: EventId | None = None

    def note(
        self, at: Moment, node: str, what: What, *, cause: EventId | None = None, line: EventId | None = None
    ) -> EventId:
        return self.recording.append(at, node, cause if cause is not None else self.last, line, what)

    def enter(self, at: Moment, node: str, what: What, *, cause: EventId | None = None) -> EventId:
        self.last = self.note(at, node, what, cause=cause)
        return self.last

    def press(self, at: Moment, node: str, action: str) -> EventId:
        self.last = self.recording.append(at, node, None, None, Performed(action, 0))
        return self.last

    def fire(self, at: Moment, node: str, timer: str) -> EventId:
        return self.enter(at, node, TimerFired(f"{node} transaction", timer))

    def send(
        self,
        at: Moment,
        way: str,
        text: str,
        *,
        cause: EventId | None = None,
        line: EventId | None = None,
        origins: Mapping[str, EventId] | None = None,
        lost: str | None = None,
        copy: bool = False,
        takes: Moment = 1_000,
    ) -> EventId:
        """`way` is `alice > freeswitch`; the message arrives, and is what happened last there, unless it is lost."""
        source, target = way.split(" > ")
        packet = Packet(Transport.UDP, Address(IPS[source], 5060), Address(IPS[target], 5060), wire(text))
        sent = self.note(at, source, Sent(packet, origins or {}, copy), cause=cause, line=line)
        if lost is not None:
            self.recording.append(at, source, sent, None, Lost(packet, sent, lost))
        else:
            self.last = self.recording.append(at + takes, target, sent, None, Arrived(packet, sent))
        return sent


def wire(text: str) -> bytes:
    """The message as bytes; a body stands behind an empty line, and its length is counted here."""
    head, _, body = text.strip("\n").partition("\n\n")
    content = body.replace("\n", "\r\n").encode()
    if body and not body.endswith("\n"):
        content += b"\r\n"
    lines = [*head.split("\n"), f"Content-Length: {len(content)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


SDP = """Content-Type: application/sdp

v=0
o=- 1 1 IN IP4 10.0.0.11
s=-
c=IN IP4 10.0.0.11
t=0 0
m=audio 4000 RTP/AVP 0
"""


@dataclass(frozen=True)
class Leg:
    """One dialog: makes its messages."""

    call_id: str
    caller: str
    callee: str
    cseq: int = 1

    def request(
        self, method: str, *headers: str, cseq: int | None = None, uri: str = "", sdp: bool = False, to_tag: bool = True
    ) -> str:
        number = self.cseq if cseq is None else cseq
        return self._message(
            f"{method} {uri or f'sip:{self.callee}@10.0.0.2'} SIP/2.0", number, method, headers, sdp, to_tag
        )

    def invite(self, *headers: str, cseq: int | None = None, uri: str = "", sdp: bool = True) -> str:
        return self.request("INVITE", *headers, cseq=cseq, uri=uri, sdp=sdp, to_tag=False)

    def response(
        self, start: str, *headers: str, cseq: int | None = None, method: str = "INVITE", sdp: bool = False
    ) -> str:
        return self._message(
            f"SIP/2.0 {start}", self.cseq if cseq is None else cseq, method, headers, sdp, not start.startswith("100")
        )

    def _message(self, start: str, number: int, method: str, headers: tuple[str, ...], sdp: bool, to_tag: bool) -> str:
        transaction = "INVITE" if method == "ACK" else method
        lines = [
            start,
            f"Via: SIP/2.0/UDP 10.0.0.11;branch=z9hG4bK{self.call_id}{transaction}{number}",
            f"From: <sip:{self.caller}@10.0.0.2>;tag=f{self.call_id}",
            f"To: <sip:{self.callee}@10.0.0.2>" + (f";tag=t{self.call_id}" if to_tag else ""),
            f"Call-ID: {self.call_id}",
            f"CSeq: {number} {method}",
            *headers,
        ]
        return "\n".join(lines) + ("\n" + SDP if sdp else "\n")
