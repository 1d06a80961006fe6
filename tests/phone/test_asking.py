"""What an INVITE asks for, read from headers as servers and students write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiplab.phone.asking import MOST_SECONDS, Ask, Asked, asked
from voiplab.sip.message import Request, parse


def invite(*fields: str, uri: str = "sip:1001@10.0.0.1:5060") -> Request:
    lines = [
        f"INVITE {uri} SIP/2.0",
        "Via: SIP/2.0/UDP 10.0.0.20;branch=z9hG4bK1",
        "From: <sip:1000@10.0.0.20>;tag=a",
        "To: <sip:1001@10.0.0.1>",
        "Call-ID: x",
        "CSeq: 1 INVITE",
        *fields,
        "Content-Length: 0",
    ]
    message = parse(("\r\n".join(lines) + "\r\n\r\n").encode())
    assert isinstance(message, Request)
    return message


@pytest.mark.parametrize(
    ("field", "how", "after"),
    [
        ("Call-Info: <sip:10.0.0.20>;answer-after=0", Ask.CALL_INFO, 0),
        ("Call-Info: <sip:10.0.0.20>; Answer-After=5", Ask.CALL_INFO, 5),
        ("Call-Info: ;answer-after=0", Ask.CALL_INFO, 0),
        ('Call-Info: <sip:pbx>;x="Auto Answer"', Ask.CALL_INFO_TEXT, None),
        ("Call-Info: <http://pbx/photo.jpg>;purpose=icon", Ask.CALL_INFO_OTHER, None),
        ("Call-Info: <sip:pbx>;answer-after=soon", Ask.CALL_INFO_OTHER, None),
        ("Alert-Info: <http://pbx>;info=alert-autoanswer;delay=3", Ask.ALERT_AUTOANSWER, 3),
        ("Alert-Info: info = alert-autoanswer", Ask.ALERT_AUTOANSWER, None),
        ("Alert-Info: Auto Answer", Ask.ALERT_AUTO_ANSWER, None),
        ("Alert-Info: Ring Answer", Ask.ALERT_RING_ANSWER, None),
        ("Alert-Info: ring-answer", Ask.ALERT_RING_ANSWER, None),
        ("Alert-Info: answer-after=0", Ask.ALERT_ANSWER_AFTER, 0),
        ("Alert-Info: Intercom", Ask.ALERT_INTERCOM, None),
        ("Alert-Info: xivo-autoanswer-2", Ask.ALERT_AUTO_ANSWER, None),
        ("Alert-Info: RA", Ask.ALERT_OTHER, None),
        ("Answer-Mode: Auto", Ask.ANSWER_MODE, None),
        ("Priv-Answer-Mode: auto", Ask.PRIV_ANSWER_MODE, None),
        ("X-AUTOANSWER: TRUE", Ask.X_AUTOANSWER, None),
        ("P-Auto-Answer: normal", Ask.P_AUTO_ANSWER, None),
    ],
)
def test_each_way_of_asking_is_told_from_the_others(field: str, how: Ask, after: int | None) -> None:
    found = asked(invite(field))
    assert [(one.how, one.after) for one in found] == [(how, after)]


def test_the_request_uri_may_ask_too() -> None:
    assert asked(invite(uri="sip:1001@10.0.0.1;intercom=true")) == (Asked(Ask.URI_INTERCOM, "intercom=true"),)
    assert asked(invite(uri="sip:1001@10.0.0.1;intercom=false")) == ()


@pytest.mark.parametrize(
    "field",
    [
        "Answer-Mode: Manual",
        "X-AUTOANSWER: no",
        "Subject: answer-after=0",
    ],
)
def test_what_only_looks_like_it_asks_for_nothing(field: str) -> None:
    assert asked(invite(field)) == ()


def test_a_caller_may_insist() -> None:
    assert [one.insists for one in asked(invite("Answer-Mode: Auto;require"))] == [True]


def test_extensions_are_looked_at_first_then_call_info_then_alert_info() -> None:
    fields = ("Alert-Info: Intercom", "Call-Info: <sip:a>;answer-after=1", "X-AUTOANSWER: 1", "Answer-Mode: Auto")
    assert [one.how for one in asked(invite(*fields))] == [
        Ask.X_AUTOANSWER,
        Ask.CALL_INFO,
        Ask.ALERT_INTERCOM,
        Ask.ANSWER_MODE,
    ]


TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60)


@settings(max_examples=150)
@given(TEXT, st.sampled_from(["Call-Info", "Alert-Info", "Answer-Mode", "X-AUTOANSWER", "P-Auto-Answer"]))
def test_any_text_is_read_and_asks_for_a_bounded_wait(text: str, header: str) -> None:
    for one in asked(invite(f"{header}: {text}answer-after={text};delay=99999999")):
        assert one.after is None or 0 <= one.after <= MOST_SECONDS
