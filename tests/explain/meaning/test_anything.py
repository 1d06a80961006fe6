"""Whatever stands in a header or a session description, there is something to say of it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.explain.exchange import Exchange
from tests.explain.meaning.reading import LEG, in_request, in_response
from voiplab.explain.meaning.headers import HEADERS
from voiplab.explain.meaning.session import session_page
from voiplab.explain.messages import Messages

RELIED_ON = {"via", "call-id", "cseq", "content-length"}
"""A message in which these are wrong is not readable at all."""

PIECES = [
    "<sip:a@b",
    ">",
    ";",
    ",",
    "=",
    '"',
    "tag",
    "x",
    "0",
    "99999999999",
    "SIP",
    ":",
    " ",
    "é",
    "refer",
    "Digest ",
    "?",
    "%",
]
VALUES = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
NAMES = st.sampled_from(sorted(set(HEADERS) - RELIED_ON - {"from", "to"}))


@settings(max_examples=200)
@given(NAMES, VALUES, st.sampled_from(["INVITE", "REGISTER", "SUBSCRIBE", "PRACK", "REFER"]))
def test_any_value_of_any_header_is_explained(name: str, value: str, method: str) -> None:
    header = f"{name}: {value}"
    assert in_request(header, method)
    assert in_response(header, method=method)


LINES = [
    "m=audio 4000 RTP/AVP 0 96",
    "m=x",
    "a=rtpmap:96",
    "a=rtpmap:0 PCMU/8000",
    "a=fmtp:96 x",
    "a=",
    "c=IN IP4",
    "c=IN IP4 x",
    "b=",
    "t=",
]


@settings(max_examples=100)
@given(st.lists(st.sampled_from(LINES), max_size=6))
def test_any_session_description_is_explained(lines: list[str]) -> None:
    body = "\n".join(["v=0", "o=- 1 1 IN IP4 10.0.0.11", "s=-", *lines])
    go = Exchange()
    go.send(0, "alice > bob", f"{LEG.invite(sdp=False).rstrip()}\nContent-Type: application/sdp\n\n{body}\n")
    go.send(0, "bob > alice", f"{LEG.response('200 OK').rstrip()}\nContent-Type: application/sdp\n\n{body}\n")
    messages = Messages(go.recording)
    assert all(session_page(messages, message) for message in messages)
