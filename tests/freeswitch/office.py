"""An office for the tests of this folder: a FreeSWITCH with the recorded configuration, and phones that do as they are told.

The addresses are those of the recordings: the server 127.0.0.20, the phones 1000, 1001, ... at 127.0.0.21, .22, ...
"""

from collections.abc import Callable, Mapping
from functools import partial
from ipaddress import ip_network
from types import MappingProxyType
from typing import Final
from xml.sax.saxutils import quoteattr

from tests.freeswitch.base_config import BASE, changed
from tests.ua.callers import Caller
from tests.ua.elements import MANNER
from voiplab.freeswitch.switch import Switch
from voiplab.net.address import Address
from voiplab.net.faults import Damage, Fault
from voiplab.net.host import Host
from voiplab.net.network import Network
from voiplab.net.packet import Packet, Transport
from voiplab.net.topology import Attachment, Topology
from voiplab.recording.events import Logged, Sent
from voiplab.recording.recording import Recording
from voiplab.rtp.flow import Flow
from voiplab.sim.calendar import Calendar
from voiplab.sim.kernel import Kernel
from voiplab.sim.moment import seconds
from voiplab.sip.digest import answer
from voiplab.sip.draft import Draft
from voiplab.sip.matching import Pattern
from voiplab.sip.message import Request, Response, parse
from voiplab.text.place import Files
from voiplab.ua.client_transaction import Outcome
from voiplab.ua.incoming import IncomingLeg
from voiplab.ua.leg import LegState
from voiplab.ua.manner import Manner
from voiplab.ua.outgoing import OutgoingLeg

SWITCH: Final = Address("127.0.0.20", 5060)
PRACK: Final = Address("127.0.0.20", 5070)
"""The profile with enable-100rel."""
PASSWORD: Final = "1234"
LIMIT: Final = seconds(600)
_PROFILES: Final = ("internal", "prack", "threepcc")
FILES: Final[Files] = {
    path: content
    for path, content in BASE.items()
    if not path.startswith("sip_profiles/") or path in [f"sip_profiles/{name}.xml" for name in _PROFILES]
}
"""The recorded configuration without the profiles that are not simulated."""


def rule(*actions: str, number: str = "7", files: Files = FILES) -> Files:
    """The configuration with one more extension, before all others: each action is `application` or `application data`."""
    parts = (action.partition(" ") for action in actions)
    body = "".join(f"<action application={quoteattr(name)} data={quoteattr(data)}/>\n" for name, _, data in parts)
    condition = f'<condition field="destination_number" expression="^{number}$">\n{body}</condition>'
    opening = '<context name="default">'
    added = f'{opening}<extension name="of_the_test_{number}">{condition}</extension>'
    return changed(files, "dialplan/default.xml", opening, added)


def session(ip: str, codecs: str = "0 8 101", more: str = "") -> bytes:
    """What a phone offers or answers."""
    lines = ("v=0", f"o=- 1 1 IN IP4 {ip}", "s=-", f"c=IN IP4 {ip}", "t=0 0", f"m=audio 4000 RTP/AVP {codecs}")
    maps = [f"a=rtpmap:{number} {name}" for number, name in MAPS.items() if number in codecs.split()]
    return "\r\n".join([*lines, *maps, *([more] if more else []), ""]).encode()


MAPS: Final[Mapping[str, str]] = {
    "0": "PCMU/8000",
    "8": "PCMA/8000",
    "9": "G722/8000",
    "101": "telephone-event/8000",
    "3": "GSM/8000",
}


def lose(pattern: str, first: int = 1) -> Fault:
    return Fault(Damage.LOSE, Pattern.parse(pattern), first=first)


class Extension(Caller):
    """A phone of the office. It answers challenges, and a call as `on_invite` says; a 200 is acknowledged."""

    def __init__(self, network: Network, name: str, at: Address, manner: Manner = MANNER) -> None:
        super().__init__(network, name, at, manner)
        self.password = PASSWORD
        self.registrar = SWITCH
        self.transport = Transport.UDP
        self.slowness = 0.0
        """Seconds until it answers a challenge."""
        self._dialled: tuple[Draft, Address] | None = None

    # Registering

    def register(self, expires: int = 3600, contact: str = "") -> None:
        self.register_as(self.name, self.registrar.ip, expires, contact)

    def register_as(self, user: str, domain: str, expires: int = 3600, contact: str = "") -> None:
        draft = Draft(f"REGISTER sip:{domain} SIP/2.0")
        whose = f"<sip:{user}@{domain}>"
        draft.fields = [
            ("Max-Forwards", "70"),
            ("From", f"{whose};tag={self.element.endpoint.tag()}"),
            ("To", whose),
            ("Call-ID", f"registration-of-{self.name}"),
            ("CSeq", "1 REGISTER"),
            ("Contact", contact or f"<sip:{user}@{self.element.endpoint.at}>"),
            ("Expires", str(expires)),
        ]
        self.ask(draft)

    def ask(self, draft: Draft, to: Address | None = None) -> None:
        """Send a request of no call; a challenge is answered once, with the credentials of the name in From."""
        target = to or self.registrar

        def heard(outcome: Outcome) -> None:
            if isinstance(outcome, Response) and outcome.status in (401, 407) and not _is_signed(draft):
                self.later(self.slowness, lambda: self.ask(self.signed(draft, outcome), target))
            else:
                self.tell(_word(outcome))

        self.element.endpoint.request(draft, target, heard, self.transport)

    def signed(self, draft: Draft, response: Response) -> Draft:
        """The same request with credentials and the next number."""
        mine, theirs = ("Proxy-Authorization", response.proxy_authenticate) if response.status == 407 else (
            "Authorization", response.www_authenticate)  # fmt: skip
        number, method = draft.value("CSeq").split()
        again = Draft(draft.start, [pair for pair in draft.fields if pair[0] != "Via"], draft.body)
        again.set("CSeq", f"{int(number) + 1} {method}")
        user = draft.value("From").partition("sip:")[2].partition("@")[0]
        proof = answer(theirs[0], method, draft.start.split(" ")[1], user, self.password, "0a4f113b", 1, draft.body)
        again.set(mine, str(proof))
        return again

    def request(self, method: str, fields: Mapping[str, str] = MappingProxyType({}), body: bytes = b"") -> None:
        """A request of no call, from the phone to itself by way of the server."""
        whose = f"<sip:{self.name}@{self.registrar.ip}>"
        draft = Draft(f"{method} sip:{self.name}@{self.registrar.ip} SIP/2.0", body=body)
        draft.fields = [
            ("Max-Forwards", "70"),
            ("From", f"{whose};tag={self.element.endpoint.tag()}"),
            ("To", whose),
            ("Call-ID", f"{method}-of-{self.name}"),
            ("CSeq", f"1 {method}"),
        ]
        for name, value in fields.items():
            draft.set(name, value)
        self.ask(draft)

    # Calling

    def dial(
        self,
        number: str,
        fields: tuple[tuple[str, str], ...] = (),
        body: bytes | None = None,
        to: Address = SWITCH,
        domain: str = "",
    ) -> OutgoingLeg:
        endpoint = self.element.endpoint
        tag, call_id = endpoint.tag(), f"call-of-{self.name}-{self.host.chance('call-id').hex(4)}"
        leg = OutgoingLeg(endpoint, self.element.calls, self, call_id, tag, self.dress)
        domain = domain or to.ip
        draft = Draft(f"INVITE sip:{number}@{domain} SIP/2.0")
        draft.fields = [
            ("Max-Forwards", "70"),
            ("From", f'"{self.name}" <sip:{self.name}@{domain}>;tag={tag}'),
            ("To", f"<sip:{number}@{domain}>"),
            ("Call-ID", call_id),
            ("CSeq", "1 INVITE"),
        ]
        for name, value in fields:
            draft.set(name, value)
        draft.body = session(endpoint.at.ip) if body is None else body
        if draft.body:
            draft.add("Content-Type", "application/sdp")
        self.leg = leg
        self._dialled = (self.dress(draft), to)
        leg.invite(draft, to, self.transport)
        return leg

    def refused(self, outcome: Outcome) -> None:
        assert isinstance(self.leg, OutgoingLeg)
        if isinstance(outcome, Response) and outcome.status == 407 and self.password and self._dialled is not None:
            draft, to = self._dialled
            self._dialled = None
            self.leg.invite(self.signed(draft, outcome), to, self.transport)
        else:
            super().refused(outcome)

    @property
    def outgoing(self) -> OutgoingLeg:
        assert isinstance(self.leg, OutgoingLeg)
        return self.leg

    @property
    def incoming(self) -> IncomingLeg:
        assert isinstance(self.leg, IncomingLeg)
        return self.leg

    # Being called: what `on_invite` may be

    def reply(
        self, status: int, *, sdp: bytes = b"", reliably: bool = False, fields: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """A reply to the call that it has."""
        leg = self.incoming
        if leg.is_over:
            return
        draft = self.dress(leg.reply(status))
        for name, value in fields.items():
            draft.set(name, value)
        if sdp:
            draft.body = sdp
            draft.add("Content-Type", "application/sdp")
        if status >= 300:
            leg.refuse(draft)
        elif status >= 200:
            leg.accept(draft)
        elif reliably:
            leg.progress_reliably(draft)
        else:
            leg.progress(draft)

    def answers_with(
        self,
        *replies: tuple[float, int],
        sdp: bytes = b"",
        reliably: bool = False,
        fields: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """At these seconds after the INVITE these statuses: `sdp` in a 183 and a 200, which has one anyway."""

        def act(_leg: IncomingLeg) -> None:
            for after, status in replies:
                own = session(self.element.endpoint.at.ip) if status == 200 else b""
                body = (sdp or own) if status in (183, 200) else b""
                self.later(after, partial(self.reply, status, sdp=body, reliably=reliably, fields=fields))

        self.on_invite = act

    def send_in_call(self, method: str, body: bytes = b"", fields: Mapping[str, str] = MappingProxyType({})) -> None:
        """A request of the dialog, whosever turn it is; the story tells what became of it."""
        assert self.leg is not None
        draft = self.dress(self.leg.draft(method))
        for name, value in fields.items():
            draft.set(name, value)
        draft.body = body
        if body and not draft.has("Content-Type"):
            draft.add("Content-Type", "application/sdp")
        assert self.leg.dialog is not None
        self.leg.request_in(self.leg.dialog, draft, lambda outcome: self.tell(f"{method} {_word(outcome)}"))

    def reinvite(self, body: bytes) -> None:
        """Another INVITE in the call, whose 2xx is acknowledged."""
        assert self.leg is not None
        leg, draft = self.leg, self.dress(self.leg.draft("INVITE"))
        draft.body = body
        if body:
            draft.add("Content-Type", "application/sdp")
        leg.reinvite(draft, lambda outcome: self.tell(f"INVITE {_word(outcome)}"), lambda _answer: leg.draft("ACK"))

    def hang_up(self) -> None:
        if self.leg is not None and self.leg.state is LegState.UP:
            super().hang_up()


class Office:
    """Phones are named by their numbers: `office["1000"]`."""

    def __init__(
        self, *faults: Fault, files: Files = FILES, phones: int = 5, recording: Recording | None = None
    ) -> None:
        names = [str(1000 + number) for number in range(phones)]
        hosts = {"switch": (Attachment("lan", SWITCH.ip),)}
        hosts |= {name: (Attachment("lan", f"127.0.0.{21 + place}"),) for place, name in enumerate(names)}
        topology = Topology({"lan": ip_network("127.0.0.0/24")}, hosts)
        self.recording = Recording() if recording is None else recording
        self.kernel = Kernel()
        self.network = Network(self.kernel, self.recording, topology, 1, faults)
        self.host = Host(self.network, "switch", Calendar())
        self.switch = Switch(self.host, "switch", files)
        self.switch.start()
        self.phones = {
            name: Extension(self.network, name, Address(f"127.0.0.{21 + place}", 5060))
            for place, name in enumerate(names)
        }

    def __getitem__(self, name: str) -> Extension:
        return self.phones[name]

    def register(self, *names: str, at: Address = SWITCH) -> "Office":
        """These phones are registered, and nothing of it is counted."""
        for name in names:
            self[name].registrar = at
            self[name].register()
        self.run()
        for name in names:
            assert self[name].story == [f"{self[name].story[0].split()[0]} 200"], self[name].story
            self[name].story.clear()
        self.begin()
        return self

    def begin(self) -> None:
        """From here on it is counted."""
        self._from, self._zero = len(self.recording), self.kernel.now

    _from, _zero = 0, 0

    def later(self, after: float, act: Callable[[], object]) -> None:
        def come() -> None:
            act()

        self.kernel.after(round(after * 1_000_000), come)

    def run(self) -> "Office":
        assert self.kernel.run_until_idle(self.kernel.now + LIMIT), "it never ends"
        return self

    # What the switch did

    @property
    def packets(self) -> list[Packet]:
        """The SIP packets of all hosts."""
        events = [event.what.packet for event in self.recording[self._from :] if isinstance(event.what, Sent)]
        return [packet for packet in events if packet.transport is not Transport.RTP]

    @property
    def sent(self) -> list[tuple[float, Request | Response, Address]]:
        found = []
        for event in self.recording[self._from :]:
            if event.node == "switch" and isinstance(event.what, Sent):
                packet = event.what.packet
                if not isinstance(packet.payload, Flow):
                    found.append(((event.at - self._zero) / 1_000_000, parse(packet.payload), packet.target))
        return found

    def told(self, name: str, *, timed: bool = True) -> list[str]:
        """What the switch sent to that phone: `0.021 100 INVITE`, `0.03 BYE`."""
        ip = self[name].element.endpoint.at.ip
        return [
            f"{at:.3f} {_line(message)}" if timed else _line(message) for at, message, to in self.sent if to.ip == ip
        ]

    def last(self, name: str, kind: str) -> Request | Response:
        """The last message of that kind (`486 INVITE`, `BYE`) that the switch sent to the phone."""
        ip = self[name].element.endpoint.at.ip
        found = [message for _, message, to in self.sent if to.ip == ip and _line(message) == kind]
        assert found, f"{name} got no {kind}: {self.told(name)}"
        return found[-1]

    @property
    def log(self) -> list[str]:
        return [
            f"[{event.what.level.upper()}] {event.what.text}"
            for event in self.recording[self._from :]
            if event.node == "switch" and isinstance(event.what, Logged)
        ]


def _line(message: Request | Response) -> str:
    return message.method if isinstance(message, Request) else f"{message.status} {message.cseq.method}"


def _is_signed(draft: Draft) -> bool:
    return draft.has("Authorization") or draft.has("Proxy-Authorization")


def _word(outcome: Outcome) -> str:
    return str(outcome.status) if isinstance(outcome, Response) else outcome.value


def names_of(message: Request | Response) -> list[str]:
    """The names of its headers in order."""
    return [field.name for field in message.fields]
