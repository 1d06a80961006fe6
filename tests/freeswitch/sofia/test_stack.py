"""What sofia-sip refuses without asking mod_sofia, outside and inside of calls."""

import pytest

from tests.freeswitch.base_config import changed
from tests.freeswitch.office import FILES, SWITCH, Office, names_of
from voiplab.sip.message import Response, parse

MINIMAL = ["Via", "From", "To", "Call-ID", "CSeq", "Content-Length"]
CAPABLE = [*MINIMAL[:5], "User-Agent", "Allow", "Supported", "Content-Length"]

OPTIONS = (
    "OPTIONS sip:1001@127.0.0.20 SIP/2.0",
    "Via: SIP/2.0/UDP 127.0.0.21:9999;branch=z9hG4bKraw1",
    "Max-Forwards: 70",
    "From: <sip:1000@127.0.0.20>;tag=raw",
    "To: <sip:1001@127.0.0.20>",
    "Call-ID: raw",
    "CSeq: 1 OPTIONS",
    "Content-Length: 0",
)


def answers(office: Office, *requests: tuple[str, ...]) -> list[Response]:
    """What comes back to requests that were written by hand."""
    got: list[bytes] = []
    phone = office["1000"].host.datagrams(SWITCH._replace(ip="127.0.0.21", port=9999), lambda data, _: got.append(data))
    for lines in requests:
        phone.send(("\r\n".join(lines) + "\r\n\r\n").encode(), SWITCH)
    office.run()
    responses = [parse(data) for data in got]
    assert all(isinstance(response, Response) for response in responses)
    return [response for response in responses if isinstance(response, Response)]


def with_line(old: str, new: str) -> tuple[str, ...]:
    assert old in OPTIONS
    return tuple(new if line == old else line for line in OPTIONS)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("CSeq: 1 OPTIONS", "CSeq: many OPTIONS", "SIP/2.0 400 Bad CSeq Header"),
        ("CSeq: 1 OPTIONS", "CSeq: 1 INVITE", "SIP/2.0 400 Bad CSeq Header"),
        ("Max-Forwards: 70", "Max-Forwards: many", "SIP/2.0 400 Bad Max-Forwards Header"),
        ("Max-Forwards: 70", "Contact: <sip:", "SIP/2.0 400 Bad Contact Header"),
        ("From: <sip:1000@127.0.0.20>;tag=raw", "From: <<>>;tag=raw", "SIP/2.0 400 Bad From Header"),
        (OPTIONS[0], "OPTIONS sip:1001@127.0.0.20 SIP/3.0", "SIP/2.0 505 Version Not Supported"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_name_of_the_header(old: str, new: str, line: str) -> None:
    (refusal,) = answers(Office(), with_line(old, new))
    assert (refusal.start, names_of(refusal)) == (line, MINIMAL)
    assert refusal.get("Content-Length") == "0"


@pytest.mark.parametrize(
    ("request_line", "line"),
    [
        ("OPTIONS mailto:1001@127.0.0.20 SIP/2.0", "SIP/2.0 416 Unsupported URI Scheme"),
        ("OPTIONS tel:1001 SIP/2.0", "SIP/2.0 200 OK"),
    ],
)
def test_only_some_kinds_of_addresses_are_taken(request_line: str, line: str) -> None:
    (answer,) = answers(Office(), with_line(OPTIONS[0], request_line))
    assert answer.start == line


def test_a_header_without_a_colon_is_answered_if_the_others_tell_where() -> None:
    (refusal,) = answers(Office(), (*OPTIONS[:2], "this is no header", *OPTIONS[2:]))
    assert (refusal.start, refusal.call_id) == ("SIP/2.0 400 Bad Request", "raw")


def test_what_does_not_say_where_it_came_from_is_dropped() -> None:
    office = Office()
    assert answers(office, OPTIONS[:1] + OPTIONS[2:]) == []
    assert office.log[-1].startswith("[WARNING] malformed message from 127.0.0.21:9999 dropped: ")


def test_the_same_request_by_another_way_is_merged() -> None:
    other_way = with_line(OPTIONS[1], OPTIONS[1].replace("raw1", "raw2"))
    refusal, answer = sorted(answers(Office(), OPTIONS, other_way), key=lambda response: -response.status)
    assert (refusal.start, answer.status) == ("SIP/2.0 482 Request merged", 200)
    assert refusal.branch == "z9hG4bKraw2"


@pytest.mark.parametrize(
    ("method", "status", "presence"),
    [
        ("SUBSCRIBE", 405, "false"),
        ("PUBLISH", 405, "false"),
        ("PUBLISH", 200, "true"),
        ("FOO", 501, "true"),
        ("UPDATE", 481, "true"),
        ("BYE", 481, "true"),
        ("INFO", 200, "true"),
    ],
)
def test_which_methods_a_profile_takes_depends_on_its_parameters(method: str, status: int, presence: str) -> None:
    old = 'manage-presence" value="true"'
    office = Office(files=changed(FILES, "sip_profiles/internal.xml", old, old.replace("true", presence)))
    office["1000"].request(method)
    office.run()
    answer = office.last("1000", f"{status} {method}")
    assert ("SUBSCRIBE" in (answer.get("Allow") or "")) == (presence == "true")
    if status in (405, 501):
        assert names_of(answer) == CAPABLE


def test_an_extension_that_nobody_knows_is_refused_inside_of_a_call_too() -> None:
    office = Office()
    office["1000"].dial("9196")
    office.later(1, lambda: office["1000"].send_in_call("INFO", fields={"Require": "telepathy"}))
    office.later(2, lambda: office["1000"].send_in_call("FOO"))
    office.later(3, office["1000"].hang_up)
    office.run()
    assert office.told("1000", timed=False)[3:] == ["420 INFO", "501 FOO", "200 BYE"]
    assert office.last("1000", "420 INFO").get("Unsupported") == "telepathy"


def test_what_is_not_simulated_is_refused_by_name_once_the_sender_is_known() -> None:
    office = Office()
    office["1000"].request("SUBSCRIBE", {"Event": "dialog"})
    office.run()
    assert office.told("1000", timed=False) == ["407 SUBSCRIBE", "501 SUBSCRIBE"]
    assert office.log[-1] == "[ERR] not simulated: SUBSCRIBE outside of a call"
