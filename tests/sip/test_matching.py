import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiplab.sip.condition import Passing, fill, fits_glob
from voiplab.sip.field import Field
from voiplab.sip.matching import Match, Mismatch, Pattern
from voiplab.sip.message import Request, Response, parse
from voiplab.sip.pattern_reader import PatternError


def message(*lines: str, body: str = "") -> Request | Response:
    return parse(("\r\n".join([*lines, f"Content-Length: {len(body)}"]) + "\r\n\r\n" + body).encode())


RINGING = message(
    "SIP/2.0 180 Ringing",
    "Via: SIP/2.0/UDP 10.0.0.2;rport;branch=z9hG4bKa",
    'From: "One, two" <sip:1000@10.0.0.2>;tag=f1',
    "To: <sip:1001@10.0.0.12:5060>;tag=t1",
    "Call-ID: c1",
    "CSeq: 123142653 INVITE",
    "Contact: <sip:1001@10.0.0.12:5060;gr=urn:uuid:1>;expires=60",
    "Require: 100rel",
    "k: timer, replaces",
    "RSeq: 39965",
)
BUSY = message("SIP/2.0 486 Busy Here", "CSeq: 2 INVITE", 'Reason: Q.850;cause=17;text="USER_BUSY"')
BYE_OK = message("SIP/2.0 200 OK", "CSeq: 3 BYE")
INVITE = message("INVITE sip:1001@10.0.0.2 SIP/2.0", "CSeq: 2 INVITE", "Content-Type: application/sdp", body="v=0\r\n")


@pytest.mark.parametrize(
    "pattern",
    [
        "180",
        "18x",
        "1xx for INVITE",
        "response",
        "message",
        "183|180",
        "180 from bob to freeswitch",
        "180, Require has 100REL",
        "180, Supported has replaces, Supported lacks 100rel",
        "180, with RSeq, without SDP, without Unsupported",
        "180, RSeq is 39965, RSeq > 1, RSeq <= 39965, RSeq >= 39965, RSeq < 39966",
        "180, CSeq.number is 123142653, CSeq.method is INVITE",
        "180, From.user is 1000, To.host is 10.0.0.12, From.tag is f1, Via.branch like z9hG4bK*",
        "180, Contact.uri is sip:1001@10.0.0.12:5060;gr=urn:uuid:1, Contact.gr like urn:*, Contact.expires is 60",
        "180, Via.rport is not 5060, with Via.rport",
        "180, Phrase is Ringing, Status is 180, without R-URI",
        "180, not again, not lost",
        '180, From contains "One, two", From.uri is "sip:1000@10.0.0.2"',
    ],
)
def test_this_180_fits(pattern: str) -> None:
    assert Pattern.parse(pattern).compare(Passing(RINGING, "bob", "freeswitch"), {}) == Match({})


@pytest.mark.parametrize(
    ("pattern", "difference"),
    [
        ("183", "expected 183, but it is 180 Ringing"),
        ("180 for UPDATE", "expected 180 for UPDATE, but it is 180 Ringing"),
        ("PRACK|UPDATE", "expected PRACK or UPDATE, but it is 180 Ringing"),
        ("180 from alice", "expected it from alice, but it went from bob"),
        ("180 to alice", "expected it to alice, but it went to freeswitch"),
        ("180, Supported has 100rel", "Supported: expected that it lists 100rel, but it is timer, replaces"),
        ("180, Supported lacks timer", "Supported: expected that it does not list timer, but it is timer, replaces"),
        ("180, with SDP", "SDP is missing"),
        ("180, without RSeq", "RSeq is there: 39965"),
        ("180, RSeq is 1", "RSeq: expected that it is 1, but it is 39965"),
        ("180, RAck is 1", "RAck: expected that it is 1, but it is missing"),
        ("180, RSeq > 39965", "RSeq: expected that it is > 39965, but it is 39965"),
        ("180, again", "it is no repetition"),
        ("180, lost", "it arrived"),
        ("180, RAck as $rack", "RAck is missing"),
    ],
)
def test_says_what_is_different(pattern: str, difference: str) -> None:
    outcome = Pattern.parse(pattern).compare(Passing(RINGING, "bob", "freeswitch"), {})
    assert isinstance(outcome, Mismatch)
    assert outcome.difference == difference


def test_what_one_pattern_captures_another_can_ask_for() -> None:
    captured = Pattern.parse("180, RSeq as $rseq, CSeq.number as $cseq").compare(Passing(RINGING, "bob", "fs"), {})
    assert captured == Match({"rseq": "39965", "cseq": "123142653"})
    prack = message("PRACK sip:1001@10.0.0.12 SIP/2.0", "CSeq: 123142654 PRACK", "RAck: 39965 123142653 INVITE")
    asked = Pattern.parse('PRACK, RAck is "$rseq $cseq INVITE", CSeq.number is $cseq+1')
    assert isinstance(captured, Match)
    assert isinstance(asked.compare(Passing(prack, "fs", "bob"), captured.bindings), Match)


def test_a_name_captured_twice_must_have_one_value() -> None:
    outcome = Pattern.parse("180, RSeq as $rseq").compare(Passing(RINGING, "bob", "fs"), {"rseq": "39964"})
    assert isinstance(outcome, Mismatch)
    assert outcome.difference == "RSeq: expected 39964 again, but it is 39965"


def test_the_plainest_near_miss_is_nearest() -> None:
    pattern = Pattern.parse("180 from bob, with SDP")
    outcomes = [
        pattern.compare(passing, {})
        for passing in (
            Passing(RINGING, "bob", "fs"),  # no SDP
            Passing(RINGING, "alice", "fs"),  # nor from bob
            Passing(BUSY, "bob", "fs"),
            Passing(INVITE, "bob", "fs"),
        )
    ]
    nearness = [outcome.nearness for outcome in outcomes if isinstance(outcome, Mismatch)]
    assert nearness == sorted(nearness, reverse=True)
    assert len(set(nearness)) == 3  # a 486 and an INVITE are as good as nothing, the INVITE has the SDP


def test_a_pattern_without_nodes_is_no_concern_of_who_sent_it() -> None:
    assert Pattern.parse("180 from bob").matches(RINGING)
    assert not Pattern.parse("180 from bob").matches(RINGING, "alice", "freeswitch")


@pytest.mark.parametrize(
    ("mapping", "text"),
    [
        ({"method": "PRACK", "from": "alice", "to": "freeswitch"}, "PRACK from alice to freeswitch"),
        ({"status": 180, "where": ["with RSeq", "not lost"]}, "180, with RSeq, not lost"),
        ({"status": 200, "for": "BYE", "where": "lost"}, "200 for BYE, lost"),
        ({"from": "bob"}, "message from bob"),
    ],
)
def test_a_pattern_may_be_written_as_a_mapping(mapping: dict[str, object], text: str) -> None:
    assert Pattern.parse(mapping) == Pattern.parse(text)
    assert str(Pattern.parse(mapping)) == text


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("", 1, "a method, a status or `message`"),
        ("prack", 1, "a method, a status (`180`, `18x`, `4xx`) or `message`"),
        ("180|", 5, "a method or a status after `|`"),
        ("180 by bob", 5, "`for`, `from`, `to` (each once) or a comma"),
        ("180 from bob from alice", 14, "`for`, `from`, `to` (each once) or a comma"),
        ("180 from", 9, "the name of a node"),
        ("200 for", 8, "a method"),
        ("180,", 5, "a condition"),
        ('180, RSeq is "1', 14, "the closing quotation mark"),
    ],
)
def test_says_where_a_pattern_cannot_be_read(text: str, column: int, expected: str) -> None:
    with pytest.raises(PatternError) as caught:
        Pattern.parse(text)
    assert (caught.value.column, caught.value.expected) == (column, expected)


def test_an_unknown_relation_is_told_which_there_are() -> None:
    with pytest.raises(PatternError, match="`like`") as caught:
        Pattern.parse("180, RSeq equals 5")
    assert caught.value.column == 6


def test_an_unknown_key_of_a_mapping_is_named() -> None:
    with pytest.raises(PatternError, match="not 'sender'"):
        Pattern.parse({"sender": "bob"})


@pytest.mark.parametrize(
    ("text", "pattern", "fits"),
    [
        ("tone:ringback", "tone:*", True),
        ("tone:ringback", "*ringback", True),
        ("tone:ringback", "*", True),
        ("tone:ringback", "TONE:ringback", True),
        ("tone:ringback", "tone", False),
        ("aa", "a*a*a", False),
        ("abcabc", "*bc", True),
        ("abcabd", "*bc", False),
    ],
)
def test_a_star_stands_for_anything(text: str, pattern: str, fits: bool) -> None:
    assert fits_glob(text, pattern) is fits


def test_a_name_that_nobody_captured_stays() -> None:
    assert fill("$rseq $cseq INVITE", {"rseq": "5"}) == "5 $cseq INVITE"
    assert fill("$name+1", {"name": "alice"}) == "alice+1"


def test_a_parameter_without_a_value_is_there_and_empty() -> None:
    temporary = message("INVITE sip:a@b SIP/2.0", "CSeq: 1 INVITE", "Contact: <sip:tgruu.x@10.0.0.2;gr>;x=1")
    assert Field.parse("Contact.gr").values(temporary) == [""]
    assert Field.parse("Contact.g").values(temporary) == []


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("Contact.1.gr", ["a,1"]),
        ("Contact.2.gr", [""]),
        ("Contact.2.host", ["10.0.0.2"]),
        ("Contact.2", ['"B, b" <sip:b@10.0.0.2;gr>;q=0.5']),
        ("Contact.3.user", ["c"]),
        ("Contact.4", []),
        ("Contact.2.expires", []),
    ],
)
def test_one_of_several_values_is_asked_for_by_its_number(field: str, values: list[str]) -> None:
    contacts = 'Contact: <sip:a@10.0.0.1>;gr="a,1" , "B, b" <sip:b@10.0.0.2;gr>;q=0.5'
    both = message("SIP/2.0 200 OK", "CSeq: 1 REGISTER", contacts, "Contact: sip:c@10.0.0.3")
    assert Field.parse(field).values(both) == values
    assert str(Field.parse(field)) == field


def test_a_comma_that_opens_nothing_divides_broken_values_too() -> None:
    broken = message("SIP/2.0 200 OK", "CSeq: 1 REGISTER", 'Contact: <sip:a, "b, ,c')
    assert [Field.parse(f"Contact.{number}").values(broken) for number in (1, 2, 3, 4)] == [
        ["<sip:a"],
        ['"b'],
        [""],
        ["c"],
    ]


def test_the_parts_of_a_digest_are_fields() -> None:
    challenge = message("SIP/2.0 401 U", "CSeq: 1 REGISTER", 'WWW-Authenticate: Digest realm="a, b", algorithm=MD5')
    assert Field.parse("WWW-Authenticate.realm").values(challenge) == ["a, b"]
    assert Field.parse("WWW-Authenticate.algorithm").values(challenge) == ["MD5"]


@given(st.text(max_size=80))
@settings(max_examples=200)
def test_any_text_is_a_pattern_or_a_pattern_error(text: str) -> None:
    try:
        pattern = Pattern.parse(text)
    except PatternError:
        return
    pattern.compare(Passing(RINGING, "bob", "fs"), {})


@given(st.text(alphabet="180 fromt,ishaRSeqwlk$\"'<>=|.", max_size=60))
@settings(max_examples=200)
def test_what_looks_like_a_pattern_is_one_or_an_error_too(text: str) -> None:
    test_any_text_is_a_pattern_or_a_pattern_error.hypothesis.inner_test(text)  # type: ignore[attr-defined]
