"""From, To, Contact and their like: a name, an address, parameters."""

from string import ascii_letters, digits

import pytest

from voiplab.sip.errors import Malformed
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.uri import Uri

ALICE = Uri("sip", "alice", "example.com")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("<sip:alice@example.com>", NameAddr("", ALICE)),
        ('"Alice" <sip:alice@example.com>;tag=1', NameAddr("Alice", ALICE, (("tag", "1"),))),
        (r'"\"A\" \\ B" <sip:alice@example.com>', NameAddr(r'"A" \ B', ALICE)),
        (
            '<sip:alice@example.com>;+sip.instance="<urn:uuid:1>";q=0.5',
            NameAddr("", ALICE, (("+sip.instance", '"<urn:uuid:1>"'), ("q", "0.5"))),
        ),
        ("<tel:+12015550123>", NameAddr("", Uri("tel", "+12015550123"))),
    ],
)
def test_an_address_is_read_and_written(text: str, address: NameAddr) -> None:
    assert NameAddr.parse(text) == address
    assert str(address) == text


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Alice B. <sip:alice@example.com>", NameAddr("Alice B.", ALICE)),
        ("Alice\t B<sip:alice@example.com>", NameAddr("Alice B", ALICE)),
        ("Zoë <sip:alice@example.com>", NameAddr("Zoë", ALICE)),
        ("sip:alice@example.com;tag=1", NameAddr("", ALICE, (("tag", "1"),))),
        ("sip:alice@example.com ; tag = 1", NameAddr("", ALICE, (("tag", "1"),))),
        ('"" <sip:alice@example.com>', NameAddr("", ALICE)),
        (
            "<sip:alice@example.com;x=1>;y",
            NameAddr("", Uri("sip", "alice", "example.com", params=(("x", "1"),)), (("y", None),)),
        ),
    ],
)
def test_other_forms_of_the_same(text: str, address: NameAddr) -> None:
    assert NameAddr.parse(text) == address


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("", 1, "a URI"),
        ("Alice", 6, "a colon"),
        ('"Alice <sip:alice@example.com>', 1, "the end of the quoted name"),
        ('"Alice" sip:alice@example.com', 9, "<"),
        ("Bell, Alice <sip:alice@example.com>", 5, "a colon"),
        ("<sip:alice@example.com", 23, "'>'"),
        ("<sip:alice@exa mple.com>", 15, "'>'"),
        ("< sip:alice@example.com>", 2, "a URI"),
        ("<sip:alice@>", 12, "a host"),
        ("<sip:alice@example.com>x", 24, "a parameter, or nothing more"),
        ("<sip:alice@example.com>;;tag=1", 25, "a parameter name"),
        ("sip:alice@example.com?Subject=x", 1, "angle brackets around a URI with a question mark"),
        ("A\x00 <sip:alice@example.com>", 2, "a colon"),
    ],
)
def test_says_where_an_address_stops_making_sense(text: str, column: int, expected: str) -> None:
    with pytest.raises(Malformed) as caught:
        NameAddr.parse(text)
    assert (caught.value.column, caught.value.expected) == (column, expected)


def test_one_field_may_hold_several() -> None:
    found = NameAddr.parse_list('"A, B" <sip:a@example.com>;q=1 , <sip:b@example.com>,sip:c@example.com;x')
    assert [(address.display, address.uri.user) for address in found] == [("A, B", "a"), ("", "b"), ("", "c")]


def test_a_line_break_in_a_name_is_no_line_break_on_the_wire() -> None:
    assert str(NameAddr("A\r\nVia: x", ALICE)) == '"A Via: x" <sip:alice@example.com>'


def test_the_expiry_of_a_contact_is_read_as_that_of_the_header() -> None:
    assert NameAddr("", ALICE, (("Expires", "60"),)).expires == 60
    assert NameAddr("", ALICE, (("expires", '"Thu, 01 Dec 1994 16:00:00 GMT"'),)).expires == 3600


def test_no_expiry_is_not_an_hour() -> None:
    assert NameAddr("", ALICE).expires is None


def is_read(text: str) -> bool:
    try:
        NameAddr.parse(text)
    except Malformed:
        return False
    return True


def test_a_name_without_quotes_has_tokens_white_space_and_anything_beyond_ascii() -> None:
    beyond = "\x80\xa0\N{LINE SEPARATOR}\uffff\U00010000\U0010ffff"
    read = "".join(sign for sign in map(chr, range(0x80)) if is_read(f"a{sign}b <sip:alice@example.com>"))
    assert sorted(read) == sorted(f"{ascii_letters}{digits}-.!%*_+`'~ \t\r\n")
    assert [sign for sign in beyond if not is_read(f"a{sign}b <sip:alice@example.com>")] == []
