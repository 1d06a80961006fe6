"""What a header says of other messages: transactions, dialogs, reliable responses, challenges."""

from tests.explain.calls import lost_180_call, prack_call
from tests.explain.exchange import Exchange
from tests.explain.meaning.reading import LEG, said
from voiplab.explain.meaning.explained import explained
from voiplab.explain.meaning.here import Header, Here
from voiplab.explain.meaning.writers import writer
from voiplab.explain.messages import Messages, Unreadable
from voiplab.explain.page import ToMessage, as_text
from voiplab.recording.recording import Recording

CHALLENGE = 'WWW-Authenticate: Digest realm="lab", nonce="abc", qop="auth", stale=true'
ANSWER = 'Authorization: Digest username="1000", realm="lab", nonce="abc", uri="sip:1001@10.0.0.2", response="0", nc=00000001'


def _text(n: int) -> str:
    messages = Messages(prack_call())
    return as_text(explained(messages, messages[n - 1]), 500)


def test_a_branch_names_the_request_that_began_its_transaction() -> None:
    assert said(prack_call(), 7, "Via")[1].endswith(
        "names the transaction of message 6 (INVITE sip:1001@10.0.0.12:5060)"
    )


def test_the_ack_to_a_failure_belongs_to_the_transaction_and_to_this_hop() -> None:
    assert "confirms message 2 (407 Proxy Authentication Required): part of the INVITE's transaction" in _text(3)


def test_the_ack_to_a_failure_and_a_cancel_have_the_branch_of_the_invite() -> None:
    assert said(prack_call(), 3, "Via")[1].endswith(
        "is that of the INVITE it belongs to, message 1 (INVITE sip:1001@10.0.0.2)"
    )
    go = Exchange()
    go.send(0, "alice > bob", LEG.invite())
    go.send(1_000, "alice > bob", LEG.request("CANCEL", to_tag=False).replace("CANCEL7", "INVITE7"))
    messages = Messages(go.recording)
    assert "withdraws message 1 (INVITE sip:1001@10.0.0.2), whose branch it has" in [
        row.text for row in explained(messages, messages[1])[1].lines
    ]


def test_the_ack_to_a_success_is_a_transaction_of_its_own() -> None:
    assert "confirms message 11 (200 OK): a transaction of its own" in _text(12)


def test_a_response_leads_to_its_request_and_says_how_long_it_took() -> None:
    messages = Messages(prack_call())
    start = explained(messages, messages[10])[1]
    assert "answers message 6 (INVITE sip:1001@10.0.0.12:5060), sent 1974.0 ms before" in [
        row.text for row in start.lines
    ]
    assert start.lead == ToMessage(6)


def test_a_reliable_response_names_its_prack_and_the_prack_its_response() -> None:
    assert "acknowledged by message 8 (PRACK sip:1001@10.0.0.2)" in said(prack_call(), 7, "RSeq")
    assert "that is message 7 (180 Ringing), which is not repeated any more" in said(prack_call(), 8, "RAck")


def test_a_rack_that_fits_nothing_is_seen() -> None:
    go = Exchange()
    go.send(0, "alice > bob", LEG.request("PRACK", "RAck: 5 7 INVITE"))
    assert said(go.recording, 1, "RAck")[1].startswith("no such response is in this recording")


def test_a_tag_is_told_with_the_one_who_chose_it() -> None:
    assert said(prack_call(), 8, "To")[1] == (
        "tag tb-leg: chosen in message 7 (180 Ringing) by bob; half of the name of the dialog, leg 1b of the ladder"
    )
    assert said(prack_call(), 6, "To")[1] == "without a tag: no dialog yet, the one who answers adds its own"


def test_the_tag_of_a_refusal_and_of_its_ack_begins_no_dialog() -> None:
    assert said(prack_call(), 2, "To")[1].endswith("a refusal begins no dialog")
    assert said(prack_call(), 3, "To")[1].endswith("a refusal begins no dialog")


def test_a_repetition_keeps_number_and_branch() -> None:
    assert said(lost_180_call(), 6, "CSeq")[0].startswith("answers message 3")
    go = Exchange()
    go.send(0, "alice > bob", LEG.invite())
    go.send(500_000, "alice > bob", LEG.invite(), copy=True)
    assert said(go.recording, 2, "CSeq") == ["the number stays: a repetition of message 1"]
    assert said(go.recording, 2, "Via")[1].endswith("a repetition")


def test_the_count_of_requests_leaves_out_the_ack() -> None:
    assert said(prack_call(), 4, "CSeq")[1] == "the one before: 1, in message 1 (INVITE sip:1001@10.0.0.2)"


def _challenged() -> Exchange:
    go = Exchange()
    go.send(0, "alice > bob", LEG.invite())
    go.send(1_000, "bob > alice", LEG.response("401 Unauthorized", CHALLENGE))
    go.send(2_000, "alice > bob", LEG.invite(ANSWER, cseq=8))
    return go


def test_challenge_and_answer_name_each_other() -> None:
    recording = _challenged().recording
    assert said(recording, 2, "WWW-Authenticate")[-1] == "answered in message 3 (INVITE sip:1001@10.0.0.2)"
    assert said(recording, 3, "Authorization")[0] == "answers the challenge in message 2 (401 Unauthorized) of bob"


def test_an_answer_of_another_uri_is_seen() -> None:
    go = Exchange()
    go.send(0, "alice > bob", LEG.invite(ANSWER, uri="sip:1001@10.0.0.12"))
    assert said(go.recording, 1, "Authorization")[-1].startswith("uri is not the Request-URI of this message")


def test_a_second_challenge_says_that_the_answer_was_not_accepted() -> None:
    go = _challenged()
    go.send(3_000, "bob > alice", LEG.response("401 Unauthorized", CHALLENGE.replace("abc", "def"), cseq=8))
    assert said(go.recording, 4, "WWW-Authenticate")[0] == (
        "the answer in message 3 (INVITE sip:1001@10.0.0.2) was not accepted, its nonce is stale"
    )


def test_the_request_uri_is_where_it_goes_and_what_its_parameters_ask_for() -> None:
    go = Exchange()
    for at, uri in enumerate(["sip:1001@10.0.0.12;transport=tcp", "tel:+4930123", "sip:10.0.0.2", "nonsense"]):
        go.send(at, "alice > bob", LEG.invite(uri=uri))
    messages = Messages(go.recording)
    told = [[row.text for row in explained(messages, message)[1].lines] for message in messages]
    assert (
        "Request-URI: to be brought to 1001 at bob (10.0.0.12); unlike To, every proxy may write another one" in told[0]
    )
    assert "transport=tcp: to be reached over TCP" in told[0]
    assert told[1][3].startswith("Request-URI: to be brought to +4930123; ")
    assert told[2][3].startswith("Request-URI: to be brought to 10.0.0.2; ")
    assert told[3][3].startswith("the Request-URI cannot be read: ")


def test_received_and_rport_are_where_the_response_goes() -> None:
    go = Exchange()
    request = LEG.invite()
    go.send(0, "alice > bob", request.replace("10.0.0.11;branch", "192.168.1.5;rport;branch"))
    seen = LEG.response("180 Ringing").replace("10.0.0.11;branch", "192.168.1.5;received=10.0.0.11;rport=5060;branch")
    go.send(1_000, "bob > alice", seen)
    assert said(go.recording, 1, "Via")[2].startswith("rport: asks for the response at the address and port")
    assert said(go.recording, 2, "Via")[0].startswith("the response goes to alice (10.0.0.11:5060)")
    assert said(go.recording, 2, "Via")[2] == (
        "received=10.0.0.11: where the receiver saw it come from, another address than it wrote: a NAT, or a host with several"
    )


def _proxied() -> Exchange:
    """Through a proxy that adds its Via; the callee adds its tag."""
    go = Exchange()
    go.press(0, "alice", "dial 1001")
    go.send(0, "alice > freeswitch", LEG.invite("Subject: hello"))
    added = LEG.invite("Subject: hello").replace("Via:", "Via: SIP/2.0/UDP 10.0.0.2;branch=z9hG4bKproxy\nVia:", 1)
    go.send(1_000, "freeswitch > bob", added)
    ringing = LEG.response("180 Ringing", "Server: x").replace(
        "Via:", "Via: SIP/2.0/UDP 10.0.0.2;branch=z9hG4bKproxy\nVia:", 1
    )
    go.send(2_000, "bob > freeswitch", ringing)
    go.send(3_000, "freeswitch > alice", LEG.response("180 Ringing", "Server: x"))
    return go


def _writers(recording: Recording, n: int, name: str) -> list[str]:
    messages = Messages(recording)
    message = messages[n - 1]
    assert not isinstance(message.content, Unreadable)
    here = Here(messages, message, message.content)
    found = [writer(Header(here, name, value, place)) for place, value in enumerate(message.content.values(name))]
    return [said.text for said in found if said is not None]


def test_who_wrote_a_header_is_told_along_the_way_of_a_message() -> None:
    recording = _proxied().recording
    assert _writers(recording, 1, "Subject") == ["written by alice"]
    assert _writers(recording, 2, "Subject") == ["passed on from message 1"]
    assert _writers(recording, 2, "Via") == ["written by freeswitch", "passed on from message 1"]
    assert _writers(recording, 3, "Via") == ["copied from message 2"] * 2
    assert _writers(recording, 3, "To") == ["copied from message 2, the tag added by bob"]
    assert _writers(recording, 3, "Server") == ["written by bob"]
    assert _writers(recording, 4, "Server") == ["passed on from message 3"]


def test_in_a_capture_nobody_knows_who_wrote_a_header() -> None:
    go = Exchange()
    go.send(0, "alice > bob", LEG.invite("Subject: hello"))
    assert _writers(go.recording, 1, "Subject") == []


def test_other_messages_may_be_broken() -> None:
    go = Exchange()
    broken = "\n".join(row for row in LEG.response("180 Ringing", "RSeq: x").split("\n") if not row.startswith("To:"))
    go.send(0, "bob > alice", broken)
    go.send(1_000, "alice > bob", LEG.request("PRACK", "RAck: 5 7 INVITE"))
    messages = Messages(go.recording)
    assert "cannot be read" in as_text(explained(messages, messages[0]), 200)
    assert "cannot be read" not in as_text(explained(messages, messages[1]), 200)
