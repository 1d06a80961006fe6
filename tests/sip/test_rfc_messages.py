"""The messages that are printed in RFCs: read, written as they stand, and read the same on the fast way and by the grammar."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.torture.corpus import torture
from tests.torture.everything import names_of_views, read_everything
from voiplab.sip.digest import Challenge, Credentials, read_authentication
from voiplab.sip.errors import Malformed
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.headers.sequence import CSeq
from voiplab.sip.headers.via import Via
from voiplab.sip.lists import read_list
from voiplab.sip.message import Message, Request, Response, parse, parse_strictly
from voiplab.sip.reader import Reader

VECTORS = Path(__file__).parent.parent / "vectors"


@dataclass(frozen=True)
class Printed:
    """A message as an RFC prints it; its Content-Length is not to be trusted and has been taken out."""

    where: str
    data: bytes


def printed() -> list[Printed]:
    cases = json.loads((VECTORS / "rfc_messages.json").read_text(encoding="utf-8"))["cases"]
    return [Printed(f"{case['rfc']}-{case['line']}", _without_length(case["text"])) for case in cases]


def _without_length(text: str) -> bytes:
    lines = [
        line for line in text.split("\r\n") if line.partition(":")[0].rstrip().lower() not in ("content-length", "l")
    ]
    return "\r\n".join(lines).encode()


PRINTED = printed()


def faults(message: Message) -> list[str]:
    found = []
    for name in names_of_views(message):
        try:
            getattr(message, name)
        except Malformed:
            found.append(name)
    return found


@pytest.mark.parametrize("message", PRINTED, ids=lambda message: message.where)
def test_a_printed_message_is_read_and_written_as_it_stands(message: Printed) -> None:
    found = parse(message.data)
    assert found.write().rstrip(b"\r\n") == message.data.rstrip(b"\r\n")
    again = parse(found.write())
    assert (again.start, again.fields, again.body) == (found.start, found.fields, found.body)


def test_only_misprints_are_malformed() -> None:
    # RFC 3261 prints a Content-Disposition without its semicolon and a From without a scheme, RFC 3428 double semicolons;
    # RFC 3515 leaves things out in parentheses, and RFC 5626 section 9 leaves out the Via.
    bad = {message.where: faults(parse(message.data)) for message in PRINTED}
    complete = {where: found for where, found in bad.items() if found and not where.startswith("rfc5626-9")}
    assert sorted(complete) == sorted(
        [
            *("rfc3261-9439", "rfc3261-9623", "rfc3428-553", "rfc3428-569"),
            *("rfc3515-553", "rfc3515-576", "rfc3515-657", "rfc3515-681"),
            *(f"rfc3515-4.1-prototypical-refer-callflow-{place}" for place in ("F1", "F3")),
            *(f"rfc3515-4.2-multiple-refers-in-a-dialog-{place}" for place in ("F7", "F9")),
        ]
    )


CORPUS = [message.data for message in PRINTED] + [message.data for message in torture()]


def taken(read: Callable[[bytes], Request | Response], data: bytes) -> Message | Malformed:
    try:
        return read(data)
    except Malformed as fault:
        return fault


def values(message: Message) -> dict[str, object]:
    """All views, those that are malformed as the place of the fault."""
    found: dict[str, object] = {}
    for name in names_of_views(message):
        try:
            found[name] = getattr(message, name)
        except Malformed as fault:
            found[name] = (fault.text, fault.column, fault.expected)
    return found


@pytest.mark.parametrize("data", CORPUS)
def test_the_fast_way_finds_what_the_strict_one_finds(data: bytes) -> None:
    fast, strict = taken(parse, data), taken(parse_strictly, data)
    if isinstance(fast, Malformed) or isinstance(strict, Malformed):
        assert isinstance(fast, Malformed)
        assert isinstance(strict, Malformed)
        assert (fast.text, fast.column, fast.expected) == (strict.text, strict.column, strict.expected)
    else:
        assert type(fast) is type(strict)
        assert (fast.start, fast.fields, fast.body) == (strict.start, strict.fields, strict.body)
        assert values(fast) == values(strict)


def field_values(*names: str) -> list[str]:
    found: dict[str, None] = {}
    for data in CORPUS:
        message = taken(parse, data)
        if isinstance(message, Message):
            found.update(dict.fromkeys(value for name in names for value in message.values(name)))
    return list(found)


def or_fault(read: Callable[[str], object], text: str) -> object:
    try:
        return read(text)
    except Malformed as fault:
        return (fault.text, fault.column, fault.expected)


def by_the_grammar(read: Callable[[Reader], object]) -> Callable[[str], object]:
    return lambda text: read_list(text, read)


@pytest.mark.parametrize("text", field_values("Via"))
def test_a_via_in_its_common_form_is_what_the_grammar_makes_of_it(text: str) -> None:
    assert or_fault(Via.parse, text) == or_fault(Via.read_only, text)
    assert or_fault(Via.parse_list, text) == or_fault(by_the_grammar(Via.read), text)


ADDRESSES = ("From", "To", "Contact", "Route", "Record-Route", "Refer-To", "P-Asserted-Identity")


@pytest.mark.parametrize("text", field_values(*ADDRESSES))
def test_an_address_in_its_common_form_is_what_the_grammar_makes_of_it(text: str) -> None:
    assert or_fault(NameAddr.parse, text) == or_fault(NameAddr.read_only, text)
    assert or_fault(NameAddr.parse_list, text) == or_fault(by_the_grammar(NameAddr.read), text)


@pytest.mark.parametrize("text", field_values("CSeq"))
def test_a_cseq_in_its_common_form_is_what_the_grammar_makes_of_it(text: str) -> None:
    assert or_fault(CSeq.parse, text) == or_fault(CSeq.read_only, text)


@pytest.mark.parametrize("text", field_values("WWW-Authenticate", "Proxy-Authenticate", "Authorization"))
def test_a_challenge_in_its_common_form_is_what_the_grammar_makes_of_it(text: str) -> None:
    def strictly(value: str) -> Challenge:
        return Challenge(*read_authentication(value))

    assert or_fault(Challenge.parse, text) == or_fault(strictly, text)
    assert isinstance(or_fault(Credentials.parse, text), Credentials)


@pytest.mark.parametrize("data", CORPUS)
def test_the_facts_are_what_the_views_say(data: bytes) -> None:
    message = taken(parse, data)
    if isinstance(message, Malformed) or message.scanned is None:
        return
    via, cseq = message.via, message.cseq
    assert message.scanned[:3] == (via.host, via.port, via.branch)
    assert message.scanned[5:] == (message.call_id, cseq.number, cseq.method, message.max_forwards)
    # They do not look into the URIs of From and To, some of which are misprinted.
    if not {"from_", "to"} & set(faults(message)):
        assert message.scanned[3:5] == (message.from_.tag, message.to.tag)


def test_the_facts_are_found_even_when_they_are_written_in_unusual_ways() -> None:
    wsinv = parse(next(message.data for message in torture() if message.name == "wsinv"))
    assert wsinv.scanned is None
    assert wsinv.facts.branch == "390skdjuw"
    assert (wsinv.from_tag, wsinv.to_tag) == ("98asjd8", "1918181833n")


def test_everything_that_is_read_is_kept() -> None:
    message = parse(PRINTED[0].data)
    first = read_everything(message)
    assert all(getattr(message, name) is value for name, value in first.items() if name in vars(message))
