"""A telephone that nobody simulates: SIP as text on a real socket. It registers, calls, answers, and hangs up."""

from collections.abc import Callable
from functools import partial
from typing import Final

from tests.live.stage import Client, Datagrams, Server, Stage, name
from voiplab.live.connection import Connection
from voiplab.net.address import Address
from voiplab.sdp.session import Session
from voiplab.sip.digest import Challenge, answer
from voiplab.sip.framing import Framer, Unframed
from voiplab.sip.message import Request, Response, parse

PASSWORD: Final = "1234"
MEDIA_PORT: Final = 4000


class Softphone:
    """`at` is in its Via, `reached_at` in its Contact; `write` puts bytes on the wire. What it gets is given to `take`."""

    def __init__(self, stage: Stage, user: str, at: Address, server: Address, transport: str) -> None:
        self.stage = stage
        self.user = user
        self.at = self.reached_at = at
        self.server = server
        self.transport = transport
        self.write: Callable[[bytes], None] = self._nowhere
        self.got: list[Request | Response] = []
        self.answers = True
        self.connections = 0
        """How many came to it."""
        self.is_talking = False
        """Somebody has answered its call."""
        self._branches = 0
        self._invite: Request | None = None

    @classmethod
    def by_udp(cls, stage: Stage, user: str, at: Address, server: Address) -> "Softphone":
        phone = cls(stage, user, at, server, "UDP")
        port = Datagrams(stage, at, lambda payload, _source: phone.take(payload))
        phone.write = lambda payload: port.send(payload, server)
        return phone

    @classmethod
    def by_tcp(cls, stage: Stage, user: str, ip: str, server: Address) -> "Softphone":
        """It connects to the server, and its Contact names a port where it can be reached."""
        phone = cls(stage, user, Address(ip, 0), server, "TCP")
        phone.at = phone.reached_at = Server(stage, phone.at, phone.take_connection).at
        client = Client(stage, ip, server)
        phone.write = client.send
        client.listen(partial(phone.take_bytes, Framer()))
        return phone

    def take_connection(self, connection: Connection) -> None:
        """From now on it says everything there."""
        self.connections += 1
        self.write = connection.write
        connection.listen(partial(self.take_bytes, Framer()))

    def take_bytes(self, framer: Framer, payload: bytes) -> None:
        for message in framer.feed(payload):
            assert not isinstance(message, Unframed)
            self.take(message)

    def _nowhere(self, payload: bytes) -> None:
        raise AssertionError(f"{self.user} has no wire for {payload!r}")

    # What it says

    @property
    def uri(self) -> str:
        return f"sip:{self.user}@{self.server.ip}"

    @property
    def contact(self) -> str:
        suffix = "" if self.transport == "UDP" else ";transport=tcp"
        return f"<sip:{self.user}@{self.reached_at}{suffix}>"

    @property
    def sdp(self) -> bytes:
        return (
            f"v=0\r\no=- 1 1 IN IP4 {self.at.ip}\r\ns=-\r\nc=IN IP4 {self.at.ip}\r\nt=0 0\r\n"
            f"m=audio {MEDIA_PORT} RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
        ).encode()

    def request(self, method: str, uri: str, number: int, call: str, to: str, *more: str, body: bytes = b"") -> bytes:
        if method != "ACK" or self.is_talking:  # the ACK of a refusal belongs to the INVITE's transaction
            self._branches += 1
        lines = [
            f"{method} {uri} SIP/2.0",
            f"Via: SIP/2.0/{self.transport} {self.at};branch=z9hG4bK{self.user}{self._branches}",
            "Max-Forwards: 70",
            f"From: <{self.uri}>;tag={self.user}",
            f"To: {to}",
            f"Call-ID: {call}",
            f"CSeq: {number} {method}",
            f"Contact: {self.contact}",
            *more,
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def register(self) -> None:
        call = f"registration-{self.user}"
        self.write(self.request("REGISTER", f"sip:{self.server.ip}", 1, call, f"<{self.uri}>", "Expires: 300"))
        proof = self._proof(self.wait_for("401 REGISTER"), "REGISTER", f"sip:{self.server.ip}")
        again = self.request("REGISTER", f"sip:{self.server.ip}", 2, call, f"<{self.uri}>", "Expires: 300", proof)
        self.write(again)
        self.wait_for("200 REGISTER")

    def dial(self, number: str) -> None:
        """The second INVITE, with the proof, is under way then."""
        uri = f"sip:{number}@{self.server.ip}"
        self.write(self.request("INVITE", uri, 1, "call", f"<{uri}>", body=self.sdp))
        challenge = self.wait_for("407 INVITE")
        self.write(self.request("ACK", uri, 1, "call", challenge.get("To") or ""))
        proof = self._proof(challenge, "INVITE", uri)
        self.write(self.request("INVITE", uri, 2, "call", f"<{uri}>", proof, body=self.sdp))

    def talk(self) -> Response:
        """Once somebody has answered, acknowledge it; the 200."""
        ok = self.wait_for("200 INVITE")
        self.is_talking = True
        assert ok.contact is not None
        self.write(self.request("ACK", str(ok.contact.uri), 2, "call", ok.get("To") or ""))
        return ok

    @staticmethod
    def media_of(message: Request | Response) -> Address:
        """Where the other side wants its RTP."""
        session = Session.parse(message.body)
        assert session.connection is not None
        return Address(session.connection.address, session.media[0].port)

    def hang_up(self, ok: Response) -> None:
        """A call that it made."""
        assert ok.contact is not None
        self.write(self.request("BYE", str(ok.contact.uri), 3, "call", ok.get("To") or ""))
        self.wait_for("200 BYE")

    def _proof(self, challenge: Response, method: str, uri: str) -> str:
        if challenge.status == 401:
            return f"Authorization: {self._credentials(challenge.www_authenticate[0], method, uri)}"
        return f"Proxy-Authorization: {self._credentials(challenge.proxy_authenticate[0], method, uri)}"

    def _credentials(self, challenge: Challenge, method: str, uri: str) -> str:
        return str(answer(challenge, method, uri, self.user, PASSWORD, "0a4f113b"))

    # What it hears

    def take(self, payload: bytes) -> None:
        message = parse(payload)
        self.got.append(message)
        if not isinstance(message, Request):
            return
        match message.method:
            case "INVITE":
                self._invite = message
                self._reply(message, "180 Ringing")
                if self.answers:
                    self.pick_up()
            case "ACK":
                return
            case _:
                self._reply(message, "200 OK")

    def pick_up(self) -> None:
        assert self._invite is not None
        self._reply(self._invite, "200 OK", self.sdp)

    def _reply(self, request: Request, status: str, body: bytes = b"") -> None:
        to = request.get("To") or ""
        lines = [
            f"SIP/2.0 {status}",
            *(f"Via: {via}" for via in request.values("Via")),
            f"From: {request.get('From')}",
            f"To: {to if ';tag=' in to else f'{to};tag={self.user}'}",
            f"Call-ID: {request.get('Call-ID')}",
            f"CSeq: {request.get('CSeq')}",
            f"Contact: {self.contact}",
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        self.write("\r\n".join([*lines, "", ""]).encode() + body)

    @property
    def heard(self) -> list[str]:
        return [name(message) for message in self.got]

    def wait_for(self, what: str) -> Response:
        """The first response of that name."""
        self.stage.until(lambda: what in self.heard)
        found = self.got[self.heard.index(what)]
        assert isinstance(found, Response)
        return found


def options(at: Address, number: int, transport: str = "UDP") -> bytes:
    """An OPTIONS of a program at that address, each with a number of its own."""
    lines = (
        "OPTIONS sip:test SIP/2.0",
        f"Via: SIP/2.0/{transport} {at};branch=z9hG4bKoptions{number}",
        "Max-Forwards: 70",
        f"From: <sip:{at}>;tag={number}",
        "To: <sip:test>",
        f"Call-ID: options-{number}-of-{at.port}",
        "CSeq: 1 OPTIONS",
        "Content-Length: 0",
    )
    return "\r\n".join((*lines, "", "")).encode()
