"""Somebody at 10.0.0.20 who writes each message by hand, and reads what comes back."""

from tests.phone.lan import Lan
from voiplab.net.address import Address
from voiplab.net.host import Host
from voiplab.sim.calendar import Calendar
from voiplab.sip.message import Request, Response, parse

PHONE = Address("10.0.0.1", 5060)
SDP = (
    "v=0\r\no=- 1 {version} IN IP4 10.0.0.20\r\ns=-\r\nc=IN IP4 10.0.0.20\r\nt=0 0\r\n"
    "m=audio 9000 RTP/AVP {codecs}\r\na={direction}\r\n"
)


def sdp(version: int = 1, codecs: str = "0 8", direction: str = "sendrecv") -> str:
    return SDP.format(version=version, codecs=codecs, direction=direction)


class Stranger:
    def __init__(self, lan: Lan, phone: Address = PHONE, uri: str = "sip:1001@10.0.0.1:5060") -> None:
        self.lan = lan
        self.phone = phone
        self.uri = uri
        self.got: list[Request | Response] = []
        self.to_tag = ""
        self.call_id = "by-hand"
        host = Host(lan.network, "server", Calendar())
        self._port = host.datagrams(Address("10.0.0.20", 5060), self._receive)

    def _receive(self, payload: bytes, _source: Address) -> None:
        message = parse(payload)
        self.got.append(message)
        if isinstance(message, Response) and message.to_tag:
            self.to_tag = f";tag={message.to_tag}"

    def send(self, method: str, number: int, body: str = "", *fields: str, branch: str = "") -> None:
        """A request of the one call that there is; its branch is made of its number."""
        kind = (
            ["Content-Type: application/sdp"] if body and not any("Content-Type" in field for field in fields) else []
        )
        lines = [
            f"{method} {self.uri} SIP/2.0",
            f"Via: SIP/2.0/UDP 10.0.0.20:5060;branch=z9hG4bK{branch or number}",
            "Max-Forwards: 70",
            "From: <sip:1000@10.0.0.20>;tag=stranger",
            f"To: <sip:1001@10.0.0.1:5060>{self.to_tag}",
            f"Call-ID: {self.call_id}",
            f"CSeq: {number} {method}",
            "Contact: <sip:1000@10.0.0.20:5060>",
            *fields,
            *kind,
            f"Content-Length: {len(body)}",
        ]
        self._port.send(("\r\n".join(lines) + f"\r\n\r\n{body}").encode(), self.phone)
        self.lan.kernel.run_until(self.lan.kernel.now + 100_000)

    def begin_another(self, call_id: str) -> None:
        """From now on it is another call."""
        self.call_id, self.to_tag = call_id, ""

    def answer(self, request: Request, status: int, *fields: str, body: str = "") -> None:
        kind = ["Content-Type: application/sdp"] if body else []
        lines = [
            f"SIP/2.0 {status} x",
            *(f"Via: {via}" for via in request.values("Via")),
            f"From: {request.get('From')}",
            f"To: {request.get('To')}" + ("" if request.to_tag else ";tag=stranger"),
            f"Call-ID: {request.call_id}",
            f"CSeq: {request.get('CSeq')}",
            "Contact: <sip:1001@10.0.0.20:5060>",
            *fields,
            *kind,
            f"Content-Length: {len(body)}",
        ]
        self._port.send(("\r\n".join(lines) + f"\r\n\r\n{body}").encode(), self.phone)
        self.lan.kernel.run_until(self.lan.kernel.now + 100_000)

    @property
    def last(self) -> Request | Response:
        return self.got[-1]

    @property
    def status(self) -> int:
        assert isinstance(self.last, Response)
        return self.last.status

    def call(self, body: str = "") -> Response:
        """Call the phone, which answers; its 2xx."""
        self.send("INVITE", 1, body)
        self.lan.phones[0].perform("answer")
        self.lan.kernel.run_until(self.lan.kernel.now + 100_000)
        answer = self.last
        assert isinstance(answer, Response)
        return answer
