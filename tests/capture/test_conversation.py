import pytest

from tests.capture.scenes import OPTIONS
from voiplab.capture.conversation import Conversation, looks_like_sip
from voiplab.capture.stream import Event, Piece

OK = b"SIP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nhi"


def read(*events: Event) -> tuple[list[bytes], int]:
    """The messages, and how often some were broken by a hole."""
    conversation = Conversation()
    return [message for event in events for message in conversation.take(event)], conversation.holes


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (OPTIONS, True),
        (OK, True),
        (b"\r\n\r\n" + OK, True),
        (b"PRACK sip:x SIP/2.0\n", True),
        (b"SIP/2.0 700 Strange\r\n", False),
        (b"GET /index.html HTTP/1.1\r\n", False),
        (b"\x80\x00\x12\x34", False),
        (b"OPTIONS sip:bob@10.0.0.2", False),
        (b"\r\n", False),
        (b"", False),
    ],
)
def test_sip_is_told_by_its_start_line(payload: bytes, expected: bool) -> None:
    assert looks_like_sip(payload) is expected


def test_messages_follow_each_other_however_they_are_cut() -> None:
    both = OPTIONS + b"\r\n\r\n" + OK + OPTIONS
    for size in (1, 2, 7, 100, len(both)):
        pieces = [both[begin : begin + size] for begin in range(0, len(both), size)]
        assert read(Piece.BEGIN, *pieces) == ([OPTIONS, OK, OPTIONS], 0)


def test_keep_alives_may_come_before_the_first_message() -> None:
    assert read(Piece.BEGIN, b"\r\n\r\n", b"\r\n", OPTIONS[:10], OPTIONS[10:]) == ([OPTIONS], 0)


def test_what_begins_with_something_else_is_not_sip() -> None:
    assert read(Piece.BEGIN, b"GET / HTTP/1.1\r\n", b"Host: x\r\n\r\n") == ([], 0)
    assert read(Piece.BEGIN, b"\x16\x03\x01\x02\x00" * 1000) == ([], 0)


def test_in_the_middle_of_a_connection_the_next_start_line_is_looked_for() -> None:
    assert read(Piece.HOLE, b"10.0.0.2>\r\n\r\n", OPTIONS) == ([OPTIONS], 0)


def test_a_hole_breaks_a_message_and_the_next_one_is_read() -> None:
    assert read(Piece.BEGIN, OPTIONS[:50], Piece.HOLE, OPTIONS[90:], OK) == ([OK], 1)


def test_a_message_whose_end_cannot_be_known_is_shown_as_it_is() -> None:
    endless = b"OPTIONS sip:x SIP/2.0\r\nVia: x\r\n\r\n"
    assert read(Piece.BEGIN, endless, OK) == ([endless, OK], 0)


def test_a_start_line_that_never_ends_is_not_waited_for() -> None:
    conversation = Conversation()
    for event in (Piece.BEGIN, b"A" * 3000, OPTIONS):
        found = list(conversation.take(event))
    assert found == [OPTIONS]
