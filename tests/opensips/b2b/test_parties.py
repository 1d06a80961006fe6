"""What a script may say of the two parties: the Contact that each of them sees, and where the first request goes."""

from typing import Final

import pytest

from tests.opensips.b2b.test_calls import ALICE, BOB, SDP, answered, dialled, office
from tests.opensips.bench import CAROL, head
from voiplab.text.place import NotSimulated

PLAIN: Final = '"b2b_logic", "contact_user", 0'


def hiding(server: str = "", client: str = "") -> str:
    return (
        f'route {{ b2b_server_new("caller"{server}); b2b_client_new("called", "sip:bob@127.0.0.12"{client}); '
        'b2b_init_request("top hiding"); exit; }'
    )


def test_each_party_sees_the_contact_that_was_given_for_it() -> None:
    running = office(hiding(', "sip:one@127.0.0.10"', ', , , "sip:two@127.0.0.10"'), PLAIN)
    _, invite = running.tell(dialled(), ALICE)
    assert "Contact: <sip:two@127.0.0.10>" in head(invite)
    (reply,) = running.tell(answered(invite, "200 OK", SDP), BOB)
    assert "Contact: <sip:one@127.0.0.10>" in head(reply)


def test_the_first_request_goes_to_the_proxy_and_what_follows_to_the_contact() -> None:
    running = office(hiding(client=', "sip:127.0.0.13"'), PLAIN)
    _, invite = running.tell(dialled(), ALICE)
    assert (running.sent[-1].target, head(invite)[0]) == (CAROL, "INVITE sip:bob@127.0.0.12 SIP/2.0")
    (reply,) = running.tell(answered(invite, "200 OK", SDP), CAROL)
    (to,) = [line for line in head(reply) if line.startswith("To:")]
    running.tell(dialled("ACK").replace(b"To: <sip:bob@127.0.0.10>", to.encode()), ALICE)
    assert (running.sent[-1].target, running.sent[-1].start) == (BOB, "ACK sip:bob@127.0.0.12 SIP/2.0")


AVPS: Final = '$avp(names) = "X-One"; $avp(bodies) = "1"; $avp(names) = "X-Two"; $avp(bodies) = "2";'


def own(message: bytes) -> list[str]:
    return [line for line in head(message) if line.startswith("X-")]


def test_each_request_to_a_party_has_the_headers_that_were_given_for_it_before_its_contact() -> None:
    routes = hiding(client=", , , , $avp(names), $avp(bodies)").replace("{", "{ " + AVPS, 1)
    running = office(routes, PLAIN)
    _, invite = running.tell(dialled(), ALICE)
    lines = head(invite)
    place = lines.index("Contact: <sip:127.0.0.10>")
    assert sorted(own(invite)) == sorted(lines[place - 2 : place]) == ["X-One: 1", "X-Two: 2"]
    (reply,) = running.tell(answered(invite, "200 OK", SDP), BOB)
    (to,) = [line for line in head(reply) if line.startswith("To:")]
    ack, bye = (dialled(method).replace(b"To: <sip:bob@127.0.0.10>", to.encode()) for method in ("ACK", "BYE"))
    (passed,) = running.tell(ack, ALICE)
    assert own(passed) == own(invite)
    (passed,) = running.tell(bye.replace(b"-1\r\n", b"-2\r\n").replace(b"CSeq: 1", b"CSeq: 2"), ALICE)
    assert own(passed) == own(invite)
    assert own(reply) == []


def test_a_name_without_a_body_is_logged_and_left_out() -> None:
    names = '$avp(names) = "X-One"; $avp(names) = "X-Two"; $avp(bodies) = "2";'
    routes = hiding(client=", , , , $avp(names), $avp(bodies)").replace("{", "{ " + names, 1)
    running = office(routes, PLAIN)
    _, invite = running.tell(dialled(), ALICE)
    assert own(invite) == ["X-Two: 2"]
    assert "ERROR:b2b_logic:b2b_scenario_hdrs: Mismatch" in running.log[-1]


@pytest.mark.parametrize(
    ("client", "says"),
    [(', , "Bob"', "from_dname"), (", , , , $var(names), $var(bodies)", "headers of a party from .var")],
)
def test_what_is_not_simulated_of_a_party_is_refused_by_name(client: str, says: str) -> None:
    running = office(hiding(client=client), PLAIN)
    with pytest.raises(NotSimulated, match=says):
        running.tell(dialled(), ALICE)
