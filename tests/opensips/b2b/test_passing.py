"""What of a message goes on to the other side, as the parameters of b2b_logic say, and what the server calls itself there."""

from typing import Final

import pytest

from tests.opensips.b2b.test_calls import ADDRESS, ALICE, BOB, HIDES, SDP, TRIGGER, answered, dialled, office, typed
from tests.opensips.bench import head
from voiplab.text.place import NotSimulated

MORE: Final = b"X-Account: 7\r\nx-Note: blue\r\nX-Note: green\r\nP-Charge: no\r\nContent-Length: 0\r\n"


def passed(*parameters: str) -> list[str]:
    """Of an INVITE with some headers of its own, those which the other party gets."""
    running = office(HIDES, *(parameters or ('"b2b_logic", "contact_user", 0',)))
    _, invite = running.tell(dialled().replace(b"Content-Length: 0\r\n", MORE), ALICE)
    return [line for line in head(invite) if line[:2] in ("X-", "x-", "P-", "In")]


def contacts(*parameters: str) -> list[str]:
    """In the INVITE that goes on and in the 200 that comes back."""
    running = office(HIDES, *parameters)
    _, invite = running.tell(dialled(), ALICE)
    (reply,) = running.tell(answered(invite, "200 OK", SDP), BOB)
    return [line for message in (invite, reply) for line in head(message) if line.startswith("Contact:")]


@pytest.mark.parametrize(
    ("pattern", "lines"),
    [
        ("^X-A", ["X-Account: 7"]),
        ("/^x-/", ["x-Note: blue"]),
        ("/^x-/i", ["X-Account: 7", "x-Note: blue"]),
        ("/^[Pp]-C|unt$/e", ["X-Account: 7", "P-Charge: no"]),
        ("", []),
    ],
)
def test_headers_whose_name_has_the_pattern_are_passed_once_each(pattern: str, lines: list[str]) -> None:
    assert passed(f'"b2b_logic", "custom_headers_regexp", "{pattern}"') == lines


def test_a_header_that_is_named_and_matched_is_passed_once() -> None:
    named, matched = (
        '"b2b_logic", "custom_headers", "x-note;P-Charge"',
        '"b2b_logic", "custom_headers_regexp", "/^X-N/i"',
    )
    assert sorted(passed(named, matched)) == ["P-Charge: no", "x-Note: blue"]


@pytest.mark.parametrize(
    "pattern", ["x.*", "/^x-", "/^x-/q", "/a|b/", "/(x|y)-/e", "x{1,9}", "[[:alpha:]]", "/x/ie|y/"]
)
def test_a_pattern_that_is_not_read_alike_everywhere_is_refused_by_name(pattern: str) -> None:
    with pytest.raises(NotSimulated, match="custom_headers_regexp"):
        passed(f'"b2b_logic", "custom_headers_regexp", "{pattern}"')


def test_the_call_id_of_the_other_side_is_passed_in_the_header_that_was_named() -> None:
    assert passed('"b2b_logic", "init_callid_hdr", "Init-CallID"') == ["Init-CallID: 1"]


def test_a_reply_has_the_call_id_of_the_other_side_too() -> None:
    running = office(HIDES, '"b2b_logic", "init_callid_hdr", "Init-CallID"')
    _, invite = running.tell(dialled(), ALICE)
    (own,) = [line.partition(": ")[2] for line in head(invite) if line.startswith("Call-ID:")]
    (reply,) = running.tell(answered(invite, "180 Ringing"), BOB)
    assert f"Init-CallID: {own}" in head(reply)


def test_the_server_calls_itself_by_its_socket_alone() -> None:
    assert contacts('"b2b_logic", "contact_user", 0') == ["Contact: <sip:127.0.0.10>"] * 2


def test_with_contact_user_it_takes_the_name_of_the_party_that_it_stands_for() -> None:
    said = contacts('"b2b_logic", "contact_user", 1')
    assert said == ["Contact: <sip:alice@127.0.0.10>", "Contact: <sip:bob@127.0.0.10>"]


def test_who_is_called_by_the_command_gets_the_address_of_the_server_and_the_second_one_the_name_of_the_first() -> None:
    running = office("route { exit; }", ADDRESS, '"b2b_logic", "contact_user", 1')
    (first,) = typed(running, TRIGGER)
    (second,) = running.tell(answered(first, "200 OK", SDP), ALICE)
    assert "Contact: <sip:b2b@127.0.0.10>" in head(first)
    assert "Contact: <sip:alice@127.0.0.10>" in head(second)
