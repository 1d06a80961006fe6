from io import BytesIO

import pytest

from tests.capture.files import frame, pcap, udp
from tests.capture.scenes import ALICE, BOB, OPTIONS
from voiplab.capture.filter_reader import read_filter
from voiplab.capture.trace import read_trace
from voiplab.sip.pattern_reader import PatternError

RINGING = OPTIONS.replace(b"OPTIONS sip:bob@10.0.0.2 SIP/2.0", b"SIP/2.0 180 Ringing")
INVITE = (
    b"INVITE sip:1001@10.0.0.2 SIP/2.0\r\n"
    b"v: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK2\r\n"
    b'f: "Zo\xc3\xab (1000)" <sip:1000@10.0.0.1>;tag=a\r\nt: <sip:1001@10.0.0.2>\r\n'
    b"i: two@2\r\nSubject: x=y~z\r\nPriority: 1ab\r\nCSeq: 7 INVITE\r\n"
    b"Max-Forwards: 70\r\nSupported: 100rel, timer\r\nm: <sip:z@10.0.0.1:5062>\r\n"
    b"Content-Length: 0\r\n\r\n"
)
NONSENSE = b"no SIP at all"
MESSAGES = read_trace(
    BytesIO(
        pcap(
            [
                frame(packet)
                for packet in (
                    udp(ALICE, BOB, OPTIONS),
                    udp(BOB, ALICE, RINGING),
                    udp(ALICE, BOB, INVITE),
                    udp(ALICE, BOB, NONSENSE),
                )
            ]
        )
    )
).messages


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("method=INVITE", [3]),
        ("method=options", [1, 2]),  # of a response that of its CSeq
        ("method!=INVITE", [1, 2, 4]),
        ("status=180", [2]),
        ("status=18x", [2]),
        ("status=1XX", [2]),
        ("status=2xx", []),
        ("to=10x", []),  # 1001 is no status
        ("priority=1xx", []),
        ("status~*", [2]),
        ("not status~*", [1, 3, 4]),
        ("from~1000", [3]),
        ("from=1000", [3]),
        ("from=sip:1000@10.0.0.1", [3]),
        ("from!~1000", [1, 2, 4]),
        ("from~'zoë'", []),
        ('from~"zoë (1000)"', [3]),
        ("from~Z*>;tag", [3]),
        ("to=bob", [1, 2]),
        ("call-id=two@2", [3]),
        ("subject=x=y~z", [3]),
        ("Call-ID~one@", [1, 2]),
        ('cseq="7 INVITE"', [3]),
        ("CSeq.number=7", [3]),
        ("src=10.0.0.1", [1, 3, 4]),
        ("src=10.0.0.2:5060", [2]),
        ("dst~10.0.0.2", [1, 3, 4]),
        ("supported~TIMER", [3]),
        ("Contact.host=10.0.0.1", [3]),
        ("R-URI~1001", [3]),
        ("method=INVITE and from~1000", [3]),
        ("method=INVITE and from~2000", []),
        ("method=INVITE or status=180", [2, 3]),
        ("status=180 or method=INVITE and from~2000", [2]),
        ("(status=180 or method=INVITE) and src=10.0.0.2", [2]),
        ("not (status=180 or method=INVITE)", [1, 4]),
        ("NOT status=180 AND NOT method=INVITE", [1, 4]),
        ("not not method=INVITE", [3]),
        ("(method=INVITE)or(status=180)", [2, 3]),
        ("  method  =  INVITE  ", [3]),
    ],
)
def test_a_filter_keeps_what_it_says(text: str, kept: list[int]) -> None:
    chosen = read_filter(text)
    assert [message.n for message in MESSAGES if chosen.keeps(message)] == kept


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("", 1, "a field: method, status, from, to, src, dst, or a header"),
        ("method", 7, "=, !=, ~ or !~"),
        ("method=", 8, "a value"),
        ("method<3", 7, "=, !=, ~ or !~"),
        ("method=INVITE from~1000", 15, "`and`, `or`, or the end"),
        ("method=INVITE and", 18, "a field: method, status, from, to, src, dst, or a header"),
        ("and method=x", 1, "a field"),
        ("(method=INVITE", 15, "`)`"),
        ("method=INVITE)", 14, "`and`, `or`, or the end"),
        ('from~"1000', 6, "a value"),
        ("(" * 60 + "a=b" + ")" * 60, 52, "at most 50 things inside of each other"),
        ("a=b or " * 300, 2000, "a filter of at most 2000 characters"),
    ],
)
def test_says_where_a_filter_makes_no_sense(text: str, column: int, expected: str) -> None:
    with pytest.raises(PatternError) as caught:
        read_filter(text)
    assert (caught.value.column, caught.value.expected) == (column, expected)


def test_a_filter_knows_the_fields_that_it_asks_for() -> None:
    assert list(read_filter("method=x and not (foo~1 or Bar=2)").fields()) == ["method", "foo", "Bar"]
