import pytest

from tests.opensips.nathelper.test_signs import behind
from tests.opensips.registrar.registrations import SOCKET, received
from voiplab.opensips.nathelper.session import fix_session
from voiplab.opensips.nathelper.source import add_received, fix_contacts, source_uri
from voiplab.opensips.received import Received


def sent(message: Received) -> list[str]:
    return message.lumps.apply(message.buffer, SOCKET).decode().splitlines()


def contact(message: Received) -> str:
    return next(line for line in sent(message) if line.startswith("Contact:"))


def with_contact(value: str) -> Received:
    return received(f"INVITE sip:bob@127.0.0.10 SIP/2.0\nContact: {value}\nCSeq: 1 INVITE\n\n", "127.0.0.12:6060")


def test_where_a_message_came_from_is_a_uri() -> None:
    assert source_uri(behind()) == "sip:127.0.0.12:6060"


@pytest.mark.parametrize(
    ("value", "fixed"),
    [
        ("<sip:bob@192.168.1.50:5060>", "<sip:bob@127.0.0.12:6060>"),
        ("<sip:bob@192.168.1.50>", "<sip:bob@127.0.0.12:6060>"),
        ("sip:bob@192.168.1.50:5060;q=0.5", "sip:bob@127.0.0.12:6060;q=0.5"),
        ("<sip:192.168.1.50;ob>;expires=60", "<sip:127.0.0.12:6060;ob>;expires=60"),
        ('"Bob, B." <sip:bob@[2001:db8::1]:5070;a=b>', '"Bob, B." <sip:bob@127.0.0.12:6060;a=b>'),
        ("<sip:a@1.1.1.1>, <sip:b@2.2.2.2:1>", "<sip:a@127.0.0.12:6060>, <sip:b@127.0.0.12:6060>"),
    ],
)
def test_a_contact_gets_the_address_of_the_sender_and_keeps_the_rest(value: str, fixed: str) -> None:
    message = with_contact(value)
    assert fix_contacts(message)
    assert contact(message) == f"Contact: {fixed}"


def test_parameters_may_be_added_to_the_uri() -> None:
    message = with_contact("<sip:bob@192.168.1.50:5060;ob>;q=1")
    assert fix_contacts(message, ";ata=cisco")
    assert contact(message) == "Contact: <sip:bob@127.0.0.12:6060;ob;ata=cisco>;q=1"


@pytest.mark.parametrize("value", ["*", ""])
def test_without_an_address_there_is_nothing_to_fix(value: str) -> None:
    assert not fix_contacts(with_contact(value))


@pytest.mark.parametrize(
    ("into_uri", "line"),
    [
        (False, 'Contact: <sip:bob@192.168.1.50:5060>;received="sip:127.0.0.12:6060";q=1'),
        (True, 'Contact: <sip:bob@192.168.1.50:5060;received="sip:127.0.0.12:6060">;q=1'),
    ],
)
def test_received_is_added_to_the_contact_or_into_its_uri(into_uri: bool, line: str) -> None:
    message = with_contact("<sip:bob@192.168.1.50:5060>;q=1")
    assert add_received(message, into_uri=into_uri)
    assert contact(message) == line


def test_a_session_gets_the_address_of_the_sender_and_remembers_the_old_one() -> None:
    # Recorded with fix_nated_sdp(11).
    message = behind("127.0.0.11:5060")
    assert fix_session(message, 11, "a=nortpproxy:yes\r\n")
    assert sent(message)[-6:] == [
        "v=0",
        "o=- 1 1 IN IP4 127.0.0.11",
        "c=IN IP4 127.0.0.11",
        "a=direction:active",
        "a=oldoip:192.168.1.50",
        "a=oldcip:192.168.1.50",
    ]


def test_another_address_a_mark_and_fields_of_the_script_may_be_written() -> None:
    message = behind()
    assert fix_session(message, 2 + 4, "a=nortpproxy:yes\r\n", "203.0.113.1", "a=x\r\n")
    assert sent(message)[-6:] == [
        "v=0",
        "o=- 1 1 IN IP4 192.168.1.50",
        "c=IN IP4 203.0.113.1",
        "a=nortpproxy:yes",
        "a=oldcip:192.168.1.50",
        "a=x",
    ]


def test_an_address_that_is_right_already_or_means_hold_stays() -> None:
    held = received("INVITE sip:a@b SIP/2.0\nCSeq: 1 INVITE\n\nv=0\nc=IN IP4 0.0.0.0\n")
    assert fix_session(held, 2, "")
    assert sent(held)[-1] == "c=IN IP4 0.0.0.0"


def test_without_a_body_there_is_nothing_to_fix() -> None:
    assert not fix_session(with_contact("*"), 2, "")


def test_a_mark_is_not_made_twice() -> None:
    marked = received("INVITE sip:a@b SIP/2.0\nCSeq: 1 INVITE\n\nv=0\na=nortpproxy:yes\n")
    assert fix_session(marked, 4, "a=nortpproxy:yes\r\n")
    assert sent(marked)[-2:] == ["v=0", "a=nortpproxy:yes"]


def test_received_is_a_parameter_of_a_contact_without_brackets() -> None:
    message = with_contact("sip:bob@192.168.1.50:5060")
    assert add_received(message, into_uri=False)
    assert contact(message) == 'Contact: sip:bob@192.168.1.50:5060;received="sip:127.0.0.12:6060"'
