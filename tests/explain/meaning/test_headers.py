"""What headers say by themselves; each row has its clause beside it."""

import pytest

from tests.explain.meaning.reading import in_request, in_response
from voiplab.explain.meaning.headers import HEADERS, kind_of

REQUESTS = [
    ("Max-Forwards: 0", "INVITE", "no proxy may pass it on any more"),  # RFC 3261 section 16.3
    ("Max-Forwards: 70", "INVITE", "70 more proxies may pass it on"),
    ("Contact: *", "REGISTER", "all bindings of the address of record, to be removed"),  # section 10.2.2
    ("Contact: <sip:a@10.0.0.11>;expires=0", "REGISTER", "expires=0: remove it"),
    ("Contact: <sip:a@10.0.0.11>", "REGISTER", "calls to the address in To are to come to alice (10.0.0.11)"),
    (
        "Contact: <sip:a@10.0.0.11>",
        "INVITE",
        "the next requests of this dialog go to alice (10.0.0.11)",
    ),  # section 12.2
    ("Contact: <sip:a@10.0.0.11>", "PRACK", "this message does not change the remote target"),
    ("Contact: <sip:a@10.0.0.2;gr>", "INVITE", "gr: a temporary GRUU"),  # RFC 5627
    ("Contact: <sip:a@10.0.0.2;gr=urn:uuid:1>", "INVITE", "gr=urn:uuid:1: a public GRUU"),
    ("Route: <sip:10.0.0.2;lr>", "INVITE", "the next hop is 10.0.0.2"),
    ("Route: <sip:10.0.0.2>", "INVITE", "without lr: a strict router of RFC 2543"),
    ("Supported:", "INVITE", "empty: no extension at all"),
    ("Supported: 100rel, timer", "INVITE", "100rel: provisional responses that are acknowledged by PRACK (RFC 3262)"),
    ("Require: 100rel", "INVITE", "without these the other side must not process the request"),  # section 8.2.2.3
    ("Require: sauce", "INVITE", "sauce: not an option tag that voiplab knows"),
    ("Allow: INVITE, ACK", "INVITE", "the 2 methods that the sender takes"),
    ("Allow-Events: talk", "INVITE", "talk: the server answers the telephone's call"),
    ("Expires: 0", "REGISTER", "0: the bindings in Contact are to be removed"),
    ("Expires: 3600", "REGISTER", "wants to be registered for 3600 s (1 h)"),
    ("Expires: 119", "INVITE", "the invitation is good for 119 s"),
    (
        "Session-Expires: 1800",
        "INVITE",
        "without refresher: the one who answers says who it is",
    ),  # RFC 4028 section 7.1
    ("Session-Expires: 90", "INVITE", "ends the call with a BYE, after 60 s"),  # RFC 4028 section 10: a third of 90 s
    ("Session-Expires: 1800", "INVITE", "after 1768 s (29 min 28 s)"),  # the same: 32 s before
    (
        "Session-Expires: 1800;refresher=uac",
        "INVITE",
        "refresher=uac: that is to be done by alice, after half of the time",
    ),
    ("Min-SE: 120", "INVITE", "nobody on the way may set the session interval below 120 s"),
    (
        "Call-Info: <sip:x@lab>;answer-after=0",
        "INVITE",
        "answer-after=0: the telephone is to answer by itself after 0 s",
    ),
    ("Call-Info: <http://lab/a.png>;purpose=icon", "INVITE", "http://lab/a.png: purpose icon"),
    ("Alert-Info: <http://lab>;info=intercom", "INVITE", "info=intercom: a name that telephones may know"),
    ("Answer-Mode: Auto;require", "INVITE", "require: the call is rather to be refused"),
    ("Reason: Q.850;cause=16", "BYE", "Q.850 cause 16: normal clearing"),
    ('Reason: SIP;cause=200;text="Call completed elsewhere"', "CANCEL", "another telephone answered the call"),
    ("Reason: SIP;cause=703", "BYE", "no status code of SIP"),
    ("Refer-To: <sip:1002@10.0.0.2>", "REFER", "bob is to send INVITE to sip:1002@10.0.0.2"),
    ("Refer-To: <sip:1002@10.0.0.2>", "REFER", "without Replaces: a transfer without consultation (blind)"),
    (
        "Refer-To: <sip:1002@10.0.0.2?Replaces=leg%3Bto-tag%3Dtleg%3Bfrom-tag%3Dfleg>",
        "REFER",
        "this call takes the place of the dialog of leg 1a",
    ),
    ("Replaces: leg;to-tag=a;from-tag=b;early-only", "INVITE", "early-only: only while that dialog is not answered"),
    ("Event: refer;id=5", "NOTIFY", "id=5: the CSeq of the REFER that it tells of"),  # RFC 3515 section 2.4.6
    ("Subscription-State: terminated;reason=noresource", "NOTIFY", "after a REFER the ordinary end"),
    ("Subscription-State: active;expires=60", "NOTIFY", "active: more will be told"),
    ("Privacy: id;critical", "INVITE", "critical: refuse the request rather than to show it"),
    ("P-Asserted-Identity: <sip:1000@lab>", "INVITE", "to be believed only from a server that is trusted"),
    ('Remote-Party-ID: "A" <sip:1000@lab>;party=calling;screen=yes', "INVITE", '"A", sip:1000@lab: the caller'),
    ("Remote-Party-ID: <sip:1000@lab>;screen=no", "INVITE", "screen=no: nobody checked it"),
    ("Diversion: <sip:1002@lab>;reason=no-answer", "INVITE", "sip:1002@lab passed the call on, because: no-answer"),
    ("Content-Disposition: session;handling=optional", "INVITE", "handling=optional: the body may be passed over"),
    ("X-Lab: hello", "INVITE", "its meaning is agreed on between those who write and read it"),
    ("Zebra: stripes", "INVITE", "voiplab does not know this header"),
    ("Refer-To: nonsense", "REFER", "cannot be read: expected"),
]

RESPONSES = [
    ("Contact: <sip:b@10.0.0.12>", "302 Moved", "INVITE", "try bob (10.0.0.12) instead"),
    ("Contact: <sip:a@10.0.0.11>;expires=60", "200 OK", "REGISTER", "expires=60: it ends in 60 s"),
    ("Expires: 300", "200 OK", "REGISTER", "granted: 300 s (5 min)"),
    ("Require: 100rel", "421 Extension Required", "INVITE", "the request has to list these in Supported"),
    ("Unsupported: 100rel", "420 Bad Extension", "INVITE", "100rel: required, and not there"),
    ("Min-SE: 90", "422 Too Small", "INVITE", "the shortest interval that is taken here: 90 s"),
    ("Min-Expires: 60", "423 Too Brief", "REGISTER", "at least 60 s"),
    ("Retry-After: 30 (busy)", "503 Unavailable", "INVITE", "try again in 30 s at the earliest: busy"),
    (
        "Session-Expires: 1800;refresher=uac",
        "200 OK",
        "INVITE",
        "that is to be done by alice",
    ),  # the UAC sent the request
    ("Session-Expires: 1800;refresher=uas", "200 OK", "INVITE", "that is to be done by bob"),
    ('Warning: 305 lab "no codec"', "488 Not Acceptable Here", "INVITE", "305, from lab: incompatible media format"),
    ("RSeq: 5", "183 Session Progress", "INVITE", "no PRACK for it follows in this recording"),
    (
        "RSeq: 5",
        "183 Session Progress",
        "INVITE",
        "the next reliable one to this INVITE has to be 6",
    ),  # RFC 3262 section 3
    ("Allow: OPTIONS", "405 Not Allowed", "MESSAGE", "these methods would be taken at this address"),
    ("Date: Mon, 02 Mar 2026 09:00:00 GMT", "200 OK", "REGISTER", "telephones without a clock of their own"),
]


@pytest.mark.parametrize(("header", "method", "says"), REQUESTS)
def test_a_header_of_a_request_says_what_it_means(header: str, method: str, says: str) -> None:
    assert says in "\n".join(in_request(header, method))


@pytest.mark.parametrize(("header", "start", "method", "says"), RESPONSES)
def test_a_header_of_a_response_says_what_it_means(header: str, start: str, method: str, says: str) -> None:
    assert says in "\n".join(in_response(header, start, method))


def test_every_kind_of_header_has_a_reader_and_a_clause() -> None:
    assert all(kind.reader and kind.clause for kind in HEADERS.values())
    assert all(key == key.lower() for key in HEADERS)


def test_what_no_rfc_has_says_so() -> None:
    assert kind_of("x-anything").clause == "not of an RFC"
    assert kind_of("unheard-of").clause == "RFC 3261 section 7.3.1"
