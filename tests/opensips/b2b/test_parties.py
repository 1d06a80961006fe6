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


@pytest.mark.parametrize(
    ("server", "client", "says"),
    [
        ("", ', , "Bob"', "from_dname"),
        ("", ", , , , $avp(names), $avp(bodies)", "more than 5 parameters"),
        (", , $avp(names), $avp(bodies)", "", "more than 2 parameters"),
    ],
)
def test_display_names_and_extra_headers_are_refused_by_name(server: str, client: str, says: str) -> None:
    running = office(hiding(server, client), PLAIN)
    with pytest.raises(NotSimulated, match=says):
        running.tell(dialled(), ALICE)
