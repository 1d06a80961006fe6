"""Telephones on one wire, without a server: each is a real `Phone`, set up by its own file, dialled by address."""

from collections.abc import Sequence
from functools import partial
from ipaddress import ip_network

from voiplab.net.faults import Fault
from voiplab.net.host import Host
from voiplab.net.network import Network
from voiplab.net.topology import Attachment, Topology
from voiplab.phone.kind import KIND
from voiplab.phone.phone import Phone
from voiplab.recording.events import Heard, Logged, Moved, Sent, Shown
from voiplab.recording.recording import Recording
from voiplab.rtp.flow import Flow
from voiplab.sim.calendar import Calendar
from voiplab.sim.kernel import Kernel
from voiplab.sim.moment import seconds
from voiplab.sip.message import Request, Response, parse
from voiplab.text.place import Files

LAN = ip_network("10.0.0.0/24")
ITSP = "VoiceService.1.VoiceProfile.1."


def microsip(user: str, extra: str = "", program: str = "") -> Files:
    account = f"[Account1]\ndomain=10.0.0.20\nusername={user}\npassword=1234\n{extra}\n"
    return {"MicroSIP.ini": f"[Settings]\nsourcePort=5060\n{program}\n{account}".encode()}


def plain(user: str, extra: str = "") -> Files:
    return {"phone.ini": f"[phone]\nuser={user}\ndomain=10.0.0.20\npassword=1234\n{extra}\n".encode()}


def obihai(user: str, **sip: str) -> Files:
    values = {"SIP.ProxyServer": "10.0.0.20", "SIP.RegistrarServer": "10.0.0.20", "Line.1.SIP.AuthUserName": user}
    values |= {f"SIP.{name}": value for name, value in sip.items()}
    structs = "".join(
        f"<ParameterValueStruct><Name>{name}</Name><Value>{value}</Value></ParameterValueStruct>\n"
        for name, value in values.items()
    )
    return {"obi.xml": f"<ParameterList><Object><Name>{ITSP}</Name>\n{structs}</Object></ParameterList>".encode()}


class Lan:
    """`phones` are (model, files); the first has 10.0.0.1, the second 10.0.0.2, and so on."""

    def __init__(self, *phones: tuple[str, Files], faults: Sequence[Fault] = (), seed: int = 1) -> None:
        names = [f"phone{number}" for number in range(1, len(phones) + 1)]
        hosts = {name: (Attachment("lan", f"10.0.0.{place}"),) for place, name in enumerate(names, start=1)}
        hosts["server"] = (Attachment("lan", "10.0.0.20"),)
        self.answers: list[str] = []
        self.kernel = Kernel()
        self.recording = Recording()
        self.network = Network(self.kernel, self.recording, Topology({"lan": LAN}, hosts), seed, faults)
        self.phones = [self._phone(model, files, name) for name, (model, files) in zip(names, phones, strict=True)]

    def _phone(self, model: str, files: Files, name: str) -> Phone:
        return KIND.build(model, files, Host(self.network, name, Calendar()), name)

    def start(self) -> None:
        for phone in self.phones:
            phone.start()

    def run(self, until: int = 100) -> None:
        """Virtual seconds from the beginning."""
        self.kernel.run_until(seconds(until))

    def later(self, after: float, phone: int, *actions: str) -> None:
        for action in actions:
            self.kernel.after(int(after * 1_000_000), partial(self._perform, phone, action))

    def _perform(self, phone: int, action: str) -> None:
        self.answers.append(self.phones[phone].perform(action))

    # What was recorded

    def messages(self, sender: int | None = None) -> list[Request | Response]:
        """Of one phone, or of all, copies among them."""
        found = []
        for event in self.recording.sent():
            assert isinstance(event.what, Sent)
            payload = event.what.packet.payload
            if not isinstance(payload, Flow) and (sender is None or event.node == f"phone{sender + 1}"):
                found.append(parse(payload))
        return found

    def ladder(self) -> list[str]:
        """`1 INVITE`, `2 180`: who sent what, by the number of the phone; a response with its method if that is no INVITE."""
        lines = []
        for event in self.recording.sent():
            assert isinstance(event.what, Sent)
            payload = event.what.packet.payload
            if not isinstance(payload, Flow):
                again = " again" if event.what.copy else ""
                lines.append(f"{event.node.removeprefix('phone')} {_what(parse(payload))}{again}")
        return lines

    def heard(self, phone: int) -> list[str]:
        return [
            f"{event.what.content}{f' ({event.what.source})' if event.what.source else ''}"
            for event in self.recording
            if isinstance(event.what, Heard) and event.node == f"phone{phone + 1}"
        ]

    def shown(self, phone: int) -> list[str]:
        return [
            event.what.text
            for event in self.recording
            if isinstance(event.what, Shown) and event.node == f"phone{phone + 1}"
        ]

    def states(self, phone: int) -> list[str]:
        """What a script can wait for."""
        return [
            event.what.now
            for event in self.recording
            if isinstance(event.what, Moved) and event.what.kind == "phone" and event.node == f"phone{phone + 1}"
        ]

    def logs(self, phone: int) -> list[str]:
        return [
            event.what.text
            for event in self.recording
            if isinstance(event.what, Logged) and event.node == f"phone{phone + 1}"
        ]

    def leftovers(self) -> list[str]:
        return [thing for phone in self.phones for thing in phone.leftovers()]


def _what(message: Request | Response) -> str:
    if isinstance(message, Request):
        return message.method
    method = message.cseq.method
    return str(message.status) if method == "INVITE" else f"{message.status} {method}"
