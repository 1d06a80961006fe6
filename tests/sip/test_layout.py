"""How a product's messages are written, and what no product writes."""

import pytest

from voiplab.sip.draft import Draft
from voiplab.sip.layout import MOST_FORMS, Layout, Unwritable

PLAIN = Layout(orders={"*": ("To", "*", "User-Agent", "Content-Length"), "* *": ("*", "Content-Length")})


def draft(start: str = "OPTIONS sip:b@10.0.0.2 SIP/2.0", **fields: str) -> Draft:
    return Draft(start, [("CSeq", "1 OPTIONS"), *((name.replace("_", "-"), value) for name, value in fields.items())])


def test_headers_stand_in_the_order_of_the_product_and_all_others_in_one_place() -> None:
    written = PLAIN.write(draft(X_Foo="1", To="<sip:b@10.0.0.2>")).split(b"\r\n")
    assert [line.partition(b":")[0] for line in written[1:-2]] == [b"To", b"CSeq", b"X-Foo", b"Content-Length"]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\n "])
def test_a_line_end_in_a_value_never_begins_a_header_of_its_own(end: str) -> None:
    forged = draft(X_Foo=f"a{end}X-Evil: 1", X_Bar="b")
    forged.origins["X-Foo"] = 7
    with pytest.raises(Unwritable) as caught:
        PLAIN.write(forged)
    assert (caught.value.name, caught.value.value, caught.value.origin) == ("X-Foo", f"a{end}X-Evil: 1", 7)


def test_nor_does_one_in_the_first_line_in_a_name_or_in_a_constant() -> None:
    named = draft()
    named.add("X-A\r\nX-Evil", "1")
    agent = Layout(PLAIN.orders, {"User-Agent": "phone\r\nX-Evil: 1"})
    for layout, message, where in (
        (PLAIN, draft("SIP/2.0 486 Busy\r\nX-Evil: 1"), "the first line"),
        (PLAIN, named, "the name of a header"),
        (agent, draft(), "User-Agent"),
    ):
        with pytest.raises(Unwritable) as caught:
            layout.write(message)
        assert caught.value.name == where


def test_a_quoted_nul_travels_on_as_it_came() -> None:
    """RFC 3261 section 25.1 allows it after a backslash; From is repeated in every reply."""
    assert b'"a\\\0b"' in PLAIN.write(draft(From='"a\\\0b" <sip:a@10.0.0.1>'))


def test_repeated_headers_stand_together_where_the_first_of_them_belongs() -> None:
    message = draft(To="<sip:b@10.0.0.2>")
    for route in ("<sip:p1;lr>", "<sip:p2;lr>"):
        message.add("Route", route)
    message.add("X-Foo", "100%s")
    lines = PLAIN.write(message).decode().split("\r\n")
    assert lines[1:-2] == [
        "To: <sip:b@10.0.0.2>",
        "CSeq: 1 OPTIONS",
        "Route: <sip:p1;lr>",
        "Route: <sip:p2;lr>",
        "X-Foo: 100%s",
        "Content-Length: 0",
    ]


def test_a_percent_sign_in_a_constant_or_a_name_is_written_as_it_stands() -> None:
    agent = Layout(PLAIN.orders, {"User-Agent": "phone 100% %s"})
    message = draft()
    message.add("X-%d", "1")
    written = agent.write(message)
    assert b"User-Agent: phone 100% %s\r\n" in written
    assert b"X-%d: 1\r\n" in written


def test_as_many_methods_as_strangers_invent_are_written() -> None:
    for number in range(2 * MOST_FORMS + 1):
        start = f"M{number} sip:b@10.0.0.2 SIP/2.0"
        written = PLAIN.write(Draft(start, [("CSeq", f"1 M{number}")]))
        assert written == f"{start}\r\nCSeq: 1 M{number}\r\nContent-Length: 0\r\n\r\n".encode()
