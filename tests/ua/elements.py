"""Plain SIP elements on a small network, for the tests of this folder: they write down what they hear."""

from voiplab.net.address import Address
from voiplab.net.faults import Fault
from voiplab.net.host import Host
from voiplab.net.network import Network
from voiplab.net.topology import Topology
from voiplab.recording.recording import Recording
from voiplab.sim.calendar import Calendar
from voiplab.sim.chance import Chance
from voiplab.sim.kernel import Kernel
from voiplab.sip.draft import Draft
from voiplab.sip.layout import Layout
from voiplab.sip.message import Request, Response
from voiplab.sip.transaction.timing import Timing
from voiplab.ua.client_transaction import Outcome
from voiplab.ua.endpoint import Endpoint
from voiplab.ua.manner import Manner, rport_first
from voiplab.ua.server_transaction import ServerTransaction

ORDER = (
    "Via",
    "Route",
    "Max-Forwards",
    "From",
    "To",
    "Call-ID",
    "CSeq",
    "Contact",
    "*",
    "Content-Type",
    "Content-Length",
)
PLAIN = Layout(orders={"*": ORDER, "* *": ORDER})


def branch(chance: Chance) -> str:
    return "z9hG4bK" + chance.hex(10)


def tag(chance: Chance) -> str:
    return chance.hex(8)


MANNER = Manner(PLAIN, Timing(), branch, tag, rport_first, tcp_above=1300)


class Element:
    """Answers every request with `status`, unless that is 0."""

    waiting: ServerTransaction

    def __init__(self, network: Network, name: str, at: Address, manner: Manner = MANNER) -> None:
        self.host = Host(network, name, Calendar())
        self.endpoint = Endpoint(self.host, at, manner, self)
        self.status = 200
        self.requests: list[tuple[int, Request]] = []
        self.acks: list[Request] = []
        self.strays: list[Response] = []
        self.outcomes: list[tuple[int, int | str]] = []

    def received(self, request: Request, transaction: ServerTransaction) -> None:
        self.requests.append((self.host.now, request))
        self.waiting = transaction
        if self.status:
            transaction.respond(transaction.reply(self.status, to_tag=self.endpoint.tag()))

    def answer_later(self, status: int) -> None:
        """The latest request, which got no answer yet."""
        self.waiting.respond(self.waiting.reply(status, to_tag=self.endpoint.tag()))

    def acknowledged(self, ack: Request) -> None:
        self.acks.append(ack)

    def strayed(self, response: Response) -> None:
        self.strays.append(response)

    def heard(self, outcome: Outcome) -> None:
        what = outcome.status if isinstance(outcome, Response) else outcome.value
        self.outcomes.append((self.host.now, what))

    def ask(self, method: str, to: Address, *, body: bytes = b"") -> None:
        draft = Draft(f"{method} sip:bob@{to.ip} SIP/2.0", body=body)
        draft.add("Max-Forwards", "70")
        draft.add("From", f"<sip:alice@{self.endpoint.at.ip}>;tag={self.endpoint.tag()}")
        draft.add("To", f"<sip:bob@{to.ip}>")
        draft.add("Call-ID", self.host.chance("call-id").hex(12))
        draft.add("CSeq", f"1 {method}")
        self.endpoint.request(draft, to, self.heard)


def wire(topology: Topology, *faults: Fault) -> Network:
    return Network(Kernel(), Recording(), topology, 1, faults)
