"""URIs: what they consist of, how they are written, and when two of them are the same."""

import json
from pathlib import Path

import pytest

from voiplab.sip.equivalence import equivalent
from voiplab.sip.errors import Malformed
from voiplab.sip.uri import Uri, unescape

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "uri.json").read_text(encoding="utf-8"))["cases"]
PAIRS = [(case["a"], case["b"], case["want"]) for case in VECTORS if case["op"] == "equal"]
TEXTS = [(case["a"], case["want"]) for case in VECTORS if case["op"] == "parse"]


@pytest.mark.parametrize(("one", "other", "same"), PAIRS)
def test_uris_are_compared_by_the_rules_of_rfc_3261(one: str, other: str, same: bool) -> None:
    assert equivalent(Uri.parse(one), Uri.parse(other)) is same
    assert equivalent(Uri.parse(other), Uri.parse(one)) is same


@pytest.mark.parametrize(("text", "sound"), TEXTS)
def test_uris_of_other_stacks_are_taken_and_refused_as_there(text: str, sound: bool) -> None:
    if sound:
        assert str(Uri.parse(text)) == text
    else:
        with pytest.raises(Malformed):
            Uri.parse(text)


@pytest.mark.parametrize(
    ("text", "uri"),
    [
        ("sip:example.com", Uri("sip", host="example.com")),
        ("sips:alice@example.com", Uri("sips", "alice", "example.com")),
        ("sip:alice:secret@example.com:5070", Uri("sip", "alice", "example.com", 5070, password="secret")),
        ("sip:alice:@example.com", Uri("sip", "alice", "example.com", password="")),
        ("sip:[2001:db8::1]:5060", Uri("sip", host="2001:db8::1", port=5060)),
        ("sip:*67#@example.com", Uri("sip", "*67#", "example.com")),
        (
            "sip:a@b;transport=tcp;lr;x=%20?Subject=hi&To=sip:c%40d",
            Uri(
                "sip",
                "a",
                "b",
                params=(("transport", "tcp"), ("lr", None), ("x", "%20")),
                headers=(("Subject", "hi"), ("To", "sip:c%40d")),
            ),
        ),
        ("tel:+1-201-555-0123;ext=5", Uri("tel", "+1-201-555-0123", params=(("ext", "5"),))),
        ("urn:uuid:f81d4fae-7dec-11d0", Uri("urn", opaque="uuid:f81d4fae-7dec-11d0")),
    ],
)
def test_a_uri_is_read_and_written(text: str, uri: Uri) -> None:
    assert Uri.parse(text) == uri
    assert str(uri) == text


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("", 1, "a scheme"),
        ("alice", 6, "a colon"),
        ("sip:", 5, "a host"),
        ("sip:alice@", 11, "a host"),
        ("sip:@example.com", 5, "a user"),
        ("sip:a b@example.com", 6, "@ after the user"),
        ("sip:example.com:", 17, "a port"),
        ("sip:example.com:65536", 17, "a port of at most 65535"),
        ("sip:example.com:\u0663", 17, "a port"),
        ("sip:[2001:db8::1", 5, "an IPv6 address in brackets"),
        ("sip:[2001:db8]", 5, "an IPv6 address in brackets"),
        ("sip:[1::2::3]", 5, "an IPv6 address in brackets"),
        ("sip:2001:db8::10", 10, "a port"),
        ("sip:a@b;", 9, "a parameter name"),
        ("sip:a@b;x=", 11, "a parameter value"),
        ("sip:a@b?x", 10, "= after the header name"),
        ("sip:a@b x", 8, "the end of the URI"),
        ("tel:", 5, "a telephone number"),
        ("tel:abc-xyz", 9, "the end of the URI"),
        ("mailto:", 8, "an address"),
    ],
)
def test_says_where_a_uri_stops_making_sense(text: str, column: int, expected: str) -> None:
    with pytest.raises(Malformed) as caught:
        Uri.parse(text)
    assert (caught.value.column, caught.value.expected) == (column, expected)


@pytest.mark.parametrize(
    ("spelt", "meant"),
    [("a%20b", "a b"), ("%C3%A4", "ä"), ("100%", "100%"), ("%4", "%4"), ("%ff", "\udcff")],
)
def test_escapes_are_read_and_lone_percent_signs_left_alone(spelt: str, meant: str) -> None:
    assert unescape(spelt) == meant
    assert Uri("sip", spelt, "example.com").username == meant


@pytest.mark.parametrize("spelt", ["%0d%0aX-Evil:%201", "%00", "a%7F", "%C3%0A"])
def test_a_user_name_keeps_the_escapes_of_control_characters(spelt: str) -> None:
    assert not unescape(spelt).isprintable()
    name = Uri("sip", spelt, "example.com").username
    assert not [letter for letter in name if letter < " " or letter == "\x7f"]
    assert [escape for escape in ("%0d", "%0a", "%00", "%7F", "%0A") if escape in spelt and escape not in name] == []


def test_a_loose_router_is_known_by_lr_whatever_its_value() -> None:
    assert Uri.parse("sip:example.com;lr=on").is_loose
    assert not Uri.parse("sip:example.com;clr").is_loose


def test_a_uri_that_cannot_be_read_as_sip_is_the_same_only_in_the_same_words() -> None:
    assert equivalent(Uri.parse("tel:+1-201-555"), Uri.parse("tel:+1201555"))  # RFC 3966 section 4
    assert not equivalent(Uri.parse("urn:a"), Uri.parse("urn:b"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("sip:a@[2001:db8::1]", "sip:a@[2001:DB8:0:0::1]", True),
        ("sip:a@[2001:db8::1]", "sip:a@[2001:db8::2]", False),
        ("sip:a%3Bb@example.com", "sip:a;b@example.com", False),  # reserved characters are not their escapes
        ("sip:a%2db@example.com", "sip:a-b@example.com", True),
        ("sip:%c3%a4@example.com", "sip:%C3%A4@example.com", True),
    ],
)
def test_addresses_and_escapes_are_compared_by_what_they_mean(one: str, other: str, same: bool) -> None:
    assert equivalent(Uri.parse(one), Uri.parse(other)) is same
