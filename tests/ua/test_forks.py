"""An INVITE that a proxy has forked: several early dialogs, and more than one answer (RFC 3261 section 13.2.2.4).

The fork is played by hand: what the caller sends is answered for two phones that stand behind one address.
"""

from tests.net.wires import ALICE, BOB, lan
from tests.ua.callers import Caller
from tests.ua.elements import wire
from voiplab.net.address import Address
from voiplab.net.host import Host
from voiplab.net.network import Network
from voiplab.sim.calendar import Calendar
from voiplab.sim.moment import seconds
from voiplab.sip.message import Request, parse

LIMIT = seconds(300)


class Fork:
    """What stands at bob's address: it keeps the requests, and answers the INVITE as any of the phones behind it."""

    def __init__(self, host: Host) -> None:
        self.requests: list[Request] = []
        self._port = host.datagrams(BOB, self._got)

    def _got(self, payload: bytes, _source: Address) -> None:
        message = parse(payload)
        assert isinstance(message, Request)
        self.requests.append(message)
        if message.method in ("BYE", "PRACK", "CANCEL"):
            self._send(message, "200 OK", message.get("To") or "", ())

    def says(self, line: str, tag: str, *fields: str) -> None:
        invite = self.requests[0]
        contact = f"Contact: <sip:{tag}@{BOB}>"
        self._send(invite, line, f"{invite.get('To')};tag={tag}", (contact, *fields))

    def _send(self, request: Request, line: str, to: str, fields: tuple[str, ...]) -> None:
        copied = [f"{name}: {request.get(name)}" for name in ("Via", "From", "Call-ID", "CSeq")]
        lines = [f"SIP/2.0 {line}", *copied, f"To: {to}", *fields, "Content-Length: 0", "", ""]
        self._port.send("\r\n".join(lines).encode(), ALICE)

    def told(self) -> list[str]:
        """What reached which phone."""
        return [f"{request.method} {request.target.username}" for request in self.requests]


def fork() -> tuple[Network, Caller, Fork]:
    network = wire(lan())
    return network, Caller(network, "alice", ALICE), Fork(Host(network, "bob", Calendar()))


def test_each_phone_that_rings_makes_a_dialog_and_the_first_to_answer_wins() -> None:
    network, alice, proxy = fork()
    alice.call(BOB)
    alice.later(1, lambda: proxy.says("180 Ringing", "one"))
    alice.later(2, lambda: proxy.says("180 Ringing", "two"))
    alice.later(3, lambda: proxy.says("200 OK", "two"))
    alice.later(5, alice.hang_up)
    assert network.kernel.run_until_idle(LIMIT)
    assert alice.story == ["1 180", "2 180", "3 200"]
    assert proxy.told() == ["INVITE callee", "INVITE callee", "ACK two", "BYE two"]
    assert alice.element.leftovers == ()


def test_a_second_answer_is_acknowledged_and_hung_up_and_the_first_call_goes_on() -> None:
    network, alice, proxy = fork()
    alice.call(BOB)
    alice.later(0.1, lambda: proxy.says("180 Ringing", "one"))
    alice.later(1, lambda: proxy.says("200 OK", "one"))
    alice.later(2, lambda: proxy.says("200 OK", "two"))
    alice.later(5, alice.hang_up)
    assert network.kernel.run_until_idle(LIMIT)
    assert alice.story == ["0.1 180", "1 200"]
    assert proxy.told() == ["INVITE callee", "ACK one", "ACK two", "BYE two", "BYE one"]
    assert alice.element.leftovers == ()


def test_copies_of_both_answers_get_copies_of_their_acks() -> None:
    network, alice, proxy = fork()
    alice.call(BOB)
    for at in (1, 1.5):
        alice.later(at, lambda: proxy.says("200 OK", "one"))
        alice.later(at + 0.1, lambda: proxy.says("200 OK", "two"))
    alice.later(5, alice.hang_up)
    assert network.kernel.run_until_idle(LIMIT)
    assert [line for line in proxy.told() if "ACK" in line] == ["ACK one", "ACK two", "ACK one", "ACK two"]


def test_each_early_dialog_has_its_own_order_of_reliable_responses() -> None:
    network, alice, proxy = fork()
    alice.call(BOB)
    for at, tag, rseq in ((1, "one", 7), (2, "two", 3), (3, "one", 8), (4, "two", 3)):
        alice.later(at, lambda t=tag, r=rseq: proxy.says("183 Session Progress", t, "Require: 100rel", f"RSeq: {r}"))  # type: ignore[misc]
    alice.later(6, lambda: proxy.says("486 Busy Here", "one"))
    assert network.kernel.run_until_idle(LIMIT)
    pracks = [(request.target.username, request.get("RAck")) for request in proxy.requests if request.method == "PRACK"]
    assert pracks == [("one", "7 1 INVITE"), ("two", "3 1 INVITE"), ("one", "8 1 INVITE")]
    assert alice.story == ["1 183", "2 183", "3 183", "6 486"]


def test_both_answers_to_a_cancelled_call_are_hung_up() -> None:
    network, alice, proxy = fork()
    leg = alice.call(BOB)
    alice.later(0.1, lambda: proxy.says("180 Ringing", "one"))
    alice.later(1, lambda: leg.cancel([]))
    alice.later(1, lambda: proxy.says("200 OK", "one"))
    alice.later(2, lambda: proxy.says("200 OK", "two"))
    assert network.kernel.run_until_idle(LIMIT)
    assert proxy.told() == ["INVITE callee", "CANCEL callee", "ACK one", "BYE one", "ACK two", "BYE two"]
    assert alice.story == ["0.1 180", "1 no response came"]
    assert alice.element.leftovers == ()
